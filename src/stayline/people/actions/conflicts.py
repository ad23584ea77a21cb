"""Conflicts of interest: two people who are never rung for each other (X-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_stream
from stayline.people.errors import ConflictInvalid, ConflictNotFound, PeopleNotYours
from stayline.people.events import ConflictEnded, ConflictNoted
from stayline.people.models import Conflict, Person
from stayline.people.policies import may_manage
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor


@action
def note_conflict(*, person_id: UUID, other_id: UUID, actor: Actor, at: datetime) -> Conflict:
    """Keep that these two must not handle each other's contacts; noted twice, it stands once.

    It holds both ways. Why is neither asked nor kept.

    Raises:
        ConflictInvalid: one of the two does not work here, or both are the same.
        PeopleNotYours: `actor` manages neither of them.
    """
    low, high = sorted((person_id, other_id))
    pair = {
        one.id: one
        for one in Person.objects.select_for_update(of=("self",))
        .select_related("site")
        .filter(id__in=[low, high], kind="person")
        .order_by("id")
    }
    if low == high or len(pair) != 2:  # noqa: PLR2004  # a pair
        raise ConflictInvalid({"other": "Choose two different people who work here."})
    if not any(may_manage(actor, one.site_id) for one in pair.values()):
        raise PeopleNotYours
    made, new = Conflict.objects.get_or_create(
        person_id=low,
        other_id=high,
        ended_at=None,
        defaults={"noted_at": at, "noted_by": actor.id},
    )
    if new:
        _log_in_transaction(ConflictNoted, made, pair, actor=actor, at=at)
    return made


@action
def end_conflict(*, conflict_id: UUID, actor: Actor, at: datetime) -> None:
    """Let these two be rung for each other again.

    Raises:
        ConflictNotFound: none has this id, or it was ended.
        PeopleNotYours: `actor` manages neither of them.
    """
    found = Conflict.objects.select_for_update().filter(id=conflict_id, ended_at=None).first()
    if found is None:
        raise ConflictNotFound(conflict=str(conflict_id))
    people = Person.objects.filter(id__in=[found.person_id, found.other_id])
    pair = {one.id: one for one in people.select_related("site")}
    if not any(may_manage(actor, one.site_id) for one in pair.values()):
        raise PeopleNotYours
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _log_in_transaction(ConflictEnded, found, pair, actor=actor, at=at)


def _log_in_transaction(
    kind: type[ConflictNoted | ConflictEnded],
    conflict: Conflict,
    pair: dict[UUID, Person],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Log it in the record of each of the two, in the order of their ids."""
    first, second = (pair[one] for one in (conflict.person_id, conflict.other_id))
    for one, other in ((first, second), (second, first)):
        append_in_transaction(
            person_stream(one, at),
            kind(
                person=str(one.pseudonym),
                other=str(other.pseudonym),
                conflict=str(conflict.id),
                subject=f"person:{one.pseudonym}",
            ),
            actor=actor,
            at=at,
        )
