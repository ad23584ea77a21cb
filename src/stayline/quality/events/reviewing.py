"""What the log says of reviewing, in the stream of the site's queue."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class ReviewsAdded(Event):
    """Contacts came into the queue: how many for which reason, and which reviews."""

    kind: ClassVar[str] = "quality.reviews.added"
    sentence: ClassVar[str] = "{count} came into the queue: {why}."

    why: str
    count: int
    reviews: list[str]


@register
class SampleDrawn(Event):
    """The sample of a week was drawn: from what, with which seed, so that it can be proved."""

    kind: ClassVar[str] = "quality.sample.drawn"
    sentence: ClassVar[str] = (
        "The sample of the week of {week} was drawn: {chosen} of {candidates} contacts of "
        "{people} people, seed {seed}."
    )

    week: str
    seed: str
    permille: int
    each: int
    people: int
    candidates: int
    candidates_digest: str
    chosen: int


@register
class SampleSet(Event):
    """Somebody decided how much of the rest is drawn."""

    kind: ClassVar[str] = "quality.sample.set"
    sentence: ClassVar[str] = (
        "{permille} in a thousand are drawn, at least {each} a person; before: {was}."
    )

    permille: int
    each: int
    was: str


@register
class ReviewAsked(Event):
    """Somebody asked for a review of one contact."""

    kind: ClassVar[str] = "quality.review.asked"
    sentence: ClassVar[str] = "A review was asked for."

    review: str


@register
class ReviewClaimed(Event):
    """A reviewer took a review, or was given it."""

    kind: ClassVar[str] = "quality.review.claimed"
    sentence: ClassVar[str] = "A review was taken."

    review: str
    reviewer: str


@register
class ReviewReleased(Event):
    """A reviewer gave a review back; what was begun of it went."""

    kind: ClassVar[str] = "quality.review.released"
    sentence: ClassVar[str] = "A review was given back."

    review: str
    reviewer: str


@register
class ReviewRead(Event):
    """The reviewer read the record for the first time, and care was told of it."""

    kind: ClassVar[str] = "quality.review.read"
    sentence: ClassVar[str] = "The reviewer read the record."

    review: str


@register
class ReviewFinished(Event):
    """A contact was judged: by which card, and with which result (S2-42)."""

    kind: ClassVar[str] = "quality.review.finished"
    sentence: ClassVar[str] = "A review was finished: {result}."

    review: str
    card: str
    card_digest: str
    result: str


@register
class ReviewOverdue(Event):
    """Nobody reviewed a contact within its seven days (S2-41)."""

    kind: ClassVar[str] = "quality.review.overdue"
    sentence: ClassVar[str] = "A review is overdue."

    review: str


@register
class RoundOpened(Event):
    """One contact was put before several reviewers, each blind to the others."""

    kind: ClassVar[str] = "quality.round.opened"
    sentence: ClassVar[str] = "{reviewers} reviewers judge one contact, each for themselves."

    round: str
    reviewers: int


@register
class RoundClosedNow(Event):
    """A calibration round ended, and its reviewers see each other's judgement."""

    kind: ClassVar[str] = "quality.round.closed"
    sentence: ClassVar[str] = "The round was closed: {finished} of {reviewers} had judged."

    round: str
    finished: int
    reviewers: int
