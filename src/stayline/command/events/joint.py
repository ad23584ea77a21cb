"""What the log says about joint incidents and the common picture."""

from typing import ClassVar

from stayline.ledger.events import Event, register
from stayline_core import anchors


@register
class IncidentJoined(Event):
    """Two incidents are one from here on; this record anchors the other where it stood then.

    `other_sequence` and `other_digest` are the head of the other's record, so that both can
    be verified as one: nothing before it can be changed without breaking this entry.
    """

    kind: ClassVar[str] = anchors.JOINED
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = (
        "{member} was joined to {lead}, which leads: {because} "
        "The record of {other} stood at entry {other_sequence}, {other_digest}."
    )

    lead: str
    member: str
    because: str
    other: str
    other_stream: str
    other_sequence: int
    other_digest: str


@register
class IncidentSplit(Event):
    """Two incidents that were one are apart again, and the other's record stood where."""

    kind: ClassVar[str] = anchors.SPLIT
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = (
        "{member} was split from {lead}: {because} "
        "The record of {other} stood at entry {other_sequence}, {other_digest}."
    )

    lead: str
    member: str
    because: str
    other: str
    other_stream: str
    other_sequence: int
    other_digest: str


@register
class LeadChanged(Event):
    """Of the incidents that are one, another one leads from here on."""

    kind: ClassVar[str] = "command.joint.lead_changed"
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = "{lead} leads instead of {before}: {because}"

    lead: str
    before: str
    because: str


@register
class PlanRemoved(Event):
    """A plan of a place is no longer shown; its file stays in the record."""

    kind: ClassVar[str] = "command.plan.removed"
    sentence: ClassVar[str] = "The plan “{title}” is no longer shown."

    plan: str
    title: str


@register
class MarkerPlaced(Event):
    """A point was marked on a plan; `x` and `y` are thousandths from the left and the top."""

    kind: ClassVar[str] = "command.marker.placed"
    personal: ClassVar[frozenset[str]] = frozenset({"label"})
    sentence: ClassVar[str] = "{what} was marked on the plan “{title}”: {label}"

    marker: str
    plan: str
    title: str
    what: str
    label: str
    x: int
    y: int


@register
class MarkerRemoved(Event):
    """A point was taken off a plan."""

    kind: ClassVar[str] = "command.marker.removed"
    sentence: ClassVar[str] = "{what} was taken off the plan “{title}”."

    marker: str
    title: str
    what: str
