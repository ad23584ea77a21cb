"""What is held about somebody, laid out for their own page: one section a room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from stayline.privacy.actions import OwnFile

ROOMS: Final = {
    "privacy": ("Who you are here", "Name, roles, how you are reached, duty; what you read when."),
    "library": ("Protocols", "What you signed, shared or acknowledged."),
    "incidents": ("Contacts and incidents", "Which you had. What callers said is theirs."),
    "escalation": ("When you were rung", "By what, and what you answered."),
    "reports": ("Reports you handed in", "That you did, and when."),
    "command": ("Command", "Posts you held, and when you decided or told somebody something."),
    "care": ("Your care", "Nobody else reads it."),
    "quality": (
        "Reviews and feedback",
        "How contacts of yours were judged, and what you were told.",
    ),
    "learning": ("Learning", "Training, courses, practice, coaching and buddying."),
    "record": ("Your record", "Everything that was logged about you, by whom and when."),
}
"""Each room in words, in the order of the page."""

SHOWN: Final = 200
"""So many rows of one kind stand on the page; the file holds all."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind, the newest last, each as label and value."""

    title: str
    count: int
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What one room holds."""

    id: str
    title: str
    says: str
    parts: tuple[Part, ...]


def sections_of(found: OwnFile, zone: str) -> list[Section]:
    """Return a person's file as sections with times in their own zone."""
    return [
        Section(
            id=room,
            title=title,
            says=says,
            parts=tuple(_part(name, rows, zone) for name, rows in found.rooms[room].items()),
        )
        for room, (title, says) in ROOMS.items()
        if room in found.rooms
    ]


def _part(name: str, rows: list[dict[str, Any]], zone: str) -> Part:
    shown = rows[-SHOWN:]
    return Part(
        title=_words(name),
        count=len(rows),
        rows=tuple(
            tuple(
                (_words(label), said)
                for label, value in row.items()
                if (said := _said(value, zone))
            )
            for row in shown
        ),
    )


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("__", " ").replace("_", " ").capitalize()


def _said(value: object, zone: str) -> str:
    """Return a value in words; empty for what says nothing to a reader."""
    if value is None or isinstance(value, UUID):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(f"{_words(str(name))}: {_said(one, zone)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(one, zone) for one in value)
    return str(value)
