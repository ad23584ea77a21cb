"""Support: stages in their order, needs with their reasons, and what closes an action."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.support import (
    STAGE_WORDS,
    Evidence,
    Gap,
    Judged,
    Stage,
    move,
    needs,
    why_not_closed,
)

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ITEMS = {"stayed": "Stayed on the line", "exact_words": "Kept the exact words"}
GRAVE = {"cold_transfer": "Passed a person on and left"}


@pytest.mark.covers("S3-26")
def test_one_watches_before_one_is_watched_and_both_before_alone() -> None:
    assert set(STAGE_WORDS) == set(Stage)
    assert move(Stage.TALK, Stage.SHADOW, held=()) == ""
    assert "shadowing session first" in move(Stage.SHADOW, Stage.REVERSE, held=(Stage.TALK,))
    assert move(Stage.SHADOW, Stage.REVERSE, held=(Stage.SHADOW,)) == ""
    assert "reverse shadowing" in move(Stage.SHADOW, Stage.ALONE, held=(Stage.SHADOW,))
    assert move(Stage.REVERSE, Stage.ALONE, held=(Stage.REVERSE,)) == ""
    assert move(Stage.ALONE, Stage.SHADOW, held=()) == ""  # back is always possible
    assert "already" in move(Stage.TALK, Stage.TALK, held=list(Stage))


def judged(number: int, **verdicts: str) -> Judged:
    return Judged(f"r{number}", AT + timedelta(days=number), verdicts)


@pytest.mark.covers("S3-25")
def test_needs_say_where_they_come_from_and_one_slip_is_none() -> None:
    reviews = [
        judged(1, stayed="not_met", exact_words="partly", cold_transfer="not_met"),
        judged(2, stayed="met", exact_words="not_met", cold_transfer="met"),
        judged(3, stayed="met", exact_words="not_applicable"),
    ]
    found = needs(
        reviews,
        exposed=3,
        gaps=[("k05", "The log: missing")],
        wishes=1,
        item_words=ITEMS,
        grave=GRAVE,
    )
    assert [(one.kind, one.item) for one in found] == [
        ("wish", ""),
        ("review", "cold_transfer"),
        ("review", "exact_words"),
        ("exposure", ""),
        ("training", "k05"),
    ]
    assert "2 of 3 reviewed contacts" in found[2].words
    assert needs([], exposed=2, gaps=(), wishes=0, item_words=ITEMS, grave=GRAVE) == ()


def test_what_was_long_ago_is_no_need_of_today() -> None:
    old = [judged(n, stayed="not_met") for n in (1, 2)]
    new = [judged(n, stayed="met") for n in range(3, 8)]
    found = needs(new + old, exposed=0, gaps=(), wishes=0, item_words=ITEMS, grave={})
    assert found == ()


GAP = Gap(opened_at=AT, exercise=False, person="ann", site="here", kind="self_harm")
SHOWN = Evidence(
    finished_at=AT + timedelta(days=4),
    contact_at=AT + timedelta(days=2),
    exercise=False,
    person="ann",
    site="here",
    kind="self_harm",
    verdict="met",
)


@pytest.mark.covers("S3-28")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"finished_at": None}, "not finished"),
        ({"exercise": True}, "exercise"),
        ({"contact_at": AT}, "before this action"),
        ({"person": "al"}, "somebody else"),
        ({"kind": "bomb"}, "another kind"),
        ({"verdict": "partly"}, "not judged as met"),
        ({"verdict": ""}, "not judged as met"),
    ],
)
def test_only_a_later_good_contact_of_the_same_person_closes(
    change: dict[str, object], says: str
) -> None:
    said = why_not_closed(GAP, replace(SHOWN, **change))
    assert says in said if says else said == ""


@pytest.mark.covers("S3-28")
def test_a_team_s_action_is_closed_by_anybody_of_the_site() -> None:
    team = replace(GAP, person="", kind="")
    assert why_not_closed(team, replace(SHOWN, person="al", kind="bomb")) == ""
    assert "another site" in why_not_closed(team, replace(SHOWN, site="there"))


@given(st.sampled_from(["met", "partly", "not_met", "unsure", ""]), st.integers(-5, 5))
def test_nothing_closes_without_met_and_later(verdict: str, days: int) -> None:
    shown = replace(SHOWN, verdict=verdict, contact_at=AT + timedelta(days=days))
    assert (why_not_closed(GAP, shown) == "") == (verdict == "met" and days > 0)
