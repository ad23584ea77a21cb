"""Texts line by line: what differs, where a finding stands, where a document is from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from stayline.platform.actors import Actor
from stayline.studio.queries import Shown, line_changes, lines_of, look_at
from stayline.studio.queries.checking import MAX_SOURCE, file_name
from stayline.studio.queries.document import origin_of
from stayline.studio.web.together import SEEN_FOR, here


def marks(old: str, new: str) -> str:
    short = {"same": "=", "old": "-", "new": "+", "gap": "."}
    return "".join(short[one.mark] for one in line_changes(old, new))


def test_two_texts_are_one_list_with_a_few_lines_round_each_difference() -> None:
    many = "\n".join(map(str, range(20)))
    assert marks("a\nb", "a\nb") == ""
    assert marks("a\nb\nc", "a\nx\nc") == "=-+="
    assert marks(many, many.replace("10", "ten")) == ".===-+==="
    assert marks(many, many.replace("2\n", "two\n").replace("18", "x")).count(".") == 1
    changed = line_changes("a\nb", "a\nc")
    assert [(one.old, one.new, one.text) for one in changed][1:] == [(2, None, "b"), (None, 2, "c")]


def test_texts_too_long_to_compare_line_by_line_are_shown_whole() -> None:
    long = "a\n" * 4_001
    assert marks(long, long) == ""
    assert marks(long, "b") == "-" * 4_001 + "+"


def test_a_finding_beyond_the_text_stands_on_its_last_line() -> None:
    far = Shown("", "", "warning", 99, 1, "Something is missing.", (), explained=False)
    first, last = lines_of("a\nb", (far,))
    assert (first.mark, last.mark, last.findings) == ("", "wrn", (far,))


def test_a_text_that_is_too_long_is_not_read_at_all() -> None:
    look = look_at("card", "a-card", b" " * (MAX_SOURCE + 1))
    assert [one.message for one in look.findings] == [
        "The text has 512,001 bytes; 512,000 are allowed."
    ]
    assert not look.passes


def test_a_document_says_where_it_is_from_in_one_of_three_ways() -> None:
    said = origin_of(
        {
            "authors": ["Ann"],
            "sources": [{"text": "A page"}, {"status": "own"}],
            "laws": {"one": {"text": "A law"}},
            "review_by": "2027-06-30",
        }
    )
    assert (said.authors, said.sources, said.laws) == (("Ann",), ("A page",), ("A law",))
    assert origin_of({"authors": "Ann"}).authors == ()
    assert file_name("a", b' {"id": 1}') == "a.json"


def test_somebody_counts_as_editing_for_a_while_after_their_page_was_heard_of() -> None:
    draft, now = uuid4(), datetime(2026, 1, 1, tzinfo=UTC)
    ann, bo = (Actor(id=uuid4(), pseudonym=name, name=name) for name in ("Ann", "Bo"))
    assert here(draft, ann, at=now) == ()
    assert here(draft, bo, at=now + timedelta(seconds=1)) == ("Ann",)
    assert here(uuid4(), bo, at=now) == ()
    assert here(draft, bo, at=now + SEEN_FOR + timedelta(seconds=1)) == ()
