"""What the log says about copies given away and taken in, and about restricted notes."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class VersionShared(Event):
    """A copy of a version was given away, uncertified, after the notice of liability (S0-19)."""

    kind: ClassVar[str] = "library.version.shared"
    personal: ClassVar[frozenset[str]] = frozenset({"recipient"})
    sentence: ClassVar[str] = (
        "A copy of {document} version {digest} was given to {recipient}, uncertified. "
        "Purpose: {purpose}"
    )

    document: str
    digest: str
    recipient: str
    purpose: str


@register
class CopyImported(Event):
    """A copy from elsewhere came in, as an uncertified template (S0-19)."""

    kind: ClassVar[str] = "library.copy.imported"
    sentence: ClassVar[str] = (
        "{document} version {digest} came in from {shared_by}, as an uncertified template."
    )

    document: str
    digest: str
    shared_by: str


@register
class RestrictedNoteWritten(Event):
    """A restricted note was attached to a document; what it says is not in the log (S0-8)."""

    kind: ClassVar[str] = "library.restricted_note.written"
    sentence: ClassVar[str] = "A restricted note on {document} was written, for {readers} readers."

    note: str
    document: str
    readers: int


@register
class RestrictedNoteRead(Event):
    """Somebody who is named read a restricted note (S0-8)."""

    kind: ClassVar[str] = "library.restricted_note.read"
    sentence: ClassVar[str] = "The restricted note on {document} was read."

    note: str
    document: str


@register
class RestrictedNoteRemoved(Event):
    """A restricted note and its key are gone; the row and this log stay (S0-8)."""

    kind: ClassVar[str] = "library.restricted_note.removed"
    sentence: ClassVar[str] = "The restricted note on {document} was removed, with its key."

    note: str
    document: str
