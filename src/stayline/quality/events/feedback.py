"""What the log says of feedback, dispute and improvement: in each person's own stream.

No words stand in the log: what somebody told somebody is sealed in its own row.
"""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class FeedbackGiven(Event):
    """A reviewer told somebody what a review of their contact showed (S2-43)."""

    kind: ClassVar[str] = "quality.feedback.given"
    sentence: ClassVar[str] = "Feedback on a reviewed contact was given."

    feedback: str
    review: str


@register
class FeedbackAnswered(Event):
    """The person answered: they agree, add something, or see it differently."""

    kind: ClassVar[str] = "quality.feedback.answered"
    sentence: ClassVar[str] = "The feedback was answered: {answer}."

    feedback: str
    answer: str


@register
class TalkBooked(Event):
    """A feedback talk was proposed for a time (S2-43); one that was ahead is called off."""

    kind: ClassVar[str] = "quality.talk.booked"
    sentence: ClassVar[str] = "A feedback talk was proposed for {begins_at}, {minutes} minutes."

    feedback: str
    talk: str
    begins_at: str
    minutes: int


@register
class TalkAccepted(Event):
    """The other side accepted the time of a feedback talk."""

    kind: ClassVar[str] = "quality.talk.accepted"
    sentence: ClassVar[str] = "The time of the feedback talk was accepted."

    talk: str


@register
class TalkCalledOff(Event):
    """One side called a feedback talk off."""

    kind: ClassVar[str] = "quality.talk.called_off"
    sentence: ClassVar[str] = "The feedback talk was called off."

    talk: str


@register
class TalkHeld(Event):
    """A feedback talk was held, as one of its two sides recorded (S2-43)."""

    kind: ClassVar[str] = "quality.talk.held"
    sentence: ClassVar[str] = "The feedback talk was held."

    talk: str


@register
class DisputeTaken(Event):
    """Another reviewer, who was not in it, took a dispute."""

    kind: ClassVar[str] = "quality.dispute.taken"
    sentence: ClassVar[str] = "Another reviewer looks at it anew."

    feedback: str


@register
class DisputeDecided(Event):
    """A dispute was decided with a reason; the first judgement stays readable."""

    kind: ClassVar[str] = "quality.dispute.decided"
    sentence: ClassVar[str] = "The dispute was decided: {outcome}."

    feedback: str
    outcome: str
    result: str


@register
class DisputeLate(Event):
    """Nobody decided a dispute in its time; those who could are told."""

    kind: ClassVar[str] = "quality.dispute.late"
    sentence: ClassVar[str] = "The dispute was not decided in time."

    feedback: str
