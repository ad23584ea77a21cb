"""What is done in quality."""

from stayline.quality.actions.calibration import close_round, open_round
from stayline.quality.actions.complaints import (
    NewComplaint,
    answer_complaint,
    fire_complaint_late,
    pass_on_complaint,
    raise_complaint,
    take_complaint,
)
from stayline.quality.actions.disputing import (
    decide_dispute,
    fire_dispute_late,
    take_dispute,
)
from stayline.quality.actions.feedback import (
    accept_talk,
    answer_feedback,
    book_talk,
    call_off_talk,
    give_feedback,
    record_talk,
)
from stayline.quality.actions.filling import fill_queue, set_sample, tell_overdue
from stayline.quality.actions.improving import (
    close_improvement,
    fire_improvement_overdue,
    open_improvement,
    pass_on_improvement,
    set_improvement_aside,
)
from stayline.quality.actions.judging import finish_review, save_review
from stayline.quality.actions.proposals import (
    decide_proposal,
    raise_proposals,
)
from stayline.quality.actions.reviewing import (
    ask_review,
    assign_review,
    claim_review,
    note_review_read,
    release_review,
)
from stayline.quality.actions.trends import (
    answer_alarm,
    fire_count,
)

__all__ = [
    "NewComplaint",
    "accept_talk",
    "answer_alarm",
    "answer_complaint",
    "answer_feedback",
    "ask_review",
    "assign_review",
    "book_talk",
    "call_off_talk",
    "claim_review",
    "close_improvement",
    "close_round",
    "decide_dispute",
    "decide_proposal",
    "fill_queue",
    "finish_review",
    "fire_complaint_late",
    "fire_count",
    "fire_dispute_late",
    "fire_improvement_overdue",
    "give_feedback",
    "note_review_read",
    "open_improvement",
    "open_round",
    "pass_on_complaint",
    "pass_on_improvement",
    "raise_complaint",
    "raise_proposals",
    "record_talk",
    "release_review",
    "save_review",
    "set_improvement_aside",
    "set_sample",
    "take_complaint",
    "take_dispute",
    "tell_overdue",
]
