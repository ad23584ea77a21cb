"""Judge a contact: keep what is typed, and finish with a result (S2-42)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.actions import advice_reviewed_in_transaction
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.platform.transactions import action
from stayline.quality.actions._queues import (
    keep_in_transaction,
    log_in_transaction,
    review_in_transaction,
)
from stayline.quality.actions.rounds import close_if_all_finished_in_transaction
from stayline.quality.errors import (
    ReviewFinishedAlready,
    ReviewInvalid,
    ReviewNotYours,
    ReviewStale,
)
from stayline.quality.events import ReviewFinished
from stayline.quality.models import Review
from stayline.quality.queries.reviewing import Body, body_of, card_of
from stayline_core.scorecard import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import ReviewQueue
    from stayline_core.scorecard import Scorecard

LONGEST: Final = 4000
"""Characters of the words to a person."""

NEXT_TIME: Final = "next_time"


@action
def save_review(
    *, review_id: UUID, answers: Mapping[str, str], expected: int, actor: Actor, at: datetime
) -> int:
    """Keep what the reviewer chose and typed, and return the version for the next save.

    A field left out stays; an empty one is emptied. Two windows may be open: a save that
    carries an older version is merged field by field, and refused only where the other window
    changed the same field otherwise.

    Raises:
        ReviewNotFound: no review has this id.
        ReviewNotYours: `actor` is not its reviewer.
        ReviewFinishedAlready: it is finished.
        ReviewStale: the same fields were changed meanwhile; it holds what stands there.
        ReviewInvalid: the card has no such field, or the value is none of its values.
    """
    row, queue = _own_in_transaction(review_id, actor, at=at)
    _keep_in_transaction(row, queue, answers, expected=expected, at=at)
    return row.body_version


@action
def finish_review(
    *, review_id: UUID, answers: Mapping[str, str], expected: int, actor: Actor, at: datetime
) -> str:
    """Finish a review, and return its result. The judgement is the reviewer's and stays.

    Advice that was flagged in its incident has been looked at by it (S3-14).

    Raises:
        ReviewNotFound: no review has this id.
        ReviewNotYours: `actor` is not its reviewer.
        ReviewFinishedAlready: it is finished.
        ReviewStale: the same fields were changed in another window meanwhile.
        ReviewInvalid: an item is not judged, none applies, or nothing is said of what to try
            next time although something was not met.
    """
    incident_id = Review.objects.filter(id=review_id).values_list("incident", flat=True).first()
    incident = lock_incident_in_transaction(incident_id) if incident_id else None
    row, queue = _own_in_transaction(review_id, actor, at=at)
    body = _keep_in_transaction(row, queue, answers, expected=expected, at=at)
    card = card_of(row)
    _refuse_unfinished(card, body.answers)
    row.result = card.outcome(body.answers).value
    row.finished_at, row.tell_at = at, None
    row.save(update_fields=["result", "finished_at", "tell_at"])
    event = ReviewFinished(
        review=str(row.id), card=row.card_id, card_digest=row.card_digest, result=row.result
    )
    log_in_transaction(queue, event, actor=actor, at=at)
    if row.round is not None:
        close_if_all_finished_in_transaction(row.round, queue, actor=actor, at=at)
    elif incident is not None:
        advice_reviewed_in_transaction(incident, actor=actor, at=at)
    return row.result


def _own_in_transaction(
    review_id: UUID, actor: Actor, *, at: datetime
) -> tuple[Review, ReviewQueue]:
    row, queue = review_in_transaction(review_id, at=at)
    if row.reviewer_id != actor.id:
        raise ReviewNotYours
    if row.finished_at is not None:
        raise ReviewFinishedAlready
    return row, queue


def _keep_in_transaction(
    row: Review, queue: ReviewQueue, sent: Mapping[str, str], *, expected: int, at: datetime
) -> Body:
    _refuse_unfit(card_of(row), sent)
    body = body_of(row)
    changed = {
        name: value.strip()
        for name, value in sent.items()
        if value.strip() != body.answers.get(name, "")
    }
    theirs = {
        name: body.answers.get(name, "") for name in changed if body.saves.get(name, 0) > expected
    }
    if theirs:
        raise ReviewStale(theirs, row.body_version)
    if not changed:
        return body
    row.body_version += 1
    answers = {name: value for name, value in {**body.answers, **changed}.items() if value}
    saves = dict(body.saves) | dict.fromkeys(changed, row.body_version)
    kept = Body(answers=answers, saves=saves)
    keep_in_transaction(row, queue, kept, at=at)
    return kept


def _refuse_unfit(card: Scorecard, sent: Mapping[str, str]) -> None:
    fields = {one.name: one for one in card.form.fields}
    faults = {}
    for name, value in sent.items():
        if name not in fields:
            faults[name] = "The card has no such item."
        elif fields[name].values and value and value not in fields[name].values:
            faults[name] = "Choose one of the answers."
        elif len(value) > LONGEST:
            faults[name] = f"Shorten it to {LONGEST} characters."
    if faults:
        raise ReviewInvalid(faults)


def _refuse_unfinished(card: Scorecard, answers: Mapping[str, str]) -> None:
    faults = dict.fromkeys(card.unanswered(answers), "Choose one. “N/A” is an answer.")
    marks = [answers.get(one.name) for one in card.items]
    happened = any(answers.get(one.name) == "yes" for one in card.must_not)
    if not faults and not happened and set(marks) == {Mark.NOT_APPLICABLE}:
        faults = {card.items[0].name: "Judge at least one item: a review of nothing helps nobody."}
    if (happened or Mark.NOT_MET in marks) and not answers.get(NEXT_TIME):
        faults[NEXT_TIME] = "Something was not met: say what they can try next time."
    if faults:
        raise ReviewInvalid(faults)
