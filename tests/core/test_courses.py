"""Courses: read, marked, assigned by role and exposure, and when they run out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.courses import (
    EVERYBODY,
    Owed,
    Pass,
    Stand,
    course_of_procedure,
    last_day,
    mark,
    owed,
    parse_course,
    parse_curriculum,
    stand,
)
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol.language import Limits, Step

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))

BODY: dict[str, Any] = {
    "id": "k05-log",
    "title": "Keeping the log",
    "item": "K5",
    "requirement": "S3-34",
    "goals": ["Write so that anybody can follow."],
    "method": "Read, then answer.",
    "minutes": "10",
    "pass_mark": "75",
    "valid_months": "24",
    "remind_days": "30",
    "made": "Written for this product.",
    "review_by": "2027-06-30",
    "sources": {
        "own": {"text": "Own rule", "status": "own"},
        "read": {"text": "A standard", "status": "verified", "checked_on": "2026-11-22"},
        "heard": {"text": "Recalled", "status": "unverified"},
    },
    "parts": [{"heading": "How", "source": "own", "lines": ["One log."]}],
    "questions": [
        {"ask": f"Question {n}?", "right": f"yes {n}", "wrong": ["no", "perhaps"], "because": "So."}
        for n in range(4)
    ],
    "authors": [
        {
            "name": "Wren Example",
            "credential": "psychologist",
            "issuer": "An invented register",
            "number": "EX-1",
            "expires_on": "2027-01-31",
        }
    ],
}

CURRICULUM: dict[str, Any] = {
    "id": "staff",
    "title": "Staff",
    "audiences": [
        {
            "id": "call-centre",
            "title": "Call centre",
            "roles": ["agent", "supervisor"],
            "exposure": "high",
            "requirement": "S4-24",
            "courses": [
                {"course": "resilience", "within_days": "30"},
                {"course": "data", "within_days": "60"},
            ],
        },
        {
            "id": "all",
            "title": "Everybody",
            "roles": [EVERYBODY],
            "exposure": "low",
            "practise_days": "180",
            "courses": [{"course": "data", "within_days": "30"}],
        },
        {
            "id": "those-who-teach",
            "title": "Trainers",
            "roles": ["trainer"],
            "exposure": "some",
            "practise_days": "90",
            "courses": [{"course": "data", "within_days": "30"}],
        },
    ],
    "exposures": [
        {
            "at_least": "3",
            "in_days": "30",
            "again_after_days": "180",
            "because": "Three crisis contacts within a month",
            "courses": [{"course": "resilience", "within_days": "14"}],
        }
    ],
}


@pytest.mark.covers("S0-20", "S4-16", "S4-17")
def test_a_course_says_content_method_assessment_pass_mark_and_who_made_it() -> None:
    course = parse_course(BODY)

    assert (course.right_to_pass, course.months, course.minutes) == (3, 24, 10)
    assert (course.authors[0].words, course.authors[0].number) == (
        "Clinical or forensic psychologist",
        "EX-1",
    )
    assert [one.words for one in course.sources] == [
        "own rule",
        "checked on 2026-11-22",
        "unverified",
    ]
    assert [sum(option.right for option in one.options) for one in course.questions] == [1] * 4
    assert parse_course(deepcopy(BODY)) == course  # the order of options is always the same


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "procedure-self-harm"}, "no name for a course"),
        ({"id": "With Space"}, "no name for a course"),
        ({"title": " "}, "no title"),
        ({"goals": "one"}, "goals is a list"),
        ({"goals": []}, "goals is a list"),
        ({"pass_mark": "many"}, "whole number from 50"),
        ({"pass_mark": "20"}, "whole number from 50"),
        ({"review_by": "soon"}, "a day as"),
        ({"requirement": ""}, "both, or neither"),
        ({"sources": {"own": {"text": "x", "status": "sure"}}}, "status is one of"),
        ({"sources": {"own": {"text": "x", "status": "verified"}}}, "checked_on"),
        ({"parts": [{"heading": "x", "lines": ["y"]}]}, "none is named"),
        ({"parts": [{"heading": "x", "lines": ["y"], "source": "z"}]}, "no such source: z"),
        ({"questions": BODY["questions"][:3]}, "at least 4"),
        ({"questions": BODY["questions"] * 2}, "none of them twice"),
        ({"authors": [{**BODY["authors"][0], "credential": "wise"}]}, "credential is one of"),
        (
            {"questions": [{**BODY["questions"][0], "wrong": ["no"]}, *BODY["questions"][1:]]},
            "at least 3 answers",
        ),
    ],
)
def test_what_is_no_course_says_where(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_course({**BODY, **change})


@given(st.lists(st.sampled_from(["right", "wrong", "none", "unknown"]), min_size=4, max_size=4))
def test_an_assessment_passes_exactly_from_its_mark_on(given_answers: list[str]) -> None:
    course = parse_course(BODY)
    answers = {}
    for question, how in zip(course.questions, given_answers, strict=True):
        right = {one.right: one.id for one in question.options}
        if how != "none":
            answers[question.id] = {"right": right[True], "wrong": right[False]}.get(how, "what")

    marked = mark(course, answers)

    assert marked.right == given_answers.count("right")
    assert marked.passed == (marked.right >= 3)
    assert [bool(one.chosen) for one in marked.markings] == [
        how in {"right", "wrong"} for how in given_answers
    ]


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_a_pass_runs_out_later_the_more_months_it_counts(day: date, one: int, two: int) -> None:
    first, second = last_day(day, min(one, two)), last_day(day, max(one, two))

    if first is None or second is None:
        assert 0 in {one, two}
    else:
        assert day < first <= second


def test_the_last_day_of_a_shorter_month_is_its_last() -> None:
    assert last_day(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert last_day(date(2026, 11, 30), 1) == date(2026, 12, 30)


@pytest.mark.covers("S4-23")
def test_role_and_exposure_decide_and_the_earliest_day_counts() -> None:
    curriculum = parse_curriculum(CURRICULUM)
    roles = {EVERYBODY: date(2026, 10, 1), "agent": date(2026, 11, 1)}
    days = [TODAY - timedelta(days=n) for n in (0, 5, 40)]

    few = owed([curriculum], roles=roles, exposed=days, today=TODAY)
    assert [(one.course, one.due) for one in few] == [
        ("data", date(2026, 10, 31)),
        ("resilience", date(2026, 12, 1)),
    ]
    assert few[0].because == ("Call centre", "Everybody")
    assert curriculum.courses == {"data", "resilience"}
    rhythm = [curriculum.practise_days(some) for some in (["agent"], [EVERYBODY, "trainer"])]
    assert rhythm == [0, 90]

    many = owed([curriculum], roles=roles, exposed=[*days, TODAY], today=TODAY)
    raised = next(one for one in many if one.course == "resilience")
    assert raised.because == ("Call centre", "Three crisis contacts within a month")
    assert (raised.due, raised.not_before) == (date(2026, 12, 1), TODAY - timedelta(days=180))
    before = [Pass("resilience", TODAY - timedelta(days=200), None)]
    assert stand(raised, before, remind_days=30, today=TODAY).stand == Stand.MISSING
    asked = Owed("resilience", ("Asked",), TODAY, TODAY, TODAY)
    (both,) = owed([], roles={}, exposed=[], asked=[asked, raised], today=TODAY)
    assert (both.not_before, both.due) == (TODAY, TODAY)


@given(
    st.sets(st.sampled_from(["agent", "supervisor", "lobby", EVERYBODY])),
    st.lists(DAYS, max_size=6),
    DAYS,
)
def test_more_roles_and_more_exposure_never_take_a_course_away(
    roles: set[str], days: list[date], more: date
) -> None:
    curriculum = parse_curriculum(CURRICULUM)
    begun = dict.fromkeys(sorted(roles), TODAY)

    few = owed([curriculum], roles=begun, exposed=days, today=date(2036, 1, 1))
    many = owed(
        [curriculum],
        roles=begun | {"agent": TODAY},
        exposed=[*days, more],
        today=date(2036, 1, 1),
    )

    assert {one.course for one in few} <= {one.course for one in many}
    assert all(one.since <= one.due for one in many)


def test_a_course_is_done_then_runs_out_soon_then_has_lapsed() -> None:
    owing = Owed("log", ("Everybody",), TODAY, TODAY + timedelta(days=3))

    def stands(*passes: Pass, days: int = 0) -> tuple[str, date | None, bool]:
        today = TODAY + timedelta(days=days)
        gap = stand(owing, passes, remind_days=30, today=today)
        return gap.stand.value, gap.due, gap.late(today)

    until = TODAY + timedelta(days=100)
    passed, other = Pass("log", TODAY, until), Pass("other", TODAY, None)
    assert stands(other) == ("missing", owing.due, False)
    assert stands(other, days=4) == ("missing", owing.due, True)
    assert stands(passed) == ("done", until, False)
    assert stands(passed, days=70) == ("soon", until, False)
    assert stands(passed, days=100) == ("soon", until, False)
    assert stands(passed, days=101) == ("lapsed", until, True)
    assert stands(passed, Pass("log", TODAY, None), days=900) == ("done", None, False)
    assert stands(Pass("log", TODAY + timedelta(days=1), None)) == ("missing", owing.due, False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"audiences": CURRICULUM["audiences"] * 2}, "there twice"),
        ({"audiences": [{"id": "x", "roles": "agent"}]}, "roles is a list"),
        ({"audiences": [{"id": "x", "roles": []}]}, "roles is a list"),
        ({"audiences": [{"id": "x", "roles": ["agent"]}]}, "exposure is one of"),
        (
            {"audiences": [{**CURRICULUM["audiences"][1], "courses": []}]},
            "no courses",
        ),
        ({"exposures": [{**CURRICULUM["exposures"][0], "at_least": "0"}]}, "at_least"),
    ],
)
def test_what_is_no_curriculum_says_where(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_curriculum({**CURRICULUM, **change})


@pytest.mark.covers("S0-20")
def test_every_version_of_a_procedure_has_a_training_of_its_own() -> None:
    first = MINIMUM_SAFE.steps[MINIMUM_SAFE.start]
    spoken = replace(
        MINIMUM_SAFE,
        duties=("keep_contact_open", "confidential", "of_a_centre"),
        limits=Limits(may=("Listen.", "Stay."), may_not=("Diagnose.",)),
        steps={first.name: replace(first, say=("I am here.",), avoid=("Calm down.",))},
    )

    course = course_of_procedure(spoken)
    right = [next(o.text for o in one.options if o.right) for one in course.questions]

    assert right[:3] == ["I am here.", "Calm down.", "Diagnose."]
    assert len(course.questions) == 6
    assert course.procedure
    assert {one.heading for one in course.parts} >= {"Never said", "You may not"}
    other = replace(spoken, steps={first.name: replace(first, say=("You are not alone.",))})
    assert course_of_procedure(other).questions != course.questions
    silent = replace(spoken, start="gone", steps={"x": Step("x", avoid=("No.",))}, limits=Limits())
    questions = course_of_procedure(replace(silent, duties=())).questions
    assert [one.because[:13] for one in questions] == ["The procedure", "Nobody is alo"]
    nothing = course_of_procedure(replace(silent, duties=(), steps={"x": Step("x")}))
    assert len(nothing.questions) == 1
