"""Who may do what in care. It is private to the person and their supporter."""

from stayline.care.policies.first import (
    may_decline,
    may_record,
    may_see_dates,
)
from stayline.care.policies.own import (
    leads,
    may_end_duty,
    may_see_effect,
)
from stayline.care.policies.timeline import may_move, may_name_bystander, may_note, may_read

__all__ = [
    "leads",
    "may_decline",
    "may_end_duty",
    "may_move",
    "may_name_bystander",
    "may_note",
    "may_read",
    "may_record",
    "may_see_dates",
    "may_see_effect",
]
