"""What is done about help from outside."""

from stayline.command.actions.answer import (
    record_answered,
    record_arrived,
    record_called,
    record_could_not,
    record_given,
)
from stayline.command.actions.ask import ask_for_agency, ask_in_transaction, note_place
from stayline.command.actions.effects import CommandEffects

__all__ = [
    "CommandEffects",
    "ask_for_agency",
    "ask_in_transaction",
    "note_place",
    "record_answered",
    "record_arrived",
    "record_called",
    "record_could_not",
    "record_given",
]
