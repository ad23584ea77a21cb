"""Callers to practise with: they answer to what is said and done, and always come to an end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.scenario import (
    DOES,
    Happened,
    Scenario,
    ScenarioFaulty,
    Standing,
    begin,
    go_on,
    next_due,
    parse_scenario,
    says,
    walked,
)

SHIPPED = Path(__file__).parents[2] / "src" / "stayline" / "playbook" / "scenarios"


def read(path: Path) -> dict[str, Any]:
    return read_text(path.read_bytes())


def read_text(source: bytes) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506 - it builds texts, lists and dicts alone
    return document


def shipped() -> list[Scenario]:
    found = [parse_scenario(read(path)) for path in sorted(SHIPPED.glob("*.yaml"))]
    return [one for one in found if one is not None]


ALL = shipped()
PROTOCOLS = {path.stem for path in (SHIPPED.parent / "protocols").glob("*.yaml")}


@pytest.mark.covers("S4-44")
def test_every_shipped_protocol_can_be_practised_and_the_commonest_mistakes_are_shown() -> None:
    assert len(ALL) >= 16
    assert {one.protocol for one in ALL} == PROTOCOLS
    shown = {name for one in ALL for name in one.teaches}
    commonest = "secrecy calm_down cold_transfer hung_up arguing but silence_broken help_delayed"
    assert shown >= {*commonest.split(), "probed", "business_first", "made_small", "left_alone"}


@pytest.mark.covers("S4-44")
@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.id)
def test_a_good_way_ends_well_and_a_bad_one_shows_what_it_is_for(scenario: Scenario) -> None:
    good, bad = walked(scenario, scenario.good), walked(scenario, scenario.bad)
    assert (bool(good.ended), good.noticed) == (True, ())
    assert {one.mistake for one in bad.noticed} >= set(scenario.teaches)


happenings = st.lists(
    st.tuples(
        st.sampled_from(("says", "does")),
        st.sampled_from(
            (*DOES, "calm down", "I promise", "thank you for telling me", "", "how exactly")
        ),
        st.floats(0, 120),
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(st.sampled_from(ALL), happenings, st.integers(0, 9), st.booleans())
def test_whatever_happens_a_caller_ends_and_says_the_same_again(
    scenario: Scenario, steps: list[tuple[Any, str, float]], seed: int, asked: bool
) -> None:
    def play() -> tuple[Standing, list[str]]:
        turn = begin(scenario, seed=seed)
        standing, now, lines = turn.standing, 0.0, list(turn.lines)
        for what, name, after in steps:
            now += after
            one = Happened(what, name, now, "line")
            turn = go_on(
                scenario,
                Standing.from_json(standing.to_json()),
                [one],
                now=now,
                seed=seed,
                asked=scenario.replies if asked else (),
            )
            standing = turn.standing
            lines += turn.lines
            due = next_due(scenario, standing)
            assert standing.ended or (due is not None and due > now)
        turn = go_on(scenario, standing, [], now=scenario.lasts, seed=seed)
        return turn.standing, [*lines, *turn.lines]

    standing, lines = play()
    assert standing.ended
    assert (standing, lines) == play()


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("Please, CALM down!", "calm down", True),
        ("I won’t tell anyone.", "won't tell", True),
        ("I will put you through to them", "put * through", True),
        ("Overreacting again", "overreact*", True),
        ("calmer downtown", "calm down", False),
        ("", "*", True),
    ],
)
def test_a_plain_pattern_is_found_in_words(text: str, pattern: str, *, fits: bool) -> None:
    assert says(text, pattern) is fits


def test_the_scenario_of_the_manual_can_be_played_and_a_broken_one_says_every_fault() -> None:
    manual = (SHIPPED.parents[3] / "docs" / "how-to" / "write-a-scenario.md").read_text("utf-8")
    document = read_text(manual.split("```yaml")[1].split("```")[0].encode())
    assert parse_scenario(document) is not None
    assert parse_scenario({"id": "rehearsal"}) is None
    for broken, said in BROKEN:
        with pytest.raises(ScenarioFaulty) as refused:
            parse_scenario({**document, **broken, "practice": with_(document, broken)})
        for words in said:
            assert words in str(refused.value), broken


def with_(document: dict[str, Any], broken: dict[str, Any]) -> dict[str, Any]:
    practice: dict[str, Any] = {**document["practice"], **broken.get("practice", {})}
    states = {**practice["states"], **broken.get("states", {})} if practice.get("states") else {}
    return {**practice, "states": states}


GONE = {"says": ["Bye."], "ends": "hangs_up"}
BROKEN: list[tuple[dict[str, Any], list[str]]] = [
    ({"title": "", "practice": {"about": "", "mood": "x"}}, ["title is missing", "knows no mood"]),
    ({"practice": {"states": {}}}, ["practice.states is missing"]),
    ({"states": {"gone": {**GONE, "colour": "x"}}}, ["states.gone knows no colour"]),
    ({"states": {"gone": {**GONE, "on": [{"sing": "x"}]}}}, ["gone.on.0 knows no sing"]),
    ({"practice": {"minutes": "soon", "musts": [{"does": "help"}]}}, ["“soon”", "within is no"]),
    ({"practice": {"always": [{"hum": "x"}]}}, ["always.0 knows no hum"]),
    ({"channel": "drum"}, ["there is no drum"]),
    ({"practice": {"start": "nowhere"}}, ["no state nowhere"]),
    ({"practice": {"teaches": ["sleeping"]}}, ["teaches: no mistake is called sleeping"]),
    (
        {"practice": {"always": [{"to": "moon"}, {"does": "dance"}, {"hears": ["yawn"]}]}},
        ["no state moon", "it says nothing that it fits to", "called dance", "called yawn"],
    ),
    (
        {"practice": {"musts": [{"does": "help", "within": "0", "after": "moon"}]}},
        ["musts.0: it wants does"],
    ),
    ({"practice": {"good": [{"does": "dance"}]}}, ["a way that is shown: nothing is called dance"]),
    ({"states": {"gone": {"says": ["Bye."], "ends": "in tears"}}}, ["it ends by one of"]),
    (
        {"states": {"gone": {"says": ["Bye."], "waits": "1"}}},
        ["then names the state", "at least 3"],
    ),
    ({"states": {"island": GONE}}, ["states.island: nobody ever comes to it"]),
    (
        {
            "states": {
                "gone": {"says": [], "then": "goodbye"},
                "goodbye": {"says": [], "then": "gone"},
            }
        },
        ["No state ends."],
    ),
    ({"practice": {"good": [{"says": "Calm down."}]}}, ["comes to no end", "calm_down is noticed"]),
    ({"practice": {"bad": [{"says": "Thank you."}]}}, ["bad: calm_down is not noticed"]),
    ({"practice": {"teaches": []}}, ["name at least one mistake"]),
]


def test_what_is_late_is_noticed_once_and_the_longest_time_ends_every_caller() -> None:
    scenario = next(one for one in ALL if one.id == "the-bag")
    standing = begin(scenario, seed=1).standing
    # Only words: nobody ever presses for help, and the same is said again and again.
    for number in range(60):
        said = [Happened("says", "calm down", number * 8.0, f"{number}")]
        standing = go_on(scenario, standing, said, now=number * 8.0, seed=1).standing
    found = [one.mistake for one in standing.noticed]
    assert found.count("help_delayed") == 1
    assert len(found) <= 40
    assert standing.ended == "hangs_up"
    assert next_due(scenario, standing) is None
    assert scenario.minutes == 7
    again = go_on(scenario, standing, [Happened("does", "help", 999.0)], now=999.0, seed=1)
    assert (again.standing, again.lines) == (standing, ())


def test_a_field_that_the_screen_asks_for_is_answered_once_then_the_usual_words() -> None:
    scenario = next(one for one in ALL if one.id == "self-harm")
    standing = begin(scenario, seed=1).standing
    asked = ("safety.location", "safety.alone")
    heard: list[str] = []
    for number, words in enumerate(["Hello.", "Thank you.", "Who is there?", "I see.", "Yes?"]):
        one = Happened("says", words, 3.0 * (number + 1), f"{number}")
        turn = go_on(scenario, standing, [one], now=one.at, seed=1, asked=asked)
        standing, heard = turn.standing, [*heard, *turn.lines]
    assert heard.count(scenario.replies["safety.alone"]) == 1
    assert "Nobody has asked me that in weeks." in heard
    assert Standing.from_json(standing.to_json()) == standing
