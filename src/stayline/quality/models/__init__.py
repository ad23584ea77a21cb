"""Tables of quality."""

from stayline.quality.models.complaints import Complaint, ComplaintMove
from stayline.quality.models.feedback import Answer, Dispute, Feedback, Outcome, Talk
from stayline.quality.models.improving import Improvement
from stayline.quality.models.reviewing import (
    CalibrationRound,
    Result,
    Review,
    ReviewQueue,
    SampleDraw,
    Why,
)
from stayline.quality.models.trends import CountAlarm, CountedWeek, CountWatch, Proposal

__all__ = [
    "Answer",
    "CalibrationRound",
    "Complaint",
    "ComplaintMove",
    "CountAlarm",
    "CountWatch",
    "CountedWeek",
    "Dispute",
    "Feedback",
    "Improvement",
    "Outcome",
    "Proposal",
    "Result",
    "Review",
    "ReviewQueue",
    "SampleDraw",
    "Talk",
    "Why",
]
