"""Tables over all pairs: help and what a ladder reports, the line, and what is owed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stayline_core.protocol import (
    ContactFact,
    Due,
    Event,
    Filed,
    LadderFact,
    Met,
    OpenedInError,
    Outcome,
    Protocol,
    Released,
    State,
    Waived,
    apply,
    opening,
)
from stayline_core.protocol.language import HELP, frozen_map
from tests.core.protocol.sample import GOOD, IRATE, loaded

REPORTS = ("ringing", "accepted", "joined", "spoke", "lost", "odd")
AFTER_A_REPORT = {
    "none": ("ringing", "accepted", "joined", "spoke", "none", "none"),
    "ringing": ("ringing", "accepted", "joined", "spoke", "ringing", "ringing"),
    "accepted": ("accepted", "accepted", "joined", "spoke", "ringing", "accepted"),
    "joined": ("joined", "joined", "joined", "spoke", "ringing", "joined"),
    "spoke": ("spoke", "spoke", "spoke", "spoke", "ringing", "spoke"),
}
"""Help, and where each of the reports leaves it: only a colleague who is lost sets it back."""

# Somebody speaks to the caller only while there is a caller.
WHILE_LOST = {
    before: tuple("joined" if one == "spoke" else one for one in after)
    for before, after in AFTER_A_REPORT.items()
    if before != "spoke"
}

PAIRS = [
    (contact, before, report, after)
    for contact, table in (("open", AFTER_A_REPORT), ("lost", WHILE_LOST))
    for before, row in table.items()
    for report, after in zip(REPORTS, row, strict=True)
]


def protocol_of(source: str) -> Protocol:
    protocol = loaded(source).protocol
    assert protocol is not None
    return protocol


THREAT, MANNERS = protocol_of(GOOD), protocol_of(IRATE)


def stands(protocol: Protocol, **changes: Any) -> State:
    """A run that has just begun, but for what is said of it."""
    return replace(opening(protocol, channel_class="live").state, **changes)


def asked(outcome: Outcome) -> list[tuple[str, str]]:
    return [(one.kind, one.target) for one in outcome.emitted]


def test_the_tables_hold_every_pair() -> None:
    assert set(AFTER_A_REPORT) == set(HELP)
    assert {len(row) for row in AFTER_A_REPORT.values()} == {len(REPORTS)}
    for table in (OF_A_REPORT, OF_A_RECORD, OF_CARE):
        assert {status for status, _ in table} == {None, *STATUSES}
        assert len(table) == (len(STATUSES) + 1) * len(EVENTS)


@pytest.mark.parametrize(("contact", "before", "report", "after"), PAIRS)
@pytest.mark.parametrize("protocol", [THREAT, MANNERS], ids=["threat", "manners"])
def test_help_after_each_report_of_a_ladder(
    protocol: Protocol, contact: str, before: str, report: str, after: str
) -> None:
    outcome = apply(
        protocol, stands(protocol, help=before, contact=contact), LadderFact(report, "crisis")
    )
    assert (outcome.state.help, outcome.refused) == (after, None)
    again = report == "lost" and before in {"accepted", "joined", "spoke"}
    assert (("raise_", "crisis") in asked(outcome)) == again
    other = apply(protocol, stands(protocol, help=before), LadderFact(report, "management"))
    assert other.state.help == before


LINES = {
    ("open", "open"): ("open", False),
    ("open", "lost"): ("lost", True),
    ("lost", "open"): ("open", False),
    ("lost", "lost"): ("lost", False),
    ("open", "odd"): ("open", False),
    ("lost", "odd"): ("lost", False),
}
"""Contact and what is reported of it: how it is then, and whether the screen moves."""


@pytest.mark.parametrize(("before", "report"), LINES)
@pytest.mark.parametrize("help_now", HELP)
def test_the_line_after_each_report(before: str, report: str, help_now: str) -> None:
    if (before, help_now) == ("lost", "spoke"):
        help_now = "joined"  # nobody speaks to a line that is lost
    state = stands(THREAT, contact=before, help=help_now, prev="calm")
    outcome = apply(THREAT, state, ContactFact(report))
    contact, moves = LINES[before, report]
    assert outcome.state.contact == contact
    assert outcome.state.step == ("lost" if moves else state.step)
    assert outcome.state.prev == (None if moves else "calm")
    falls = moves and help_now == "spoke"
    assert outcome.state.help == ("joined" if falls else help_now)
    returns = (before, report) == ("lost", "open")
    assert (("offer", "returned") in asked(outcome)) == returns


STATUSES = ("owed", "met", "waived", "missed", "void")
EVENTS: dict[str, Event] = {
    "its moment comes": Released(),
    "met": Met("it"),
    "due": Due("it"),
    "filed": Filed("it"),
    "waived": Waived("it", "supervisor", "Nothing to write."),
    "waived by the agent": Waived("it", "agent", "Nothing to write."),
    "waived without a reason": Waived("it", "supervisor", " "),
    "opened in error": OpenedInError("supervisor", "A film was on."),
}
REFUSED = "refused"

_ROWS = {
    None: ("owed", None, None, None, REFUSED, REFUSED, REFUSED, "void"),
    "owed": ("owed", "met", "missed", "met", REFUSED, REFUSED, REFUSED, "void"),
    "met": ("met", "met", "met", "met", REFUSED, REFUSED, REFUSED, "met"),
    "waived": ("waived", "waived", "waived", "waived", REFUSED, REFUSED, REFUSED, "waived"),
    "missed": ("missed", "met", "missed", "met", REFUSED, REFUSED, REFUSED, "void"),
    "void": ("void", "void", "void", "void", REFUSED, REFUSED, REFUSED, "void"),
}
Table = dict[tuple[str | None, str], str | None]
OF_A_REPORT: Table = {
    (status, event): after
    for status, row in _ROWS.items()
    for event, after in zip(EVENTS, row, strict=True)
}
"""A threat's report: it cannot be waived, and only a press in error voids it."""

