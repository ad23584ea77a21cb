"""What can happen to a run: facts, which are never refused, and commands, which may be.

Every event carries `at_s`, the seconds since the run opened (kept to the millisecond), given by
whoever read a clock. A command carries `expected`, the run's sequence number as the person saw
it; None means that it was not shown to anybody and is not checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from stayline_core.protocol.language import frozen_map
from stayline_core.protocol.versions import EVENTS, VersionUnknown

EVENT_VERSION = EVENTS.current


class EventUnreadable(ValueError):
    """The data describes no event of a version known here."""


@dataclass(frozen=True, slots=True)
class Event:
    """Anything that can happen to a run."""

    word: ClassVar[str] = ""
    at_s: float = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        """Keep milliseconds only, so that an event read back is the event that was written."""
        object.__setattr__(self, "at_s", round(self.at_s, 3))

    @property
    def at_ms(self) -> int:
        """Milliseconds since the run opened."""
        return round(self.at_s * 1000)


@dataclass(frozen=True, slots=True)
class Command(Event):
    """Something a person asks for, having seen the run at sequence `expected`."""

    expected: int | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """A run begins on a channel of this class."""

    word: ClassVar[str] = "opened"
    channel_class: str = "live"


@dataclass(frozen=True, slots=True)
class SwitchedIn(Event):
    """A run begins in the middle of a contact, taken over from another protocol.

    What the run before had reached is kept: `answers` and the verbatim `texts` of those that
    are `answered`, and the `facts` that are true by now, such as `dispatched`.
    """

    word: ClassVar[str] = "switched_in"
    channel_class: str = "live"
    help: str = "none"
    contact: str = "open"
    level: str | None = None
    answers: Mapping[str, str] = field(default_factory=frozen_map)
    texts: Mapping[str, str] = field(default_factory=frozen_map)
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchedOut(Event):
    """Another protocol has taken over: this run ends as superseded and loses no obligation."""

    word: ClassVar[str] = "switched_out"


@dataclass(frozen=True, slots=True)
class Parked(Event):
    """Another protocol guides the contact for now; this run keeps its step and its clocks stop."""

    word: ClassVar[str] = "parked"


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """A parked run guides the contact again, at its step, with what happened in between."""

    word: ClassVar[str] = "resumed"
    help: str = "none"
    contact: str = "open"
    level: str | None = None
    answers: Mapping[str, str] = field(default_factory=frozen_map)
    texts: Mapping[str, str] = field(default_factory=frozen_map)
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreatStands(Event):
    """A threat was made for which this run's protocol is not the one (X-1).

    `ladder` is that of the threat's own protocol: it rings, and whoever takes it brings help.
    A run that is about manners alone (L3) is locked from here on.
    """

    word: ClassVar[str] = "threat_stands"
    level: str
    ladder: str


@dataclass(frozen=True, slots=True)
class Answer(Command):
    """What the caller said, or the agent saw: a value of the field or an answer state.

    `text` holds the verbatim words where the value is `answered`. An answer is always kept;
    it moves the run only where the current step waits for this field.
    """

    word: ClassVar[str] = "answer"
    field: str
    value: str
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Next(Command):
    """The agent goes on to the next step."""

    word: ClassVar[str] = "next"


@dataclass(frozen=True, slots=True)
class Skip(Command):
    """The agent leaves the step undone, with a reason."""

    word: ClassVar[str] = "skip"
    reason: str


@dataclass(frozen=True, slots=True)
class Take(Command):
    """The agent takes an offer, or a step that is always one press away."""

    word: ClassVar[str] = "take"
    step: str


@dataclass(frozen=True, slots=True)
class Back(Command):
    """The agent returns to the step before; once."""

    word: ClassVar[str] = "back"


@dataclass(frozen=True, slots=True)
class StepDue(Event):
    """A step's clock has run out."""

    word: ClassVar[str] = "step_due"
    step: str


@dataclass(frozen=True, slots=True)
class RingDue(Event):
    """The run's clock for ringing its ladder has run out."""

    word: ClassVar[str] = "ring_due"


