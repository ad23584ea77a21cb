"""Contacts, who they are with, and the lines of the window."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q

from stayline.contacts.errors import ContactNotFound
from stayline.contacts.models import (
    PRACTICE_ROOM,
    Call,
    Channel,
    Contact,
    Handset,
    Leg,
    WindowKey,
    WindowLine,
)
from stayline.platform.crypto import Sealer, keys
from stayline_core import telephone
from stayline_core.protocol.language import CLASS_OF_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

LINES_LIVE: Final = timedelta(minutes=15)

PRACTISED: Final = Q(source=PRACTICE_ROOM, exercise=True)
"""Contacts that somebody practises on: they stand on nobody else's screens."""

WINDOW_LINES: Final = 200
"""At most this many lines of a contact wait in the window (`design.md` 3.8)."""

AT_ONCE: Final = 100
"""Contacts whose windows are read in one statement; SQLite joins at most 500 parts."""

_LAST: Final = (
    "SELECT * FROM (SELECT * FROM contacts_windowline WHERE contact_id = %s"
    " ORDER BY at DESC, id DESC LIMIT %s) AS last_lines"
)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a contact: who said it, when, and its exact words."""

    line_id: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of the caller. None of it is a gate (X-7)."""

    name: str = ""
    number: str = ""
    job_link: str = ""

    def to_json(self) -> bytes:
        """Return it as the bytes that are sealed."""
        return json.dumps(
            {"name": self.name, "number": self.number, "job_link": self.job_link}
        ).encode()


def contact(contact_id: UUID) -> Contact:
    """Return the contact of this id with its site and agent.

    Raises:
        ContactNotFound: no contact has it.
    """
    found = Contact.objects.filter(id=contact_id).select_related("site", "agent").first()
    if found is None:
        raise ContactNotFound(contact=str(contact_id))
    return found


def place_of(contact_id: UUID) -> tuple[UUID, bool]:
    """Return the site of a contact, and whether it is an exercise: the cheap question.

    Raises:
        ContactNotFound: no contact has this id.
    """
    found = Contact.objects.filter(id=contact_id).values_list("site_id", "exercise")
    for known in found[:1]:
        return known
    raise ContactNotFound(contact=str(contact_id))


def places_of(contact_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, bool]]:
    """Return site and exercise flag of each of these contacts that is there."""
    rows = Contact.objects.filter(id__in=list(contact_ids))
    return {one: (site, flag) for one, site, flag in rows.values_list("id", "site_id", "exercise")}


