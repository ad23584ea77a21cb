"""What the log says about access."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class AccessGranted(Event):
    """Somebody came onto an incident's list."""

    kind: ClassVar[str] = "privacy.access.granted"
    sentence: ClassVar[str] = "Access was given: {because}."

    person: str
    because: str


@register
class AccessEnded(Event):
    """Somebody left an incident's list: what they were on it for is over."""

    kind: ClassVar[str] = "privacy.access.ended"
    sentence: ClassVar[str] = "Access ended that was given for: {because}."

    person: str
    because: str


@register
class PersonExcluded(Event):
    """Somebody was kept out of an incident: implicated, or the discloser."""

    kind: ClassVar[str] = "privacy.person.excluded"
    sentence: ClassVar[str] = "Somebody was kept out of this incident: {because}."

    person: str
    because: str


@register
class PersonReadmitted(Event):
    """Somebody who had been kept out is not any more: a named supervisor said why."""

    kind: ClassVar[str] = "privacy.person.readmitted"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "Somebody is not kept out of this incident any more: {reason}"

    person: str
    reason: str


@register
class ContentRead(Event):
    """Somebody read the sealed content of an incident, first time in this hour (S1-36)."""

    kind: ClassVar[str] = "privacy.content.read"
    sentence: ClassVar[str] = "The content was read on the screen {screen}."

    screen: str


@register
class RetentionDecided(Event):
    """Somebody decided how long a kind of thing is kept, and on what basis."""

    kind: ClassVar[str] = "privacy.retention.decided"
    sentence: ClassVar[str] = "{title} are kept for {days} days, before: {before}. Basis: {basis}"

    what: str
    title: str
    days: int
    before: str
    basis: str


@register
class RetentionEnded(Event):
    """A decision was taken back: the kind is kept without an end again."""

    kind: ClassVar[str] = "privacy.retention.ended"
    sentence: ClassVar[str] = "{title} are kept without an end again, before: {days} days."

    what: str
    title: str
    days: int


@register
class RetentionCarriedOut(Event):
    """What had its time went."""

    kind: ClassVar[str] = "privacy.retention.carried_out"
    sentence: ClassVar[str] = "{count} went, older than {before}: {title}."

    what: str
    title: str
    count: int
    before: str


@register
class HoldPlaced(Event):
    """A legal hold: nothing of this incident goes until it is lifted (S0-7)."""

    kind: ClassVar[str] = "privacy.hold.placed"
    sentence: ClassVar[str] = "A legal hold was placed: {reason}"

    hold: str
    reason: str


@register
class HoldLifted(Event):
    """The legal hold was lifted: what was decided on keeping holds again."""

    kind: ClassVar[str] = "privacy.hold.lifted"
    sentence: ClassVar[str] = "The legal hold was lifted: {because}"

    hold: str
    because: str


@register
class OwnFileRead(Event):
    """Somebody who works here read what is held about them, or took it with them."""

    kind: ClassVar[str] = "privacy.own_file.read"
    sentence: ClassVar[str] = "They read what is held about them, {form}."

    form: str
