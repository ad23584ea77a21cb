"""What the log says of a version's life: drafted, checked, signed, in force, lapsed, withdrawn."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class RiskAcknowledged(Event):
    """Somebody read the notice of personal and legal risk before they acted (S0-9)."""

    kind: ClassVar[str] = "library.risk.acknowledged"
    sentence: ClassVar[str] = "The notice of risk was read, to {purpose} {document}."

    document: str
    purpose: str
    notice: str


@register
class DraftStarted(Event):
    """Somebody began to write the next version of a document."""

    kind: ClassVar[str] = "library.draft.started"
    sentence: ClassVar[str] = "A draft of {document} was begun from {made_from}."

    document: str
    made_from: str


@register
class DraftSaved(Event):
    """A draft was saved; its text is in the version that is made of it."""

    kind: ClassVar[str] = "library.draft.saved"
    sentence: ClassVar[str] = "The draft of {document} was saved, save {revision}."

    document: str
    revision: int


@register
class DraftDropped(Event):
    """A draft was dropped; no version was made of it."""

    kind: ClassVar[str] = "library.draft.dropped"
    sentence: ClassVar[str] = "The draft of {document} was dropped."

    document: str
    revision: int


@register
class VersionMade(Event):
    """A version was made of a draft, and the checker looked at it (S0-3)."""

    kind: ClassVar[str] = "library.version.made"
    sentence: ClassVar[str] = "{document} version {digest} was made; it is {state}."

    document: str
    digest: str
    made_from: str
    state: str
    errors: int


@register
class VersionInReview(Event):
    """A version was sent to those who sign for it."""

    kind: ClassVar[str] = "library.version.in_review"
    sentence: ClassVar[str] = "{document} version {digest} was sent to review."

    document: str
    digest: str


@register
class SignedOff(Event):
    """A named person signed for a version (S0-11, S0-13, S0-42)."""

    kind: ClassVar[str] = "library.signoff.granted"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} signed ({what}) for {document} version {digest}."

    document: str
    digest: str
    what: str
    name: str
    signoff: str
    credential: dict[str, str]
    statement: str
    paper: str
    valid_until: str


@register
class SignOffDenied(Event):
    """A named person refused to sign for a version, and said why."""

    kind: ClassVar[str] = "library.signoff.refused"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = (
        "{name} refused to sign ({what}) for {document} version {digest}: {statement}"
    )

    document: str
    digest: str
    what: str
    name: str
    signoff: str
    statement: str
    paper: str


@register
class SignOffTakenBack(Event):
    """A sign-off was taken back, with a reason."""

    kind: ClassVar[str] = "library.signoff.taken_back"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = (
        "The signature of {name} ({what}) for {document} was taken back: {because}"
    )

    document: str
    digest: str
    what: str
    name: str
    signoff: str
    because: str


@register
class VersionCertified(Event):
    """Everybody who must has signed: a certificate was issued over the digest (S0-11).

    `signature` is the Ed25519 signature of this installation in hexadecimal.
    """

    kind: ClassVar[str] = "library.version.certified"
    sentence: ClassVar[str] = "{document} version {digest} is certified {until}."

    document: str
    digest: str
    until: str
    correction: bool
    signature: str


@register
class VersionActivated(Event):
    """A version guides contacts from now on; `instead_of` did until now (S0-3)."""

    kind: ClassVar[str] = "library.version.activated"
    sentence: ClassVar[str] = "{document} version {digest} is in force: {because}."

    document: str
    digest: str
    instead_of: str
    because: str


@register
class VersionLapsed(Event):
    """The certificate of a version ended; contacts are guided by it still (S0-12)."""

    kind: ClassVar[str] = "library.version.lapsed"
    sentence: ClassVar[str] = (
        "The certificate of {document} version {digest} ended: {because} It stays in force."
    )

    document: str
    digest: str
    because: str


@register
class VersionStale(Event):
    """The day by which a version was to be reviewed has passed (S0-43)."""

    kind: ClassVar[str] = "library.version.stale"
    sentence: ClassVar[str] = "{document} version {digest} was to be reviewed by {review_by}."

    document: str
    digest: str
    review_by: str


@register
class VersionCorrected(Event):
    """Words or contacts were corrected for safety; legal review is owed (`design.md` 3.1)."""

    kind: ClassVar[str] = "library.version.corrected"
    sentence: ClassVar[str] = (
        "{document} was corrected for safety as version {digest}: {because} "
        "Legal review is owed by {legal_due_at}."
    )

    document: str
    digest: str
    corrects: str
    because: str
    changes: list[str]
    legal_due_at: str


@register
class LegalReviewOverdue(Event):
    """Legal review of a safety correction was not there in time."""

    kind: ClassVar[str] = "library.legal_review.overdue"
    sentence: ClassVar[str] = "Legal review of {document} version {digest} is overdue."

    document: str
    digest: str


@register
class VersionWithdrawn(Event):
    """A version guides no contact from now on; `back_to` does, or nothing when it is empty."""

    kind: ClassVar[str] = "library.version.withdrawn"
    sentence: ClassVar[str] = "{document} version {digest} was withdrawn: {because} {then}"

    document: str
    digest: str
    because: str
    back_to: str
    then: str


@register
class CredentialEnded(Event):
    """The credential of an expert ended: nobody can be certified by it any more (S0-12)."""

    kind: ClassVar[str] = "library.credential.ended"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "The credential of {name} was valid until {expires_on}."

    expert: str
    name: str
    expires_on: str


@register
class AlertSeen(Event):
    """A manager has seen what they were to hear of."""

    kind: ClassVar[str] = "library.alert.seen"
    sentence: ClassVar[str] = "Seen: {text}"

    alert: str
    about: str
    text: str
