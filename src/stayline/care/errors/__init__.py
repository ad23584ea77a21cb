"""What care refuses."""

from stayline.care.errors.first import (
    CheckClosed,
    CheckNotFound,
    NotOffTheQueue,
    NotYours,
    TooSoon,
)
from stayline.care.errors.own import (
    DutyClosed,
    DutyNotFound,
    LeadersOnly,
    NoPulse,
    OwnInvalid,
    PlanItemNotFound,
    PulseAnswered,
    ReflectionNotFound,
    ReminderNotFound,
)
from stayline.care.errors.timeline import (
    BystanderRefused,
    ChoiceInvalid,
    NobodyAsked,
    NoteNotFound,
    NothingToTakeUp,
)

__all__ = [
    "BystanderRefused",
    "CheckClosed",
    "CheckNotFound",
    "ChoiceInvalid",
    "DutyClosed",
    "DutyNotFound",
    "LeadersOnly",
    "NoPulse",
    "NobodyAsked",
    "NotOffTheQueue",
    "NotYours",
    "NoteNotFound",
    "NothingToTakeUp",
    "OwnInvalid",
    "PlanItemNotFound",
    "PulseAnswered",
    "ReflectionNotFound",
    "ReminderNotFound",
    "TooSoon",
]
