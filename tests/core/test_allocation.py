"""What is sent, by the nature of an incident: the shipped rules, and what a document may say."""

from __future__ import annotations

import copy
from importlib import resources
from itertools import permutations
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.allocation import Case, Need, allot, parse_allocation, united
from stayline_core.triage import Harm

SOURCE = resources.files("stayline") / "playbook" / "allocation" / "default.yaml"
BODY: dict[str, Any] = yaml.load(SOURCE.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - text only, no tags
RULES = parse_allocation(BODY)
EMERGENCY = (Harm.EMERGENCY,)


def need(capability: str, count: int = 1, within: int = 10) -> Need:
    return Need(capability, count, within, "voice", "Because.")


@pytest.mark.covers("S3-35", "S3-41")
@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (Case(1, EMERGENCY, answers={"event.kind": "gas", "event.people_hurt": "yes"}), "gas_hurt"),
        (Case(1, EMERGENCY, answers={"event.kind": "gas"}), "gas_hurt"),
        (Case(1, EMERGENCY, answers={"event.kind": "gas", "event.people_hurt": "no"}), "gas"),
        (Case(1, EMERGENCY, answers={"event.kind": "fire"}), "fire"),
        (Case(1, EMERGENCY, answers={"event.kind": "medical"}), "medical"),
        (Case(1, EMERGENCY, answers={"event.kind": "crime"}), "crime"),
        (Case(1, EMERGENCY), "emergency"),
        (Case(0, (Harm.BOMB,)), "bomb"),
        (Case(0, (Harm.BOMB,), frozenset({"suspicious_item"})), "item"),
        (Case(1, (Harm.VIOLENCE,), frozenset({"person_in_building"})), "person_here"),
        (Case(0, (Harm.VIOLENCE,)), "violence_now"),
        (Case(1, (Harm.VIOLENCE,)), "violence"),
        (Case(1, (Harm.SELF_HARM,)), "self_harm"),
        (Case(2, (Harm.ABUSE_DISCLOSURE,)), "abuse"),
        (Case(3, (Harm.ABUSIVE_LANGUAGE,)), ""),
    ],
)
def test_each_nature_of_incident_has_its_response(case: Case, wanted: str) -> None:
    """That nobody knows whether somebody is hurt counts as if somebody were."""
    assert "".join(one.id for one in RULES.responses_for(case)) == wanted


def test_two_threats_need_both_and_each_capability_stands_once() -> None:
    both = RULES.responses_for(Case(0, (Harm.BOMB, Harm.VIOLENCE)))
    assert [one.id for one in both] == ["bomb", "violence_now"]
    needs = {one.capability: one for one in united(both)}
    assert needs["security"].count == 2
    assert len(needs) == len(united(both))
    assert [one.within for one in united(both)] == sorted(one.within for one in united(both))
    assert RULES.responses_for(Case(1, (Harm.BOMB, Harm.BOMB))) == (both[0],)
    more = (need("a", 3, 20), need("a", 1, 5))
    assert [(one.count, one.within) for one in _united(*more)] == [(3, 5)]


def _united(*needs: Need) -> tuple[Need, ...]:
    base = RULES.responses[0]
    return united([_with(base, one) for one in needs])


def _with(base: Any, one: Need) -> Any:
    return type(base)(base.id, base.words, base.nature, base.harms, (one,))


def test_who_can_do_two_things_is_taken_for_the_one_that_nobody_else_can_do() -> None:
    able = [("near", {"a", "b"}), ("far", {"a"})]
    assert allot([need("a"), need("b")], able) == (("far",), ("near",))
    assert allot([need("a", 2), need("b")], able) == (("near", "far"), ())
    assert allot([need("c")], able) == ((),)
    assert allot([], able) == ()


@given(
    st.lists(st.sampled_from("abc"), max_size=4),
    st.lists(st.sets(st.sampled_from("abc")), max_size=4),
)
def test_no_other_choice_fills_more(needs: list[str], able: list[set[str]]) -> None:
    named = [(str(number), can) for number, can in enumerate(able)]
    filled = allot([need(one) for one in needs], named)
    given_to = [name for names in filled for name in names]
    assert len(set(given_to)) == len(given_to)
    for wanted, names in zip(needs, filled, strict=True):
        assert all(wanted in able[int(name)] for name in names)
    slots = [*needs, *[""] * len(able)]
    best = max(
        (
            sum(slot in can for slot, can in zip(order, able, strict=False))
            for order in permutations(slots, len(able))
        ),
        default=0,
    )
    assert len(given_to) == best


def test_a_capability_that_a_new_version_no_longer_knows_reads_as_words() -> None:
    assert RULES.words("gas_crew").startswith("Gas crew")
    assert RULES.words("gone_now") == "gone now"


def changed(path: str, value: object) -> dict[str, Any]:
    """The shipped document with one thing said otherwise."""
    body = copy.deepcopy(BODY)
    at: Any = body
    *way, last = path.split(".")
    for one in way:
        at = at[int(one)] if one.isdecimal() else at[one]
    at[int(last) if isinstance(at, list) else last] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("kind", "other", "kind: write allocation"),
        ("title", "", "allocation: write the title"),
        ("responses.0.nature", "none", "gas_hurt.nature: “none” is none of"),
        ("responses.0.source", "none", "none"),
        ("responses.0.id", "gas", "responses: “gas” stands twice"),
        ("capabilities.1", {"id": "gas_crew", "words": "Again"}, "capabilities: “gas_crew” stands"),
        ("responses.0.needs.0.capability", "magic", "“magic” is no capability: write one"),
        ("responses.0.needs.0.count", "0", "needs.count: a whole number from 1 to 20"),
        ("responses.0.needs.0.within", "soon", r"within \(minutes\): a whole number"),
        ("responses.0.needs.0.by", "pigeon", "by: “pigeon” is none of voice"),
        ("responses.0.when.harms", ["flood"], "when.harms: “flood” is none of"),
        ("sources.own.status", "hearsay", "sources: “hearsay” is none of"),
        ("responses.14.when.levels", ["1"], "none holds for every other"),
        ("review_by", "soon", "Invalid isoformat"),
    ],
)
def test_a_fault_names_the_field_and_the_mend(path: str, value: object, says: str) -> None:
    with pytest.raises((KeyError, ValueError), match=says):
        parse_allocation(changed(path, value))
