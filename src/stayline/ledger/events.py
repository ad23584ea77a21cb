"""What the log can say: every kind of entry is a registered, frozen class.

A kind is dotted, past tense, closed and never renamed: `escalation.rung.accepted`.
Rooms declare theirs in their own `events.py`; importing that module registers them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, Self, TypeVar, dataclass_transform

NOBODY: Final = ""
"""The data subject of content that speaks of no person."""


class UnknownKind(LookupError):
    """No kind of entry has this name."""


class DuplicateKind(TypeError):
    """Two classes claim one kind of entry."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened, ready for the log.

    Fields hold JSON values only: text, whole numbers, booleans, lists, mappings, null.
    Ids are text. `personal` names the fields that speak of a person; they may be shown
    only to people on the access list, and go when the data subject is erased, since the
    whole content is sealed under that subject's key.
    """

    kind: ClassVar[str] = ""
    personal: ClassVar[frozenset[str]] = frozenset()
    sentence: ClassVar[str] = ""
    """How the entry reads to a person, with fields in braces: `{name} accepted.`"""

    subject: str = NOBODY
    """Whose data this is: `caller:<contact id>`, `person:<pseudonym>`, or nobody's."""

    def content(self) -> dict[str, object]:
        """Return the fields as canonical JSON values, without the subject."""
        return {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name != "subject"
        }

    @classmethod
    def from_content(cls, content: dict[str, object], *, subject: str) -> Self:
        """Build the event again from what the log kept."""
        return cls(**content, subject=subject)

    def describe(self) -> str:
        """Return the entry as a sentence a person reads."""
        return self.sentence.format(**self.content())


E = TypeVar("E", bound=Event)

_kinds: dict[str, type[Event]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def register(cls: type[E]) -> type[E]:
    """Make `cls` a frozen dataclass and a known kind of entry.

    Raises:
        DuplicateKind: another class has this kind already.
    """
    made = dataclass(frozen=True, kw_only=True)(cls)
    if not made.kind or made.kind in _kinds:
        raise DuplicateKind(made.kind or cls.__name__)
    _kinds[made.kind] = made
    return made


def kind_named(kind: str) -> type[Event]:
    """Return the class of `kind`.

    Raises:
        UnknownKind: no class is registered under this name.
    """
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def kinds() -> dict[str, type[Event]]:
    """Return every registered kind with its class, in the order of the alphabet."""
    return dict(sorted(_kinds.items()))


@register
class SubjectErased(Event):
    """One data subject's content and keys in this stream are gone from here backwards.

    The header names the subject, so that a bundle shows what was erased and when; the reason
    is sealed under a key made for this entry.
    """

    kind = "ledger.subject.erased"
    personal = frozenset({"reason"})
    sentence = "What this record held about one person was erased ({contents} entries): {reason}"

    reason: str
    contents: int


@register
class BundleDisclosed(Event):
    """This record was exported: to whom, for what, and in which form."""

    kind = "ledger.bundle.disclosed"
    personal = frozenset({"to"})
    sentence = "The record was exported for {to}, {form}. Purpose: {purpose}"

    to: str
    purpose: str
    form: Literal["plain", "encrypted"]
    recipient: str | None = None
    """The public key that the bundle is encrypted to."""


@register
class BundleAbandoned(Event):
    """An export that was logged did not come about; nothing was handed over."""

    kind = "ledger.bundle.abandoned"
    sentence = "The export of entry {disclosure} did not come about: {why}"

    disclosure: int
    """The sequence of the disclosure that did not happen."""
    why: str


@register
class AttachmentKept(Event):
    """A file belongs to this record from here on: its digest, and the key that opens it.

    `attachment` names the file; `size` is in bytes, `sha256` of the plain file in hexadecimal.
    The file's key lies in this sealed content alone: erasing it leaves a file nothing opens.
    """

    kind = "ledger.attachment.kept"
    personal = frozenset({"name", "key"})
    sentence = "{label}: {name} ({size} bytes) was attached. SHA-256 {sha256}."

    attachment: str
    label: str
    name: str
    media_type: str
    size: int
    sha256: str
    key: str
