"""Resources: held for one deployment at a time, put in and out of service, taken off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.errors import (
    ResourceInvalid,
    ResourceNotAvailable,
    ResourceNotFound,
    ResourcesNotYours,
)
from stayline.command.events import ResourceRemoved, ResourceStateSet
from stayline.command.models import Resource, ResourceState
from stayline.command.policies.resources import may_keep_resources, may_see_resources
from stayline.command.queries.resources import sent_on, why_not
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

LONGEST_REASON: Final = 240


def hold_in_transaction(resource_id: UUID, *, exercise: bool, at: datetime) -> Resource:
    """Return a resource that can be sent now, its row locked until the caller commits (S3-17).

    Two supervisors who choose the last crew in the same moment wait for each other here: the
    second sees the deployment of the first and is refused. The caller holds the transaction
    and, before this, the head of the incident's stream, and makes the deployment in the same
    transaction. `exercise` says whose deployments count.

    Raises:
        ResourceNotFound: none has this id.
        ResourceNotAvailable: it cannot be sent now; `why` says why.
    """
    held = resource_locked(resource_id)
    if why := why_not(held, exercise=exercise, at=at):
        raise ResourceNotAvailable(name=held.name, why=why)
    return held


def resource_locked(resource_id: UUID) -> Resource:
    """Return a resource with its row locked; the caller holds the transaction.

    Raises:
        ResourceNotFound: none has this id.
    """
    found = (
        Resource.objects.select_for_update(of=("self",))
        .select_related("person", "site")
        .filter(id=resource_id)
        .first()
    )
    if found is None:
        raise ResourceNotFound(resource=str(resource_id))
    return found


@action
def set_resource_state(
    *,
    resource_id: UUID,
    state: str,
    because: str,
    until: datetime | None,
    actor: Actor,
    at: datetime,
) -> Resource:
    """Say that a resource is in service, off duty, or out of service, why and until when (S3-17).

    After `until` it is in service by itself. Whoever is sent stays sent.

    Raises:
        ResourceNotFound: none has this id.
        ResourcesNotYours: `actor` neither takes contacts over at its site nor manages it.
        ResourceInvalid: no such state; out of service without a reason; until a time that is over.
    """
    row = resource_locked(resource_id)
    if not may_see_resources(actor, row.site_id):
        raise ResourcesNotYours
    if faults := _state_faults(state, because.strip(), until, at):
        raise ResourceInvalid(faults)
    in_service = state == ResourceState.AVAILABLE
    row.state, row.state_because = state, "" if in_service else because.strip()
    row.state_until, row.state_at = None if in_service else until, at
    row.state_by = actor.id
    row.save(update_fields=["state", "state_because", "state_until", "state_at", "state_by"])
    event = ResourceStateSet(
        resource=str(row.id),
        name=row.name,
        state=str(ResourceState(state).label),
        because=row.state_because,
        until=row.state_until.isoformat() if row.state_until else None,
        subject=subject_of_resource(row),
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return row


def _state_faults(state: str, because: str, until: datetime | None, at: datetime) -> dict[str, str]:
    faults = {}
    if state not in ResourceState.values:
        faults["state"] = f"Choose one of {', '.join(ResourceState.values)}."
    if state == ResourceState.OUT_OF_SERVICE and not because:
        faults["because"] = "Say in a few words why: whoever looks for it next reads it."
    if len(because) > LONGEST_REASON:
        faults["because"] = f"At most {LONGEST_REASON} characters."
    if until is not None and until <= at:
        faults["until"] = "Choose a time that is still to come."
    return faults


@action
def remove_resource(*, resource_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a resource off the list; how it was reached goes with it. Its past stays.

    Raises:
        ResourceNotFound: none has this id.
        ResourcesNotYours: `actor` does not manage its site.
        ResourceNotAvailable: it is sent now; whoever sent it stands it down first.
    """
    row = resource_locked(resource_id)
    if not may_keep_resources(actor, row.site_id):
        raise ResourcesNotYours
    if row.removed_at is not None:
        return
    for exercise in (False, True):
        if number := sent_on([row.id], exercise=exercise).get(row.id):
            raise ResourceNotAvailable(name=row.name, why=f"sent already, on {number}.")
    row.removed_at, row.contact_sealed, row.hint = at, b"", ""
    row.save(update_fields=["removed_at", "contact_sealed", "hint"])
    event = ResourceRemoved(resource=str(row.id), name=row.name, subject=subject_of_resource(row))
    append_in_transaction(system_stream(at), event, actor=actor, at=at)


def subject_of_resource(row: Resource) -> str:
    """Return whose data the log's words on a resource are: one of our people's, or its own."""
    return f"person:{row.person.pseudonym}" if row.person else f"resource:{row.id}"
