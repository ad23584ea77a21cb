"""What the log says of support: in the stream of whoever is supported, and without its words."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class SupportWished(Event):
    """Somebody asked for support themselves (S3-48)."""

    kind: ClassVar[str] = "learning.support.wished"
    sentence: ClassVar[str] = "Asked for support."

    wish: str


@register
class SupportWishEnded(Event):
    """A wish for support was taken back or met."""

    kind: ClassVar[str] = "learning.support.wish_ended"
    sentence: ClassVar[str] = "The wish for support was taken back or met."

    wish: str


@register
class PlanProposed(Event):
    """A plan for coaching or buddying was proposed (S3-26)."""

    kind: ClassVar[str] = "learning.plan.proposed"
    sentence: ClassVar[str] = "A plan for {what} was proposed."

    plan: str
    what: str


@register
class PlanWritten(Event):
    """A side wrote the plan anew; the other agrees again or not."""

    kind: ClassVar[str] = "learning.plan.written"
    sentence: ClassVar[str] = "The plan was written anew, version {number}."

    plan: str
    number: int


@register
class PlanAgreed(Event):
    """Both sides agreed to one version of a plan (S3-26)."""

    kind: ClassVar[str] = "learning.plan.agreed"
    sentence: ClassVar[str] = "Both sides agreed to the plan, version {number}."

    plan: str
    number: int


@register
class StageMoved(Event):
    """A plan went to another stage: talking, shadowing, reverse shadowing, on their own."""

    kind: ClassVar[str] = "learning.plan.stage_moved"
    sentence: ClassVar[str] = "The plan is at another stage: {stage}."

    plan: str
    stage: str


@register
class PlanEndedNow(Event):
    """One side ended the plan; no reason is asked."""

    kind: ClassVar[str] = "learning.plan.ended"
    sentence: ClassVar[str] = "The plan was ended."

    plan: str


@register
class SessionPlanned(Event):
    """A session of a plan was planned, with whom and when."""

    kind: ClassVar[str] = "learning.session.planned"
    sentence: ClassVar[str] = "A session was planned for {begins_at}."

    session: str
    what: str
    begins_at: str


@register
class SessionHeld(Event):
    """A session of a plan was held (S3-26)."""

    kind: ClassVar[str] = "learning.session.held"
    sentence: ClassVar[str] = "The session was held."

    session: str


@register
class SessionCalledOff(Event):
    """A session of a plan was called off."""

    kind: ClassVar[str] = "learning.session.called_off"
    sentence: ClassVar[str] = "The session was called off."

    session: str


@register
class SupportReviewed(Event):
    """The support itself was reviewed, by somebody other than who gave it (S3-27)."""

    kind: ClassVar[str] = "learning.support.reviewed"
    sentence: ClassVar[str] = "The support was reviewed: {result}."

    plan: str
    result: str


@register
class SupportReviewDue(Event):
    """It is time to review the support of a plan; both sides and the coach are told."""

    kind: ClassVar[str] = "learning.support.review_due"
    sentence: ClassVar[str] = "The support of this plan is to be reviewed."

    plan: str


@register
class ColleagueGuided(Event):
    """A colleague guided somebody in handling incidents (S3-5)."""

    kind: ClassVar[str] = "learning.colleague.guided"
    sentence: ClassVar[str] = "A colleague gave guidance on handling incidents."

    guidance: str
    giver: str


@register
class LessonOffered(Event):
    """A lesson waits for a second person to approve it (S0-23)."""

    kind: ClassVar[str] = "learning.lesson.offered"
    sentence: ClassVar[str] = "A lesson was written and waits for a second person."

    lesson: str


@register
class LessonSentBack(Event):
    """A lesson goes back to its writer, or was taken back by them."""

    kind: ClassVar[str] = "learning.lesson.sent_back"
    sentence: ClassVar[str] = "The lesson is a draft again."

    lesson: str


@register
class LessonPublished(Event):
    """A second person approved a lesson, and everybody reads it (S0-23)."""

    kind: ClassVar[str] = "learning.lesson.published"
    sentence: ClassVar[str] = "A second person approved the lesson; everybody reads it now."

    lesson: str
    approved_by: str


@register
class LessonWithdrawn(Event):
    """A lesson is read no longer."""

    kind: ClassVar[str] = "learning.lesson.withdrawn"
    sentence: ClassVar[str] = "The lesson was withdrawn."

    lesson: str
