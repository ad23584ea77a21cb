"""Scorecards: what they judge, what they come to, and what no scorecard may ask."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import Any

import pytest

from stayline_core.forms import Form
from stayline_core.scorecard import (
    MUST_NOT,
    Mark,
    Outcome,
    Scorecard,
    ScorecardRefused,
    refuse_unsound,
)

NAMES = ("scorecard_crisis", "scorecard_irate", "scorecard_everyday")
FOLDER = resources.files("stayline") / "playbook" / "forms"


def document(name: str = "scorecard_crisis") -> dict[str, Any]:
    made: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return made


def card(name: str = "scorecard_crisis") -> Scorecard:
    return Scorecard.of(Form.parse(document(name)))


def answers(sheet: Scorecard, *marks: str, rest: str = "not_applicable") -> dict[str, str]:
    """The four did not happen; the first items are marked so, and the others with `rest`."""
    given = [*marks, *[rest] * (len(sheet.items) - len(marks))]
    return {
        **{one.name: "no" for one in sheet.must_not},
        **{one.name: mark for one, mark in zip(sheet.items, given, strict=True)},
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_shipped_card_has_the_four_and_only_these_fail_a_contact(name: str) -> None:
    sheet = card(name)
    refuse_unsound(document(name))
    assert tuple(one.name for one in sheet.must_not) == MUST_NOT
    assert [one.name for one in sheet.words] == ["went_well", "next_time"]
    whole = answers(sheet, rest="met")
    assert sheet.unanswered(whole) == ()
    for one in MUST_NOT:
        assert sheet.outcome(whole | {one: "yes"}) is Outcome.MUST_NOT
    for item in sheet.items:
        assert sheet.outcome(whole | {item.name: Mark.NOT_MET}) is Outcome.MIXED


def test_the_crisis_card_has_the_dimensions_of_the_reference() -> None:
    assert {one.name for one in card().items} == {
        "safety_first",
        "recognised",
        "stayed",
        "acknowledged",
        "no_secrecy",
        "only_needed",
        "exact_words",
        "observed_not_asked",
        "escalated_in_time",
        "help_offered",
        "report_complete",
        "words_that_help",
        "record_kept",
        "aftercare_offered",
    }


@pytest.mark.parametrize(
    ("marks", "comes_to"),
    [
        (["met"], Outcome.GOOD),
        (["met", "met", "met", "partly"], Outcome.GOOD),
        (["met", "met", "partly"], Outcome.MIXED),
        (["met", "met", "met", "not_met"], Outcome.MIXED),
        (["met", "met", "not_met"], Outcome.POOR),
        (["partly"], Outcome.MIXED),
        (["not_met"], Outcome.POOR),
    ],
)
def test_what_the_marks_come_to(marks: list[str], comes_to: Outcome) -> None:
    sheet = card()
    assert sheet.outcome(answers(sheet, *marks)) is comes_to


def test_a_review_in_which_nothing_applies_says_nothing() -> None:
    sheet = card()
    with pytest.raises(ValueError, match="no item applies"):
        sheet.outcome(answers(sheet))
    assert sheet.outcome(answers(sheet) | {"no_report": "yes"}) is Outcome.MUST_NOT
    half = answers(sheet) | {"stayed": "perhaps"}
    del half["no_report"]
    assert sheet.unanswered(half) == ("no_report", "stayed")


YES_NO = {"title": "Was rude", "enum": ["yes", "no"], "x-ask": "observe"}
MARKED = {"title": "It", "enum": [mark.value for mark in Mark], "x-ask": "observe"}


@pytest.mark.parametrize(
    ("name", "field", "says"),
    [
        ("handle_time", MARKED, "how long a contact took is not scored"),
        ("quick", MARKED | {"title": "Kept to the talk time"}, "how long a contact took"),
        ("quick", MARKED | {"x-note": "Calls per hour above ten"}, "how long a contact took"),
        ("tone_score", MARKED, "tone is not scored"),
        ("voice", MARKED | {"title": "Sentiment of the call"}, "tone is not scored"),
        ("own", MARKED | {"title": "Their reflection after it"}, "no evidence"),
        ("machine", MARKED | {"x-ask": "system"}, "a person judges it"),
        ("rude", YES_NO, "only ended_threat_contact, no_report"),
        ("points", {"title": "Points", "type": "integer", "x-ask": "observe"}, "no points"),
        ("no_report", MARKED, "yes or no"),
    ],
)
def test_a_card_that_scores_what_must_not_be_scored_is_refused(
    name: str, field: dict[str, Any], says: str
) -> None:
    wrong = copy.deepcopy(document())
    wrong["properties"][name] = field
    with pytest.raises(ScorecardRefused, match=says) as refused:
        refuse_unsound(wrong)
    assert refused.value.faults[0].startswith(f"{name}: ")


def test_a_card_without_the_four_or_without_items_is_refused_and_other_forms_are_not() -> None:
    wrong = document()
    wrong["properties"] = {"went_well": wrong["properties"]["went_well"]}
    wrong["required"] = []
    with pytest.raises(ScorecardRefused) as refused:
        refuse_unsound(wrong)
    assert len(refused.value.faults) == len(MUST_NOT) + 1
    refuse_unsound(wrong | {"id": "complaint"})
    with pytest.raises(ScorecardRefused, match="begins with scorecard_"):
        Scorecard.of(Form.parse(document() | {"id": "complaint"}))
