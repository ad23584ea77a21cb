"""What is done to the playbook: documents are loaded, notes beside fields are written."""

from stayline.library.actions.activation import activate_version, adopt, adopt_documents
from stayline.library.actions.alerts import see_alert
from stayline.library.actions.correction import Proof, correct_for_safety, prove_correction
from stayline.library.actions.drafts import (
    Written,
    drop_draft,
    make_version,
    parsed,
    read_draft,
    save_draft,
    start_draft,
)
from stayline.library.actions.experts import (
    ExpertDetails,
    add_engagement,
    add_expert,
    change_expert,
    end_expert,
    renew_expert,
)
from stayline.library.actions.lapsing import (
    fire_credential,
    fire_lapse,
    fire_legal_overdue,
    fire_review,
)
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
from stayline.library.actions.phrases import PhraseText, save_phrase, withdraw_phrase
from stayline.library.actions.restricted import (
    read_restricted_notes,
    remove_restricted_note,
    write_restricted_note,
)
from stayline.library.actions.review import send_to_review
from stayline.library.actions.risk import acknowledge_risk
from stayline.library.actions.sharing import import_copy, share_version
from stayline.library.actions.signing import sign_off, take_back_sign_off
from stayline.library.actions.withdrawal import before_it, withdraw
from stayline.library.queries import DOCUMENTS

__all__ = [
    "DOCUMENTS",
    "FOLDERS",
    "ExpertDetails",
    "PhraseText",
    "Proof",
    "Shipped",
    "Written",
    "acknowledge_risk",
    "activate_version",
    "add_engagement",
    "add_expert",
    "adopt",
    "adopt_documents",
    "before_it",
    "body_of",
    "change_expert",
    "change_note",
    "correct_for_safety",
    "documents_under",
    "drop_draft",
    "end_expert",
    "fire_credential",
    "fire_lapse",
    "fire_legal_overdue",
    "fire_review",
    "import_copy",
    "load_documents",
    "load_playbook",
    "make_version",
    "parsed",
    "playbook",
    "prove_correction",
    "read_draft",
    "read_restricted_notes",
    "remove_restricted_note",
    "renew_expert",
    "restore_note",
    "save_draft",
    "save_phrase",
    "see_alert",
    "send_to_review",
    "share_version",
    "sign_off",
    "start_draft",
    "take_back_sign_off",
    "withdraw",
    "withdraw_phrase",
    "write_restricted_note",
]
