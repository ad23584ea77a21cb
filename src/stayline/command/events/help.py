"""What the log says about help from outside. Nothing here was done by a machine."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class DispatchAsked(Event):
    """A named person is asked to call an agency, with the number and the words to say."""

    kind: ClassVar[str] = "command.dispatch.asked"
    sentence: ClassVar[str] = "A call to {agency} was asked for: {because}."

    dispatch: str
    agency: str
    because: str
    number: str
    place_known: bool
    number_unverified: bool


@register
class DispatchCalled(Event):
    """A named person called the agency, and for which place they asked."""

    kind: ClassVar[str] = "command.dispatch.called"
    personal: ClassVar[frozenset[str]] = frozenset({"place"})
    sentence: ClassVar[str] = "{agency} was called for “{place}”."

    dispatch: str
    agency: str
    place: str


@register
class DispatchNotCalled(Event):
    """The person who was asked cannot call; supervisors were told, and it stays owed."""

    kind: ClassVar[str] = "command.dispatch.not_called"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "{agency} could not be called: {reason}"

    dispatch: str
    agency: str
    reason: str


@register
class HelpArrived(Event):
    """Help from outside reached the person, as somebody confirmed."""

    kind: ClassVar[str] = "command.help.arrived"
    sentence: ClassVar[str] = "{agency} has reached the person."

    dispatch: str
    agency: str


@register
class PlaceNoted(Event):
    """The town or area where help from outside is needed, as far as somebody knows (S4-9)."""

    kind: ClassVar[str] = "command.place.noted"
    personal: ClassVar[frozenset[str]] = frozenset({"place"})
    sentence: ClassVar[str] = "The place is “{place}”, as far as is known."

    place: str


@register
class CallerAgreed(Event):
    """The caller agreed to be connected with somebody outside; they were asked first."""

    kind: ClassVar[str] = "command.consent.given"
    sentence: ClassVar[str] = "The caller agreed to be connected with {agency}."

    dispatch: str
    agency: str


@register
class OutsideAnswered(Event):
    """Whether somebody outside has spoken with the caller who was connected with them."""

    kind: ClassVar[str] = "command.dispatch.answered"
    sentence: ClassVar[str] = "{agency}: {outcome}."

    dispatch: str
    agency: str
    outcome: str


@register
class NumberGiven(Event):
    """The caller was given the number of a service, to turn to by themselves."""

    kind: ClassVar[str] = "command.number.given"
    sentence: ClassVar[str] = "The caller was given the number of {service} ({agency})."

    dispatch: str
    agency: str
    service: str


@register
class SignpostShown(Event):
    """The protocol named a service that the caller can turn to."""

    kind: ClassVar[str] = "command.signpost.shown"
    sentence: ClassVar[str] = "The service {service} was named: {because}."

    service: str
    because: str


@register
class PromptShown(Event):
    """The protocol asked a person to confirm something, or gave a phrase to say."""

    kind: ClassVar[str] = "command.prompt.shown"
    sentence: ClassVar[str] = "{prompt} {target} was put before the person: {because}."

    prompt: str
    target: str
    because: str
