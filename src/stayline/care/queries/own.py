"""What a person keeps for themselves, opened for that person alone.

Every function here takes the person who asks; there is none that takes somebody else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from stayline.care.models import OwnPlan, Reflection, Reminder
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import stream_about, unseal
from stayline.people.queries import contact_points, person
from stayline.people.queries.rota import days_in_words

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.people.models import Person
    from stayline.people.queries import Point

REACHES: Final = ("email", "sms", "slack", "teams")
"""By which of their contact points a person can be reminded: those that carry two plain lines."""

LONGEST: Final = 300
"""Letters of one line of a plan or a reminder."""

LONGEST_THOUGHT: Final = 4000
MOST: Final = 20
"""Lines of a plan, and reminders, that one person keeps."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line of a plan. `tool` is the id of the tool it came from; empty: own words."""

    id: str
    tool: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnReminder:
    """A reminder as its person sees it; `stands` while it is on the screen."""

    id: UUID
    words: str
    days: tuple[int, ...]
    hour: str
    point: str
    hint: str
    due_at: datetime | None
    stands: bool

    @property
    def paused(self) -> bool:
        """Whether it rests until its person lets it go on."""
        return self.due_at is None

    @property
    def when(self) -> str:
        """On which days and at what hour, in words."""
        return f"{days_in_words(self.days)}, {self.hour}"


@dataclass(frozen=True, slots=True)
class OwnThought:
    """A thought for oneself."""

    id: UUID
    prompt: str
    words: str
    written_at: datetime


def own_plan(person_id: UUID) -> list[PlanItem]:
    """Return the person's own plan in its order; empty where they keep none."""
    row = OwnPlan.objects.filter(person_id=person_id).first()
    return plan_in(person(person_id), bytes(row.sealed)) if row else []


def plan_in(who: Person, sealed: bytes) -> list[PlanItem]:
    """Return the items that a sealed plan holds."""
    said = opened(who, sealed)
    return [PlanItem(**one) for one in said["items"]] if said else []


def own_reminders(person_id: UUID) -> list[OwnReminder]:
    """Return the person's own reminders: those on the screen first, then the next to come."""
    rows = list(Reminder.objects.filter(person_id=person_id).order_by("made_at", "id"))
    if not rows:
        return []
    who, hints = person(person_id), {str(one.id): one.hint for one in points_for(person_id)}
    found = [one for one in (_reminder(who, row, hints) for row in rows) if one]
    far = max((one.due_at for one in found if one.due_at), default=None)
    return sorted(found, key=lambda one: (not one.stands, one.paused, one.due_at or far))


def own_reflections(person_id: UUID) -> list[OwnThought]:
    """Return the person's own thoughts, the latest first."""
    rows = list(Reflection.objects.filter(person_id=person_id).order_by("-written_at", "id"))
    who = person(person_id)
    said = ((row, opened(who, bytes(row.sealed))) for row in rows)
    return [
        OwnThought(row.id, words["prompt"], words["words"], row.written_at)
        for row, words in said
        if words
    ]


def points_for(person_id: UUID) -> list[Point]:
    """Return the person's own contact points by which a reminder can leave."""
    return contact_points([person_id], channels=REACHES)


def opened(who: Person, sealed: bytes) -> dict[str, Any] | None:
    """Return what was sealed for a person; None when their keys were destroyed."""
    stream = stream_about("person", who.id)
    if stream is None:
        return None
    try:
        plain = unseal(stream.id, f"person:{who.pseudonym}", sealed)
    except ContentErased:
        return None
    found: dict[str, Any] = json.loads(plain)
    return found


def due_reminders(*, at: datetime, limit: int) -> list[UUID]:
    """Return the ids of the reminders whose time has come, the longest due first."""
    rows = Reminder.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_reminder() -> datetime | None:
    """Return when the next reminder comes, or None when none does."""
    rows = Reminder.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _reminder(who: Person, row: Reminder, hints: dict[str, str]) -> OwnReminder | None:
    said = opened(who, bytes(row.sealed))
    if said is None:
        return None
    return OwnReminder(
        id=row.id,
        words=said["words"],
        days=tuple(said["days"]),
        hour=said["hour"],
        point=said["point"],
        hint=hints.get(said["point"], ""),
        due_at=row.due_at,
        stands=row.shown_at is not None,
    )
