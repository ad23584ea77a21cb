"""What the log says of courses: in each person's own stream, and in a course's."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class CourseTaken(Event):
    """Somebody answered the questions of a course; which answers were given stays theirs."""

    kind: ClassVar[str] = "learning.course.taken"
    sentence: ClassVar[str] = "Answered the questions of {course}, version {digest}: {result}."

    attempt: str
    course: str
    digest: str
    result: str


@register
class CourseAskedFor(Event):
    """A course was asked of somebody by name, or they asked for it themselves (S2-44)."""

    kind: ClassVar[str] = "learning.course.asked_for"
    sentence: ClassVar[str] = "The course {course} was asked for, until {due}: {because}"

    asked: str
    course: str
    due: str
    because: str


@register
class CourseTold(Event):
    """Somebody was told once which courses are new, late, run out soon or have run out."""

    kind: ClassVar[str] = "learning.course.told"
    sentence: ClassVar[str] = "Was told of courses: {told}."

    told: str


@register
class CourseFeedbackGiven(Event):
    """Somebody said what they made of a course; who it was is kept nowhere (S4-51)."""

    kind: ClassVar[str] = "learning.course.feedback_given"
    sentence: ClassVar[str] = "Feedback on {course} came in. Nobody is named with it."

    course: str


@register
class CourseExpertNamed(Event):
    """An expert of the register made or reviewed a version of a course (S4-16, S4-17)."""

    kind: ClassVar[str] = "learning.course.expert_named"
    sentence: ClassVar[str] = (
        "{course}, version {digest}: {what} by an expert of the register ({credential})."
    )

    course: str
    digest: str
    what: str
    expert: str
    credential: str


@register
class TrainerCredentialRecorded(Event):
    """It was recorded what lets somebody teach."""

    kind: ClassVar[str] = "learning.trainer.credential_recorded"
    sentence: ClassVar[str] = "May teach {teaches}: {credential}, until {until}."

    credential_id: str
    credential: str
    teaches: str
    until: str


@register
class TrainerCredentialTakenBack(Event):
    """A trainer's credential counts no more; the record stays."""

    kind: ClassVar[str] = "learning.trainer.credential_taken_back"
    sentence: ClassVar[str] = "The credential for teaching {teaches} counts no more."

    credential_id: str
    teaches: str
