"""Assessment: life first, not known is never no, and a document that proves its own thresholds."""

from __future__ import annotations

import copy
import re
from importlib import resources
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.assessment import (
    NOT_KNOWN,
    Impact,
    Method,
    Urgency,
    assess,
    faults_of,
    parse_assessment,
)

SOURCE = resources.files("stayline") / "playbook" / "assessment" / "default.yaml"
BODY: dict[str, Any] = yaml.load(SOURCE.read_text(), Loader=yaml.CBaseLoader)  # noqa: S506  # text only
METHOD = parse_assessment(BODY)
QUIET = {one.id: "no" for one in METHOD.questions if one.life}


@pytest.mark.covers("S3-40")
def test_level_urgency_and_priority_are_three_values() -> None:
    found = assess(METHOD, {**QUIET, "affected": "10"}, level=3)
    assert (found.level, found.impact, found.urgency, found.priority) == (3, "high", "can_wait", 3)
    assert Urgency.CAN_WAIT.words == "can wait"
    assert [one.id for one in found.met] == ["many_reached", "some_reached"]


def test_what_is_not_known_about_life_counts_as_yes_and_calls_nobody_by_itself() -> None:
    found = assess(METHOD, {}, level=3)
    assert (found.priority, found.life, found.level, found.rises) == (1, True, 3, ())
    assert {one.id for one in found.assumed} == set(QUIET)
    assert found.known == ()
    known = assess(METHOD, {**QUIET, "hazard": "yes"}, level=3)
    assert (known.level, [one.id for one in known.rises]) == (1, ["hazard"])


def test_what_another_open_question_would_change_is_told() -> None:
    found = assess(METHOD, QUIET, level=3)
    would = {one.question.id: (one.priority, one.urgency) for one in found.open}
    assert would["hurt"] == (1, "immediate")
    assert would["damage"] == (4, "can_wait")
    at_l1 = assess(METHOD, QUIET, level=1)
    assert "damage" not in {one.question.id for one in at_l1.open}


answers = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.sampled_from(["0", "1", "3", "40", NOT_KNOWN])
        if one.number
        else st.sampled_from(["yes", "no", NOT_KNOWN])
        for one in METHOD.questions
    },
)


@given(answers, st.integers(0, 3))
def test_life_comes_first_and_no_level_falls(said: dict[str, str], level: int) -> None:
    assert faults_of(METHOD, said) == {}
    found = assess(METHOD, said, level=level)
    assert found.level <= level
    assert not found.life or found.priority == 1
    assert level != 0 or found.priority == 1
    worse = assess(METHOD, {**said, "life_now": "yes"}, level=level)
    assert (worse.priority, worse.level) == (1, 0)


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({"belief": "yes"}, "no such question"),
        ({"life_now": "maybe"}, "takes yes, no, or not known"),
        ({"hurt": "-1"}, "takes a whole number"),
        ({"hurt": "9999999"}, "takes a whole number"),
        ({"hurt": "²"}, "takes a whole number"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_with_its_mend(
    said: dict[str, str], part: str
) -> None:
    (fault,) = faults_of(METHOD, said).values()
    assert part in fault


def test_a_scheme_maps_every_priority_and_what_is_gone_is_none() -> None:
    four, five = METHOD.scheme("four_grades"), METHOD.scheme("five_grades")
    assert four is not None
    assert five is not None
    assert four.grades[4] == four.grades[3]
    assert five.grades[5].title == "Grade 5, nobody attends"
    assert (four.status, five.status) == ("unverified", "verified")
    assert METHOD.question("gone") is None
    assert METHOD.threshold("gone") is None
    assert METHOD.scheme("gone") is None


def changed(path: str, value: object) -> Method:
    """The shipped method with one thing said otherwise; None takes it away."""
    body = copy.deepcopy(BODY)
    at: Any = body
    *way, last = path.split(".")
    for one in way:
        at = at[int(one)] if one.isdecimal() else at[one]
    key: Any = int(last) if last.isdecimal() else last
    if value is None:
        del at[key]
    else:
        at[key] = value
    return parse_assessment(body)


FAULTS: list[tuple[str, object, str]] = [
    ("kind", "other", "kind: assessment is needed"),
    ("title", " ", "assessment: no title"),
    ("tests.1.id", "quiet_call", "tests: quiet_call stands twice"),
    ("questions.0.life", "perhaps", "life: one of true, false"),
    ("questions.5.takes", "words", "takes: one of yes_no, number"),
    ("thresholds.0.when", [], "when names no condition"),
    ("thresholds.0.when.0.question", "gone", "“gone” is no question of this document"),
    ("thresholds.0.when.0.is", "true", "when, is: one of yes, no"),
    ("thresholds.0.impact", "huge", "impact: one of high, medium, low"),
    ("thresholds.0.level", "7", "level: a whole number from 0 to 3"),
    ("thresholds.13.urgency", None, "name the impact, the urgency, or both"),
    ("thresholds.16", None, "questions: worse stands in no threshold"),
    ("thresholds.8.when.0.at_least", "0", "at_least: a whole number from 1"),
    ("matrix.high.soon", "9", "matrix, high, soon: a whole number from 1 to 5"),
    ("matrix.low.immediate", "1", "matrix: what is graver or sooner"),
    ("schemes.0.grades.0", None, "no grade for P1"),
    ("sources.matrix.status", "true", "sources: one of verified"),
    ("tests.0.expect.priority", "4", "quiet_call expects low, can_wait, P4"),
    ("tests.0.expect.met", ["hazard"], "wrong about which thresholds are met: hazard"),
    ("tests.0.answers.hurt", "many", "quiet_call, hurt: no such question, or no answer to it"),
    ("tests.17", None, "crime needs a case that meets it"),
]


@pytest.mark.covers("S3-39")
@pytest.mark.parametrize(("path", "value", "part"), FAULTS)
def test_a_document_with_a_fault_is_refused_and_told_where(
    path: str, value: object, part: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(part)):
        changed(path, value)


def test_a_method_without_a_risk_to_life_is_refused() -> None:
    body = copy.deepcopy(BODY)
    for one in body["thresholds"]:
        one.pop("life", None)
    with pytest.raises(ValueError, match="life comes first"):
        parse_assessment(body)


def test_a_matrix_row_is_read_as_it_stands() -> None:
    assert METHOD.matrix[Impact.MEDIUM] == {"immediate": 2, "soon": 3, "can_wait": 4}
