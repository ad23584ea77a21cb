"""What is done about help from outside."""

from stayline.command.actions.advice import (
    advice_reviewed_in_transaction,
    give_advice,
    look_at_advice,
    note_free_advice,
)
from stayline.command.actions.agencies import choose_agency, confirm_contact, tell_agency
from stayline.command.actions.agency_list import (
    add_agency,
    change_agency,
    end_agency,
    import_agencies,
    review_agency,
)
from stayline.command.actions.answer import (
    record_answered,
    record_arrived,
    record_called,
    record_could_not,
    record_given,
)
from stayline.command.actions.ask import ask_for_agency, ask_in_transaction, note_place
from stayline.command.actions.assessing import (
    assess_incident,
    choose_procedure,
    set_grade_scheme,
)
from stayline.command.actions.deployments import (
    ask_for_sign,
    deploy,
    renew_link,
    stand_down,
    stand_down_all,
)
from stayline.command.actions.effects import CommandEffects
from stayline.command.actions.field import (
    answer_more,
    ask_for_more,
    record_status,
    report_status,
    request_more,
)
from stayline.command.actions.joint import change_lead, enter_lead, join_incidents, split_incident
from stayline.command.actions.joint_picture import (
    add_plan,
    place_marker,
    remove_marker,
    remove_plan,
)
from stayline.command.actions.message_answers import acknowledge_message, record_said
from stayline.command.actions.messages import Recipient, send_message, send_report
from stayline.command.actions.resource_keeping import add_resource, change_resource
from stayline.command.actions.resource_lists import resource_plan, take_in_resources
from stayline.command.actions.resources import (
    hold_in_transaction,
    remove_resource,
    set_resource_state,
)

__all__ = [
    "CommandEffects",
    "Recipient",
    "acknowledge_message",
    "add_agency",
    "add_plan",
    "add_resource",
    "advice_reviewed_in_transaction",
    "answer_more",
    "ask_for_agency",
    "ask_for_more",
    "ask_for_sign",
    "ask_in_transaction",
    "assess_incident",
    "change_agency",
    "change_lead",
    "change_resource",
    "choose_agency",
    "choose_procedure",
    "confirm_contact",
    "deploy",
    "end_agency",
    "enter_lead",
    "give_advice",
    "hold_in_transaction",
    "import_agencies",
    "join_incidents",
    "look_at_advice",
    "note_free_advice",
    "note_place",
    "place_marker",
    "record_answered",
    "record_arrived",
    "record_called",
    "record_could_not",
    "record_given",
    "record_said",
    "record_status",
    "remove_marker",
    "remove_plan",
    "remove_resource",
    "renew_link",
    "report_status",
    "request_more",
    "resource_plan",
    "review_agency",
    "send_message",
    "send_report",
    "set_grade_scheme",
    "set_resource_state",
    "split_incident",
    "stand_down",
    "stand_down_all",
    "take_in_resources",
    "tell_agency",
]
