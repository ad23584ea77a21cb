"""What is refused of courses. Nothing of it ever keeps anybody from a contact."""

from __future__ import annotations

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class CourseNotFound(NotFound):
    """There is no such course here."""

    code = "learning.course.not_found"
    mend = "Go back to Learning, and take it from the list."


class CourseNotYours(Forbidden):
    """You may not read or change this of a course."""

    code = "learning.course.not_yours"
    mend = "Ask the trainer or the manager of the site."


class CourseInvalid(Invalid):
    """This cannot be taken as it stands; what you chose is still there."""

    code = "learning.course.invalid"


class FeedbackGiven(Refused):
    """You have told us already what you made of it."""

    code = "learning.course.feedback_given"


class CourseExpertKnown(Refused):
    """This is on record for this version already."""

    code = "learning.course.expert_known"
