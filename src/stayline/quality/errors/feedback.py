"""What is refused in feedback, dispute and improvement."""

from __future__ import annotations

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class FeedbackNotFound(NotFound):
    """There is no feedback here for you."""

    code = "quality.feedback.not_found"


class FeedbackRefused(Refused):
    """There is nobody to give this feedback to, or it is not yours to give."""

    code = "quality.feedback.refused"
    mend = "Feedback is given once, by the reviewer, on a finished review of somebody else."


class FeedbackInvalid(Invalid):
    """Something typed cannot be taken as it is; nothing was sent."""

    code = "quality.feedback.invalid"


class AlreadyAnswered(Refused):
    """This feedback was answered already, and the answer stands."""

    code = "quality.feedback.answered"
    mend = "Talk with whoever gave it: book a feedback talk."


class TalkNotFound(NotFound):
    """No talk that is ahead has this name."""

    code = "quality.talk.not_found"


class TalkNotYours(Refused):
    """The other side accepts a time that you proposed."""

    code = "quality.talk.not_yours"
    mend = "Propose another time, or wait until they answer."


class TalkTooSoon(Refused):
    """This talk has not begun yet, so it was not held."""

    code = "quality.talk.too_soon"
    mend = "Record it afterwards; or propose another time."


class DisputeNotFound(NotFound):
    """There is no dispute here that waits for you."""

    code = "quality.dispute.not_found"


class DisputeNotYours(Refused):
    """Somebody who was in it, or took it first, decides nothing here."""

    code = "quality.dispute.not_yours"
    mend = "Let a reviewer decide who neither gave the feedback nor was in the contact."


class ImprovementsNotYours(Forbidden):
    """You open and read no improvement actions at this site."""

    code = "quality.improvement.not_yours"
    mend = "Ask a supervisor, a reviewer or the manager of the site."


class ImprovementNotFound(NotFound):
    """There is no improvement action here for you."""

    code = "quality.improvement.not_found"


class ImprovementInvalid(Invalid):
    """This improvement action cannot be opened or changed like this."""

    code = "quality.improvement.invalid"


class ImprovementEnded(Refused):
    """This improvement action is closed or set aside already."""

    code = "quality.improvement.ended"


class NotShownYet(Refused):
    """That review does not show it, so the action stays open."""

    code = "quality.improvement.not_shown"
    mend = "It is closed by a later contact that was reviewed and in which the item was met."
