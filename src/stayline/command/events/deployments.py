"""What the log says of people and crews who were sent. Words and places in it are sealed."""

from __future__ import annotations

from typing import ClassVar

from stayline.ledger.events import Event, register

PERSONAL = frozenset({"who", "what", "where"})
"""What of a task speaks of people and of where something happens."""


@register
class DeploymentAsked(Event):
    """A named person sent somebody: what is needed, where, by when (S3-19)."""

    kind: ClassVar[str] = "command.deployment.asked"
    personal: ClassVar[frozenset[str]] = PERSONAL
    sentence: ClassVar[str] = (
        "{who} was sent, told by {method}. What: {what} Where: {where} By when: {by}. "
        "A sign of them is due every {check_every_s} seconds."
    )

    deployment: str
    resource: str
    who: str
    what: str
    where: str
    by: str
    due_by: str
    check_every_s: int
    method: str


@register
class DeploymentReported(Event):
    """How somebody who was sent stands, who said so by which way, and their exact words (S3-23)."""

    kind: ClassVar[str] = "command.deployment.reported"
    personal: ClassVar[frozenset[str]] = frozenset({"who", "words"})
    sentence: ClassVar[str] = "{who}: {state_words}, heard by {channel}."

    deployment: str
    who: str
    state: str
    state_words: str
    channel: str
    words: str
    back: bool
    """Whether they had been out of contact until now."""

    def describe(self) -> str:
        """Return the report as a sentence, with their words where there are any."""
        back = " They are back in contact." if self.back else ""
        words = f" Their words: “{self.words}”" if self.words else ""
        return f"{super().describe()}{back}{words}"


@register
class CheckInMissed(Event):
    """Somebody who was sent gave no sign of themselves in time, and was asked again."""

    kind: ClassVar[str] = "command.deployment.check_missed"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    sentence: ClassVar[str] = (
        "{who} gave no sign in time ({misses} in a row). Asked again: {asked}."
    )

    deployment: str
    who: str
    misses: int
    asked: str
    """By which way they were asked again, or that somebody has to."""


@register
class ContactLost(Event):
    """Somebody who was sent missed two check-ins: an alarm, and supervisors are told."""

    kind: ClassVar[str] = "command.deployment.contact_lost"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    sentence: ClassVar[str] = (
        "ALARM: {who} is out of contact, {misses} check-ins missed in a row. Supervisors were told."
    )

    deployment: str
    who: str
    misses: int


@register
class AskedForSign(Event):
    """A named person asked somebody who was sent to give a sign of themselves."""

    kind: ClassVar[str] = "command.deployment.asked_for_sign"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    sentence: ClassVar[str] = "{who} was asked for a sign of themselves, by {method}."

    deployment: str
    who: str
    method: str


@register
class DeploymentWithdrawn(Event):
    """Somebody was stood down, by whom and why."""

    kind: ClassVar[str] = "command.deployment.withdrawn"
    personal: ClassVar[frozenset[str]] = frozenset({"who", "reason"})
    sentence: ClassVar[str] = "{who} was stood down: {reason}"

    deployment: str
    who: str
    reason: str


@register
class MoreAsked(Event):
    """Somebody who was sent asked for more: information, people, equipment, action (S3-13)."""

    kind: ClassVar[str] = "command.deployment.more_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"who", "words"})
    sentence: ClassVar[str] = "{who} asks for {needs}, by {channel}: “{words}”"

    deployment: str
    request: str
    who: str
    needs: str
    words: str
    channel: str


@register
class MoreAnswered(Event):
    """What was answered to a request for more, and how long it had waited (S3-13)."""

    kind: ClassVar[str] = "command.deployment.more_answered"
    personal: ClassVar[frozenset[str]] = frozenset({"who", "answer"})
    sentence: ClassVar[str] = "{who} was answered after {delay}: “{answer}”"

    deployment: str
    request: str
    who: str
    answer: str
    delay_s: int
    delay: str


@register
class MoreLate(Event):
    """A request for more was not answered in time; supervisors were told (S3-13)."""

    kind: ClassVar[str] = "command.deployment.more_late"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    sentence: ClassVar[str] = "{who} still waits for {needs}. Supervisors were told."

    deployment: str
    request: str
    who: str
    needs: str


@register
class SupportAdded(Event):
    """Somebody was added to those who were sent before (S3-23)."""

    kind: ClassVar[str] = "command.deployment.support_added"
    personal: ClassVar[frozenset[str]] = frozenset({"who", "to"})
    sentence: ClassVar[str] = "{who} was added in support of {to}."

    deployment: str
    supports: str
    who: str
    to: str


@register
class FieldLinkRenewed(Event):
    """Somebody who was sent has a new link to report by; the old one answers no more."""

    kind: ClassVar[str] = "command.deployment.link_renewed"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    sentence: ClassVar[str] = "{who} has a new link to report by. The old one answers no more."

    deployment: str
    who: str
