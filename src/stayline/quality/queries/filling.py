"""What belongs in a site's queue: what is over and was not looked at, and the week's candidates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q

from stayline.command.queries import incidents_flagged
from stayline.contacts.models import PRACTICE_ROOM, Channel, Contact
from stayline.incidents.models import DRILL_ROOM, Incident
from stayline.people.models import Site
from stayline.quality.models import Review, ReviewQueue, Why

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

NOT_OVER: Final = timedelta(hours=24)
"""After this a contact that nobody ever ended, or a report of staff, is reviewed all the same."""

PLAYED: Final = (PRACTICE_ROOM, DRILL_ROOM)
"""Where contacts come from that a person practised on, or that a drill made: nobody reviews them.

In a demo centre everything is an exercise, so the flag alone does not tell them apart.
"""


def unreviewed(queue: ReviewQueue, *, since: datetime, at: datetime) -> list[Incident]:
    """Return the incidents of a site that are over and stand in no queue, the oldest first.

    Each incident is an escalated contact (S0-27), or one that was opened in error: both are
    always reviewed (S2-41, X-10). An exercise at a real site is not: it counts nowhere.
    """
    standing = Review.objects.filter(incident=OuterRef("id"), round=None)
    whys = [Why.ESCALATED.value, Why.OPENED_IN_ERROR.value]
    rows = Incident.objects.filter(
        site_id=queue.site_id, exercise=queue.exercise, opened_at__gte=since
    )
    over = Q(contact__released_at__isnull=False) | Q(state="closed")
    rows = rows.filter(over | Q(opened_at__lte=at - NOT_OVER))
    rows = rows.exclude(contact__source__in=PLAYED)
    seen = Exists(standing.filter(why__in=whys))
    seen_in_error = Exists(standing.filter(why=Why.OPENED_IN_ERROR))
    fresh = Q(opened_in_error_at=None) & ~seen
    error = Q(opened_in_error_at__isnull=False) & ~seen_in_error
    return list(rows.filter(fresh | error).select_related("contact").order_by("opened_at", "id"))


def unlooked(queue: ReviewQueue, *, since: datetime) -> list[Incident]:
    """Return the incidents that were reviewed, and hold advice that was flagged since then.

    Where a review of the incident still waits, it shows the advice itself (S3-14).
    """
    waiting = Review.objects.filter(incident=OuterRef("id"), round=None, finished_at=None)
    reviewed = Review.objects.filter(incident=OuterRef("id"), round=None)
    rows = Incident.objects.filter(
        id__in=incidents_flagged(queue.site_id, since=since), exercise=queue.exercise
    )
    rows = rows.filter(Exists(reviewed), ~Exists(waiting.exclude(why=Why.ASKED)))
    return list(rows.select_related("contact").order_by("opened_at", "id"))


def candidates(queue: ReviewQueue, *, begins: datetime, ends: datetime) -> list[Contact]:
    """Return the contacts of a stretch of time from which a sample is drawn.

    Those with an incident are reviewed anyway, and a report of staff is no contact.
    """
    rows = Contact.objects.filter(
        site_id=queue.site_id,
        exercise=queue.exercise,
        opened_at__gte=begins,
        opened_at__lt=ends,
        released_at__isnull=False,
        agent__isnull=False,
        incidents=None,
    )
    rows = rows.exclude(channel=Channel.STAFF).exclude(source__in=PLAYED)
    return list(rows.order_by("id"))


def queues_due(*, at: datetime, limit: int) -> Sequence[UUID]:
    """Return the sites at which it is time to look what belongs in the queue.

    A site has a queue from the first contact on that is over there.
    """
    due = ReviewQueue.objects.filter(look_at__lte=at).order_by("look_at")
    found = list(due.values_list("site_id", flat=True)[:limit])
    return [*found, *_without_queue().values_list("id", flat=True)[: limit - len(found)]]


def next_queue_due(*, early: datetime) -> datetime | None:
    """Return when it is looked next; `early` when a site still waits for its first look."""
    if _without_queue().exists():
        return early
    return ReviewQueue.objects.order_by("look_at").values_list("look_at", flat=True).first()


def _without_queue() -> QuerySet[Site]:
    ended = Contact.objects.filter(site=OuterRef("id"), released_at__isnull=False)
    has = ReviewQueue.objects.filter(site_id=OuterRef("id"))
    return Site.objects.filter(Exists(ended), ~Exists(has)).order_by("id")
