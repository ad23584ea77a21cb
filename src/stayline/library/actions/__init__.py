"""What is done to the playbook: documents are loaded, notes beside fields are written."""

from stayline.library.actions.load import (
    FOLDERS,
    Shipped,
    body_of,
    documents_under,
    load_documents,
    load_playbook,
    playbook,
)
from stayline.library.actions.notes import change_note, restore_note
from stayline.library.queries import DOCUMENTS

__all__ = [
    "DOCUMENTS",
    "FOLDERS",
    "Shipped",
    "body_of",
    "change_note",
    "documents_under",
    "load_documents",
    "load_playbook",
    "playbook",
    "restore_note",
]
