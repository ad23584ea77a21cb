"""Lines in, signals out: the pure rules over a contact's last lines (`design.md` 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from stayline.listening.models import Signal
from stayline_core import signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from stayline.contacts.queries import Line

LOOKS_BACK: Final = 8
"""How many earlier lines give context; more change nothing, so cost stays flat."""

RULES: Final = f"{signals.RULES_VERSION}+{signals.RULES_DIGEST[:12]}"
"""The version of the rules as the log names it."""

OPENS: Final = frozenset({"self_harm", "violence", "bomb", "abuse_disclosure"})
"""Kinds that open an incident at once; the others put an aid on the desk."""


class Heard(NamedTuple):
    """A line and what it raised."""

    line: Line
    signals: tuple[signals.Signal, ...]


def hear(context: Sequence[Line], lines: Sequence[Line]) -> list[Heard]:
    """Listen to new lines one after the other, each with those before it as context."""
    before = [signals.Line(one.who, one.text) for one in context[-LOOKS_BACK:]]
    heard = []
    for line in lines:
        spoken = signals.Line(line.who, line.text)
        heard.append(Heard(line, signals.listen(before, spoken)))
        before = [*before[-LOOKS_BACK + 1 :], spoken]
    return heard


def signals_of(contact_id: UUID) -> list[Signal]:
    """Return every signal of a contact, in the order they were raised."""
    return list(Signal.objects.filter(contact_id=contact_id).order_by("at", "start"))


def aids_of(contact_id: UUID) -> list[Signal]:
    """Return the signals that open nothing and put an aid on the desk."""
    rows = Signal.objects.filter(contact_id=contact_id, dismissed_at=None)
    return list(rows.exclude(kind__in=OPENS).order_by("at"))
