"""Parts of practising: the person's own log, and where the caller stands after a turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from stayline.contacts.queries import contact
from stayline.incidents.actions import note_released, record_caller_left
from stayline.incidents.queries import by_contact
from stayline.learning.actions._records import stream_in_transaction
from stayline.learning.models import PracticeAttempt
from stayline.ledger.actions import append_in_transaction
from stayline.platform.transactions import action
from stayline_core.scenario import next_due

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.learning.queries.practice import AtTheDesk
    from stayline.ledger.events import Event
    from stayline.people.models import Person
    from stayline.platform.actors import Actor
    from stayline_core.scenario import Scenario, Standing

BEAT: Final = timedelta(seconds=2)
"""How often a caller listens to what was said and done meanwhile."""

REST: Final = timedelta(seconds=30)
"""How often it is looked whether somebody left a practice that is over."""


@dataclass(frozen=True, slots=True)
class OwnLog:
    """A person's own stream, for the transaction that opened it."""

    id: UUID

    def append(self, event: Event, *, actor: Actor, at: datetime) -> None:
        """Append to it."""
        append_in_transaction(self.id, event, actor=actor, at=at)


def log_of_person_in_transaction(person: Person, *, at: datetime) -> tuple[OwnLog, str]:
    """Return a person's own log, and the subject that stands for them in it.

    The caller holds the transaction.
    """
    stream = stream_in_transaction(person, at=at)
    return OwnLog(stream), f"person:{person.pseudonym}"


def keep_turn(
    row: PracticeAttempt,
    standing: Standing,
    desk: AtTheDesk,
    colleague: Mapping[str, Any],
    scenario: Scenario,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the caller go where they ended, and keep where everything stands now."""
    here = contact(row.contact_id)
    if here.released_at is not None and not standing.ended:
        standing = replace(standing, ended="silent")
    if standing.ended and here.caller_left_at is None:
        _leave(row, standing, actor=actor, at=at)
    over = contact(row.contact_id).released_at is not None and standing.ended
    _keep(row, standing, desk, colleague, _due(row, standing, scenario, over=bool(over), at=at))


def _leave(row: PracticeAttempt, standing: Standing, *, actor: Actor, at: datetime) -> None:
    """Let the caller go: a line nobody holds is over, one with an incident stays with us."""
    if by_contact(row.contact_id) is None:
        note_released(contact_id=row.contact_id, by="caller", actor=actor, at=at)
    elif standing.ended == "hangs_up":
        record_caller_left(contact_id=row.contact_id, by="caller", actor=actor, at=at)


def _due(
    row: PracticeAttempt, standing: Standing, scenario: Scenario, *, over: bool, at: datetime
) -> datetime:
    if over:
        return at + REST
    due = next_due(scenario, standing)
    soon = row.started_at + timedelta(seconds=due) if due is not None else at + BEAT
    return max(at + BEAT / 4, min(soon, at + BEAT))


@action
def _keep(
    row: PracticeAttempt,
    standing: Standing,
    desk: AtTheDesk,
    colleague: Mapping[str, Any],
    due: datetime,
) -> None:
    PracticeAttempt.objects.filter(id=row.id, ended_at=None).update(
        state=standing.to_json(),
        heard=[*row.heard, *desk.heard],
        cursor=desk.cursor,
        colleague=dict(colleague),
        due_at=due,
    )
