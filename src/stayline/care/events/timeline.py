"""What the log says of the steps of aftercare: dates and choices, never a word that was said.

All of them stand in the person's own record, save the two that name nobody. Notes, and that
somebody asked a colleague to come to them, stand in no log at all: they are nobody's evidence.
"""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class StepsPlanned(Event):
    """The steps of a plan of aftercare were put into one person's own hours (S4-6, S0-39)."""

    kind: ClassVar[str] = "care.steps.planned"
    sentence: ClassVar[str] = "Offered to be looked after at {steps} times."

    incident: str
    steps: int
    involved_as: str
    plan: str


@register
class AftercarePractised(Event):
    """An exercise ended where a contact would start aftercare; nobody real was taken off work."""

    kind: ClassVar[str] = "care.aftercare.practised"
    sentence: ClassVar[str] = "An exercise: aftercare would begin here for {people}."

    people: int


@register
class TimeAwayChosen(Event):
    """The person chose how long they stay off the queue."""

    kind: ClassVar[str] = "care.time_away.chosen"
    sentence: ClassVar[str] = "They chose how long they stay off the queue."

    incident: str
    choice: str


@register
class CheckMoved(Event):
    """A step was moved: by the person, by the one who comes, or because they are on leave."""

    kind: ClassVar[str] = "care.check.moved"
    sentence: ClassVar[str] = "A private check was moved to {to}."

    incident: str
    to: str


@register
class CheckTakenUp(Event):
    """The person took up a step that only those get who want it."""

    kind: ClassVar[str] = "care.check.taken_up"
    sentence: ClassVar[str] = "A private check was taken up."

    incident: str


@register
class CheckPassedOn(Event):
    """A check was not done in time; another supporter has it now."""

    kind: ClassVar[str] = "care.check.passed_on"
    sentence: ClassVar[str] = "A private check was not done in time, and went to somebody else."

    incident: str
    supporter: str


@register
class SupporterChosen(Event):
    """The person chose who looks after them; nobody is told why."""

    kind: ClassVar[str] = "care.supporter.chosen"
    sentence: ClassVar[str] = "They chose who looks after them."

    supporter: str


@register
class BystanderNamed(Event):
    """Somebody who was near a hard contact is offered aftercare too; who, is in their record."""

    kind: ClassVar[str] = "care.bystander.named"
    sentence: ClassVar[str] = "Somebody who was near it is offered aftercare too."
