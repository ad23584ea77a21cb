"""What is done to a ladder. Names ending in `_in_transaction` are parts for upper rooms."""

from stayline.escalation.actions.accepting import Accepted, accept_rung, decline_rung, note_briefed
from stayline.escalation.actions.effects import EscalationEffects, give_notice_in_transaction
from stayline.escalation.actions.ending import (
    call_off_in_transaction,
    call_off_ladder,
    raise_again,
)
from stayline.escalation.actions.guiding import (
    follow_incident,
    see_guidance,
    send_guidance,
    stop_following,
    take_over,
)
from stayline.escalation.actions.leaving import leave_contact
from stayline.escalation.actions.receiving import (
    complete_hand_over,
    join_contact,
    receiver_lost,
    record_spoke,
)
from stayline.escalation.actions.returning import come_back_to_contact, return_contact
from stayline.escalation.actions.ringing import raise_ladder_in_transaction
from stayline.escalation.actions.watching import (
    fire_absence,
    fire_agent_absence,
    fire_limit,
    fire_rung,
    ring_again_after_step,
    ring_all_again,
)

__all__ = [
    "Accepted",
    "EscalationEffects",
    "accept_rung",
    "call_off_in_transaction",
    "call_off_ladder",
    "come_back_to_contact",
    "complete_hand_over",
    "decline_rung",
    "fire_absence",
    "fire_agent_absence",
    "fire_limit",
    "fire_rung",
    "follow_incident",
    "give_notice_in_transaction",
    "join_contact",
    "leave_contact",
    "note_briefed",
    "raise_again",
    "raise_ladder_in_transaction",
    "receiver_lost",
    "record_spoke",
    "return_contact",
    "ring_again_after_step",
    "ring_all_again",
    "see_guidance",
    "send_guidance",
    "stop_following",
    "take_over",
]
