"""Parts of reviewing: a site's queue under its lock, and putting a contact into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.ledger.actions import (
    append_in_transaction,
    lock_head_in_transaction,
    open_stream_in_transaction,
    seal_in_transaction,
)
from stayline.people.queries import site as site_of
from stayline.platform.live import publish_on_commit
from stayline.quality.errors import ReviewNotFound
from stayline.quality.models import Review, ReviewQueue
from stayline.quality.queries.reviewing import (
    DUE_WITHIN,
    card_for,
    monday_of,
    reviews,
    subject_of,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor
    from stayline.quality.models import CalibrationRound
    from stayline.quality.queries.reviewing import Body

LIVE: Final = "quality"
"""What the screens of a site hear when a review changes: nothing but that."""


@dataclass(frozen=True, slots=True)
class ToReview:
    """What is to be reviewed: a contact, an incident or both; of whom, and since when it is over.

    `week` is the Monday in whose queue it stands; without it, that of the week of the contact.
    """

    why: str
    contact: Contact | None
    incident: Incident | None
    week: date | None = None
    over_at: datetime | None = None

    @property
    def subject_id(self) -> UUID | None:
        """Whose handling it is: the agent's, else of whoever owned the run."""
        if self.contact is not None and self.contact.agent_id is not None:
            return self.contact.agent_id
        return self.incident.owner_id if self.incident is not None else None

    def began_at(self, otherwise: datetime) -> datetime:
        """Return when it began."""
        about = self.contact or self.incident
        return about.opened_at if about is not None else otherwise


def queue_in_transaction(site_id: UUID, *, at: datetime) -> ReviewQueue:
    """Return a site's queue with the head of its stream locked; opened with the first look.

    The caller holds the transaction, and the heads of incidents already: this one comes after.
    """
    found = ReviewQueue.objects.filter(site_id=site_id).first()
    if found is None:
        exercise = site_of(site_id).exercise
        stream_id = open_stream_in_transaction(
            kind="document", subject_id=site_id, exercise=exercise, at=at
        )
        ReviewQueue.objects.get_or_create(
            site_id=site_id,
            defaults={
                "stream_id": stream_id,
                "exercise": exercise,
                "begun_at": at,
                "look_at": at,
            },
        )
        found = ReviewQueue.objects.get(site_id=site_id)
    lock_head_in_transaction(found.stream_id)
    return ReviewQueue.objects.get(site_id=site_id)


def review_in_transaction(review_id: UUID, *, at: datetime) -> tuple[Review, ReviewQueue]:
    """Return a review under the lock of its site's queue; the caller holds the transaction.

    Raises:
        ReviewNotFound: none has this id.
    """
    site_id = Review.objects.filter(id=review_id).values_list("site_id", flat=True).first()
    if site_id is None:
        raise ReviewNotFound(review=str(review_id))
    queue = queue_in_transaction(site_id, at=at)
    return reviews().get(id=review_id), queue


def add_in_transaction(
    queue: ReviewQueue,
    what: ToReview,
    *,
    asked_by: UUID | None = None,
    its_round: CalibrationRound | None = None,
    at: datetime,
) -> Review:
    """Put something into a site's queue; the caller holds the transaction and its head.

    It is due seven days after it was over (S2-41), at the earliest seven days from its being
    asked for. By which version of the card it is judged is settled when somebody takes it.
    """
    due_at = (its_round.due_at if its_round else None) or (what.over_at or at) + DUE_WITHIN
    zone = site_of(queue.site_id).zone
    return Review.objects.create(
        id=uuid4(),
        why=what.why,
        contact=what.contact,
        incident=what.incident,
        site_id=queue.site_id,
        subject_id=what.subject_id,
        week=what.week or monday_of(what.began_at(at), zone),
        asked_by=asked_by,
        added_at=at,
        due_at=due_at,
        tell_at=due_at,
        exercise=queue.exercise,
        card_id=its_round.card_id if its_round else card_for(what.incident),
        card_digest=its_round.card_digest if its_round else "",
        round=its_round,
    )


def keep_in_transaction(row: Review, queue: ReviewQueue, body: Body, *, at: datetime) -> None:
    """Seal what the reviewer wrote and save the row; the caller holds the transaction, head."""
    row.body = seal_in_transaction(queue.stream_id, subject_of(row.id), body.to_bytes())
    row.changed_at = at
    row.save()


def log_in_transaction(queue: ReviewQueue, event: Event, *, actor: Actor, at: datetime) -> None:
    """Append to the log of a site's queue and let its screens hear; the caller holds the head."""
    append_in_transaction(queue.stream_id, event, actor=actor, at=at)
    publish_on_commit(f"board:{queue.site_id}", LIVE)
