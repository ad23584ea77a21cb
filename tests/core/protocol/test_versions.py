"""Old versions are upgraded by a loop of numbered steps; versions nobody knows are refused."""

from __future__ import annotations

import pytest

from stayline_core.protocol import events, load, load_ladder, state
from stayline_core.protocol.tree import Mark, Node, Scalar, Table
from stayline_core.protocol.versions import (
    EVENTS,
    LANGUAGE,
    STATES,
    Versions,
    VersionUnknown,
    renamed,
)
from tests.core.protocol.sample import IRATE, LADDERS, changed


def from_1(root: Node) -> Node:
    """A made-up step: in version 1 the level was called urgency."""
    assert isinstance(root, Table)
    return renamed(root, "urgency", "level")


def from_2(root: Node) -> Node:
    """A made-up step: in version 2 a level was a word."""
    assert isinstance(root, Table)
    key, value = root.pairs["level"]
    word = {"calm": "L3", "urgent": "L0"}[value.value]
    return Table(root.mark, {**root.pairs, "level": (key, Scalar(word, True, value.mark))})


MADE_UP: Versions[Node] = Versions(3, {1: from_1, 2: from_2})
OLD = changed(IRATE, ("level: L3", "urgency: calm"))


def test_a_document_goes_through_each_step_between_its_version_and_the_current_one():
    newest = changed(IRATE, ("stayline: 1", "stayline: 3"))
    expected = load(newest.encode(), file="x", versions=MADE_UP)
    assert expected.findings == ()
    second = changed(newest, ("stayline: 3", "stayline: 2"), ("level: L3", "level: calm"))
    for source in (second, OLD):
        read = load(source.encode(), file="x", versions=MADE_UP)
        assert read.findings == ()
        assert read.protocol == expected.protocol


def test_findings_of_an_upgraded_document_point_into_the_one_the_author_has():
    urgency = ("urgency: calm", "urgency: calm\nlaw: [a]")
    source = changed(OLD, urgency, ("next: done", "next: doen"))
    read = load(source.encode(), file="x", versions=MADE_UP)
    assert [f.code for f in read.findings] == ["Y07", "S02"]
    for finding, stands in zip(read.findings, ("law: [a]", "doen"), strict=True):
        assert source.splitlines()[finding.line - 1][finding.column - 1 :] == stands
    place = read.positions.of("level")
    assert source.splitlines()[place.line - 1].startswith("urgency")


@pytest.mark.parametrize("version", ["0", "4", "999999", "9999999999", "1.0", "one", "-1"])
def test_an_unknown_version_is_refused_and_nothing_else_is_said(version):
    source = changed(OLD, ("stayline: 1", f"stayline: {version}"), ("kind: protocol", "kind: x"))
    read = load(source.encode(), file="x", versions=MADE_UP)
    assert read.protocol is None
    (finding,) = read.findings
    assert finding.code == "Y10"
    assert "(known: 1, 2, 3)" in finding.message
    assert ("newer Stayline" in finding.message) is (version in {"4", "999999"})


def test_a_version_that_no_steps_lead_on_from_is_unknown():
    gap: Versions[Node] = Versions(4, {1: from_1, 3: from_2})
    assert gap.known == (3, 4)
    with pytest.raises(VersionUnknown) as refused:
        gap.upgraded(Table(Mark(1, 1)), 1)
    assert (refused.value.version, refused.value.known) == (1, (3, 4))
    assert "known: 3, 4" in str(refused.value)


def test_ladders_are_upgraded_by_the_same_loop():
    def titled(root: Node) -> Node:
        assert isinstance(root, Table)
        return renamed(root, "heading", "title")

    versions: Versions[Node] = Versions(2, {1: titled})
    old = LADDERS["crisis"].replace(b"title:", b"heading:")
    assert load_ladder(old, file="l").ladder is None
    read = load_ladder(old, file="l", versions=versions)
    assert read.ladder is not None
    assert read.ladder.title == "Somebody to take over"


def test_a_key_is_renamed_in_its_place_and_never_over_another():
    def table(**values: str) -> Table:
        mark = Mark(2, 3)
        pairs = {k: (Scalar(k, True, mark), Scalar(v, True, mark)) for k, v in values.items()}
        return Table(mark, pairs)

    new = renamed(table(a="1", b="2", c="3"), "b", "z")
    assert list(new.pairs) == ["a", "z", "c"]
    assert new.pairs["z"][0] == Scalar("z", True, Mark(2, 3))
    assert list(renamed(table(a="1"), "b", "z").pairs) == ["a"]
    assert list(renamed(table(b="1", z="2"), "b", "z").pairs) == ["b", "z"]


def test_stored_states_and_events_have_the_same_loop():
    assert (LANGUAGE.known, STATES.known, EVENTS.known) == ((1,), (1,), (1,))
    assert STATES.current == state.STATE_VERSION
    assert EVENTS.current == events.EVENT_VERSION
    made_up = Versions(2, {1: lambda data: {**data, "version": 2, "more": 0}})
    assert made_up.upgraded({"version": 1}, 1) == {"version": 2, "more": 0}
    assert made_up.upgraded({"version": 2}, 2) == {"version": 2}
