"""What the log says about help from outside. Nothing here was done by a machine."""

from typing import ClassVar, Final

from stayline.ledger.events import Event, register

TITLES: Final = {
    "emergency_services": "Emergency services",
    "crisis_line": "Crisis line",
    "police": "Local police",
    "assistance": "Assistance programme",
    "in_house": "In-house specialist",
}
"""How the agencies that have an id of their own are called before people."""


def agency_title(name: str) -> str:
    """Return how an agency is called; one that only a document names is called as there."""
    spaced = name.replace("_", " ")
    return TITLES.get(name) or f"{spaced[:1].upper()}{spaced[1:]}"


class AboutAgency(Event):
    """An entry that keeps an agency's id, and says its name."""

    def describe(self) -> str:
        """Return the entry as a sentence that says the agency's name, never its id."""
        said = self.content()
        return self.sentence.format(**{**said, "agency": agency_title(str(said["agency"]))})


@register
class DispatchAsked(AboutAgency):
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
class DispatchCalled(AboutAgency):
    """A named person called the agency, and for which place they asked."""

    kind: ClassVar[str] = "command.dispatch.called"
    personal: ClassVar[frozenset[str]] = frozenset({"place"})
    sentence: ClassVar[str] = "{agency} was called for “{place}”."

    dispatch: str
    agency: str
    place: str


@register
class DispatchNotCalled(AboutAgency):
    """The person who was asked cannot call; supervisors were told, and it stays owed."""

    kind: ClassVar[str] = "command.dispatch.not_called"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "{agency} could not be called: {reason}"

    dispatch: str
    agency: str
    reason: str


@register
class HelpArrived(AboutAgency):
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
class CallerAgreed(AboutAgency):
    """The caller agreed to be connected with somebody outside; they were asked first."""

    kind: ClassVar[str] = "command.consent.given"
    sentence: ClassVar[str] = "The caller agreed to be connected with {agency}."

    dispatch: str
    agency: str


@register
class OutsideAnswered(AboutAgency):
    """Whether somebody outside has spoken with the caller who was connected with them."""

    kind: ClassVar[str] = "command.dispatch.answered"
    sentence: ClassVar[str] = "{agency}: {outcome}."

    dispatch: str
    agency: str
    outcome: str


@register
class NumberGiven(AboutAgency):
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

    def describe(self) -> str:
        """Return the entry as a sentence without the marks of ids."""
        return super().describe().replace("_", " ")
