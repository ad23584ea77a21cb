"""Days of training as moments: a day is the person's own, at their site."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from stayline.people.models import Person


def day_of(person: Person, at: datetime) -> date:
    """Return which day it is for a person."""
    return at.astimezone(_zone(person)).date()


def begin_of(person: Person, day: date) -> datetime:
    """Return when a day begins for a person."""
    return datetime.combine(day, time.min, tzinfo=_zone(person))


def end_of(person: Person, day: date | None) -> datetime | None:
    """Return when a day is over for a person; None stands for no last day."""
    return None if day is None else begin_of(person, day + timedelta(days=1))


def _zone(person: Person) -> ZoneInfo:
    return ZoneInfo(person.site.zone if person.site else "UTC")
