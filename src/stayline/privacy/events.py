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
class PersonExcluded(Event):
    """Somebody was kept out of an incident: implicated, or the discloser."""

    kind: ClassVar[str] = "privacy.person.excluded"
    sentence: ClassVar[str] = "Somebody was kept out of this incident: {because}."

    person: str
    because: str


@register
class ContentRead(Event):
    """Somebody read the sealed content of an incident, first time in this hour (S1-36)."""

    kind: ClassVar[str] = "privacy.content.read"
    sentence: ClassVar[str] = "The content was read on the screen {screen}."

    screen: str
