"""Tables of learning: who was trained on which version of a procedure, and on which course."""

from stayline.learning.models.courses import (
    CourseAsked,
    CourseAttempt,
    CourseExpert,
    CourseFeedback,
    CourseNotice,
    CourseStanding,
    TrainerCredential,
)
from stayline.learning.models.drills import Drill, DrillRound, DrillState, DrillTarget
from stayline.learning.models.lessons import Lesson
from stayline.learning.models.practice import PracticeAsked, PracticeAttempt
from stayline.learning.models.support import (
    ColleagueGuidance,
    Helped,
    PlanKind,
    PlanText,
    SupportPlan,
    SupportReview,
    SupportSession,
    Wish,
)
from stayline.learning.models.training import (
    HowTrained,
    Training,
)

__all__ = [
    "ColleagueGuidance",
    "CourseAsked",
    "CourseAttempt",
    "CourseExpert",
    "CourseFeedback",
    "CourseNotice",
    "CourseStanding",
    "Drill",
    "DrillRound",
    "DrillState",
    "DrillTarget",
    "Helped",
    "HowTrained",
    "Lesson",
    "PlanKind",
    "PlanText",
    "PracticeAsked",
    "PracticeAttempt",
    "SupportPlan",
    "SupportReview",
    "SupportSession",
    "TrainerCredential",
    "Training",
    "Wish",
]
