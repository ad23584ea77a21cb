"""What the log says of what is owed: duties, obligations, and whether they were met."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class DutiesTaken(Event):
    """What holds from now on: the contact is kept open, authentication is waived, and so on."""

    kind: ClassVar[str] = "incidents.duties.taken"
    sentence: ClassVar[str] = "From now on: {duties}."

    duties: list[str]


@register
class AuthenticationWaived(Event):
    """No identity check stands in the way (S1-8)."""

    kind: ClassVar[str] = "incidents.authentication.waived"
    sentence: ClassVar[str] = "The identity check was waived; it stood at {before}."

    before: str


@register
class ObligationOwed(Event):
    """Something is owed, by somebody, until a time."""

    kind: ClassVar[str] = "incidents.obligation.owed"
    sentence: ClassVar[str] = "Owed: {name}, by {by}, until {due}."

    obligation: str
    name: str
    by: str
    due: str
    threat: str


@register
class ObligationMet(Event):
    """What was owed is done."""

    kind: ClassVar[str] = "incidents.obligation.met"
    sentence: ClassVar[str] = "Done: {name}."

    obligation: str
    name: str


@register
class ObligationMissed(Event):
    """The time ran out; what follows by itself has begun."""

    kind: ClassVar[str] = "incidents.obligation.missed"
    sentence: ClassVar[str] = "Not done in time: {name}."

    obligation: str
    name: str


@register
class ObligationWaived(Event):
    """A named supervisor released it, with a reason."""

    kind: ClassVar[str] = "incidents.obligation.waived"
    sentence: ClassVar[str] = "Waived: {name}. {reason}"

    obligation: str
    name: str
    reason: str


@register
class ObligationHastened(Event):
    """Another threat's procedure wants the same thing sooner: the earlier time stands."""

    kind: ClassVar[str] = "incidents.obligation.hastened"
    sentence: ClassVar[str] = "Owed sooner: {name}, until {due}."

    obligation: str
    name: str
    due: str
