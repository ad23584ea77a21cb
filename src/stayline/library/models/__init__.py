"""Tables of the playbook: versions, drafts, what is in force, who certified it, who has copies."""

from stayline.library.models.certifying import (
    Alert,
    Certificate,
    CredentialKind,
    Engagement,
    Expert,
    RiskAcknowledgement,
    SignOff,
    SignOffKind,
)
from stayline.library.models.documents import (
    DocumentVersion,
    Draft,
    ForceSpan,
    InForce,
    VersionState,
)
from stayline.library.models.sharing import NoteReader, RestrictedNote, Share

__all__ = [
    "Alert",
    "Certificate",
    "CredentialKind",
    "DocumentVersion",
    "Draft",
    "Engagement",
    "Expert",
    "ForceSpan",
    "InForce",
    "NoteReader",
    "RestrictedNote",
    "RiskAcknowledgement",
    "Share",
    "SignOff",
    "SignOffKind",
    "VersionState",
]
