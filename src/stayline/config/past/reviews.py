"""How the contacts of the ten weeks were reviewed: by one reviewer, most of them in time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from stayline.config.past.world import Doing
from stayline.quality.actions import (
    accept_talk,
    answer_feedback,
    book_talk,
    claim_review,
    close_improvement,
    finish_review,
    give_feedback,
    open_improvement,
    record_talk,
)
from stayline.quality.models import Feedback, Improvement, Review
from stayline.quality.queries.improving import why_not
from stayline.quality.queries.reviewing import card_of
from stayline.quality.queries.reviewing import review as review_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from stayline.config.past.world import World

REVIEWS_ON: Final = (64, 57, 50, 43, 36, 29, 22, 15, 8, 1)
"""How many days ago the reviewer had her day of the week."""

LEFT: Final = timedelta(days=5)
"""What was due since, or is due later, waits still: one is overdue by now, one was begun."""

SLIPS: Final = ("acknowledged", "", "exact_words", "", "acknowledged", "")
"""What was met in part, contact by contact; nothing where all was well."""

NEXT_TIME: Final = "Say back what you heard before you go on to the next question."
WELL: Final = "You stayed with them, and help was there at once. Thank you."
AGREED: Final = ("agree", "")
REPLIES: Final = {
    2: ("comment", "I had the words of the caller on paper first."),
    5: ("comment", "Thank you. I will try that."),
    8: ("dispute", "I did say it back, a little later in the call."),
}
"""What people answered to their feedback, counted from the first; all others agreed."""

TALK_AFTER: Final = timedelta(days=2)


def review_days(world: World) -> Iterator[Doing]:
    """Yield the days on which contacts were reviewed, and what came of them."""
    for ago in REVIEWS_ON:
        at = world.moment(ago, 10)
        yield Doing(at, partial(_review_day, world, at))
    for ago, item, what, days in (
        (50, "acknowledged", "Practise saying back what was heard, in pairs.", 21),
        (36, "record_kept", "Put the record's questions beside the desk.", 14),
        (15, "exact_words", "Show in the team meeting where exact words are typed.", 28),
    ):
        at = world.moment(ago, 12)
        yield Doing(at, partial(_improve, world, item, what, days, at))
    at = world.moment(8, 16)
    yield Doing(at, partial(_close_first, world, at))


def _review_day(world: World, at: datetime) -> None:
    """Let the reviewer finish what waits, and tell people what the crises among it showed."""
    ida = world.people["ida"]
    waiting = Review.objects.filter(finished_at=None, reviewer=None, site=world.site)
    due = waiting.filter(due_at__lte=world.now - LEFT)
    for number, row in enumerate(due.order_by("due_at", "id")):
        slip = SLIPS[(number + at.day) % len(SLIPS)] if row.incident_id else ""
        _judge(world, row.id, slip, at + timedelta(minutes=20 * number))
    begun = waiting.filter(due_at__gt=world.now).order_by("due_at").first()
    if at > world.now - timedelta(days=2) and begun is not None:
        claim_review(review_id=begun.id, actor=ida, at=at + timedelta(hours=3))


def _judge(world: World, review_id: UUID, slip: str, at: datetime) -> None:
    ida = world.people["ida"]
    claim_review(review_id=review_id, actor=ida, at=at)
    card = card_of(review_of(review_id))
    answers = {one.name: "met" for one in card.items} | {one.name: "no" for one in card.must_not}
    if slip in answers:
        answers |= {slip: "not_met", "next_time": NEXT_TIME}
    finish_review(
        review_id=review_id, answers=answers, expected=0, actor=ida, at=at + timedelta(minutes=15)
    )
    row = Review.objects.get(id=review_id)
    person = world.actor(row.subject_id)
    if row.incident_id is None or person is None:
        return
    told = at + timedelta(minutes=18)
    words = f"{WELL} {NEXT_TIME}" if slip else WELL
    feedback_id = give_feedback(review_id=review_id, words=words, actor=ida, at=told)
    answer, added = REPLIES.get(Feedback.objects.count(), AGREED)
    answer_feedback(
        feedback_id=feedback_id,
        answer=answer,
        words=added,
        actor=person,
        at=min(told + TALK_AFTER, world.now),
    )
    if slip:
        begins = told + TALK_AFTER
        talk_id = book_talk(
            feedback_id=feedback_id,
            begins_at=begins,
            minutes=30,
            place="The quiet room",
            actor=ida,
            at=told + timedelta(hours=3),
        )
        accept_talk(talk_id=talk_id, actor=person, at=told + timedelta(hours=4))
        over = begins + timedelta(minutes=30)
        if over < world.now:
            record_talk(talk_id=talk_id, actor=ida, at=over)


def _improve(world: World, item: str, what: str, days: int, at: datetime) -> None:
    open_improvement(
        site_id=world.site.id,
        item=item,
        what=what,
        owner_id=world.people["wren"].id,
        due=at.date() + timedelta(days=days),
        source="review",
        actor=world.people["ida"],
        at=at,
    )


def _close_first(world: World, at: datetime) -> None:
    """Close the first improvement by the review of a later contact that shows it."""
    row = Improvement.objects.filter(site=world.site).order_by("opened_at")[0]
    shows = Review.objects.filter(
        site=world.site, incident__opened_at__gt=row.opened_at, finished_at__isnull=False
    )
    found = next((one for one in shows.order_by("-finished_at") if not why_not(row, one)), None)
    if found is not None:
        wren = world.people["wren"]
        close_improvement(improvement_id=row.id, review_id=found.id, actor=wren, at=at)
