"""Who may record training, and who may read whose."""

from stayline.learning.policies.courses import (
    TEACHES,
    may_ask_course,
    may_name_experts,
    may_read_evidence,
    may_teach,
    teaches_somewhere,
)
from stayline.learning.policies.practice import may_ask_to_practise, may_see_result
from stayline.learning.policies.training import (
    EVERY_SITE,
    may_keep_lists,
    may_read_training,
    may_record_training,
)

__all__ = [
    "EVERY_SITE",
    "TEACHES",
    "may_ask_course",
    "may_ask_to_practise",
    "may_keep_lists",
    "may_name_experts",
    "may_read_evidence",
    "may_read_training",
    "may_record_training",
    "may_see_result",
    "may_teach",
    "teaches_somewhere",
]
