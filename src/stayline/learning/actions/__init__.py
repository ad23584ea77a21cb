"""What is done about training: it is recorded, imported, and taken back."""

from stayline.learning.actions.courses import (
    ask_course,
    ask_course_in_transaction,
    give_feedback,
    name_expert,
    record_trainer,
    take_back_trainer,
    take_course,
)
from stayline.learning.actions.importing import (
    import_training,
)
from stayline.learning.actions.lessons import (
    offer_lesson,
    publish_lesson,
    send_lesson_back,
    withdraw_lesson,
    write_lesson,
)
from stayline.learning.actions.practice import (
    ask_to_practise,
    finish_practice,
    forget_practice,
    play_on,
    share_practice,
    start_practice,
    withdraw_ask,
)
from stayline.learning.actions.recording import (
    record_training,
    take_back_training,
)
from stayline.learning.actions.sessions import (
    call_off_session,
    fire_support_review,
    plan_session,
    record_guidance,
    record_session,
    review_support,
)
from stayline.learning.actions.support import (
    agree_plan,
    end_plan,
    end_wish,
    move_stage,
    propose_plan,
    rewrite_plan,
    wish_for_support,
)

__all__ = [
    "agree_plan",
    "ask_course",
    "ask_course_in_transaction",
    "ask_to_practise",
    "call_off_session",
    "end_plan",
    "end_wish",
    "finish_practice",
    "fire_support_review",
    "forget_practice",
    "give_feedback",
    "import_training",
    "move_stage",
    "name_expert",
    "offer_lesson",
    "plan_session",
    "play_on",
    "propose_plan",
    "publish_lesson",
    "record_guidance",
    "record_session",
    "record_trainer",
    "record_training",
    "review_support",
    "rewrite_plan",
    "send_lesson_back",
    "share_practice",
    "start_practice",
    "take_back_trainer",
    "take_back_training",
    "take_course",
    "wish_for_support",
    "withdraw_ask",
    "withdraw_lesson",
    "write_lesson",
]
