"""What the log says about care: that it was offered and when, never what was said.

The incident's stream names nobody; each person's own stream holds their part.
"""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class AftercareStarted(Event):
    """Everyone involved in an incident was offered aftercare, by default (S4-6)."""

    kind: ClassVar[str] = "care.aftercare.started"
    sentence: ClassVar[str] = "Aftercare was offered to everyone involved: {people}."

    people: int
    check_until: str


@register
class AftercareOffered(Event):
    """One person came off the queue, and a private check is owed to them."""

    kind: ClassVar[str] = "care.aftercare.offered"
    sentence: ClassVar[str] = "Off the queue, at least until {minimum_until}."

    incident: str
    minimum_until: str
    check_until: str
    supporter: str


@register
class CameBack(Event):
    """The person chose to take contacts again."""

    kind: ClassVar[str] = "care.person.came_back"
    sentence: ClassVar[str] = "Back on the queue, by their own choice."

    incident: str


@register
class CheckDone(Event):
    """A supporter checked on the person in private. What was said is kept nowhere."""

    kind: ClassVar[str] = "care.check.done"
    sentence: ClassVar[str] = "The private check was done."

    incident: str


@register
class CheckDeclined(Event):
    """The person did not want the private check. No reason is asked."""

    kind: ClassVar[str] = "care.check.declined"
    sentence: ClassVar[str] = "The private check was declined."

    incident: str


@register
class CheckMissed(Event):
    """Nobody checked on somebody in time; management was told that one is missing."""

    kind: ClassVar[str] = "care.check.missed"
    sentence: ClassVar[str] = "A private check was not done in time."

    incident: str
