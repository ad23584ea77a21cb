"""What the log says of drills; the system's own stream holds it."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class DrillPlanned(Event):
    """A drill was planned (S4-44)."""

    kind: ClassVar[str] = "learning.drill.planned"
    sentence: ClassVar[str] = "A drill was planned ({target}, {ladder}), {announced}, for {starts}."

    drill: str
    target: str
    ladder: str
    announced: str
    starts: str


@register
class DrillCalledOff(Event):
    """A planned drill will not be held any more."""

    kind: ClassVar[str] = "learning.drill.called_off"
    sentence: ClassVar[str] = "A planned drill was called off."

    drill: str


@register
class DrillPostponed(Event):
    """A drill waited, because something real came first."""

    kind: ClassVar[str] = "learning.drill.postponed"
    sentence: ClassVar[str] = "A drill waits until {until}: {because}."

    drill: str
    because: str
    until: str


@register
class DrillLeftOut(Event):
    """A drill could not be held at its time, and was left out."""

    kind: ClassVar[str] = "learning.drill.left_out"
    sentence: ClassVar[str] = "A drill was left out: {because}."

    drill: str
    because: str


@register
class DrillBegan(Event):
    """A drill began: the real ladder rings, marked as an exercise."""

    kind: ClassVar[str] = "learning.drill.began"
    sentence: ClassVar[str] = "A drill began ({target}, {ladder})."

    drill: str
    round: str
    target: str
    ladder: str


@register
class DrillEnded(Event):
    """A drill ended: answered, unanswered, played, or stopped by somebody."""

    kind: ClassVar[str] = "learning.drill.ended"
    sentence: ClassVar[str] = "A drill ended: {state}. {because}"

    drill: str
    round: str
    state: str
    because: str