OF_A_RECORD: Table = OF_A_REPORT | {("owed", "waived"): "waived", ("missed", "waived"): "waived"}
"""The record of a difficult call, with no threat: a supervisor may waive it."""

OF_CARE: Table = OF_A_RECORD | {
    (status, event): after
    for status in (None, "owed", "missed")
    for event, after in (
        ("filed", status),
        # Care is owed for what the agent went through, also where no threat was made.
        ("opened in error", "owed" if status is None else status),
    )
}
"""Aftercare: no form meets it, and it stays owed when there was no threat after all."""

CASES = [
    (name, status, event, after)
    for name, table in (("report", OF_A_REPORT), ("record", OF_A_RECORD), ("care", OF_CARE))
    for (status, event), after in table.items()
]
OWED = {
    "report": (THREAT, "report", "security_threat"),
    "record": (MANNERS, "record", "call_record"),
    "care": (THREAT, "care", "security_threat"),
}


def about(event: Event, name: str, form: str) -> Event:
    """The event, about this obligation or its form."""
    if isinstance(event, Filed):
        return replace(event, form=form)
    if isinstance(event, Met | Due | Waived):
        return replace(event, id=name)
    return event


@pytest.mark.parametrize(("which", "status", "event", "after"), CASES)
def test_what_is_owed_after_each_event(
    which: str, status: str | None, event: str, after: str | None
) -> None:
    protocol, name, form = OWED[which]
    # What has begun to be owed has had its moment: it does not come again.
    known = {} if status is None else {name: status}
    happened = frozenset() if status is None else frozenset({"contact_ended"})
    state = stands(protocol, obligations=frozen_map(known), triggered=happened)
    outcome = apply(protocol, state, about(EVENTS[event], name, form))
    if after == REFUSED:
        assert outcome.refused is not None
        assert outcome.state is state
        return
    assert outcome.refused is None
    assert outcome.state.obligations.get(name) == after
    missed = status == "owed" and after == "missed"
    otherwise = [one for one in outcome.emitted if one.key.startswith(f"obligation/{name}/")]
    assert bool(otherwise) == missed
