"""What the log says about ladders and hand-overs. People stand in it by pseudonym alone."""

from __future__ import annotations

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class LadderStarted(Event):
    """A ladder began to ring; its rungs were copied from this version of its document."""

    kind: ClassVar[str] = "escalation.ladder.started"
    sentence: ClassVar[str] = "The ladder {document} started, to {purpose}: {because}."

    ladder: str
    document: str
    digest: str
    rungs: list[str]
    because: str
    purpose: str = "respond"


@register
class LadderRaisedAgain(Event):
    """A ladder that was open already was raised again, and rings on or beside."""

    kind: ClassVar[str] = "escalation.ladder.raised_again"
    sentence: ClassVar[str] = "The ladder {document} rings again: {because}."

    ladder: str
    document: str
    because: str


@register
class RungRang(Event):
    """A rung rang these people."""

    kind: ClassVar[str] = "escalation.rung.rang"
    sentence: ClassVar[str] = "Rung {rung} ({name}) of {document} rang {count} by {channel}."
    personal: ClassVar[frozenset[str]] = frozenset({"people"})

    ladder: str
    document: str
    rung: int
    name: str
    attempt: int
    round: int
    channel: str
    people: list[str]
    count: int


@register
class RungSkipped(Event):
    """A rung found nobody free at a screen, so the next one rang at once."""

    kind: ClassVar[str] = "escalation.rung.skipped"
    sentence: ClassVar[str] = "Rung {rung} ({name}) of {document} was not waited for: {because}."

    ladder: str
    document: str
    rung: int
    name: str
    because: str


@register
class NobodyOnDuty(Event):
    """The last rung found nobody at a screen; it goes on ringing (S1-12)."""

    kind: ClassVar[str] = "escalation.nobody.on_duty"
    sentence: ClassVar[str] = "Nobody is on duty at a screen. {document} goes on ringing everyone."

    ladder: str
    document: str


@register
class OutsideRouteNamed(Event):
    """The ladder has nobody left to ring, so the agent was told whom to call outside."""

    kind: ClassVar[str] = "escalation.outside.named"
    sentence: ClassVar[str] = "{document} has nobody left to ring. Named: {name}, {number}."

    ladder: str
    document: str
    name: str
    number: str


@register
class RungAccepted(Event):
    """Somebody accepted: they were rung, or saw it on the floor."""

    kind: ClassVar[str] = "escalation.rung.accepted"
    sentence: ClassVar[str] = "Accepted {document} on rung {rung} ({how})."

    ladder: str
    document: str
    rung: int
    how: str


@register
class RungDeclined(Event):
    """Somebody who was rung could not come."""

    kind: ClassVar[str] = "escalation.rung.declined"
    sentence: ClassVar[str] = "Could not take {document}. {reason}"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    ladder: str
    document: str
    reason: str


@register
class ReceiverBriefed(Event):
    """The receiver opened the briefing."""

    kind: ClassVar[str] = "escalation.receiver.briefed"
    sentence: ClassVar[str] = "Opened the briefing."

    ladder: str


@register
class ReceiverJoined(Event):
    """The receiver is on the line."""

    kind: ClassVar[str] = "escalation.receiver.joined"
    sentence: ClassVar[str] = "Joined the contact."

    ladder: str


@register
class ReceiverSpoke(Event):
    """The receiver spoke to the caller; the run is theirs."""

    kind: ClassVar[str] = "escalation.receiver.spoke"
    sentence: ClassVar[str] = "Spoke to the caller and guides the contact from here."

    ladder: str


@register
class HandOverCompleted(Event):
    """The receiver confirmed the hand-over; the ladder ended."""

    kind: ClassVar[str] = "escalation.hand_over.completed"
    sentence: ClassVar[str] = "Confirmed: {document} is complete."

    ladder: str
    document: str


@register
class ReceiverLate(Event):
    """A limit passed: the ladder rings beside the receiver, who can still go on."""

    kind: ClassVar[str] = "escalation.receiver.late"
    sentence: ClassVar[str] = "Nothing new since {stage}: ringing others beside them."
    personal: ClassVar[frozenset[str]] = frozenset({"person"})

    ladder: str
    person: str
    stage: str