def demands_of(contact_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return since when the callers of these contacts wait for an answer; others are left out."""
    rows = Contact.objects.filter(id__in=list(contact_ids), demanded_at__isnull=False)
    pairs = rows.filter(answered_at=None).values_list("id", "demanded_at")
    return {one: since for one, since in pairs if since is not None}


def caller(row: Contact) -> Caller:
    """Return what is known of a contact's caller, unsealed."""
    sealed = bytes(row.caller_sealed)
    if not sealed:
        return Caller()
    return Caller(**json.loads(keys().unwrap(sealed, caller_context(row.id))))


def caller_key(known: Caller) -> str:
    """Return what finds this caller's other contacts, and tells nobody who they are (S2-30).

    A keyed hash of the number, else of the link to the account; empty when neither is known.
    It is made with the installation's own key, so a list of numbers cannot be tried against a
    copied database.
    """
    digits = "".join(one for one in known.number if one.isalnum())
    what = digits or known.job_link.strip().casefold()
    if not what:
        return ""
    return hashlib.sha256(keys().sign(b"stayline.caller\x00" + what.encode())).hexdigest()


def contacts_of_same_caller(row: Contact) -> list[UUID]:
    """Return the other contacts of a contact's caller, exercises apart, the latest first."""
    if not row.caller_key:
        return []
    rows = Contact.objects.filter(caller_key=row.caller_key, exercise=row.exercise)
    return list(rows.exclude(id=row.id).order_by("-opened_at").values_list("id", flat=True))


def caller_context(contact_id: UUID) -> bytes:
    """Return what the sealed caller of a contact is bound to."""
    return f"contacts.caller:{contact_id}".encode()


def open_contacts_of(person_id: UUID) -> list[Contact]:
    """Return the contacts an agent has now, the oldest first."""
    rows = Contact.objects.filter(agent_id=person_id, released_at=None)
    return list(rows.select_related("site").order_by("opened_at"))


def unassigned(site_id: UUID) -> list[Contact]:
    """Return the open contacts of a site whose agent nobody here knows, the oldest first."""
    rows = Contact.objects.filter(site_id=site_id, agent=None, released_at=None)
    return list(rows.order_by("opened_at"))


def open_contacts(site_id: UUID) -> list[Contact]:
    """Return the open contacts of a site, the oldest first; not those of somebody's practice."""
    rows = Contact.objects.filter(~PRACTISED, site_id=site_id, released_at=None)
    return list(rows.select_related("agent").order_by("opened_at"))


def channels() -> list[tuple[str, str]]:
    """Return the channels with their words, for a form."""
    return [(str(value), str(label)) for value, label in Channel.choices]


def channel_class(channel: str) -> str:
    """Return live, chat, written or none for a channel."""
    return CLASS_OF_CHANNEL[channel]


def window_lines(contact_id: UUID, *, limit: int = WINDOW_LINES) -> list[Line]:
    """Return the last lines of a contact that wait in the window, in the order said.

    A line whose key has died is gone: it is left out.
    """
    return [line for _, line in _last_lines({contact_id: limit})]


def windows_of(limits: Mapping[UUID, int]) -> dict[UUID, list[Line]]:
    """Return the last lines of each contact that wait in the window, at most so many of each.

    In the order said. A line whose key has died is gone: it is left out.
    """
    found: dict[UUID, list[Line]] = {contact_id: [] for contact_id in limits}
    for contact_id, line in _last_lines(limits):
        found[contact_id].append(line)
    return found


def _last_lines(limits: Mapping[UUID, int]) -> Iterator[tuple[UUID, Line]]:
    rows = [row for some in _batched(limits.items(), AT_ONCE) for row in _last_rows(some)]
    sealers = _sealers({row.key_id for row in rows}) if rows else {}
    for row in sorted(rows, key=lambda one: (one.at, one.id)):
        if row.key_id in sealers:
            text = _open(row, sealers[row.key_id])
            yield row.contact_id, Line(row.line_id, row.who, row.at, text)


def _last_rows(limits: Sequence[tuple[UUID, int]]) -> Iterable[WindowLine]:
    """Read the last lines of many contacts in one statement, each by its end of the index."""
    connection = connections[window_alias()]
    prepared = WindowLine._meta.get_field("contact_id").get_db_prep_value  # noqa: SLF001 - public in all but name, says Django
    values: list[object] = []
    for contact_id, limit in limits:
        values += [prepared(contact_id, connection), limit]
    sql = " UNION ALL ".join([_LAST] * len(limits))
    return WindowLine.objects.using(window_alias()).raw(sql, values)


def _batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some


def waiting_of(line_ids: Mapping[UUID, Collection[str]]) -> dict[UUID, int]:
    """Return how many of these lines of each contact wait in the window already."""
    every = {one for some in line_ids.values() for one in some}
    rows = WindowLine.objects.filter(contact_id__in=list(line_ids), line_id__in=list(every))
    found = dict.fromkeys(line_ids, 0)
    for contact_id, line_id in rows.values_list("contact_id", "line_id"):
        found[contact_id] += line_id in line_ids[contact_id]
    return found


def window_is_due(at: datetime) -> bool:
    """Return whether a line or a key of the window is past its time."""
    old = WindowLine.objects.filter(received_at__lt=at - LINES_LIVE).exists()
    return old or WindowKey.objects.filter(dies_at__lte=at).exists()


def window_next_due() -> datetime | None:
    """Return when the oldest line or key of the window is past its time."""
    lines = WindowLine.objects.order_by("received_at").values_list("received_at", flat=True)
    deaths = WindowKey.objects.order_by("dies_at").values_list("dies_at", flat=True)
    oldest, death = lines.first(), deaths.first()
    times = [oldest + LINES_LIVE + timedelta(milliseconds=1)] if oldest else []
    return min([*times, *([death] if death else [])], default=None)


def line_context(contact_id: UUID, line_id: str) -> bytes:
    """Return what a sealed window line is bound to."""
    return f"contacts.window:{contact_id}:{line_id}".encode()


def window_alias() -> str:
    """Return the database that holds the window: a second file on SQLite."""
    return "window" if "window" in settings.DATABASES else DEFAULT_DB_ALIAS


def _sealers(key_ids: set[UUID]) -> dict[UUID, Sealer]:
    rows = WindowKey.objects.filter(id__in=key_ids)
    return {row.id: Sealer(keys().unwrap(bytes(row.wrapped), str(row.id).encode())) for row in rows}


def _open(row: WindowLine, sealer: Sealer) -> str:
    return sealer.unseal(bytes(row.sealed), line_context(row.contact_id, row.line_id)).decode()


def call_of(contact_id: UUID) -> Call | None:
    """Return the call of a contact on the telephone platform, if one is known."""
    return Call.objects.filter(contact=contact_id).select_related("contact").first()


def contact_of_call(platform: str, *names: str) -> UUID | None:
    """Return the contact whose call has one of these ids there: its own, its name, or a leg's.

    A platform that opened the contact itself may have named it by any of them.
    """
    known = [name for name in names if name]
    found = Call.objects.filter(platform=platform, conference__in=known)
    first = found.values_list("contact", flat=True).first()
    if first is not None:
        return first
    rows = Contact.objects.filter(
        external_id__in=known, channel=Channel.VOICE, released_at__isnull=True
    )
    return rows.values_list("id", flat=True).first()


def legs_of(call: Call) -> list[telephone.Leg]:
    """Return the legs that the platform has reported of a call."""
    return [leg_value(row) for row in call.legs.exclude(call_sid="")]


def leg_value(row: Leg) -> telephone.Leg:
    """Return a leg as the value on which its rules decide."""
    return telephone.Leg(
        id=row.call_sid,
        role=telephone.Role(row.role),
        state=telephone.State(row.state or "asked"),
        sequence=row.sequence,
        joined_at=row.joined_at,
        left_at=row.left_at,
        muted=row.muted,
        whispers=row.whispers,
        ends_call=row.ends_call,
        dropped=row.dropped,
    )


def leg_of(leg_id: UUID) -> Leg | None:
    """Return one leg with its call and contact."""
    return Leg.objects.filter(id=leg_id).select_related("call__contact").first()


def handset_of(person_id: UUID) -> Handset | None:
    """Return what is known of a person's line on the telephone platform."""
    return Handset.objects.filter(person=person_id).first()


def calls_untold(limit: int) -> list[UUID]:
    """Return the contacts of whose call something was heard that the record does not know."""
    rows = Call.objects.filter(tell_at__isnull=False).order_by("tell_at")
    return list(rows.values_list("contact", flat=True)[:limit])


def calls_to_look_at(at: datetime, limit: int) -> list[UUID]:
    """Return the contacts whose call is to be looked into by `at`, the longest due first."""
    rows = Call.objects.filter(look_at__lte=at, ended_at=None).order_by("look_at")
    return list(rows.values_list("contact", flat=True)[:limit])


def next_look() -> datetime | None:
    """Return when the next call is to be looked into."""
    rows = Call.objects.filter(look_at__isnull=False, ended_at=None).order_by("look_at")
    return rows.values_list("look_at", flat=True).first()
