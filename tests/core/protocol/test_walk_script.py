"""Scripts of walks: read with places and hints, played line by line, and written again."""

from __future__ import annotations

import pytest

from stayline_core.protocol.tree import Mark
from stayline_core.protocol.walk import (
    Line,
    Played,
    Script,
    check_names,
    load_lines,
    load_script,
    looks_of,
    open_script,
    play,
    write_script,
)
from tests.core.protocol.sample import CATALOGUE, GOOD, loaded

HEAD = """\
stayline: 1
kind: walk
id: one
title: One walk
of: self-harm
"""
PROTOCOL = loaded(GOOD).protocol
assert PROTOCOL is not None


def script(lines: str, head: str = HEAD) -> Script:
    read = load_script(f"{head}walk:\n{lines}".encode(), file="walk.yaml")
    assert read.findings == ()
    assert read.script is not None
    return read.script


def played(of: Script) -> list[Played]:
    return list(play(open_script(PROTOCOL, of, catalogue=CATALOGUE), of, file="walk.yaml"))


def failures(lines: str) -> list[str]:
    return [one.told for part in played(script(lines)) for one in part.failures]


def faults(source: str) -> list[tuple[str, int, int, str]]:
    read = load_script(source.encode(), file="walk.yaml")
    return [(one.code, one.line, one.column, one.message) for one in read.findings]


# ── reading ──


def test_a_script_holds_its_acts_and_what_it_expects_with_their_places() -> None:
    read = script(
        '  - next\n  - answer: "I said a = b"\n  - expect: {step: calm, not: {says: but}}\n'
    )
    assert (read.of, read.id, read.title, read.channel) == ("self-harm", "one", "One walk", None)
    acts = [line.act.said for line in read.lines if line.act]
    assert acts == ["next", "answer I said a = b"]
    assert read.lines[1].act is not None
    assert read.lines[1].act.parts == {"": "I said a = b"}
    step, but = read.lines[2].looks
    assert (step.key, step.wanted, step.mark, step.absent) == (
        "step",
        ("calm",),
        Mark(9, 14),
        False,
    )
    assert (but.key, but.wanted, but.absent) == ("says", ("but",), True)


def test_what_the_run_before_had_reached_is_read() -> None:
    head = (
        HEAD
        + "channel: voice\nswitched: {help: joined, line: lost, level: L0, "
        + "answers: {topic: yes}, facts: [dispatched]}\n"
    )
    switched = script("  - next\n", head).switched
    assert switched is not None
    assert (switched.help, switched.contact, switched.level) == ("joined", "lost", "L0")
    assert (dict(switched.answers), switched.facts) == ({"topic": "yes"}, ("dispatched",))
    plain = script("  - next\n", HEAD + "switched: yes\n").switched
    assert plain is not None
    assert plain.help == "none"


@pytest.mark.parametrize(
    ("source", "code", "line", "column", "said"),
    [
        (f"{HEAD}walk:\n  - nxt\n", "Y08", 7, 5, "Did you mean “next”?"),
        (f"{HEAD}walk:\n  - awnser: no\n", "Y07", 7, 5, "Did you mean “answer”?"),
        (f"{HEAD}walk:\n  - wait: soon\n", "Y08", 7, 5, "“soon” is no time to wait"),
        (f"{HEAD}walk:\n  - expect: {{stp: calm}}\n", "Y07", 7, 14, "Did you mean “step”?"),
        (f"{HEAD}walk: []\n", "Y08", 6, 7, "There is nothing to walk"),
        (f"{HEAD}walk:\n  - [next]\n", "Y08", 7, 5, "A line of a walk is one act"),
        (f"{HEAD}walk:\n  - {{next: x, back: y}}\n", "Y08", 7, 5, "begin a new list item"),
        (f"{HEAD}walk:\n  - waive: {{id: care, why: x}}\n", "Y08", 7, 5, "waive has no “why”."),
        (f"{HEAD}walk:\n  - answer: {{}}\n", "Y08", 7, 5, "answer needs a field"),
        (f"{HEAD}channel: radio\nwalk: [next]\n", "Y08", 6, 10, "is no channel"),
        (f"{HEAD}switched: no\nwalk: [next]\n", "Y08", 6, 11, "is no way to begin"),
        (f"{HEAD}wlak: [next]\n", "Y07", 6, 1, "Did you mean “walk”?"),
        ("", "Y08", 1, 1, "empty"),
    ],
)
def test_a_fault_has_its_place_and_its_mend(
    source: str, code: str, line: int, column: int, said: str
) -> None:
    found = [one for one in faults(source) if one[:3] == (code, line, column)]
    assert any(said in message for *_, message in found), faults(source)
    assert load_script(source.encode(), file="walk.yaml").script is None


