"""What is done to an incident. Names ending in `_in_transaction` are parts for upper rooms."""

from stayline.incidents.actions._open import lock_contact_in_transaction
from stayline.incidents.actions._owe import (
    meet_in_transaction,
    owe_in_transaction,
    perform_in_transaction,
)
from stayline.incidents.actions._record import (
    Series,
    lock_incident_in_transaction,
    log_in_transaction,
    move_owner_in_transaction,
    next_number_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import tell_run_in_transaction
from stayline.incidents.actions.aid import ask_to_end, decide_ending, start_aid
from stayline.incidents.actions.callback import agree_callback, decide_on_help, record_callback_try
from stayline.incidents.actions.close import close_incident, open_in_error, reopen_incident
from stayline.incidents.actions.contact import (
    get_help,
    need_out,
    note_released,
    record_caller_back,
    record_caller_left,
    release_contact,
)
from stayline.incidents.actions.drive import (
    Driven,
    answer_step,
    go_back,
    go_on,
    skip_step,
    take_step,
)
from stayline.incidents.actions.hear import Kept, hear_contacts, hear_lines, line_faults
from stayline.incidents.actions.obligations import fire_obligation, fire_step, waive_obligation
from stayline.incidents.actions.outcome import (
    hand_in_record_in_transaction,
    note_outcome_in_transaction,
)
from stayline.incidents.actions.passing import pass_on_in_transaction
from stayline.incidents.actions.phrases import note_phrase, note_technique
from stayline.incidents.actions.reminding import fire_reminder
from stayline.incidents.actions.rules import remove_owed_rule, set_owed_rule
from stayline.incidents.actions.seen import report_seen
from stayline.incidents.actions.silence import fire_silence
from stayline.incidents.actions.switch import (
    resume_run,
    switch_run,
    take_certified,
    take_situation,
)
from stayline.incidents.actions.threats import (
    lower_level,
    raise_level,
    record_safety,
    rise_in_transaction,
    state_threat,
)

__all__ = [
    "Driven",
    "Kept",
    "Series",
    "agree_callback",
    "answer_step",
    "ask_to_end",
    "close_incident",
    "decide_ending",
    "decide_on_help",
    "fire_obligation",
    "fire_reminder",
    "fire_silence",
    "fire_step",
    "get_help",
    "go_back",
    "go_on",
    "hand_in_record_in_transaction",
    "hear_contacts",
    "hear_lines",
    "line_faults",
    "lock_contact_in_transaction",
    "lock_incident_in_transaction",
    "log_in_transaction",
    "lower_level",
    "meet_in_transaction",
    "move_owner_in_transaction",
    "need_out",
    "next_number_in_transaction",
    "note_outcome_in_transaction",
    "note_phrase",
    "note_released",
    "note_technique",
    "open_in_error",
    "owe_in_transaction",
    "pass_on_in_transaction",
    "perform_in_transaction",
    "raise_level",
    "record_callback_try",
    "record_caller_back",
    "record_caller_left",
    "record_safety",
    "release_contact",
    "remove_owed_rule",
    "reopen_incident",
    "report_seen",
    "resume_run",
    "rise_in_transaction",
    "set_owed_rule",
    "skip_step",
    "start_aid",
    "state_threat",
    "switch_run",
    "take_certified",
    "take_situation",
    "take_step",
    "tell_floor_in_transaction",
    "tell_run_in_transaction",
    "waive_obligation",
]
