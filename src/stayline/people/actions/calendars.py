"""Calendars: rotas kept elsewhere, handed in as a file or read from an address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.errors import CalendarInvalid, PeopleNotYours
from stayline.people.events import (
    CalendarAdded,
    CalendarFailed,
    CalendarRead,
    CalendarRemoved,
)
from stayline.people.models import Calendar, Person, Shift, ShiftKind, Site
from stayline.people.policies import may_manage
from stayline.people.queries import AHEAD, STANDING, calendar, people_named, read_calendar
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.ways import loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stayline.people.queries import Entry
    from stayline.platform.actors import Actor

READ_EVERY: Final = timedelta(minutes=15)
"""How often an address is asked, after a fault as well."""

MOST_FAULTS: Final = 20
"""So many entries that could not be used are named; the others are counted."""

MOST_NAME: Final = 120
MOST_ADDRESS: Final = 500

Wanted = dict[tuple[str, datetime, UUID], datetime]
"""When each shift ends, by entry, beginning and person."""


@action
def add_calendar(
    *, site_id: UUID, name: str, duty: str, url: str = "", actor: Actor, at: datetime
) -> Calendar:
    """Take a rota that is kept elsewhere: its address, or, without one, files handed in.

    An address is read by the worker at once, and every 15 minutes from then on. It is often a
    secret: it stands in the database, never in the log. A demo asks nothing outside this machine.

    Raises:
        PeopleNotYours: `actor` manages neither the centre nor that site.
        CalendarInvalid: it has no name, or no such address can be read.
    """
    site = Site.objects.get(id=site_id)
    if not may_manage(actor, site.id):
        raise PeopleNotYours
    faults = _faults(name, duty, url)
    if faults:
        raise CalendarInvalid(faults)
    made = Calendar.objects.create(
        site=site, name=name, kind=duty, url=url, due_at=at if url else None, added_at=at
    )
    event = CalendarAdded(
        calendar=str(made.id),
        name=name,
        site=site.name,
        duty=ShiftKind(duty).label.lower(),
        by="address" if url else "file",
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return made


@action
def remove_calendar(*, calendar_id: UUID, actor: Actor, at: datetime) -> int:
    """Read a calendar no more; its shifts to come are cancelled, one that runs goes on.

    Returns how many were cancelled.

    Raises:
        CalendarNotFound: none has this id, or it was removed.
        PeopleNotYours: `actor` manages neither the centre nor that site.
    """
    one = _mine(calendar_id, actor)
    one.removed_at, one.due_at, one.url = at, None, ""
    one.save(update_fields=["removed_at", "due_at", "url"])
    gone = one.shifts.filter(state="planned").update(state="cancelled")
    event = CalendarRemoved(calendar=str(one.id), name=one.name, shifts=gone)
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return gone


@action
def hand_in_calendar(
    *, calendar_id: UUID, content: bytes, actor: Actor, at: datetime
) -> CalendarRead:
    """Take in a calendar's file: its shifts take the place of those it gave before.

    Raises:
        CalendarNotFound: none has this id, or it was removed.
        PeopleNotYours: `actor` manages neither the centre nor that site.
        CalendarUnread: the file is no calendar, or too large.
    """
    return _take_in(_mine(calendar_id, actor), content, actor=actor, at=at)


@action
def claim_calendar(*, calendar_id: UUID, actor: Actor, at: datetime) -> str:
    """Return the address of a calendar that is to be read now, for one reader alone.

    It is due again in 15 minutes, so a reader that dies leaves nothing stuck. Empty when
    somebody was first.
    """
    del actor  # the reader's own clock; what it read is logged when it is taken in
    due = Calendar.objects.filter(id=calendar_id, removed_at=None, due_at__lte=at)
    if not due.update(due_at=at + READ_EVERY):
        return ""
    return Calendar.objects.values_list("url", flat=True).get(id=calendar_id)


@action
def take_in_calendar(
    *, calendar_id: UUID, content: bytes, actor: Actor, at: datetime
) -> CalendarRead:
    """Take in what an address gave; the reader of calendars does this.

    Raises:
        CalendarNotFound: it was removed meanwhile.
        CalendarUnread: that is no calendar, or too large.
    """
    return _take_in(calendar(calendar_id), content, actor=actor, at=at)


@action
def note_calendar_failed(*, calendar_id: UUID, fault: str, actor: Actor, at: datetime) -> None:
    """Keep why a calendar could not be read. The shifts that it gave before stand.

    It is logged once, until it has been read again or fails otherwise.
    """
    one = Calendar.objects.select_for_update().filter(id=calendar_id, removed_at=None).first()
    if one is None or one.fault == fault:
        return
    one.fault = fault
    one.save(update_fields=["fault"])
    event = CalendarFailed(calendar=str(one.id), name=one.name, fault=fault)
    append_in_transaction(system_stream(at), event, actor=actor, at=at)


def _take_in(one: Calendar, content: bytes, *, actor: Actor, at: datetime) -> CalendarRead:
    Calendar.objects.select_for_update().get(id=one.id)
    entries, faults = read_calendar(content, zone=one.site.zone, starts_at=at, ends_at=at + AHEAD)
    people = Person.objects.filter(site_id=one.site_id, is_active=True, kind="person")
    wanted, unknown = _wanted(entries, list(people))
    added, changed, cancelled = _written(one, wanted, at)
    faults += unknown
    one.read_at, one.fault, one.faults = at, "", faults[:MOST_FAULTS]
    one.save(update_fields=["read_at", "fault", "faults"])
    event = CalendarRead(
        calendar=str(one.id),
        name=one.name,
        added=added,
        changed=changed,
        cancelled=cancelled,
        faults=len(faults),
    )
    if added or changed or cancelled:
        append_in_transaction(system_stream(at), event, actor=actor, at=at)
        publish_on_commit(f"board:{one.site_id}", "board")
    return event


def _wanted(entries: Iterable[Entry], people: list[Person]) -> tuple[Wanted, list[str]]:
    wanted: Wanted = {}
    unknown: dict[str, None] = {}
    for entry in entries:
        named = people_named(entry, people)
        for who in named:
            wanted[entry.uid[:300], entry.starts_at, who] = entry.ends_at
        if not named:
            words = f"“{entry.words}” names nobody of this site, or two people of the same name."
            unknown[words] = None
    return wanted, list(unknown)


def _written(one: Calendar, wanted: Wanted, at: datetime) -> tuple[int, int, int]:
    """Make the calendar's shifts what is wanted; return how many are new, changed, cancelled."""
    rows = Shift.objects.filter(calendar=one, state__in=STANDING, ends_at__gt=at)
    there = {(row.uid, row.starts_at, row.person_id): row for row in rows}
    new = [
        Shift(
            person_id=who,
            site_id=one.site_id,
            kind=one.kind,
            starts_at=starts_at,
            ends_at=ends_at,
            calendar=one,
            uid=uid,
            added_at=at,
        )
        for (uid, starts_at, who), ends_at in wanted.items()
        if (uid, starts_at, who) not in there
    ]
    changed = [row for key, row in there.items() if wanted.get(key, row.ends_at) != row.ends_at]
    for row in changed:
        row.ends_at = wanted[row.uid, row.starts_at, row.person_id]
    gone = [row for key, row in there.items() if key not in wanted]
    for row in gone:  # one that runs ends now, by the watcher; one to come is off the rota
        row.state = "cancelled" if row.state == "planned" else row.state
        row.ends_at = (
            max(at, row.starts_at + timedelta(seconds=1)) if row.state == "on" else row.ends_at
        )
    Shift.objects.bulk_update([*changed, *gone], ["state", "ends_at"])
    Shift.objects.bulk_create(new)
    return len(new), len(changed), len(gone)


def _mine(calendar_id: UUID, actor: Actor) -> Calendar:
    one = calendar(calendar_id)
    if not may_manage(actor, one.site_id):
        raise PeopleNotYours
    return one


def _faults(name: str, duty: str, url: str) -> dict[str, str]:
    faults = {}
    if not name.strip() or len(name) > MOST_NAME:
        faults["name"] = "Give it a name by which you know it again."
    if duty not in ShiftKind.values:
        faults["duty"] = "Choose on duty or on call."
    if url:
        fault = _address_fault(url)
        if fault:
            faults["url"] = fault
    return faults


def _address_fault(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        scheme, host = "", ""
    if not host or len(url) > MOST_ADDRESS:
        return "Write a web address, such as https://calendar.example.org/rota.ics."
    if scheme != "https" and not (scheme == "http" and loopback(host)):
        return "Begin with https:// so that nobody on the way reads it."
    if settings.STAYLINE.mode == "demo" and not loopback(host):
        return "A demo asks nothing outside this machine. Hand the calendar in as a file."
    return ""
