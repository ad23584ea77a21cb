"""Reminders that a person sets for themselves: on the screen, and by a contact point of theirs.

What leaves says that there is one, never what it says. Like the plan they stand in no log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from stayline.care.actions.own import seal_for_in_transaction
from stayline.care.errors import OwnInvalid, ReminderNotFound
from stayline.care.models import Reminder
from stayline.care.queries.own import LONGEST, MOST, opened, points_for
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.actions.system import person_locked
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.recurrence import Weekly, next_time, weekly

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.platform.actors import Actor

KIND: Final = "care.reminder"
"""The kind of every message that reminds."""

SUBJECT: Final = "A reminder you set"
TEXT: Final = "You asked to be reminded. What of, stands on your own page, My care."
"""All that leaves the centre: whoever reads it over a shoulder learns nothing (S4-49)."""

USELESS_AFTER: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class NewReminder:
    """What a person asks for: words, days of the week from 0 for Monday, an hour, a point."""

    words: str
    days: tuple[int, ...]
    hour: str
    point: str = ""


@action
def set_reminder(*, new: NewReminder, actor: Actor, at: datetime) -> UUID:
    """Keep a reminder for oneself; it comes on these days at this hour of the person's zone.

    Raises:
        OwnInvalid: no words, no day, no hour, no such point of theirs, or too many reminders.
    """
    said = new.words.strip()
    faults = {}
    if not said or len(said) > LONGEST:
        faults["words"] = f"Write what of, in up to {LONGEST} letters. Nobody else reads it."
    if Reminder.objects.filter(person_id=actor.id).count() >= MOST:
        faults["words"] = f"You have {MOST} reminders. End one of them first."
    if new.point and new.point not in {str(one.id) for one in points_for(actor.id)}:
        faults["point"] = "Choose one of your own contact points, or the screen alone."
    rule = _rule(list(new.days), new.hour, faults)
    if rule is None or faults:
        raise OwnInvalid(faults)
    who = person_locked(actor.id)
    row = Reminder(person=who, made_at=at, due_at=_next(who, rule, at=at))
    row.sealed = seal_for_in_transaction(
        who,
        {
            "words": said,
            "days": sorted(set(new.days)),
            "hour": f"{rule.hour:%H:%M}",
            "point": new.point,
        },
        at=at,
    )
    row.save()
    return row.id


@action
def pause_reminder(*, reminder_id: UUID, paused: bool, actor: Actor, at: datetime) -> None:
    """Let a reminder of one's own rest, or go on from its next time.

    Raises:
        ReminderNotFound: `actor` has no such reminder.
    """
    row = _mine(reminder_id, actor)
    said = opened(row.person, bytes(row.sealed))
    if said is None:
        raise ReminderNotFound
    row.due_at = None if paused else _next(row.person, weekly(said["days"], said["hour"]), at=at)
    row.save(update_fields=["due_at"])


@action
def put_reminder_away(*, reminder_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a reminder off the screen until its next time. That it was seen is not kept.

    Raises:
        ReminderNotFound: `actor` has no such reminder.
    """
    del at  # nothing is logged
    row = _mine(reminder_id, actor)
    row.shown_at = None
    row.save(update_fields=["shown_at"])


@action
def end_reminder(*, reminder_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a reminder of one's own.

    Raises:
        ReminderNotFound: `actor` has no such reminder.
    """
    del at  # nothing is logged
    _mine(reminder_id, actor).delete()


@action
def bring_reminder(*, reminder_id: UUID, actor: Actor, at: datetime) -> bool:
    """Put a reminder on its person's screen, send word of it, and set its next time.

    Times that passed while nobody watched come once. False when it is not due any more.
    """
    del actor  # the watcher; nothing is logged
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("person__site")
    row = rows.filter(id=reminder_id, due_at__lte=at).first()
    if row is None:
        return False
    said = opened(row.person, bytes(row.sealed)) if row.person.is_active else None
    if said is None:  # they left, or were forgotten: it comes to nobody
        row.due_at = None
        row.save(update_fields=["due_at"])
        return True
    row.due_at = _next(row.person, weekly(said["days"], said["hour"]), at=at)
    row.shown_at = at
    row.save(update_fields=["due_at", "shown_at"])
    publish_on_commit(f"person:{row.person_id}", "care")
    _send(row.person, said, at=at)
    return True


def _send(who: Person, said: dict[str, Any], *, at: datetime) -> None:
    """Let word of it leave by the point they chose, where it still stands and has a way out."""
    point = next((one for one in points_for(who.id) if str(one.id) == said["point"]), None)
    exercise = bool(who.site and who.site.exercise)
    ways = ways_for(point.channel, site_id=who.site_id, exercise=exercise) if point else []
    if point is None or not ways:
        return
    enqueue_in_transaction(
        kind=KIND,
        channel=point.channel,
        payload={
            "ways": [str(way.id) for way in ways],
            "to": point.address,
            "subject": SUBJECT,
            "text": TEXT,
        },
        exercise=exercise,
        useless_at=at + USELESS_AFTER,
        at=at,
    )


def _mine(reminder_id: UUID, actor: Actor) -> Reminder:
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("person__site")
    found = rows.filter(id=reminder_id, person_id=actor.id).first()
    if found is None:
        raise ReminderNotFound
    return found


def _rule(days: list[int], hour: str, faults: dict[str, str]) -> Weekly | None:
    try:
        return weekly(days, hour)
    except ValueError as fault:
        if str(fault) == "days":
            faults["days"] = "Choose at least one day."
        else:
            faults["hour"] = "Give an hour such as 17:30."
        return None


def _next(who: Person, rule: Weekly, *, at: datetime) -> datetime:
    return next_time(rule, after=at, zone=ZoneInfo(who.site.zone if who.site else "UTC"))
