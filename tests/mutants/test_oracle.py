# ruff: noqa: E501 - lines of documents stay as they are written
"""What the oracle can see: damage made by hand is harmful for the reason that it is made for."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from stayline_core.protocol import load
from tests.core.protocol.sample import CATALOGUE, GOOD, IRATE, changed
from tests.mutants.oracle import Harm, compare, look
from tests.mutants.outcomes import Outcomes


def protocol_of(source: str):
    read = load(source.encode(), file="sample.yaml")
    assert read.protocol is not None, read.findings
    return read.protocol


def harms(source: str, *edits: tuple[str, str]) -> tuple[Harm, ...]:
    return compare(original(source), look(protocol_of(changed(source, *edits)), CATALOGUE))


@cache
def original(source: str) -> Outcomes:
    return look(protocol_of(source), CATALOGUE)


HARMFUL = {
    "crisis is rung: after 25 s, not 0 s": [("ladder: crisis", "ladder: {id: crisis, ring: 25s}")],
    "crisis is rung: after no time at all, not 0 s": [
        ("ladder: crisis", "ladder: {id: crisis, ring: on_demand}")
    ],
    "management is rung: after 1200 s, not 120 s": [
        ("from: opened, within: 2m", "from: opened, within: 20m")
    ],
    "handed over before a colleague spoke": [
        ("{yes: done, no: hand_over}", "{yes: done, no: done}"),
        ("wait_for: spoke", "wait_for: accepted"),
    ],
    "ended as handed_over, and nothing is recorded of safety": [
        ("{yes: spoken, no: opening/danger_now}", "{yes: spoken, no: spoken}")
    ],
    "no longer in any run: somebody owes file: security_threat, in the end": [
        ("do: {file: security_threat}", "do: {file: call_record}")
    ],
    "start: aftercare, in the end, is owed: after 36000 s, not 1800 s": [
        ("from: contact_ended, within: 30m", "from: contact_ended, within: 10h")
    ],
    "the words: promises secrecy": [("I'm glad you're back.", "This stays between us.")],
    "the words: blames": [("I'm glad you're back.", "It is your own fault.")],
    "safety.help_decision is asked aloud": [
        ("observe: safety.help_decision", "ask: {field: safety.help_decision, question: Shall we?}")
    ],
    "no longer so in every run: who hears of it is said before the second question": [
        ('          - "I will need to share this with people who can help to keep you safe."\n', "")
    ],
    "no longer in any run: somebody owes confirm: arrived, once help is on its way": [
        ("do: {confirm: arrived}", "do: {confirm: called}")
    ],
    "help is sent on safety.in_danger_now = refused": [
        ("no: leave, else: unsure", "no: leave, else: help_now")
    ],
    "help is sent on offer clock": [("offer: decide", "offer: help_now")],
    "help is sent on next": [
        (
            "note: [Nobody has joined yet. Keep talking. Everyone is being called.]\n    next: calm",
            "next: help_now",
        )
    ],
    "a clock does what a person must: dispatch": [
        ("{do: [{raise: management}], offer: decide}", "{do: [{dispatch: police}], offer: decide}")
    ],
    "the agent can end the contact alone": [("[keep_contact_open, ", "[")],
    "ended as released, and nobody has released it": [("    wait_for: released\n", "")],
    "a person who threatens is cut off": [("done: {end: handed_over}", "done: {end: terminated}")],
    "a colleague is named who has not accepted": [("    wait_for: accepted\n", "")],
    "waiting until spoke (live): after no time at all, not 180 s": [
        ("    within: 3m\n    otherwise: {do: [{raise: management}], offer: alone}\n", "")
    ],
    "no longer so in every run: waiting until accepted in vain tells somebody": [
        ("{do: [{raise: management}], offer: alone}", "{offer: alone}")
    ],
    "no longer so in every run: waiting until accepted in vain offers a way on": [
        ("{do: [{raise: management}], offer: alone}", "{do: [{raise: management}]}")
    ],
    "safety.in_danger_now = refused is taken for no": [
        ("no: leave, else: unsure", "no: leave, refused: leave, else: unsure")
    ],
    "no longer so in every run: on safety.in_danger_now = unknown somebody is told": [
        ("        do: [{notify: supervisor}]\n        next: leave", "        next: leave")
    ],
    "no longer so in every run: on safety.in_danger_now = yes help is sent": [
        ("{yes: help_now, no: leave", "{yes: unsure, no: leave")
    ],
    "no longer so in every run: when the contact is lost the agent reads that a call-back is made from another line": [
        ("decides on calling back from another line", "decides on calling back")
    ],
    "no longer so in every run: the contact back opens a way": [
        (", contact_resumed: returned", "")
    ],
    "no longer so in every run: on “Call emergency services” help is sent": [
        ("anytime: {help_now: ", "anytime: {alone: ")
    ],
    "there is no way out any more": [("next: calm\n  help_now", "next: alone\n  help_now")],
    "no longer in any run: a run can end as handed_over": [
        ("done: {end: handed_over}", "done: {end: resolved}")
    ],
}


HARMLESS = {
    "a word": [("What would help you right now?", "What would help you now?")],
    "a shorter limit": [("within: 3m", "within: 2m")],
    "an earlier deadline": [("from: opened, within: 2m", "from: opened, within: 1m")],
    "one more note": [("note: [Your", "note: [Breathe., Your")],
    "one more thing owed": [
        (
            "obligations:\n",
            "obligations:\n  - {id: tidy, do: {notify: supervisor}, by: system, from: opened, within: 1h, otherwise: [{notify: supervisor}]}\n",
        ),
    ],
    "another name for a step": [("offer: decide", "offer: decision"), ("  decide:", "  decision:")],
    "the same way, asked apart": [
        ("answers: {else: calm}", "answers: {answered: calm, else: calm}")
    ],
}


RUDE = {
    "no longer so in every run: two warnings are said before it is ended": [
        ("{0: acknowledge, 1: acknowledge, 2: last}", "{0: last, 1: last, 2: last}")
    ],
    "no longer so in every run: a final notice is said before it is ended": [
        ("If the insults go on, I will end the call.", "I am listening.")
    ],
    "no longer so in every run: it is said that it ends now": [
        ("no: telling", "no: finish"),
        ("yes: close, else: warn", "yes: close, unknown: telling, else: warn"),
    ],
    "no longer in any run: somebody owes file: call_record, in the end": [
        ("do: {file: call_record}", "do: {file: nothing}")
    ],
    "start: aftercare, in the end, is owed: after 36000 s, not 1800 s": [
        (
            "from: contact_ended, within: 30m, otherwise: [{notify: management}]}\non",
            "from: contact_ended, within: 10h, otherwise: [{notify: management}]}\non",
        )
    ],
}


@pytest.mark.parametrize("reason", HARMFUL)
def test_damage_made_by_hand_is_harmful_for_its_reason_and_a_run_shows_it(reason: str) -> None:
    found = harms(GOOD, *HARMFUL[reason])
    assert reason in {harm.reason for harm in found}
    for harm in found:
        if not harm.reason.startswith("no longer in any run"):
            assert harm.run[0].startswith("The run "), harm


@pytest.mark.parametrize("reason", RUDE)
def test_a_caller_who_is_cut_off_too_soon_is_harmed(reason: str) -> None:
    assert reason in {harm.reason for harm in harms(IRATE, *RUDE[reason])}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_changes_nothing_that_comes_of_it_is_harmless(what: str) -> None:
    assert harms(GOOD, *HARMLESS[what]) == ()


def test_the_samples_have_none_of_the_faults_itself() -> None:
    assert original(GOOD).bad == {}
    assert set(original(IRATE).bad) == {"the agent can end the contact alone"}  # as it is meant


def test_the_oracle_shares_no_code_with_the_checker() -> None:
    """Nothing of it imports the checker, and nothing that it imports of the core does but the door."""
    for module in ("runs", "outcomes", "paths", "words", "oracle"):
        tree = ast.parse((Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [
                alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)
            ]
            source = getattr(node, "module", "") or ""
            for name in (source, *names):
                assert ".check" not in name, (module, name)
                assert name not in {"check", "Checked", "wording"}, (module, name)
