"""Give advice from the approved list, note advice of one's own, look at what was flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from stayline.command.errors import AdviceNotApproved, AdviceNotFound, AdviceWordsMissing
from stayline.command.events import ApprovedAdviceGiven, FreeAdviceLookedAt, FreeAdviceNoted
from stayline.command.models import AdviceGiven
from stayline.command.policies import may_advise, may_look_at_advice
from stayline.command.queries import approved_here, subject_of
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

LONGEST: Final = 1_000
"""Characters of advice of one's own, and of what was said on looking at it."""

IN_REVIEW: Final = "in the weekly review."
"""What the log says where a review looked at it."""


@action
def give_advice(*, incident_id: UUID, phrase: str, actor: Actor, at: datetime) -> AdviceGiven:
    """Record that an approved sentence was said as advice: which, of which version (S3-14).

    `phrase` is its key on the list for the kinds of harm here and the caller's country. The
    log keeps the exact words, whatever becomes of the document.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
        AdviceNotApproved: it is not on the list for what happens here.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_advise(actor, incident):
        raise NotOnTheList
    said = next((one for one in approved_here(incident) if one.key == phrase), None)
    if said is None:
        raise AdviceNotApproved
    made = AdviceGiven.objects.create(
        id=uuid4(), incident=incident, phrase=said.key, edition=said.edition, at=at, by=actor.id
    )
    event = ApprovedAdviceGiven(
        advice=str(made.id), phrase=said.key, edition=said.edition, words=said.text
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return made


@action
def note_free_advice(*, incident_id: UUID, words: str, actor: Actor, at: datetime) -> AdviceGiven:
    """Record advice that was not on the approved list, word for word; it is flagged (S3-14).

    To say so is no fault: a supervisor looks at it, and the list may need one sentence more.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
        AdviceWordsMissing: nothing was typed.
    """
    if not words.strip():
        raise AdviceWordsMissing
    incident = lock_incident_in_transaction(incident_id)
    if not may_advise(actor, incident):
        raise NotOnTheList
    made = AdviceGiven.objects.create(id=uuid4(), incident=incident, at=at, by=actor.id)
    event = FreeAdviceNoted(
        advice=str(made.id), words=words.strip()[:LONGEST], subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    return made


def advice_reviewed_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> int:
    """Record that a review looked at the advice that was flagged so far, and return how many.

    The row keeps who reviewed. The record names the watcher: whoever judges a contact takes no
    part in it, and would be kept from reviewing it again. The caller holds the transaction and
    the head of the incident's stream, and has asked whether `actor` may review it.
    """
    rows = AdviceGiven.objects.select_for_update().filter(
        incident=incident, phrase="", looked_at=None, at__lte=at
    )
    found = list(rows.order_by("at", "id"))
    for row in found:
        row.looked_at, row.looked_by = at, actor.id
        row.save(update_fields=["looked_at", "looked_by"])
        event = FreeAdviceLookedAt(advice=str(row.id), said=IN_REVIEW, subject=subject_of(incident))
        log_in_transaction(incident, event, actor=system_actor("watcher"), at=at, live="command")
    return len(found)


@action
def look_at_advice(*, advice_id: UUID, said: str, actor: Actor, at: datetime) -> AdviceGiven:
    """Record that a supervisor looked at advice that was not approved, and what they did.

    Looked at twice, the first time stands.

    Raises:
        AdviceNotFound: no advice of one's own has this id.
        NotOnTheList: `actor` is no supervisor who handles the incident.
        AdviceWordsMissing: no word of what was done.
    """
    own = AdviceGiven.objects.filter(phrase="")
    found = own.filter(id=advice_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise AdviceNotFound
    incident = lock_incident_in_transaction(found)
    if not may_look_at_advice(actor, incident):
        raise NotOnTheList
    if not said.strip():
        raise AdviceWordsMissing
    row = own.select_for_update().get(id=advice_id)
    if row.looked_at is not None:
        return row
    row.looked_at, row.looked_by = at, actor.id
    row.save(update_fields=["looked_at", "looked_by"])
    event = FreeAdviceLookedAt(
        advice=str(row.id), said=said.strip()[:LONGEST], subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return row
