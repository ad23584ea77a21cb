"""Structures of command: documents with faults, what is alike, and what may follow what."""

from __future__ import annotations

import copy
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml

from stayline_core.command_roles import (
    ENDED,
    MINIMUM,
    STATES,
    Structure,
    may_follow,
    parse_structure,
    sooner,
    strangers,
)

SHIPPED = [
    yaml.safe_load(one.read_bytes())
    for one in sorted(
        (files("stayline") / "playbook" / "command").iterdir(), key=lambda one: one.name
    )
]


def post(**more: object) -> dict[str, Any]:
    """A post that is sound, but for what is said."""
    return {
        "id": "head",
        "title": "Head",
        "means": "Decides.",
        "here": "Somebody.",
        "source": "own",
        "roles": ["manager"],
        "leads": True,
        "commands": True,
        "declares": True,
    } | more


def body() -> dict[str, Any]:
    """A document that is sound."""
    return {
        "id": "small",
        "title": "Small",
        "explained": ["One decides."],
        "sources": {"own": {}},
        "posts": [post(), post(id="log", leads=False)],
        "major": {
            "look_minutes": 30,
            "check_minutes": 10,
            "situation_minutes": 15,
            "tasks": [{"id": "one", "words": "Do one thing"}],
        },
    }


@pytest.mark.covers("S3-31")
def test_shipped_structures_explain_every_post_and_are_mapped_to_each_other_both_ways() -> None:
    structures = [parse_structure(one) for one in SHIPPED]
    assert {one.id for one in structures} == {"united-kingdom", "united-states", "utility"}
    assert strangers(structures) == []
    for one in structures:
        assert one.explained
        assert sum(each.keeps_log for each in one.posts) == 1
        assert all(each.means and each.here and each.roles for each in one.posts)
        assert set(one.leading.alike) == {other.id for other in structures} - {one.id}
    known = {one.id: one for one in structures}
    for one in structures:
        for each in one.posts:
            for other, name in each.alike.items():
                back = known[other].post(name)
                assert back is not None
                assert back.alike[one.id] == each.id


def test_a_structure_says_who_commands_and_which_posts_it_has() -> None:
    small = parse_structure(body())
    assert small.leading.id == "head"
    assert small.post("log") == small.posts[1]
    assert small.post("nobody") is None
    assert small.check_every == timedelta(minutes=10)
    assert MINIMUM.leading.declares


FAULTS = [
    (("posts",), [], "posts: name at least one"),
    (("posts",), [post(), post()], "“head” stands there twice"),
    (("posts",), [post(leads=False)], "mark exactly one"),
    (("posts",), [post(roles=[])], "head names no role"),
    (("posts",), [post(source="rumour")], "the source “rumour”, which is not listed"),
    (("posts",), [post(declares=False)], "head leads; it needs"),
    (("major", "tasks"), [], "major.tasks: name at least one"),
    (("major", "look_minutes"), 0, "major.look_minutes: write 1 to 1440 minutes"),
    (("major", "check_minutes"), 1441, "major.check_minutes: write 1 to 1440 minutes"),
]


@pytest.mark.parametrize(("path", "value", "fault"), FAULTS)
def test_a_document_with_a_fault_is_refused_with_field_and_mend(
    path: tuple[str, ...], value: object, fault: str
) -> None:
    faulty = copy.deepcopy(body())
    at = faulty
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(ValueError, match=fault):
        parse_structure(faulty)


def test_a_post_that_is_like_one_which_is_not_there_is_found() -> None:
    def structure(name: str, like: dict[str, str]) -> Structure:
        return parse_structure(body() | {"id": name, "posts": [post(alike=like)]})

    pair = [structure("one", {"two": "tail", "three": "x"}), structure("two", {"one": "head"})]
    assert strangers(pair) == ["one: head is like two.tail, which is not there"]


ALLOWED = {
    ("", "standby"),
    ("", "declared"),
    ("standby", "declared"),
    ("standby", "cancelled"),
    ("standby", "stand_down"),
    ("declared", "stop"),
    ("declared", "stand_down"),
    ("declared", "cancelled"),
    ("stop", "declared"),
    ("stop", "stand_down"),
}


@pytest.mark.parametrize("state", ["", *STATES])
@pytest.mark.parametrize("following", STATES)
def test_every_state_of_a_major_incident_against_every_other(state: str, following: str) -> None:
    assert (following in may_follow(state)) is ((state, following) in ALLOWED)
    assert not (state in ENDED and may_follow(state))


def test_a_major_incident_makes_an_interval_shorter_and_never_longer() -> None:
    ten, hour = timedelta(minutes=10), timedelta(hours=1)
    assert sooner(hour, ten) == ten
    assert sooner(ten, hour) == ten
    assert sooner(None, ten) == ten