def test_an_empty_line_is_a_fault_once() -> None:
    assert [one[0] for one in faults(f"{HEAD}walk:\n  -\n  - next\n")] == ["Y08"]


def test_plain_lines_are_read_as_they_are_typed() -> None:
    text = (
        "# a remark\n\nnext\nexpect step calm\nexpect: not rung crisis, management\nexpect owed\n"
    )
    read = load_lines(text, file="-", of="self-harm")
    assert read.findings == ()
    assert read.script is not None
    act, step, rung, owed = read.script.lines
    assert act.act is not None
    assert act.mark == Mark(3, 1)
    assert (step.looks[0].key, step.looks[0].wanted) == ("step", ("calm",))
    assert (rung.looks[0].wanted, rung.looks[0].absent) == (("crisis", "management"), True)
    assert owed.looks[0].wanted == ()
    empty = load_lines("# nothing\n", file="-", of="x")
    assert [one.message for one in empty.findings] == [
        "There is nothing to walk: write at least one line, such as next."
    ]
    faulty = load_lines("nxt\nexpect stp calm\nexpect step\n", file="-", of="x")
    assert faulty.script is None
    assert [(one.code, one.line) for one in faulty.findings] == [
        ("Y08", 1),
        ("Y07", 2),
        ("Y08", 3),
    ]


def test_names_the_protocol_does_not_have_are_found_before_anything_is_played() -> None:
    head = HEAD.replace("of: self-harm", "of: selfharm") + "channel: email\n"
    lines = "  - take: calmm\n  - expect: {step: calm, offers: [alones]}\n"
    read = load_script(f"{head}walk:\n{lines}".encode(), file="walk.yaml")
    found = [(one.code, one.line, one.message) for one in check_names(read, PROTOCOL)]
    assert found == [
        ("S02", 1, "This is a walk of selfharm, and the protocol is self-harm."),
        ("S02", 1, "self-harm is not for email; it is for voice, chat."),
        ("S02", 8, "There is no step “calmm”. Did you mean “calm”?"),
        ("S02", 9, "There is no step “alones”. Did you mean “alone”?"),
    ]
    broken = load_script(b"", file="walk.yaml")
    assert check_names(broken, PROTOCOL) == ()


# ── playing ──


def test_a_walk_that_comes_true_fails_nowhere() -> None:
    assert failures(
        "  - expect: {rung: crisis, at: 0s, ended: no, waits_for: no, clock: no}\n"
        "  - next\n"
        "  - expect: {clock: 60s, asks: [safety.in_danger_now, Have you hurt], observes: []}\n"
        "  - answer: no\n"
        "  - expect: {answers: {safety.in_danger_now: no}, facts: safety_recorded}\n"
        "  - next\n"
        "  - expect: {refused: waiting, step: calm}\n"
        "  - expect: {refused: incidents.run.waiting, not: {answers: {topic: yes}}}\n"
        "  - ladder: accepted\n"
        "  - next\n"
        "  - expect: {refused: no, not: {step: calm, says: but, emits: [], offers: alone}}\n"
    ) == ["walk.yaml:17:56: emits has nothing; something was expected. (at 0 s, on hand_over)"]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("step: calm", "step is “opening/acknowledge”; “calm” was expected."),
        ("ended: handed_over", "ended is “no”; “handed_over” was expected."),
        ("not: {help: ringing}", "help is “ringing”; not “ringing” was expected."),
        ("says: Goodbye", "says does not hold “Goodbye”; it has “Thank you for telling me."),
        ("notes: Listen", "notes does not hold “Listen”; it has nothing."),
        ("says: []", "nothing was expected."),
        ("not: {says: share this}", "says holds “share this”: “I will need to share this"),
        ("rung: [crisis, management]", "rung lacks “management”; it has “crisis”."),
        ("rung: []", "rung has “crisis”; nothing was expected."),
        ("not: {rung: crisis}", "rung has “crisis”, which was not expected."),
        ("not: {offers: []}", "offers has nothing; something was expected."),
        (
            "emits: 'notify: supervisor'",
            "emits lacks “notify: supervisor”; it has “raise: crisis”.",
        ),
    ],
)
def test_what_is_not_as_expected_is_told_with_what_was_there(expected: str, said: str) -> None:
    (found,) = failures(f"  - expect: {{{expected}}}\n")
    assert found.startswith("walk.yaml:7:")
    assert said in found
    assert found.endswith("(at 0 s, on opening/acknowledge)")


