"""What is done for people after a contact."""

from stayline.care.actions.answer import come_back, decline_check, miss_check, record_check
from stayline.care.actions.effects import CareEffects
from stayline.care.actions.start import involved_people, start_aftercare_in_transaction

__all__ = [
    "CareEffects",
    "come_back",
    "decline_check",
    "involved_people",
    "miss_check",
    "record_check",
    "start_aftercare_in_transaction",
]
