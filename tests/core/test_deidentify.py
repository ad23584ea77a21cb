"""What in a text could tell who it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.deidentify import findings

NAMES = ("Maya Fern", "Jo Al")
PLACES = ("North Hall", "")


def must_go(text: str) -> list[str]:
    return [one.words for one in findings(text, names=NAMES, places=PLACES) if one.must_go]


@pytest.mark.covers("S0-23")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As Maya said, silence helps.", ["Maya"]),
        ("At North Hall the line was lost.", ["North Hall"]),
        ("In SL-2026-000117 the caller waited.", ["SL-2026-000117"]),
        ("The job ACC-00991 was closed.", ["ACC-00991"]),
        ("She wrote from a.b@example.org twice.", ["a.b@example.org"]),
        ("See https://example.org/x and @somebody.", ["https://example.org/x", "@somebody"]),
        ("It was on 2026-11-16, then 3/4/26, then 16 November.",
         ["2026-11-16", "3/4/26", "16 November"]),
        ("At 14:05, or 3 pm, they rang.", ["14:05", "3 pm"]),
        ("They live at 12 Mill Lane.", ["12 Mill Lane"]),
        ("The postcode was AB1 2CD.", ["AB1 2CD"]),
        ("From +44 20 7946 0000 a man rang.", ["+44 20 7946 0000"]),
        ("A 34-year-old, and one aged 71.", ["34-year-old", "aged 71"]),
        ("We told Mr Thistle so.", ["Mr Thistle"]),
        ("Leave silence after a hard question. It helps more than words.", []),
    ],
)  # fmt: skip
def test_what_tells_who_it_is_must_go(text: str, found: list[str]) -> None:
    assert must_go(text) == found


def test_a_capital_letter_inside_a_sentence_is_asked_about_and_days_are_not() -> None:
    text = "We met Ashgrove on Monday. Then it was quiet.\n- Nothing else."
    (one,) = findings(text)
    assert (one.words, one.must_go, text[one.start : one.end]) == ("Ashgrove", False, "Ashgrove")


@given(st.text(alphabet="Maya Fern 12-:.@SLX\n", max_size=60))
def test_findings_stand_where_they_say_and_never_over_each_other(text: str) -> None:
    end = 0
    for one in findings(text, names=NAMES, places=PLACES):
        assert text[one.start : one.end] == one.words
        assert one.start >= end
        end = one.end
