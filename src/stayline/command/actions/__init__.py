"""What is done about help from outside."""

from stayline.command.actions.answer import record_arrived, record_called, record_could_not
from stayline.command.actions.ask import ask_for_emergency, ask_in_transaction
from stayline.command.actions.effects import CommandEffects

__all__ = [
    "CommandEffects",
    "ask_for_emergency",
    "ask_in_transaction",
    "record_arrived",
    "record_called",
    "record_could_not",
]
