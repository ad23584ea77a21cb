"""Who may see what, who read it, how long it is kept, and what is held."""

from stayline.privacy.actions.access import (
    exclude_in_transaction,
    grant_in_transaction,
    grant_rung_in_transaction,
    note_read,
    readmit_in_transaction,
    withdraw_in_transaction,
)
from stayline.privacy.actions.emptying import Words, WordsKept, empty_words
from stayline.privacy.actions.forgetting import BelowPersonal, forget_everywhere_in_transaction
from stayline.privacy.actions.keeping import (
    carry_out,
    decide_retention,
    end_retention,
    is_held_in_transaction,
    lift_hold,
    place_hold,
)
from stayline.privacy.actions.own_file import OwnFile, read_own_file

__all__ = [
    "BelowPersonal",
    "OwnFile",
    "Words",
    "WordsKept",
    "carry_out",
    "decide_retention",
    "empty_words",
    "end_retention",
    "exclude_in_transaction",
    "forget_everywhere_in_transaction",
    "grant_in_transaction",
    "grant_rung_in_transaction",
    "is_held_in_transaction",
    "lift_hold",
    "note_read",
    "place_hold",
    "read_own_file",
    "readmit_in_transaction",
    "withdraw_in_transaction",
]
