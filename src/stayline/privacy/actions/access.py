"""Putting people on an incident's list, keeping people out, and noting reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import (
    append_in_transaction,
    append_many_in_transaction,
    lock_head_in_transaction,
)
from stayline.ledger.queries import stream_about
from stayline.platform.transactions import action
from stayline.privacy.events import (
    AccessEnded,
    AccessGranted,
    ContentRead,
    PersonExcluded,
    PersonReadmitted,
)
from stayline.privacy.models import Exclusion, IncidentAccess, SealedRead

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

RANG: Final = "rang"
"""Why somebody is on a list who was only rung; any other reason lifts them to a full place."""


def grant_in_transaction(
    incident_id: UUID,
    person: Actor,
    *,
    because: str,
    stream_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    """Put a person on an incident's list; the caller holds the transaction and the head.

    Somebody who was only rung, or whose access had ended, is lifted to a full place; otherwise
    the first reason stays. Granting twice changes and logs nothing.
    """
    row, made = IncidentAccess.objects.get_or_create(
        incident_id=incident_id,
        person_id=person.id,
        defaults={"because": because, "granted_at": at},
    )
    lifted = not made and because != RANG and (row.because == RANG or row.revoked_at is not None)
    if lifted:
        row.because, row.granted_at, row.revoked_at = because, at, None
        row.save(update_fields=["because", "granted_at", "revoked_at"])
    if made or lifted:
        append_in_transaction(
            stream_id, AccessGranted(person=person.pseudonym, because=because), actor=actor, at=at
        )


def withdraw_in_transaction(
    incident_id: UUID,
    person: Actor,
    *,
    because: str,
    stream_id: UUID,
    actor: Actor,
    at: datetime,
) -> bool:
    """Take a person off an incident's list whom only `because` put on it; False: nothing changed.

    Whoever is on it for another reason stays. The caller holds the transaction and the head.
    """
    rows = IncidentAccess.objects.filter(
        incident_id=incident_id, person_id=person.id, because=because, revoked_at=None
    )
    ended = bool(rows.update(revoked_at=at))
    if ended:
        event = AccessEnded(person=person.pseudonym, because=because)
        append_in_transaction(stream_id, event, actor=actor, at=at)
    return ended


def grant_rung_in_transaction(
    incident_id: UUID, people: Collection[Actor], *, stream_id: UUID, actor: Actor, at: datetime
) -> None:
    """Put everyone whom a rung rings on the list, at once; the caller holds the transaction, head.

    Whoever has a place keeps it and its reason; nothing is logged twice.
    """
    rows = IncidentAccess.objects.filter(incident_id=incident_id)
    there = dict(rows.values_list("person_id", "revoked_at"))
    added = [one for one in people if there.get(one.id, at) is not None]
    IncidentAccess.objects.bulk_create(
        IncidentAccess(incident_id=incident_id, person_id=one.id, because=RANG, granted_at=at)
        for one in added
        if one.id not in there
    )
    if back := [one.id for one in added if one.id in there]:
        rows.filter(person_id__in=back).update(because=RANG, granted_at=at, revoked_at=None)
    granted = [(AccessGranted(person=one.pseudonym, because=RANG), at) for one in added]
    append_many_in_transaction(stream_id, granted, actor=actor)


def exclude_in_transaction(
    incident_id: UUID,
    person: Actor,
    *,
    because: str,
    stream_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep a person out of an incident; the caller holds the transaction and the head."""
    _, made = Exclusion.objects.get_or_create(
        incident_id=incident_id,
        person_id=person.id,
        defaults={"because": because, "noted_at": at},
    )
    if made:
        append_in_transaction(
            stream_id, PersonExcluded(person=person.pseudonym, because=because), actor=actor, at=at
        )


def readmit_in_transaction(
    incident_id: UUID,
    person: Actor,
    *,
    reason: str,
    stream_id: UUID,
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep a person out no longer; the caller holds the transaction and the head.

    The log keeps that they were, and who lifted it why. False: they were not kept out.
    """
    gone, _ = Exclusion.objects.filter(incident_id=incident_id, person_id=person.id).delete()
    if gone:
        event = PersonReadmitted(person=person.pseudonym, reason=reason)
        append_in_transaction(stream_id, event, actor=actor, at=at)
    return bool(gone)


@action
def note_read(*, incident_id: UUID, actor: Actor, screen: str, at: datetime) -> None:
    """Note that `actor` reads an incident's sealed content on `screen` (S1-36).

    The first read of an hour makes a row and an entry in the incident's stream; the
    others of that hour change nothing.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    known = SealedRead.objects.filter(
        incident_id=incident_id, person_id=actor.id, screen=screen, hour=hour
    )
    stream = None if known.exists() else stream_about("incident", incident_id)
    if stream is None:
        return
    lock_head_in_transaction(stream.id)
    _, made = SealedRead.objects.get_or_create(
        incident_id=incident_id,
        person_id=actor.id,
        screen=screen,
        hour=hour,
        defaults={"first_at": at},
    )
    if made:
        append_in_transaction(stream.id, ContentRead(screen=screen), actor=actor, at=at)
