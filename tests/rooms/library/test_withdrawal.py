"""One press takes a version out of force, and the certified one before it guides again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.library import actions, queries
from stayline.library.errors import NothingInForce, ReasonInvalid
from stayline.library.models import DocumentVersion, SignOff
from tests.cast import NOW, Cast, later
from tests.certifying import Signers

pytestmark = pytest.mark.django_db

ID = "self-harm"


def live(signers: Signers, title: str, at: int) -> DocumentVersion:
    version = queries.newest_version("protocol", ID)
    source = bytes(version.source)
    line = next(one for one in source.splitlines() if one.startswith(b"title: "))
    made = signers.version(source.replace(line, f"title: {title}".encode(), 1), ID, at=later(at))
    return signers.go_live(made.digest, at=later(at))


def withdraw(signers: Signers, at: int, **more: object) -> DocumentVersion | None:
    given = {"kind": "protocol", "document_id": ID, "because": "A wrong number.", **more}
    return actions.withdraw(actor=signers.quill, at=later(at), **given)


def test_the_certified_one_before_guides_again_and_never_what_was_withdrawn(
    signers: Signers, cast: Cast
) -> None:
    one, two, three = (live(signers, title, at) for at, title in enumerate(("A", "B", "C"), 1))
    assert actions.before_it(three, at=later(4)).digest == two.digest
    with pytest.raises(ReasonInvalid):
        withdraw(signers, 4, because="")
    with pytest.raises(NothingInForce):
        withdraw(signers, 4, expected=one.digest)
    back = withdraw(signers, 4, expected=three.digest)
    assert (back.digest, back.state) == (two.digest, "active")
    assert queries.protocol_for("self_harm", "live").digest == two.digest
    assert queries.version_by_digest(three.digest).state == "superseded"
    assert withdraw(signers, 5).digest == one.digest
    assert withdraw(signers, 6) is None
    assert queries.protocol_for("self_harm", "live") is None
    with pytest.raises(NothingInForce):
        withdraw(signers, 7)
    spans = {v.title: len(v.spans) for v in queries.history("protocol", ID).versions}
    assert (spans["A"], spans["B"], spans["C"]) == (2, 2, 1)
    assert queries.in_force_at("protocol", ID, later(5.5)) == one.digest
    assert queries.in_force_at("protocol", ID, later(6)) == ""
    assert [a.about for a in queries.alerts_unseen(cast.mo)] == ["withdrawn"] * 3
    signers.train(two.digest)
    actions.activate_version(digest=two.digest, actor=signers.quill, at=later(8))
    assert queries.standing("protocol", ID, later(9)).state == "active"
    assert queries.version_by_digest(two.digest).withdrawn_at is None


def test_one_that_lapsed_by_its_date_guides_with_a_banner_and_one_taken_back_never(
    signers: Signers, cast: Cast
) -> None:
    one = live(signers, "A", 1)
    two = live(signers, "B", 2)
    legal = SignOff.objects.get(version=two, kind="legal")
    live(signers, "C", 3)
    actions.take_back_sign_off(
        signoff_id=legal.id, because="It changed.", actor=signers.lex, at=later(4)
    )
    assert queries.version_by_digest(two.digest).state == "superseded"
    years = timedelta(days=400).total_seconds()
    back = withdraw(signers, int(years))
    assert (back.digest, back.state) == (one.digest, "lapsed")
    found = queries.standing("protocol", ID, later(years))
    assert found.banner.startswith("The certificate of this procedure has ended.")
    assert [a.about for a in queries.alerts_unseen(cast.mo)][:2] in (
        ["stale", "withdrawn"],
        ["withdrawn", "stale"],
    )


def test_the_template_before_it_does_not_come_back(signers: Signers) -> None:
    live(signers, "A", 1)
    assert withdraw(signers, 2) is None
    assert queries.standing("protocol", ID, NOW).digest == ""
