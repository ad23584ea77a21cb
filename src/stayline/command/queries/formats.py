"""What an agency has to be told, in its own order, with what the incident knows of it (S3-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.command.events import AgencyConfirmed, AgencyTold
from stayline.command.queries.words import NOT_KNOWN, Terms, spoken_facts, terms
from stayline.ledger.queries import entries
from stayline.library.queries import format_of
from stayline_core.agency_format import AgencyFormat, FormatItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stayline.command.models import Dispatch
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

BUILT_IN: Final = AgencyFormat(
    agency="",
    title="Any agency",
    channel="voice",
    procedure=("Voice first. Anything written comes after the call.",),
    items=(
        FormatItem(
            "who",
            "Who is calling, and the number to call back",
            required=True,
            fact="callback_number",
            says="This is {centre_name}, a contact centre. My number is {callback_number}.",
        ),
        FormatItem(
            "where",
            "Where the danger is",
            required=True,
            fact="location_clue",
            says="The place: {location_clue}.",
        ),
        FormatItem(
            "what",
            "What is happening now",
            required=True,
            fact="happening",
            says="What is happening now: {happening}.",
        ),
        FormatItem(
            "our_reference",
            "Our reference",
            required=True,
            fact="incident_number",
            says="Our reference: {incident_number}.",
        ),
    ),
    asks=("Your name, please.", "Your reference, please."),
)
"""The minimum of any call (domain.md 14) where no document of formats is in force."""


@dataclass(frozen=True, slots=True)
class ItemToSay:
    """One thing to say: its heading, the words as far as the incident knows them."""

    id: str
    label: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an agency was told and answered, read back from the log; empty until it was."""

    words: Mapping[str, str]
    missing: tuple[str, ...]
    because: str
    at: datetime | None
    name: str
    reference: str
    confirmed_at: datetime | None


def agency_format(agency: str, kind: str = "") -> AgencyFormat:
    """Return what this agency has to be told: that of its own kind, of its help, or the minimum."""
    return (format_of(kind) if kind else None) or format_of(agency) or BUILT_IN


def to_say(incident: Incident, form: AgencyFormat, speaker: Actor | None) -> list[ItemToSay]:
    """Return what to say in the agency's order, filled from the incident as far as it is known.

    What is not known is left empty: nothing is invented, and whoever calls says so.
    """
    filled = terms(incident, spoken_facts(incident), speaker)
    known = Terms({name: words for name, words in filled.items() if words != NOT_KNOWN})
    return [
        ItemToSay(item.id, item.label, item.required, words) for item, words in form.filled(known)
    ]


def told(row: Dispatch) -> Told:
    """Return what an agency was told last, and what it answered."""
    said: AgencyTold | None = None
    confirmed: AgencyConfirmed | None = None
    kinds = {AgencyTold.kind, AgencyConfirmed.kind}
    for entry in entries(row.incident.stream_id, kinds=kinds):
        event = entry.event
        if isinstance(event, AgencyTold) and event.dispatch == str(row.id):
            said = event
        elif isinstance(event, AgencyConfirmed) and event.dispatch == str(row.id):
            confirmed = event
    return Told(
        words=said.words if said else {},
        missing=tuple(said.missing) if said else (),
        because=said.because if said else "",
        at=row.told_at,
        name=confirmed.name if confirmed else "",
        reference=confirmed.reference if confirmed else "",
        confirmed_at=row.confirmed_at,
    )
