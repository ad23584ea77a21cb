"""What the log says about the register of experts (S0-12, S0-21)."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class ExpertAdded(Event):
    """Somebody came into the register of experts, with their credential and how they were found."""

    kind: ClassVar[str] = "library.expert.added"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "number"})
    sentence: ClassVar[str] = (
        "{name} came into the register of experts: {credential}, {issuer} {number}, valid until "
        "{expires_on}. Found by: {how_found}"
    )

    expert: str
    name: str
    credential: str
    issuer: str
    number: str
    expires_on: str
    how_found: str


@register
class ExpertChanged(Event):
    """What the register says about an expert was changed; what was signed stays as it stood."""

    kind: ClassVar[str] = "library.expert.changed"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "The entry of {name} in the register of experts was changed: {what}."

    expert: str
    name: str
    what: str


@register
class CredentialRenewed(Event):
    """An expert's credential holds until another day."""

    kind: ClassVar[str] = "library.credential.renewed"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "number"})
    sentence: ClassVar[str] = "The credential of {name} ({number}) is valid until {expires_on}."

    expert: str
    name: str
    number: str
    expires_on: str


@register
class ExpertLeft(Event):
    """An expert is asked no more; what they signed stays signed until it lapses."""

    kind: ClassVar[str] = "library.expert.left"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} left the register of experts. What they signed still stands."

    expert: str
    name: str


@register
class ExpertEngaged(Event):
    """An expert worked for this organisation, from when to when and on what."""

    kind: ClassVar[str] = "library.expert.engaged"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} works here from {from_on} until {until_on}, on {on_what}."

    expert: str
    name: str
    from_on: str
    until_on: str
    on_what: str
