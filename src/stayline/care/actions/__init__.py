"""What is done for people after a contact."""

from stayline.care.actions.answer import come_back, decline_check, miss_check, record_check
from stayline.care.actions.choosing import (
    choose_company,
    choose_supporter,
    choose_time_away,
    move_check,
    take_up_check,
)
from stayline.care.actions.company import ask_company, come_to, end_company
from stayline.care.actions.duties import (
    meet_duty,
    miss_duty,
    owe_duties_in_transaction,
    waive_duty,
)
from stayline.care.actions.effects import CareEffects
from stayline.care.actions.notes import delete_note, stop_sharing, write_note
from stayline.care.actions.others import ListenedTo, name_bystander
from stayline.care.actions.own import (
    add_to_plan,
    delete_reflection,
    keep_reflection,
    move_in_plan,
    remove_from_plan,
)
from stayline.care.actions.pulse import (
    answer_pulse,
    begin_month,
    close_round,
)
from stayline.care.actions.reminders import (
    NewReminder,
    bring_reminder,
    end_reminder,
    pause_reminder,
    put_reminder_away,
    set_reminder,
)
from stayline.care.actions.start import involved_people, start_aftercare_in_transaction

__all__ = [
    "CareEffects",
    "ListenedTo",
    "NewReminder",
    "add_to_plan",
    "answer_pulse",
    "ask_company",
    "begin_month",
    "bring_reminder",
    "choose_company",
    "choose_supporter",
    "choose_time_away",
    "close_round",
    "come_back",
    "come_to",
    "decline_check",
    "delete_note",
    "delete_reflection",
    "end_company",
    "end_reminder",
    "involved_people",
    "keep_reflection",
    "meet_duty",
    "miss_check",
    "miss_duty",
    "move_check",
    "move_in_plan",
    "name_bystander",
    "owe_duties_in_transaction",
    "pause_reminder",
    "put_reminder_away",
    "record_check",
    "remove_from_plan",
    "set_reminder",
    "start_aftercare_in_transaction",
    "stop_sharing",
    "take_up_check",
    "waive_duty",
    "write_note",
]
