"""Tables of care. Nobody outside this room and its own page reads them."""

from stayline.care.models.duties import LeaderDuty
from stayline.care.models.first import (
    OffQueue,
    PrivateCheck,
)
from stayline.care.models.own import OwnPlan, Reflection, Reminder
from stayline.care.models.pulse import PulseCount, PulseMark, PulseRound
from stayline.care.models.timeline import CareChoice, CheckNote, Company

__all__ = [
    "CareChoice",
    "CheckNote",
    "Company",
    "LeaderDuty",
    "OffQueue",
    "OwnPlan",
    "PrivateCheck",
    "PulseCount",
    "PulseMark",
    "PulseRound",
    "Reflection",
    "Reminder",
]
