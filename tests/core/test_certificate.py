"""What certifies a version, as rules without a world."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from stayline_core.certificate import (
    Signed,
    certificate_body,
    missing,
    needed,
    signed_bytes,
    signs,
    valid_until,
)

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def signed(kind: str, until: date | None = None, *, granted: bool = True) -> Signed:
    return Signed(kind, f"{kind} Example", AT, until, granted, {"number": "T-1"}, "Safe")


def test_what_tells_people_what_to_say_needs_an_expert_and_all_else_is_adopted() -> None:
    assert needed("protocol") == {"expert", "legal", "ethical"}
    assert needed("wording") == needed("phrases") == needed("card") == {"expert", "legal"}
    assert needed("ladder") == signs("form") == signs("anything") == {"adopted"}
    assert needed("protocol", correction=True) == {"expert"}


def test_what_is_missing_refused_or_over() -> None:
    needs = needed("protocol")
    standing = [signed("expert", TODAY), signed("legal", granted=False)]
    assert missing(needs, standing, day=TODAY) == {"legal", "ethical"}
    tomorrow = date(2026, 11, 23)
    assert missing(needs, standing, day=tomorrow) == {"expert", "legal", "ethical"}
    assert missing(needs, [signed(kind) for kind in needs], day=tomorrow) == frozenset()


def test_it_holds_until_the_first_one_ends() -> None:
    assert valid_until([signed("legal")]) is None
    assert valid_until([signed("legal"), signed("expert", TODAY)]) == TODAY


def test_the_text_says_the_same_in_any_order_and_reads_as_json() -> None:
    def body(*standing: Signed) -> dict[str, object]:
        return certificate_body(
            document={"kind": "protocol", "id": "a", "title": "A"},
            digest="d" * 64,
            standing=standing,
            check={"passes": True, "findings": [{}], "first_ring_s": 0, "states": 7},
            issued_at=AT,
            valid_until=TODAY,
        )

    one, other = signed("expert", TODAY), signed("legal")
    text = signed_bytes(body(one, other))
    assert text == signed_bytes(body(other, one))
    assert text != signed_bytes(body(one))
    said = json.loads(text)
    assert said["issued_at"] == "2026-11-22T09:00:00Z"
    assert said["check"] == {
        "passes": True,
        "warnings": 1,
        "first_ring_s": 0,
        "everyone_rung_s": None,
        "longest_silence_s": None,
        "states": 7,
    }
    assert said["sign_offs"][1]["valid_until"] is None
    assert said["review_by"] is None