@register
class ReceiverLost(Event):
    """Somebody who had accepted is gone: absent, given back, or reported."""

    kind: ClassVar[str] = "escalation.receiver.lost"
    sentence: ClassVar[str] = "Whoever had accepted is gone ({how})."
    personal: ClassVar[frozenset[str]] = frozenset({"person"})

    ladder: str
    person: str
    how: str


@register
class AgentLeft(Event):
    """The agent left the contact, after somebody else had taken it over."""

    kind: ClassVar[str] = "escalation.agent.left"
    sentence: ClassVar[str] = "Left the contact, which is in other hands."


@register
class AgentHasIt(Event):
    """Whoever had taken the contact over is gone, so its agent has it again, at the same step."""

    kind: ClassVar[str] = "escalation.agent.has_it"
    sentence: ClassVar[str] = "The agent has the contact again."


@register
class ReceiverReturned(Event):
    """Somebody who was lost is back and takes their place again."""

    kind: ClassVar[str] = "escalation.receiver.returned"
    sentence: ClassVar[str] = "Back again, and on the way to {document}."

    ladder: str
    document: str


@register
class ContactReturned(Event):
    """Whoever had accepted gave the contact back: to its agent, where they had taken it over."""

    kind: ClassVar[str] = "escalation.contact.returned"
    sentence: ClassVar[str] = "Gave the contact back after {stage}. {reason}"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    ladder: str
    stage: str
    reason: str


@register
class ReceiverRelieved(Event):
    """Somebody who had accepted is not needed any more."""

    kind: ClassVar[str] = "escalation.receiver.relieved"
    sentence: ClassVar[str] = "Somebody who had also accepted was relieved."
    personal: ClassVar[frozenset[str]] = frozenset({"person"})

    ladder: str
    person: str


@register
class LadderCalledOff(Event):
    """A named supervisor called a ladder off, with a reason."""

    kind: ClassVar[str] = "escalation.ladder.called_off"
    sentence: ClassVar[str] = "Called {document} off: {reason}"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    ladder: str
    document: str
    reason: str


@register
class FollowingStarted(Event):
    """A supervisor follows the lines of this contact from now on (S2-4)."""

    kind: ClassVar[str] = "escalation.following.started"
    sentence: ClassVar[str] = "Follows this contact from now on."


@register
class FollowingEnded(Event):
    """A supervisor follows this contact no longer."""

    kind: ClassVar[str] = "escalation.following.ended"
    sentence: ClassVar[str] = "Follows this contact no longer."


@register
class GuidanceSent(Event):
    """A supervisor sent a message to whoever has the contact (S2-5)."""

    kind: ClassVar[str] = "escalation.guidance.sent"
    sentence: ClassVar[str] = "Guided by message: {words}"
    personal: ClassVar[frozenset[str]] = frozenset({"words", "reader"})

    words: str
    reader: str


@register
class GuidanceSeen(Event):
    """Whoever has the contact confirmed that they have seen a message."""

    kind: ClassVar[str] = "escalation.guidance.seen"
    sentence: ClassVar[str] = "Has seen the message."

    guidance: str


@register
class NoticeGiven(Event):
    """People were told that something needs their eyes; without any words of the contact."""

    kind: ClassVar[str] = "escalation.notice.given"
    sentence: ClassVar[str] = "Notice to {to}, {count} told: {because}."
    personal: ClassVar[frozenset[str]] = frozenset({"people"})

    to: str
    because: str
    people: list[str]
    count: int


@register
class PeoplePaged(Event):
    """A rung paged these people away from their screens: level, site and number alone."""

    kind: ClassVar[str] = "escalation.people.paged"
    sentence: ClassVar[str] = "Rung {rung} of {document} paged {count} by {channels}."
    personal: ClassVar[frozenset[str]] = frozenset({"people"})

    ladder: str
    document: str
    rung: int
    attempt: int
    round: int
    channels: str
    people: list[str]
    count: int


@register
class PageFailed(Event):
    """A page did not leave; whoever it was for counts as not reached."""

    kind: ClassVar[str] = "escalation.page.failed"
    sentence: ClassVar[str] = "A page of {document} by {channel} did not leave: {reason}."
    personal: ClassVar[frozenset[str]] = frozenset({"person"})

    ladder: str
    document: str
    channel: str
    reason: str
    person: str
