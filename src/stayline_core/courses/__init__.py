"""Courses and curricula: read, marked, assigned by role and exposure, and when they run out."""

from stayline_core.courses.assigning import (
    EVERYBODY,
    Curriculum,
    ExposureRule,
    Owed,
    Pass,
    Stand,
    Standing,
    Wanted,
    owed,
    parse_curriculum,
    stand,
)
from stayline_core.courses.course import (
    CREDENTIALS,
    Author,
    Course,
    Option,
    Part,
    Question,
    Source,
    last_day,
    parse_course,
)
from stayline_core.courses.marking import Marked, Marking, mark
from stayline_core.courses.procedure import course_of_procedure

__all__ = [
    "CREDENTIALS",
    "EVERYBODY",
    "Author",
    "Course",
    "Curriculum",
    "ExposureRule",
    "Marked",
    "Marking",
    "Option",
    "Owed",
    "Part",
    "Pass",
    "Question",
    "Source",
    "Stand",
    "Standing",
    "Wanted",
    "course_of_procedure",
    "last_day",
    "mark",
    "owed",
    "parse_course",
    "parse_curriculum",
    "stand",
]
