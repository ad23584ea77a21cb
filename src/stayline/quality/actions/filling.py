"""The weekly queue: what is over comes in, the sample is drawn, what is overdue is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.models import Role
from stayline.people.queries import contact_points, everyone
from stayline.people.queries import site as site_of
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.quality.actions._queues import (
    LIVE,
    ToReview,
    add_in_transaction,
    log_in_transaction,
    queue_in_transaction,
    review_in_transaction,
)
from stayline.quality.errors import NotForReviewers, SampleInvalid
from stayline.quality.events import ReviewOverdue, ReviewsAdded, SampleDrawn, SampleSet
from stayline.quality.models import Review, ReviewQueue, SampleDraw, Why
from stayline.quality.policies.reviewing import may_set_sample
from stayline.quality.queries.filling import candidates, unlooked, unreviewed
from stayline.quality.queries.reviewing import monday_of, week_begins
from stayline_core.sampling import THOUSAND, draw, seed_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

WEEK: Final = timedelta(days=7)
LOOK_EVERY: Final = timedelta(minutes=10)
"""How often it is looked what is over: a review is owed in days, so nobody waits for it."""

CAUGHT_UP: Final = 8
"""So many weeks are drawn after a time in which no watcher ran."""

MOST_OF_A_PERSON: Final = 20

OVERDUE: Final = "quality.overdue"
"""How the outbox calls these messages."""

MAILED: Final = ("email",)
"""By which channel: a review is no reason to ring anybody."""


@action
def fill_queue(*, site_id: UUID, actor: Actor, at: datetime) -> bool:
    """Put into a site's queue what is over, and draw the sample of the week that began (S2-41).

    Every escalated contact and every incident opened in error comes in, once; of the rest of
    the week before a sample is drawn, once, with a seed that follows from site and week. What
    was reviewed and holds advice that was flagged since comes in again (S3-14). False: somebody
    looked a moment ago.
    """
    queue = queue_in_transaction(site_id, at=at)
    if queue.look_at > at:
        return False
    queue.look_at = at + LOOK_EVERY
    queue.save(update_fields=["look_at"])
    zone = site_of(site_id).zone
    since = week_begins(monday_of(queue.begun_at, zone), zone) - WEEK
    for incident in unreviewed(queue, since=since, at=at):
        _add_incident_in_transaction(queue, incident, actor=actor, at=at)
    for incident in unlooked(queue, since=since):
        what = ToReview(Why.ADVICE.value, incident.contact, incident, over_at=at)
        _add_in_transaction(queue, what, actor=actor, at=at)
    for week in _weeks_to_draw(queue, monday_of(at, zone)):
        _draw_in_transaction(queue, week, zone=zone, actor=actor, at=at)
    return True


@action
def tell_overdue(*, review_id: UUID, actor: Actor, at: datetime) -> bool:
    """Note that a review is overdue, and tell who reviews and the managers of the site (S2-41).

    Managers get a message where a way for it is set up, one a day at most: it says that there
    is something to look at, and nothing of what. False: it was told, or finished meanwhile.

    Raises:
        ReviewNotFound: no review has this id.
    """
    row, queue = review_in_transaction(review_id, at=at)
    if row.tell_at is None or row.tell_at > at:
        return False
    row.overdue_told_at, row.tell_at = at, None
    row.save(update_fields=["overdue_told_at", "tell_at"])
    if row.reviewer_id is not None:
        publish_on_commit(f"person:{row.reviewer_id}", LIVE)
    log_in_transaction(queue, ReviewOverdue(review=str(row.id)), actor=actor, at=at)
    _tell_managers_in_transaction(queue, at=at)
    return True


@action
def set_sample(*, site_id: UUID, permille: int, each: int, actor: Actor, at: datetime) -> None:
    """Decide how much of the rest is drawn from now on; weeks that were drawn stay drawn.

    Raises:
        NotForReviewers: `actor` is not the manager of the site.
        SampleInvalid: less than one or more than all, or nobody is drawn of a person.
    """
    if not may_set_sample(actor, site_id):
        raise NotForReviewers
    faults = {}
    if not 1 <= permille <= THOUSAND:
        faults["permille"] = "Give a share from 0.1 to 100 percent."
    if not 1 <= each <= MOST_OF_A_PERSON:
        faults["each"] = f"Give a number from 1 to {MOST_OF_A_PERSON}: nobody is left out."
    if faults:
        raise SampleInvalid(faults)
    queue = queue_in_transaction(site_id, at=at)
    was = f"{queue.permille} in a thousand, {queue.each} a person"
    queue.permille, queue.each = permille, each
    queue.save(update_fields=["permille", "each"])
    event = SampleSet(permille=permille, each=each, was=was)
    log_in_transaction(queue, event, actor=actor, at=at)


def _tell_managers_in_transaction(queue: ReviewQueue, *, at: datetime) -> None:
    """Put a message for each manager into the outbox; the second of a day is the first again."""
    site = site_of(queue.site_id)
    managers = everyone(roles={Role.MANAGER.value}, site_id=site.id, at=at)
    day = at.astimezone(ZoneInfo(site.zone)).date()
    mark = "EXERCISE. " if queue.exercise else ""
    text = (
        f"{mark}Stayline: reviews at {site.name} are overdue. Sign in, and open Quality."
        " Nobody is waiting on a line."
    )
    for one in managers:
        publish_on_commit(f"person:{one.id}", LIVE)
    for point in contact_points([one.id for one in managers], channels=MAILED):
        ways = ways_for(point.channel, site_id=site.id, exercise=queue.exercise)
        if ways:
            enqueue_in_transaction(
                kind=OVERDUE,
                channel=point.channel,
                payload={
                    "ways": [str(way.id) for way in ways],
                    "to": point.address,
                    "subject": "Stayline: overdue reviews",
                    "text": text,
                },
                exercise=queue.exercise,
                destination=str(point.id),
                key=f"{OVERDUE}:{day}:{point.id}",
                at=at,
            )


def _add_incident_in_transaction(
    queue: ReviewQueue, incident: Incident, *, actor: Actor, at: datetime
) -> None:
    """Put one incident in; one that turned out to be opened in error while it waited says so."""
    in_error = incident.opened_in_error_at is not None
    why = Why.OPENED_IN_ERROR if in_error else Why.ESCALATED
    waiting = Review.objects.filter(
        incident=incident, round=None, why=Why.ESCALATED, finished_at=None
    )
    if in_error and waiting.update(why=why):
        return
    contact = incident.contact
    over_at = contact.released_at if contact is not None else incident.closed_at
    what = ToReview(why.value, contact, incident, over_at=incident.opened_in_error_at or over_at)
    _add_in_transaction(queue, what, actor=actor, at=at)


def _add_in_transaction(queue: ReviewQueue, what: ToReview, *, actor: Actor, at: datetime) -> None:
    row = add_in_transaction(queue, what, at=at)
    event = ReviewsAdded(why=what.why, count=1, reviews=[str(row.id)])
    log_in_transaction(queue, event, actor=actor, at=at)


def _weeks_to_draw(queue: ReviewQueue, this: date) -> list[date]:
    """Return the Mondays up to this week's for which nothing was drawn yet."""
    if queue.drawn_week is None:
        return [this]
    missed = (this - queue.drawn_week) // WEEK
    return [this - WEEK * back for back in reversed(range(min(missed, CAUGHT_UP)))]


