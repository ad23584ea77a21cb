"""What a telephone platform is due to be asked, and what the record is due to hear of it.

None of it waits for a network: it is put into the outbox, or read from rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.contacts.queries import calls_to_look_at, calls_untold, next_look
from stayline.escalation.actions.telephoning import (
    fire_call_in,
    fire_free,
    fire_hold,
    fire_hold_back,
    fire_look,
    fire_release,
)
from stayline.escalation.actions.telling import pass_on_call
from stayline.escalation.queries.telephone import (
    calls_to_hold,
    calls_to_release,
    handsets_to_free,
    handsets_to_hold_back,
    receivers_to_call,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID


class Asks:
    """One thing to ask for as soon as it is wanted (`deadlines.DuePort`)."""

    def __init__(
        self,
        name: str,
        priority: int,
        wanted: Callable[[int], list[UUID]],
        ask: Callable[[UUID, datetime], bool],
    ) -> None:
        """Ask by `ask` for each row that `wanted` names."""
        self.name = name
        self.priority = priority
        self._wanted = wanted
        self._ask = ask

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the rows for which it is wanted: they are due at once."""
        del at
        return self._wanted(limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask for it; False when somebody was first, or it is not wanted any more."""
        return self._ask(row_id, at)

    def next_due(self) -> datetime | None:
        """Return that nothing is due later: whoever changes a row wakes the watcher."""
        return None


class LookDue:
    """Tells the watcher which calls to look into, in case a report was lost."""

    name = "telephony.look"
    priority = 8

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the contacts whose call is to be looked into."""
        return calls_to_look_at(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask how it stands; False when somebody was first."""
        return fire_look(contact_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next call is to be looked into."""
        return next_look()


def telephone_dues() -> list[Asks | LookDue]:
    """Return everything of the telephone that the watcher looks after, the most urgent first."""
    return [
        Asks("telephony.told", 4, calls_untold, lambda i, at: pass_on_call(contact_id=i, at=at)),
        Asks("telephony.hold", 5, calls_to_hold, lambda i, at: fire_hold(contact_id=i, at=at)),
        Asks("telephony.call_in", 5, receivers_to_call, _call_in),
        Asks("telephony.hold_back", 6, handsets_to_hold_back, _hold_back),
        Asks("telephony.release", 7, calls_to_release, _release),
        Asks("telephony.free", 9, handsets_to_free, _free),
        LookDue(),
    ]


def _call_in(row_id: UUID, at: datetime) -> bool:
    return fire_call_in(hand_over_id=row_id, at=at)


def _hold_back(row_id: UUID, at: datetime) -> bool:
    return fire_hold_back(person_id=row_id, at=at)


def _release(row_id: UUID, at: datetime) -> bool:
    return fire_release(contact_id=row_id, at=at)


def _free(row_id: UUID, at: datetime) -> bool:
    return fire_free(person_id=row_id, at=at)
