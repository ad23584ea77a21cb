"""Pages of self-care, duties, recurrence and the pulse: the rules without a world."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stayline_core import leading, pulse, recurrence, selfcare
from stayline_core.forms import Form

PLAYBOOK = Path(__file__).parents[2] / "src/stayline/playbook"


def shipped(folder: str) -> list[dict[str, Any]]:
    paths = sorted((PLAYBOOK / folder).glob("*.yaml"))
    return [yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader) for path in paths]  # noqa: S506 - the safe loader of the C library: every scalar a string


PAGES = [selfcare.parse_page(one) for one in shipped("selfcare")]
LEADERS = shipped("duties")[0]
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
PULSE = Form.parse(json.loads((PLAYBOOK / "forms/pulse.json").read_text(encoding="utf-8")))


@pytest.mark.covers("S4-14", "S4-46", "S4-47", "S4-48", "X-5")
def test_the_shipped_library_has_both_sides_and_over_involvement_by_name() -> None:
    assert list(selfcare.faults(PAGES)) == []
    assert len(PAGES) >= 16
    named = next(page for page in PAGES if page.id == "over-involvement")
    assert "over-involvement" in named.title.lower()
    assert "rumination" in named.title.lower()
    assert named.question is not None
    assert {"get-help"} <= {to for answer in named.question.answers for to in answer.to}
    ids = {page.id for page in PAGES}
    assert {
        "breathing", "grounding", "sleep", "food", "movement", "ended-badly", "family",
        "coming-back", "anniversaries", "get-help",
    } <= ids  # fmt: skip
    assert all(page.sources and not page.reviewed for page in PAGES), "templates, and they say so"
    assert [words for words, _ in selfcare.shelved(PAGES)] == list(selfcare.SHELVES.values())


def page(**changes: object) -> dict[str, Any]:
    source = {"text": "Us", "status": "verified", "checked_on": "2026-11-22"}
    return {
        "kind": "selfcare",
        "id": "one",
        "title": "One",
        "note": "Why",
        "shelf": "now",
        "sides": ["emotional"],
        "review_by": "2027-05-31",
        "sources": {"own": source | {"review_by": "2027-05-31"}},
        "sections": [{"heading": "How", "source": "own", "lines": ["Breathe."]}],
    } | changes


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "card"}, "kind"),
        ({"title": " "}, "title"),
        ({"shelf": "attic"}, "shelf: not known: attic"),
        ({"sides": "emotional"}, "sides: a list"),
        ({"sections": []}, "at least one"),
        ({"sections": [{"heading": "H", "source": "none", "lines": ["x"]}]}, "no source"),
        ({"sections": [{"heading": "H", "source": "own", "lines": "x"}]}, "a list of lines"),
        ({"review_by": "soon"}, "soon"),
        ({"sources": {"own": {"text": "Us", "status": "sure"}}}, "status: not known"),
        ({"question": {"text": "?", "answers": [{"id": "a", "words": ""}]}}, "words"),
    ],
)
def test_a_page_with_a_fault_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError), match=says):
        selfcare.parse_page(page(**changes))


def test_a_page_says_how_far_it_was_checked_and_a_library_what_it_lacks() -> None:
    one = selfcare.parse_page(page(tools=[{"id": "t", "words": "Breathe"}]))
    assert one.reviewed
    assert one.sections[0].source.words == "checked on 2026-11-22"
    assert {source.words for page in PAGES for source in page.sources} == {
        "own words of this product",
        "not checked yet",
    }
    answer = {"id": "a", "words": "Yes", "says": "So", "to": ["gone"]}
    asks = selfcare.parse_page(page(question={"text": "Is it?", "answers": [answer]}))
    assert list(selfcare.faults([one, one])) == [
        "no page is for the physical side",
        "no page has a question to oneself",
        "two tools are called t",
    ]
    assert list(selfcare.faults([asks]))[-1] == "one: no page gone"


@pytest.mark.covers("S4-52")
def test_the_shipped_duties_are_owed_to_staff_and_to_customers() -> None:
    found = leading.parse_duties(LEADERS)
    assert {one.towards for one in found.duties} == set(leading.TOWARDS)
    assert {one.each for one in found.duties} == set(leading.EACH)
    report, speak = found.duty("report-injury"), found.duty("speak")
    assert report is not None
    assert report.unverified, "whether the law asks for it is not checked, and says so"
    assert speak is not None
    assert speak.within == timedelta(hours=72)
    assert (speak.for_level(0), speak.for_level(3)) == (True, False)
    month = found.duty("month-load")
    assert month is not None
    assert month.for_level(3)
    assert found.duty("no such") is None


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["kind"], "plan", "kind"),
        (["title"], "", "no title"),
        (["duties", 0, "within"], "soon", "such as 24 h"),
        (["duties", 0, "within"], "0 h", "such as 24 h"),
        (["duties", 0, "towards"], "nobody", "towards: one of"),
        (["duties", 1, "id"], "speak", "two duties are called speak"),
        (["waived_because"], [], "at least one reason"),
    ],
)
def test_a_list_of_duties_with_a_fault_is_refused(path: list[Any], value: Any, says: str) -> None:
    body: Any = copy.deepcopy(LEADERS)
    inner = body
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(ValueError, match=says):
        leading.parse_duties(body)


def test_a_list_that_owes_customers_nothing_is_refused() -> None:
    body = copy.deepcopy(LEADERS)
    body["duties"] = [one for one in body["duties"] if one["towards"] == "staff"]
    with pytest.raises(ValueError, match="nothing is owed to the people who called"):
        leading.parse_duties(body)


@pytest.mark.covers("S4-49")
@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    hour=st.times(),
    after=st.integers(0, 6 * 366 * 86400).map(lambda seconds: BEGAN + timedelta(seconds=seconds)),
    zone=st.sampled_from(["UTC", "Europe/London", "America/Chicago", "Asia/Kathmandu"]),
)
def test_what_comes_again_comes_next_on_its_day_at_its_hour(
    days: set[int], hour: time, after: datetime, zone: str
) -> None:
    rule = recurrence.Weekly(frozenset(days), hour)
    here = ZoneInfo(zone)
    found = recurrence.next_time(rule, after=after, zone=here)
    assert after < found <= after + timedelta(days=8)
    local = found.astimezone(here)
    there = datetime.combine(local.date(), hour, tzinfo=here)
    assert there.astimezone(UTC) == found, "an hour that is left out comes as much later"
    if there == local:
        assert local.weekday() in days


def test_a_weekly_rule_reads_as_people_say_it() -> None:
    assert recurrence.weekly([0, 2], "17:30").words == "Monday, Wednesday, 17:30"
    assert recurrence.weekly(list(range(7)), "08:00").words == "Every day, 08:00"
    for days, hour in (([], "10:00"), ([7], "10:00"), ([0], "late")):
        with pytest.raises(ValueError, match=r"."):
            recurrence.weekly(days, hour)
    assert recurrence.next_month(date(2026, 12, 31)) == date(2027, 1, 1)


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40))


@pytest.mark.covers("S4-4")
@given(counts=COUNTS, minimum=st.integers(0, 12))
def test_no_difference_of_what_is_shown_is_fewer_than_the_minimum(
    counts: dict[str, int], minimum: int
) -> None:
    least = max(pulse.LEAST, minimum)
    found = pulse.shown(counts, minimum=minimum)
    whole = sum(counts.values())
    assert found.whole == (whole >= least)
    assert found.whole or not found.groups
    assert all(counts[one] >= least for one in found.groups)
    rest = whole - sum(counts[one] for one in found.groups)
    assert not found.whole or rest == 0 or rest >= least


@given(whole=st.integers(pulse.LEAST, 400))
def test_nobody_and_one_and_all_and_all_but_one_look_the_same(whole: int) -> None:
    assert pulse.band(0, whole) == pulse.band(1, whole)
    assert pulse.band(whole, whole) == pulse.band(whole - 1, whole)


def test_a_group_goes_with_another_that_is_too_small() -> None:
    assert pulse.shown({"a": 20, "b": 3, "c": 6}, minimum=5) == pulse.Shown(
        frozenset({"a"}), whole=True
    )
    assert pulse.shown({"a": 4, "b": 3}, minimum=5) == pulse.Shown(frozenset(), whole=True)


@pytest.mark.covers("S4-4")
def test_a_pulse_asks_by_choices_alone() -> None:
    assert [one.name for one in pulse.asked(PULSE)] == [one.name for one in PULSE.fields]
    words = {"title": "Anything else?", "type": "string", "x-ask": "ask"}
    choice = {"title": "Well?", "enum": ["yes", "no"], "x-ask": "ask"}
    mixed = Form.parse(
        {"id": "own", "title": "Own", "type": "object", "properties": {"a": words, "b": choice}}
    )
    assert [one.name for one in pulse.asked(mixed)] == ["b"]
    assert pulse.given(mixed, {"a": "my name is", "b": "yes", "c": "x"}) == {"b": "yes"}
    assert pulse.given(mixed, {"b": "perhaps"}) == {}
    assert list(pulse.cells(mixed, ["g"])) == [("g", "", ""), ("g", "b", "yes"), ("g", "b", "no")]
