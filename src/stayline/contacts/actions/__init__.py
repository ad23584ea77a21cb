"""What is done to contacts, the legs of their calls, and the window where their lines wait."""

from stayline.contacts.actions.calls import (
    Conference,
    note_call,
    note_handset,
    note_leg,
    note_look,
    note_reports,
    note_told,
    note_voice,
)
from stayline.contacts.actions.opening import (
    NewContact,
    forget_caller,
    forget_caller_in_transaction,
    make_busy_in_transaction,
    note_caller_back_in_transaction,
    note_caller_left_in_transaction,
    open_contact,
    open_in_transaction,
    release_in_transaction,
    take_contact,
    waive_authentication_in_transaction,
)
from stayline.contacts.actions.window import (
    drop_from_window,
    keep_all_in_window,
    keep_in_window,
    purge_window,
    window_since,
)

__all__ = [
    "Conference",
    "NewContact",
    "drop_from_window",
    "forget_caller",
    "forget_caller_in_transaction",
    "keep_all_in_window",
    "keep_in_window",
    "make_busy_in_transaction",
    "note_call",
    "note_caller_back_in_transaction",
    "note_caller_left_in_transaction",
    "note_handset",
    "note_leg",
    "note_look",
    "note_reports",
    "note_told",
    "note_voice",
    "open_contact",
    "open_in_transaction",
    "purge_window",
    "release_in_transaction",
    "take_contact",
    "waive_authentication_in_transaction",
    "window_since",
]
