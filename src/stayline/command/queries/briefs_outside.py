"""What is said to the emergency services, the voice first, and the EIDO file to hand over after.

Whoever asks must be allowed to see the incident: the words hold its place and a number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from stayline.command.policies import may_know_of
from stayline.command.queries.assessing import assessment
from stayline.command.queries.briefs import Brief, brief
from stayline.command.queries.briefs_log import read_log
from stayline.command.queries.deployments import deployments
from stayline.command.queries.dispatches import EXERCISE_FIRST, DispatchView, dispatches
from stayline.command.queries.joint import lead_of, members_known
from stayline.command.queries.words import EMERGENCY
from stayline.contacts.queries import caller
from stayline_core import eido
from stayline_core.briefs import voice

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words for the emergency call: what to dial and to open with, METHANE, what to ask.

    `call` is the call that is being made, with its number; None while none was asked for.
    """

    call: DispatchView | None
    opening: tuple[str, ...]
    methane: tuple[str, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over: its name, its bytes and their SHA-256 in hexadecimal."""

    name: str
    content: bytes
    sha256: str


def spoken(incident: Incident, *, speaker: Actor, at: datetime) -> Spoken:
    """Return what is read aloud to the emergency services, in their order (S3-20).

    An exercise says so first. METHANE follows the words of the call, and ends with the
    request to read it back.
    """
    calls = [one for one in dispatches(incident, speaker=speaker) if one.agency == EMERGENCY]
    call = calls[-1] if calls else None
    made = brief(incident, "methane", at=at, speaker=speaker)
    first = (EXERCISE_FIRST,) if incident.exercise else ()
    return Spoken(
        call=call,
        opening=call.words_to_say if call else first,
        methane=voice(made.blocks),
        ask=call.questions_to_ask if call else (),
    )


def eido_of(incident: Incident, *, reader: Actor, at: datetime) -> dict[str, object]:
    """Return the EIDO of an incident as JSON values; what is not known is left out."""
    read = read_log(incident)
    made = brief(incident, "methane", at=at, speaker=reader)
    newest = read.log[-1].at if read.log else incident.opened_at
    place = next(one for one in made.blocks if one.id == "location")
    words = next(one for one in made.blocks if one.id == "type")
    assessed = assessment(incident)
    notes = tuple(
        eido.Note(f"{one.title}: {' '.join(one.lines)}", newest) for one in made.blocks if one.known
    )
    told = eido.Told(
        id=incident.id.hex,
        domain=_domain(),
        organisation=incident.site.name,
        number=incident.number,
        kind=read.answers.get("event.kind", (incident.kind, "", 0))[0],
        words=" ".join(words.lines),
        open=incident.state == "open",
        exercise=incident.exercise,
        updated_at=newest,
        priority=f"P{assessed.priority}" if assessed else "",
        place=" ".join(place.lines) if place.known else "",
        call=_call(incident),
        notes=notes,
        links=_links(incident, reader),
        sent=_sent(incident, at),
    )
    return eido.document(told)


def eido_file(incident: Incident, *, reader: Actor, at: datetime) -> File:
    """Return the EIDO as a file to hand over."""
    return _file(f"{incident.number}-eido.json", eido_of(incident, reader=reader, at=at))


def brief_file(incident: Incident, made: Brief) -> File:
    """Return a brief as a JSON file: each block with its lines and the entries behind them."""
    values = {
        "form": made.form,
        "title": made.title,
        "incident": incident.number,
        "exercise": incident.exercise,
        "issue": made.issue or None,
        "made_at": made.made_at.isoformat(),
        "blocks": [
            {
                "number": one.number,
                "title": one.title,
                "known": one.known,
                "lines": [
                    {"text": text, "entries": list(entries)} for text, entries in one.sourced
                ],
                "corrected_by": one.corrected_by or None,
            }
            for one in made.blocks
        ],
    }
    return _file(f"{incident.number}-{made.form}.json", values)


def _file(name: str, values: dict[str, object]) -> File:
    content = json.dumps(values, indent=2, ensure_ascii=False).encode() + b"\n"
    return File(name, content, sha256(content).hexdigest())


def _call(incident: Incident) -> eido.Call | None:
    """Return the caller's line where there was one; what was written or reported is no call."""
    contact = incident.contact
    if contact is None or contact.channel != "voice":
        return None
    stands = contact.released_at is None and contact.caller_left_at is None
    number = "".join(one for one in caller(contact).number if one.isdigit() or one == "+")
    return eido.Call("incoming", contact.opened_at, open=stands, callback=number)


def _links(incident: Incident, reader: Actor) -> tuple[eido.Link, ...]:
    """Return the incidents that are one with this, as far as the reader may know of them."""
    lead = lead_of(incident)
    if lead.id != incident.id:
        known = may_know_of(reader, lead)
        return (eido.Link(lead.id.hex, "is_led_by"),) if known else ()
    found = members_known(incident, actor=reader)
    return tuple(eido.Link(one.incident.id.hex, "leads") for one in found)


def _sent(incident: Incident, at: datetime) -> tuple[eido.Sent, ...]:
    """Return who is out for the incident, by call sign where they have one."""
    return tuple(
        eido.Sent(one.id.hex, one.call_sign or one.who, one.state_words, one.asked_at)
        for one in deployments(incident, at=at)
        if one.ended_at is None
    )


def _domain() -> str:
    """Return the name of this system on the network, as whoever runs it set it."""
    return urlsplit(settings.STAYLINE.public_url).hostname or "localhost"
