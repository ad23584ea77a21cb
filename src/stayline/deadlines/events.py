"""What the log says of the watching itself."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class UnwatchedFound(Event):
    """The watchdog found something open to which nothing would have happened any more."""

    kind: ClassVar[str] = "deadlines.audit.found"
    sentence: ClassVar[str] = "Nothing watched {what} any more ({why}); it was seen to at once."

    what: str
    row: str
    why: str
