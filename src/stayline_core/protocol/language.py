"""The words of the protocol language, version 1, as frozen values.

A `Protocol` is what a document means once it is read: blocks are inlined, every target is the
name of a step, durations are seconds. `docs/reference/protocol-language.md` explains the words.
The effect that the document calls `raise` is `raise_` here and in every value made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

LEVELS = ("L0", "L1", "L2", "L3")
HARMS = (
    "self_harm",
    "violence",
    "bomb",
    "abuse_disclosure",
    "abusive_language",
    "supervisor_demand",
    "harassment",
    "emergency",
    "other",
)
SITUATIONS = (
    "third_party",
    "physical_abuse",
    "sexual_abuse",
    "domestic_abuse",
    "told_to_a_visitor",
    "suspicious_item",
    "person_in_building",
    "taken_over",
)
DUTIES = (
    "keep_contact_open",
    "authentication_waived",
    "safety_before_business",
    "confidential",
)
ASPECTS = (
    "acknowledge",
    "calm",
    "safety",
    "pass_on",
    "outward",
    "hand_over",
    "call_back",
    "gather",
    "observe",
    "involve",
    "warning",
    "final_notice",
    "business",
    "closing",
)
ENDS = ("handed_over", "released", "resolved", "terminated", "recorded", "superseded")
OPENED_IN_ERROR = "opened_in_error"

CLASS_OF_CHANNEL: Mapping[str, str] = MappingProxyType(
    {
        "voice": "live",
        "in_person": "live",
        "chat": "chat",
        "sms": "chat",
        "email": "written",
        "letter": "written",
        "social_media": "written",
        "staff": "none",
    },
)
CHANNEL_CLASSES = ("live", "chat", "written", "none")

RAISE = "raise_"
AUTOMATIC = (RAISE, "notify", "start", "set_level")
BY_A_PERSON = ("dispatch", "signpost", "file", "open_case", "advise", "confirm")
EFFECTS = (*AUTOMATIC, "count", *BY_A_PERSON)

HELP = ("none", "ringing", "accepted", "joined", "spoke")
HELP_FACTS: Mapping[str, int] = MappingProxyType(
    {"rang": 1, "accepted": 2, "joined": 3, "spoke": 4},
)
KEPT_FACTS = (
    "safety_recorded",
    "outward_offered",
    "dispatched",
    "arrived",
    "released",
    "case_opened",
)
FACTS = (*HELP_FACTS, "contact_open", *KEPT_FACTS)

SILENCES = ("caller_did_not_say", "refused", "unknown", "not_asked")
ASKED_STATES = SILENCES
OBSERVED_STATES = ("unknown",)

EVENTS = (
    "contact_lost",
    "contact_resumed",
    "threat_grows",
    "accepted",
    "receiver_lost",
    "released",
)
TRIGGERS = (
    "opened",
    "contact_ended",
    "accepted",
    "spoke",
    "released",
    "dispatched",
    "arrived",
)
TRIGGER_FAMILIES = ("step", "filed", "raised")
RESPONSIBLE = ("system", "agent", "receiver", "supervisor")
PLACEHOLDERS = (
    "supervisor_name",
    "agent_name",
    "caller_name",
    "centre_name",
    "emergency_number",
    "crisis_line",
)
LIVE_CLASSES = ("live", "chat")
SAFETY_PREFIX = "safety."


def frozen_map(pairs: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """A copy of `pairs` that nobody can change."""
    return MappingProxyType(dict(pairs or {}))


def is_safety_field(name: str) -> bool:
    """Does an answer to this field say something about the caller's safety (S0-5)?"""
    return name.startswith(SAFETY_PREFIX)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that should happen in the world: `kind` says what, `target` to whom or which."""

    kind: str
    target: str

    @property
    def word(self) -> str:
        """The effect as an author writes it: `raise: management`."""
        return f"{self.kind.rstrip('_')}: {self.target}"

    @property
    def automatic(self) -> bool:
        """May the system do it without a named human (design.md, principle 2)?"""
        return self.kind in AUTOMATIC


@dataclass(frozen=True, slots=True)
class Ask:
    """A field to be asked or observed, with the words to ask it if the author gave any."""

    field: str
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """A step's clock in seconds, by class of channel; None where the class has no clock."""

    live: int | None = None
    chat: int | None = None
    written: int | None = None

    def seconds(self, channel_class: str) -> int | None:
        """The limit for one class of channel; staff reports (`none`) count as written."""
        if channel_class == "live":
            return self.live
        if channel_class == "chat":
            return self.chat
        return self.written

    @property
    def named(self) -> tuple[int, ...]:
        """Every limit that is set."""
        return tuple(s for s in (self.live, self.chat, self.written) if s is not None)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What happens when a step's clock runs out: effects by themselves, and a way on, offered."""

    do: tuple[Effect, ...] = ()
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the conversation, or a branch or an end that has none."""

    name: str
    title: str | None = None
    covers: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    observes: tuple[Ask, ...] = ()
    do: tuple[Effect, ...] = ()
    wait_for: str | None = None
    within: Within | None = None
    otherwise: Otherwise | None = None
    next: str | None = None
    answers: Mapping[str, str] | None = None
    branch: str | None = None
    end: str | None = None

    @property
    def routed(self) -> str | None:
        """The field whose answer decides the way on, where there is one."""
        if self.answers is None or self.branch is not None:
            return None
        return (self.asks or self.observes)[0].field

    @property
    def routed_is_asked(self) -> bool:
        """Is the deciding field voiced (asked), not only noticed?"""
        return bool(self.answers and self.asks)

    def way(self, value: str) -> str | None:
        """The step that an answer leads to; None where the answers do not name it."""
        answers = self.answers or {}
        return answers.get(value, answers.get("else"))

    @property
    def counts(self) -> bool:
        """Does leaving this step count something? Such a step cannot be undone."""
        return any(effect.kind == "count" for effect in self.do)

    @property
    def dispatches(self) -> bool:
        """Does entering this step ask a person to send an agency?"""
        return any(effect.kind == "dispatch" for effect in self.do)

    @property
    def offers_outward(self) -> bool:
        """Is help from outside offered here, by its aspect or by what it does?"""
        return "outward" in self.covers or any(
            effect.kind in {"dispatch", "signpost"} for effect in self.do
        )

    @property
    def targets(self) -> tuple[str, ...]:
        """Every step this one leads to, the offer of its clock included."""
        ways = [self.next] if self.next else []
        ways += list((self.answers or {}).values())
        if self.otherwise and self.otherwise.offer:
            ways.append(self.otherwise.offer)
        return tuple(dict.fromkeys(ways))


@dataclass(frozen=True, slots=True)
class LadderUse:
    """Which ladder rings for this protocol, and when: at_open, on_demand, or seconds."""

    id: str
    ring: str | int


@dataclass(frozen=True, slots=True)
class Limits:
    """What the role may and may not do, as sentences for the desk."""

    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed by somebody from a moment on, within so many seconds, or else."""

    id: str
    do: Effect
    by: str
    from_: str
    within_s: int | None
    otherwise: tuple[Effect, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The obligation as plain JSON."""
        return {
            "id": self.id,
            "do": {"kind": self.do.kind, "target": self.do.target},
            "by": self.by,
            "from": self.from_,
            "within_s": self.within_s,
            "otherwise": [{"kind": e.kind, "target": e.target} for e in self.otherwise],
        }


@dataclass(frozen=True, slots=True)
class Rule:
    """A centre's own rule. `kind` always, never or within; `relation` at, before, after or of.

    `within` reads: within `seconds` of `other` comes `what`.
    """

    id: str
    kind: str
    what: str
    relation: str
    other: str
    seconds: int | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol, ready to be run: `load` makes it, nothing changes it."""

    id: str
    title: str
    handles: tuple[str, ...]
    level: str
    start: str
    steps: Mapping[str, Step]
    channels: tuple[str, ...] = ("voice", "chat")
    locale: str = "en"
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    review_by: str | None = None
    duties: tuple[str, ...] = ()
    ladder: LadderUse | None = None
    limits: Limits = Limits()
    tallies: Mapping[str, int] = field(default_factory=frozen_map)
    obligations: tuple[Obligation, ...] = ()
    rules: tuple[Rule, ...] = ()
    on: Mapping[str, str] = field(default_factory=frozen_map)
    anytime: Mapping[str, str] = field(default_factory=frozen_map)
    start_switched: str | None = None
    gather: tuple[str, ...] = ()
    """The fields to be gathered for this kind of matter, in order (S3-11)."""
    minimum: tuple[str, ...] = ()
    """The least that must be known before anybody can act: some of `gather` (S3-36)."""
    situation: str | None = None
    """What makes it more exact than the procedure for its harms; it never opens by itself."""

    @property
    def switched(self) -> str:
        """Where a run begins that was switched to from another protocol."""
        return self.start_switched or self.start

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of channel it serves, each once."""
        return tuple(dict.fromkeys(CLASS_OF_CHANNEL[channel] for channel in self.channels))

    @property
    def urgent(self) -> bool:
        """Is it about a threat or a disclosure (L0 to L2), not only about manners?"""
        return self.level != LEVELS[-1]

    def moves_help(self, ladder: str) -> bool:
        """Does this ladder bring the person who will take over, not somebody informed?"""
        return self.ladder is None or self.ladder.id == ladder
