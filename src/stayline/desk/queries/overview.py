"""The first page of the desk: my contacts, and those that nobody has."""

from __future__ import annotations

from dataclasses import dataclass

from stayline.contacts.models import Contact
from stayline.contacts.queries import caller, channels, open_contacts_of, unassigned
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact
from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in a list. A contact that nobody has shows no name."""

    contact: Contact
    caller_name: str
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the desk's first page lists."""

    mine: tuple[Row, ...]
    unassigned: tuple[Row, ...]
    channels: tuple[tuple[str, str], ...]
    live_topic: str


def overview(actor: Actor) -> Overview:
    """Return the contacts of `actor`, and those of the site that wait for somebody."""
    mine = open_contacts_of(actor.id)
    waiting = unassigned(actor.site_id) if actor.site_id else []
    return Overview(
        mine=tuple(Row(row, caller(row).name, by_contact(row.id)) for row in mine),
        unassigned=tuple(Row(row, "", None) for row in waiting),
        channels=tuple(channels()),
        live_topic=f"board:{actor.site_id}" if actor.site_id else "",
    )
