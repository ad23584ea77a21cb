"""What damage to protocols has added to rules that were there, and the corners of its own."""

from __future__ import annotations

import pytest

from stayline_core.protocol import check, load
from tests.core.protocol.sample import GOOD, changed, codes
from tests.core.protocol.shipped import CENTRE, SOURCES


def shipped_codes(name: str, *edits: tuple[str, str]) -> set[str]:
    source = changed(SOURCES[name].decode(), *edits)
    found = check(load(source.encode(), file=name), catalogue=CENTRE).findings
    return {finding.code for finding in found}


def test_what_a_growing_threat_offers_sends_help_and_is_one_press_away() -> None:
    assert "H14" in codes(changed(GOOD, ("threat_grows: help_now", "threat_grows: alone")))
    parcel = ("  help_now: Call emergency services\n", "")
    assert shipped_codes("threat-in-writing", parcel) == {"H07"}


def test_where_a_supervisor_is_asked_for_one_press_rings() -> None:
    button = ("  connect: They ask for a supervisor\n", "")
    assert shipped_codes("irate-caller", button) == {"H38"}


FORKS = """  fork: {branch: rang, answers: {yes: line, no: help_now}}
  line: {branch: contact_open, answers: {yes: help_now, no: help_now}}
  done: {end"""


def test_branches_are_looked_through_to_the_screens_that_they_show() -> None:
    ways = "answers: {yes: help_now, no: leave, else: unsure}"
    through = changed(GOOD, (ways, ways.replace("help_now", "fork")), ("  done: {end", FORKS))
    assert codes(through) == set()
    button = ("Call emergency services}", "Call emergency services, safety_known: Go on}")
    assert "H39" in codes(changed(GOOD, button))


@pytest.mark.parametrize("value", ["no", "unknown"])
def test_help_is_not_sent_on_a_no_that_is_noticed(value: str) -> None:
    ways = "answers: {yes: told, no: calm, unknown: calm}"
    sent = ways.replace(f"{value}: calm", f"{value}: help_now")
    assert "H24" in shipped_codes("threat-to-others", (ways, sent))


def test_a_button_for_something_else_is_no_word_on_sending_help() -> None:
    policy = 'avoid: ["You\'re only saying that.", "That\'s our policy."]\n    next: '
    assert "H24" in shipped_codes("self-harm", (f"{policy}known", f"{policy}help_now"))
