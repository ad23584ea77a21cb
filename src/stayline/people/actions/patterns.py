"""Weekly shifts: shifts are written ahead from them, in the site's own time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.rota import person_on_rota_in_transaction
from stayline.people.actions.system import person_stream
from stayline.people.errors import ShiftInvalid
from stayline.people.events import PatternAdded, PatternRemoved
from stayline.people.models import Pattern, Shift, ShiftKind
from stayline.people.queries import AHEAD, days_in_words, moment, overlapping, pattern
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Collection

    from stayline.platform.actors import Actor

A_DAY = timedelta(days=1)


@action
def add_pattern(
    *,
    person_id: UUID,
    duty: str,
    weekdays: Collection[int],
    starts: time,
    ends: time,
    from_day: date,
    until_day: date | None = None,
    actor: Actor,
    at: datetime,
) -> Pattern:
    """Put a shift on the rota that comes on these days of every week (0 is Monday).

    Times are of the site's own zone; one that does not end after it begins ends on the next day.
    Its shifts are written five weeks ahead, and the watcher keeps it so. A day on which the
    person has such a shift already is left as it is.

    Raises:
        PersonNotFound: nobody who works here has this id, or they belong to no site.
        PeopleNotYours: `actor` manages neither the centre nor that site.
        ShiftInvalid: no day is chosen, or it ends before its first day.
    """
    person, site = person_on_rota_in_transaction(person_id, actor=actor)
    days = sorted({one for one in weekdays if one in range(7)})
    faults = _faults(duty, days, from_day, until_day, at)
    if faults:
        raise ShiftInvalid(faults)
    made = Pattern.objects.create(
        person=person,
        site=site,
        kind=duty,
        weekdays=days,
        starts=starts,
        ends=ends,
        from_day=from_day,
        until_day=until_day,
        written_until=from_day - A_DAY,
        added_at=at,
    )
    event = PatternAdded(
        person=str(person.pseudonym),
        pattern=str(made.id),
        duty=ShiftKind(duty).label.lower(),
        weekdays=days_in_words(days),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        from_day=from_day.isoformat(),
        until_day=until_day.isoformat() if until_day else "",
        subject=f"person:{person.pseudonym}",
    )
    append_in_transaction(person_stream(person, at), event, actor=actor, at=at)
    _write(made, at=at)
    return made


@action
def remove_pattern(*, pattern_id: UUID, actor: Actor, at: datetime) -> int:
    """End a weekly shift; its shifts to come are cancelled, one that runs goes on to its end.

    Returns how many were cancelled.

    Raises:
        PatternNotFound: none has this id, or it ended.
        PeopleNotYours: `actor` manages neither the centre nor that site.
    """
    person, _ = person_on_rota_in_transaction(pattern(pattern_id).person_id, actor=actor)
    one = pattern(pattern_id)  # again, now that nobody else can change it
    one.removed_at = at
    one.save(update_fields=["removed_at"])
    gone = one.shifts.filter(state="planned").update(state="cancelled")
    event = PatternRemoved(
        person=str(person.pseudonym),
        pattern=str(one.id),
        starts=f"{one.starts:%H:%M}",
        ends=f"{one.ends:%H:%M}",
        shifts=gone,
        subject=f"person:{person.pseudonym}",
    )
    append_in_transaction(person_stream(person, at), event, actor=actor, at=at)
    return gone


@action
def fire_pattern(*, pattern_id: UUID, at: datetime) -> bool:
    """Write more shifts of a weekly one; False when somebody was first, or it ended.

    Nothing is logged: the weekly shift itself is in its person's log.
    """
    rows = Pattern.objects.select_for_update(of=("self",)).select_related("site", "person")
    one = rows.filter(id=pattern_id, removed_at=None).first()
    return one is not None and _write(one, at=at)


def _write(one: Pattern, *, at: datetime) -> bool:
    """Write the shifts of a weekly one up to five weeks ahead; False when they are."""
    last = (at + AHEAD).date()
    if one.until_day is not None:
        last = min(last, one.until_day)
    written = one.written_until or one.from_day - A_DAY
    if written >= last:
        return False
    if one.person.is_active:
        days = [written + A_DAY * number for number in range(1, (last - written).days + 1)]
        shifts = [_shift(one, day, at) for day in days if day.weekday() in one.weekdays]
        Shift.objects.bulk_create(shift for shift in shifts if shift is not None)
    one.written_until = last
    one.save(update_fields=["written_until"])
    return True


def _shift(one: Pattern, day: date, at: datetime) -> Shift | None:
    """Return the shift of one day; None when it is over, or another one stands there."""
    next_day = day + A_DAY if one.ends <= one.starts else day
    starts_at = moment(day, one.starts, one.site.zone)
    ends_at = moment(next_day, one.ends, one.site.zone, later=True)
    if ends_at <= at or overlapping(one.person_id, one.kind, starts_at, ends_at).exists():
        return None
    return Shift(
        person_id=one.person_id,
        site_id=one.site_id,
        kind=one.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        pattern=one,
        added_at=at,
    )


def _faults(
    duty: str, days: list[int], from_day: date, until_day: date | None, at: datetime
) -> dict[str, str]:
    if duty not in ShiftKind.values:
        return {"duty": "Choose on duty or on call."}
    if not days:
        return {"weekdays": "Choose at least one day."}
    if until_day is not None and until_day < from_day:
        return {"until_day": "It ends before its first day."}
    if abs((from_day - at.date()).days) > 400:  # noqa: PLR2004 - a year and a little
        return {"from_day": "That is more than a year away. Look at the date."}
    return {}
