"""A resource as a form and a list of values hold it, and how it is reached."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.command.models import Resource
from stayline.platform.crypto import keys
from stayline_core.hours import kept_windows, shown_hours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

CHANNELS: Final = {
    "": "Not said",
    "voice": "By telephone",
    "sms": "By text message",
    "email": "By email",
    "radio": "By radio",
}
"""How a resource can be reached, in words."""

FIELD_WORDS: Final = {
    "name": "Name",
    "kind": "Kind",
    "call_sign": "Call sign",
    "capabilities": "What it can do",
    "area": "Area",
    "near": "Near to",
    "person": "Which of our people",
    "contact": "Whom to ask for",
    "channel": "Reached",
    "address": "Number or address",
    "hours": "Hours",
    "zone": "Time zone of the hours",
}
"""The fields of a resource in the order of its form, in words; columns of a list, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFields:
    """What can be said of a resource, as text; several values of one field are parted by commas."""

    name: str
    kind: str
    call_sign: str = ""
    capabilities: str = ""
    area: str = ""
    near: str = ""
    person: str = ""
    contact: str = ""
    channel: str = ""
    address: str = ""
    hours: str = ""
    zone: str = ""

    def told(self) -> dict[str, str]:
        """Return every field by name."""
        return {name: getattr(self, name) for name in FIELD_WORDS}


@dataclass(frozen=True, slots=True)
class Reach:
    """By which channel, at which address, and for whom to ask; all empty where nobody said."""

    channel: str
    address: str
    contact: str


def fields_of(row: Resource) -> ResourceFields:
    """Return a resource as its form shows it, its address opened."""
    reach = reach_of(row)
    return ResourceFields(
        name=row.name,
        kind=row.kind,
        call_sign=row.call_sign,
        capabilities=", ".join(row.capabilities),
        area=row.area,
        near=", ".join(row.near),
        person=row.person.username if row.person else "",
        contact=reach.contact,
        channel=reach.channel,
        address=reach.address,
        hours=shown_hours(kept_windows(row.hours)),
        zone=row.zone,
    )


def reach_of(row: Resource) -> Reach:
    """Return how a resource is reached. Who reads it is about to tell them something."""
    if not row.contact_sealed:
        return Reach(row.channel, "", "")
    plain: Mapping[str, str] = json.loads(
        keys().unwrap(bytes(row.contact_sealed), reach_context(row.id))
    )
    return Reach(row.channel, plain["address"], plain["contact"])


def reach_context(resource_id: UUID) -> bytes:
    """Return what a sealed address is bound to."""
    return f"command.resource:{resource_id}".encode()


def parted(text: str) -> list[str]:
    """Return the values of a field, each once, in the order they were typed."""
    return list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
