"""What is known for the record of a difficult call and for that of people at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.contacts.queries import caller
from stayline.incidents.queries import (
    answers_of,
    phrases_used,
    runs_of,
    steps_taken,
    techniques_used,
    warnings_given,
)
from stayline.ledger.queries import entries
from stayline.people.queries import person_by_pseudonym
from stayline.reports.queries.moments import at_site, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stayline.incidents.models import Incident
    from stayline.ledger.queries import EntryView
    from stayline_core.forms import Value

SPOKE: Final = "escalation.receiver.spoke"

ESCALATED: Final = frozenset(
    {
        "escalation.rung.accepted",
        "escalation.receiver.joined",
        SPOKE,
        "escalation.hand_over.completed",
    }
)
"""The entries that say to whom a call went up, and when."""

FROM_THREAT: Final[Mapping[str, str]] = {
    "target.who": "person_who",
    "target.kind": "person_kind",
    "target.place": "place",
}
"""What was said of the person meant, and where the record of people at risk holds it."""

FINAL: Final = "final_notice"


def call_facts(incident: Incident) -> dict[str, Value]:
    """Return what the log knows of a difficult call (S2-32 to S2-38).

    Warnings stand with their words and times (S2-24); the personnel are all who acted.
    """
    found = entries(incident.stream_id)
    who = _people(found)
    contact = incident.contact
    facts: dict[str, Value] = {
        "occurred_at": at_site(contact.opened_at if contact else incident.opened_at, incident),
        "caller_information": _caller(incident),
        "techniques": techniques_used(incident),
        "phrases_used": _phrases(incident),
        "warnings": _warnings(incident),
        "actions_taken": _steps(incident),
        "escalation_details": _escalations(incident, found, who),
        "personnel": ", ".join(who.values()),
        "outcome": _outcome(incident, found),
    }
    return {name: value for name, value in facts.items() if value}


def people_facts(incident: Incident) -> dict[str, Value]:
    """Return what was said of the person whom a threat means."""
    found: dict[str, Value] = {}
    for run in runs_of(incident.id):
        for name, entry in answers_of(run).items():
            told = entry.get("text") or entry["value"]
            if name in FROM_THREAT and told:
                found[FROM_THREAT[name]] = told
    return found


def _caller(incident: Incident) -> str:
    contact = incident.contact
    if contact is None:
        return ""
    known = caller(contact)
    return ", ".join(one for one in (known.name, known.number, known.job_link) if one)


def _warnings(incident: Incident) -> str:
    """Return each warning with its time, who said it, and the exact words."""
    return "\n".join(
        f"{clock(one.at, incident)} {_which(one.which, one.ordinal)}, {one.who}: “{one.words}”"
        for one in warnings_given(incident)
    )


def _phrases(incident: Incident) -> str:
    """Return each phrase of the library that was said, with its time and its words (S4-42)."""
    return "\n".join(
        f"{clock(one.at, incident)} “{one.words}” ({one.purpose})" for one in phrases_used(incident)
    )


def _which(which: str, ordinal: int) -> str:
    return "Final notice" if which == FINAL else f"Warning {ordinal}"


def _steps(incident: Incident) -> str:
    return "\n".join(
        f"{clock(one.shown_at, incident)} {one.title}" for one in steps_taken(incident)
    )


def _escalations(incident: Incident, found: Iterable[EntryView], who: Mapping[str, str]) -> str:
    return "\n".join(
        f"{clock(one.at, incident)} {who.get(one.actor, '')}: {one.event.describe()}"
        for one in found
        if one.event is not None and one.kind in ESCALATED
    )


def _people(found: Iterable[EntryView]) -> dict[str, str]:
    """Return everybody who acted by pseudonym, in the order they came in; never a machine."""
    acted = dict.fromkeys(one.actor for one in found)
    known = {one: person_by_pseudonym(one) for one in acted}
    return {one: row.name for one, row in known.items() if row is not None and row.kind == "person"}


def _outcome(incident: Incident, found: Iterable[EntryView]) -> str:
    """Return how the call ended, where the log says so; otherwise a person says it."""
    if any(one.kind == SPOKE for one in found):
        return "handed_over"
    contact = incident.contact
    if contact is None or contact.caller_left_at is None:
        return ""
    if contact.ended_by == "caller":
        return "caller_left"
    warned = any(one.which == FINAL for one in warnings_given(incident))
    return "ended_after_warning" if warned else ""
