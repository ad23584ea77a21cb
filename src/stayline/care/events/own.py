"""What the log says of leaders' duties, in their own records, and of the pulse's rounds.

Of a person's own plan, reminders, thoughts and answers it says nothing at all: that somebody
keeps one is theirs too.
"""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class DutiesOwed(Event):
    """Leaders owe duties of care, to staff and to the people who called (S4-52)."""

    kind: ClassVar[str] = "care.duties.owed"
    sentence: ClassVar[str] = "They owe duties of care: {duties}."

    duties: int
    incident: str
    document: str


@register
class DutyMet(Event):
    """A leader met a duty of care."""

    kind: ClassVar[str] = "care.duty.met"
    sentence: ClassVar[str] = "A duty of care was met: {duty}."

    duty: str


@register
class DutyWaived(Event):
    """A leader waived a duty of care, for a reason of the list."""

    kind: ClassVar[str] = "care.duty.waived"
    sentence: ClassVar[str] = "A duty of care was waived: {duty} ({because})."

    duty: str
    because: str


@register
class DutyMissed(Event):
    """A duty of care was not met in time; whoever stands above was told."""

    kind: ClassVar[str] = "care.duty.missed"
    sentence: ClassVar[str] = "A duty of care was not met in time: {duty}."

    duty: str


@register
class PulseOpened(Event):
    """A month's anonymous pulse opened at a site."""

    kind: ClassVar[str] = "care.pulse.opened"
    sentence: ClassVar[str] = "The pulse of {month} opened."

    month: str


@register
class PulseClosed(Event):
    """A month's pulse closed; what could have said who took part was destroyed."""

    kind: ClassVar[str] = "care.pulse.closed"
    sentence: ClassVar[str] = "The pulse of {month} closed, and its marks were destroyed."

    month: str