def _draw_in_transaction(
    queue: ReviewQueue, week: date, *, zone: str, actor: Actor, at: datetime
) -> None:
    """Draw the sample of one week from the contacts of the week before."""
    begins, ends = week_begins(week - WEEK, zone), week_begins(week, zone)
    found = {str(one.id): one for one in candidates(queue, begins=begins, ends=ends)}
    seed = seed_of(place=str(queue.site_id), week=week.isoformat())
    took = {name: str(one.agent_id) for name, one in found.items()}
    drawn = draw(seed, took, permille=queue.permille, each=queue.each)
    rows = [
        add_in_transaction(
            queue, ToReview(Why.SAMPLE.value, found[name], None, week=week, over_at=at), at=at
        )
        for name in drawn.chosen
    ]
    SampleDraw.objects.create(
        site_id=queue.site_id,
        week=week,
        exercise=queue.exercise,
        seed=seed,
        permille=queue.permille,
        each=queue.each,
        people=drawn.people,
        candidates=drawn.candidates,
        candidates_digest=drawn.digest,
        chosen=len(rows),
        drawn_at=at,
    )
    queue.drawn_week = week
    queue.save(update_fields=["drawn_week"])
    event = SampleDrawn(
        week=week.isoformat(),
        seed=seed,
        permille=queue.permille,
        each=queue.each,
        people=drawn.people,
        candidates=drawn.candidates,
        candidates_digest=drawn.digest,
        chosen=len(rows),
    )
    log_in_transaction(queue, event, actor=actor, at=at)