@dataclass(frozen=True, slots=True)
class LadderFact(Event):
    """A ladder reports: `what` is accepted, joined, spoke or lost."""

    word: ClassVar[str] = "ladder"
    what: str
    ladder: str


@dataclass(frozen=True, slots=True)
class ContactFact(Event):
    """The line or the connection is lost, or open again: `what` is lost or open."""

    word: ClassVar[str] = "contact"
    what: str


@dataclass(frozen=True, slots=True)
class ThreatGrows(Event):
    """The danger is greater than was thought: a level above the present one."""

    word: ClassVar[str] = "threat_grows"
    level: str


@dataclass(frozen=True, slots=True)
class Dispatched(Event):
    """A named human reports that help from outside is on its way."""

    word: ClassVar[str] = "dispatched"


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """A named human confirms that help from outside has reached the person."""

    word: ClassVar[str] = "arrived"


@dataclass(frozen=True, slots=True)
class Released(Event):
    """The last leg of the contact is released."""

    word: ClassVar[str] = "released"


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """A named human has opened the case."""

    word: ClassVar[str] = "case_opened"


@dataclass(frozen=True, slots=True)
class Filed(Event):
    """A form was submitted."""

    word: ClassVar[str] = "filed"
    form: str


@dataclass(frozen=True, slots=True)
class Met(Event):
    """An obligation was met."""

    word: ClassVar[str] = "met"
    id: str


@dataclass(frozen=True, slots=True)
class Waived(Command):
    """A supervisor lets an obligation go, with a reason; never a threat's report."""

    word: ClassVar[str] = "waived"
    id: str
    by: str = "supervisor"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Due(Event):
    """An obligation's time has passed."""

    word: ClassVar[str] = "due"
    id: str


@dataclass(frozen=True, slots=True)
class EndContact(Command):
    """Somebody ends the contact: `by` is agent or supervisor."""

    word: ClassVar[str] = "end_contact"
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedInError(Command):
    """A supervisor says that there was no threat at all (X-10)."""

    word: ClassVar[str] = "opened_in_error"
    by: str
    reason: str


EVENT_TYPES: Mapping[str, type[Event]] = frozen_map(
    {
        kind.word: kind
        for kind in (
            Opened,
            SwitchedIn,
            SwitchedOut,
            Parked,
            Resumed,
            ThreatStands,
            Answer,
            Next,
            Skip,
            Take,
            Back,
            StepDue,
            RingDue,
            LadderFact,
            ContactFact,
            ThreatGrows,
            Dispatched,
            Arrived,
            Released,
            CaseOpened,
            Filed,
            Met,
            Waived,
            Due,
            EndContact,
            OpenedInError,
        )
    }
)


def event_to_json(event: Event) -> dict[str, Any]:
    """The event as plain JSON, without floating-point numbers: times are milliseconds."""
    data: dict[str, Any] = {"version": EVENT_VERSION, "event": event.word, "at_ms": event.at_ms}
    for item in fields(event):
        if item.name != "at_s":
            value = getattr(event, item.name)
            data[item.name] = _plain(value)
    return data


def event_from_json(data: Mapping[str, Any]) -> Event:
    """The event that `event_to_json` wrote, in this version or an older one.

    Raises:
        EventUnreadable: a version that is not known, an unknown event, or fields that do not fit.
    """
    rest = dict(data)
    try:
        rest = dict(EVENTS.upgraded(rest, rest.pop("version", None)))
    except VersionUnknown as error:
        raise EventUnreadable(f"not an event that can be read: {error}") from error
    kind = EVENT_TYPES.get(rest.pop("event", ""))
    if kind is None:
        raise EventUnreadable(f"no such event: {data.get('event')!r}")
    at_ms = rest.pop("at_ms", 0)
    try:
        for name in {"answers", "texts"} & rest.keys():
            rest[name] = frozen_map(rest[name])
        if "facts" in rest:
            rest["facts"] = tuple(rest["facts"])
        return kind(**rest, at_s=at_ms / 1000)
    except TypeError as error:
        raise EventUnreadable(str(error)) from error


def _plain(value: Any) -> Any:  # noqa: ANN401 - passes a field of an event through
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
