"""What the log says about care: that it was offered and when, never what was said."""

from stayline.care.events.first import (
    AftercareOffered,
    AftercareStarted,
    CameBack,
    CheckDeclined,
    CheckDone,
    CheckMissed,
)
from stayline.care.events.own import (
    DutiesOwed,
    DutyMet,
    DutyMissed,
    DutyWaived,
    PulseClosed,
    PulseOpened,
)
from stayline.care.events.timeline import (
    AftercarePractised,
    BystanderNamed,
    CheckMoved,
    CheckPassedOn,
    CheckTakenUp,
    StepsPlanned,
    SupporterChosen,
    TimeAwayChosen,
)

__all__ = [
    "AftercareOffered",
    "AftercarePractised",
    "AftercareStarted",
    "BystanderNamed",
    "CameBack",
    "CheckDeclined",
    "CheckDone",
    "CheckMissed",
    "CheckMoved",
    "CheckPassedOn",
    "CheckTakenUp",
    "DutiesOwed",
    "DutyMet",
    "DutyMissed",
    "DutyWaived",
    "PulseClosed",
    "PulseOpened",
    "StepsPlanned",
    "SupporterChosen",
    "TimeAwayChosen",
]