def test_a_refusal_that_nobody_expects_ends_the_walk_at_its_line() -> None:
    lines = "  - next\n  - next\n  - take: help_now\n"
    why = "This step goes on by an answer, not by “next”. (incidents.run.no_way)"
    assert failures(lines) == [f"walk.yaml:8:5: “next” was refused: {why}"]
    assert len(played(script(lines))) == 3


def test_an_act_that_means_nothing_ends_the_walk_at_its_line() -> None:
    assert failures("  - answer: no\n  - next\n") == [
        "walk.yaml:7:5: opening/acknowledge asks nothing: go on with “next”."
    ]


def test_every_failure_of_a_line_is_told_and_the_walk_goes_on() -> None:
    found = failures("  - expect: {step: calm, level: L0}\n  - next\n  - expect: {step: calm}\n")
    assert [one.split(": ")[0] for one in found] == [
        "walk.yaml:7:14",
        "walk.yaml:7:26",
        "walk.yaml:9:14",
    ]


def test_the_opening_is_new_to_the_first_look_and_old_to_the_second() -> None:
    lines = "  - expect: {emits: 'raise: crisis'}\n  - expect: {emits: []}\n"
    assert failures(lines) == []


def test_the_channel_of_the_script_comes_before_the_one_that_is_asked_for() -> None:
    chat = script("  - next\n", HEAD + "channel: chat\n")
    assert open_script(PROTOCOL, chat, catalogue=CATALOGUE).state.channel_class == "chat"
    asked = open_script(PROTOCOL, script("  - next\n"), catalogue=CATALOGUE, channel="chat")
    assert asked.state.channel_class == "chat"
    switched = script("  - next\n", HEAD + "channel: chat\nswitched: {help: spoke}\n")
    begun = open_script(PROTOCOL, switched, catalogue=CATALOGUE)
    assert (begun.state.channel_class, begun.state.help) == ("chat", "spoke")


# ── writing ──


def saved(of: Script) -> str:
    """The walk as it would be saved, with what was seen after each act."""
    acts = [one for one in played(of) if one.line is not None and one.line.act is not None]
    lines = tuple(one.line for one in acts)
    expected = {n: tuple(looks_of(one.stage, one.before)) for n, one in enumerate(acts)}
    return write_script(Script(of.of, lines, of.id, of.title, of.channel, of.switched), expected)


def test_a_saved_walk_is_read_again_and_comes_true() -> None:
    head = HEAD + (
        "channel: voice\nswitched: {help: accepted, line: open, level: L0, "
        'answers: {topic: "yes"}, facts: [dispatched]}\n'
    )
    begun = script(
        "  - answer: no\n"
        '  - skip: "they said: \\"no\\", and \\\\ wept"\n'
        "  - line: lost\n"
        "  - wait: 2m\n"
        "  - take: decide\n"
        "  - answer: {safety.help_decision: send}\n"
        "  - answer: {safety.location: 'In the park', topic: no}\n"
        "  - waive: {id: arrived, reason: It was a drill}\n"
        "  - end contact: {by: supervisor, reason: safe}\n".replace(
            '  - skip: "they said: \\"no\\", and \\\\ wept"\n', ""
        ),
        head,
    )
    text = saved(begun)
    again = load_script(text.encode(), file="saved.yaml")
    assert again.findings == ()
    assert again.script is not None
    assert [one.told for part in played(again.script) for one in part.failures] == []
    acts = [line.act for line in again.script.lines if line.act]
    assert acts == [line.act for line in begun.lines]
    assert again.script.switched == begun.switched
    assert "  - end contact: {by: supervisor, reason: safe}\n" in text
    assert "ended: released" in text
    assert "owed: [" in text


def test_what_needs_no_words_is_written_without() -> None:
    begun = script("  - next\n  - ladder: management lost\n", HEAD + "switched: yes\n")
    text = write_script(begun, {})
    assert text.endswith(
        "switched: {help: none, line: open}\nwalk:\n  - next\n"
        "  - ladder: {what: lost, of: management}\n"
    )


def test_words_are_quoted_where_they_must_be() -> None:
    act = script('  - skip: "they said \\"no\\" \\\\ wept"\n').lines[0]
    text = write_script(Script("self-harm", (act, Line(Mark(1, 1)))), {1: [("says", ("a", "b"))]})
    assert text == (
        "stayline: 1\nkind: walk\nof: self-harm\nwalk:\n"
        '  - skip: "they said \\"no\\" \\\\ wept"\n'
        "  - expect: {says: [a, b]}\n"
    )
    one = write_script(Script("self-harm", (act,)), {0: [("says", ("a",)), ("owed", ())]})
    assert "  - expect: {says: a, owed: []}\n" in one
