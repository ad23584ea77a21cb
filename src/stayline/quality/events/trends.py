"""What the log says of figures and alarms. Counts alone: no contact and no person is named."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class RiseNoticed(Event):
    """A count rose against what is usual by more than chance makes likely (S4-3)."""

    kind: ClassVar[str] = "quality.rise.noticed"
    sentence: ClassVar[str] = (
        "{count} contacts with a threat ({harm}) since the week of {since}, where {expected} are"
        " usual: more than chance makes likely. Managers were told."
    )

    alarm: str
    site: str
    harm: str
    week: str
    since: str
    count: int
    expected: str
    managers: int


@register
class RiseAnswered(Event):
    """A manager said what was found behind a rise, and what is done."""

    kind: ClassVar[str] = "quality.rise.answered"
    personal: ClassVar[frozenset[str]] = frozenset({"found"})
    sentence: ClassVar[str] = "What was found behind the rise: {found}"

    alarm: str
    site: str
    found: str


@register
class ProposalRaised(Event):
    """A procedure is departed from at one place again and again: its owner is asked to look."""

    kind: ClassVar[str] = "quality.proposal.raised"
    sentence: ClassVar[str] = (
        "{document} was departed from at {step} in {times} contacts. Its owner is asked to look."
    )

    proposal: str
    document: str
    step: str
    what: str
    times: int


@register
class ProposalDecided(Event):
    """The owner of a procedure accepted a proposal, or declined it with a reason."""

    kind: ClassVar[str] = "quality.proposal.decided"
    sentence: ClassVar[str] = "The proposal on {document} at {step} was {state}. {reason}"

    proposal: str
    document: str
    step: str
    state: str
    reason: str
