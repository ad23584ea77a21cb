"""Levels: how near danger to life is, from what can be observed, by a published table.

Whether anybody believes a threat is no input (X-2). A level rises by itself; it falls
only by a named supervisor, which is not decided here. `docs/reference/levels.md` prints
the table; a test compares the two. Requirements S0-17, S0-36, S1-18, S1-34, S3-9, S3-16.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from stayline_core.forms import Answer
from stayline_core.signals import Form, Signal, When


class Level(IntEnum):
    """The level of an incident. A lower number is graver, so the graver sorts first."""

    L0 = 0
    L1 = 1
    L2 = 2
    L3 = 3

    @property
    def meaning(self) -> str:
        """The level in words, for screens: never by colour alone."""
        return _MEANINGS[self]

    def graver_than(self, other: Level) -> bool:
        """Say whether this level is nearer to danger to life than `other`."""
        return self < other


_MEANINGS: Final = {
    Level.L0: "Danger to life now",
    Level.L1: "Stated threat, or an abuser near",
    Level.L2: "Implied or perceived threat, or past abuse",
    Level.L3: "Abuse of staff, no threat",
}


class Harm(StrEnum):
    """What an incident is about: the kinds of signals, and those that a person opens."""

    BOMB = "bomb"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    ABUSE_DISCLOSURE = "abuse_disclosure"
    HARASSMENT = "harassment"
    EMERGENCY = "emergency"
    OTHER = "other"
    ABUSIVE_LANGUAGE = "abusive_language"
    SUPERVISOR_DEMAND = "supervisor_demand"


OPENS_NOTHING: Final = frozenset({Harm.ABUSIVE_LANGUAGE, Harm.SUPERVISOR_DEMAND})
"""Kinds that put an aid on the desk and open no incident by themselves."""


TO_OTHERS = frozenset({Harm.VIOLENCE, Harm.BOMB, Harm.HARASSMENT})
"""Threats to somebody else: who is at risk is recorded, whatever the protocol says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What can be observed about one threat. `None` means not known, never "no"."""

    harm: Harm
    form: Form = Form.DIRECT
    conditional: bool = False
    danger_now: bool | None = None
    imminent: bool | None = None
    already_done: bool | None = None
    weapon_now: bool | None = None
    child_or_captive_in_danger: bool | None = None
    abuser_near: bool | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One row of the published table: when it holds, the level is at least this grave."""

    id: str
    level: Level
    says: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level with the reasons for it: the rows of the table that give that level."""

    level: Level
    reasons: tuple[LevelRule, ...]


def _now(facts: Facts) -> bool:
    return bool(facts.danger_now or facts.imminent or facts.already_done)


def _stated(facts: Facts) -> bool:
    return facts.form is Form.DIRECT or facts.conditional


def _hinted(facts: Facts) -> bool:
    return not _stated(facts)


def _of(*harms: Harm) -> Callable[[Facts], bool]:
    return lambda facts: facts.harm in harms


_THREATS: Final = _of(Harm.VIOLENCE, Harm.SELF_HARM, Harm.HARASSMENT, Harm.OTHER)

LEVEL_TABLE: Final = (
    LevelRule("bomb", Level.L0, "Every bomb threat, in whatever words", _of(Harm.BOMB)),
    LevelRule(
        "danger_now",
        Level.L0,
        "Hurt already, or harm happening or about to happen",
        lambda facts: facts.harm not in OPENS_NOTHING and _now(facts),
    ),
    LevelRule(
        "weapon_now",
        Level.L0,
        "A weapon is there now",
        lambda facts: bool(facts.weapon_now),
    ),
    LevelRule(
        "child_or_captive",
        Level.L0,
        "A child or a captive is in danger",
        lambda facts: bool(facts.child_or_captive_in_danger),
    ),
    LevelRule(
        "stated_threat",
        Level.L1,
        "A threat to self or others, stated outright or with a condition",
        lambda facts: _THREATS(facts) and _stated(facts),
    ),
    LevelRule(
        "abuser_near",
        Level.L1,
        "Abuse, and the abuser is near",
        lambda facts: facts.harm is Harm.ABUSE_DISCLOSURE and facts.abuser_near is True,
    ),
    LevelRule(
        "abuse_nearness_unknown",
        Level.L1,
        "Abuse that goes on, and it is not known whether the abuser is near",
        lambda facts: (
            facts.harm is Harm.ABUSE_DISCLOSURE
            and facts.abuser_near is None
            and not facts.past
            and _stated(facts)
        ),
    ),
    LevelRule("emergency", Level.L1, "An emergency of any other kind", _of(Harm.EMERGENCY)),
    LevelRule(
        "hinted_threat",
        Level.L2,
        "A threat implied or perceived, not stated",
        lambda facts: _THREATS(facts) and _hinted(facts),
    ),
    LevelRule(
        "abuse",
        Level.L2,
        "Abuse that is past, suspected, or with the abuser away",
        _of(Harm.ABUSE_DISCLOSURE),
    ),
    LevelRule(
        "abuse_of_staff",
        Level.L3,
        "Abuse of staff, or a demand for a supervisor, with no threat",
        _of(Harm.ABUSIVE_LANGUAGE, Harm.SUPERVISOR_DEMAND),
    ),
)
"""The published table. The gravest row that holds decides; at least one always holds."""


def level_of(facts: Facts) -> Assessment:
    """Return the level of one threat, and the rows of the table that gave it."""
    rows = tuple(rule for rule in LEVEL_TABLE if rule.holds(facts))
    level = min(rule.level for rule in rows)
    return Assessment(level, tuple(rule for rule in rows if rule.level is level))


def facts_of(signal: Signal) -> Facts:
    """Return what a signal says, as facts: only what its words say, nothing inferred."""
    return Facts(
        harm=Harm(signal.kind.value),
        form=signal.form,
        conditional=signal.conditional,
        imminent=True if signal.imminent and not _set_by_condition(signal) else None,
        past=signal.when is When.PAST,
    )


def _set_by_condition(signal: Signal) -> bool:
    """A condition puts off what "now" or "tonight" would say, unless it is under way."""
    return signal.conditional and signal.when is not When.NOW


def opening_level(signal: Signal) -> Assessment:
    """Return the level at which an incident opens on a signal's words alone."""
    return level_of(facts_of(signal))


def with_answers(facts: Facts, answers: Mapping[str, Answer]) -> Facts:
    """Return facts with the safety answers of the threat form taken in.

    Only a yes makes anything graver. A no, a silence or a refusal leaves the fact as it
    was: no answer is not an answer, and words already heard are not unsaid.
    """
    yes = {name for name, answer in answers.items() if answer.value == "yes"}
    return replace(
        facts,
        danger_now=facts.danger_now or ("safety.in_danger_now" in yes or None),
        already_done=facts.already_done or ("safety.already_done" in yes or None),
        imminent=facts.imminent or ("imminent" in yes or None),
    )


def raised(current: Level, new: Level) -> Level:
    """Return the graver of two levels: by itself a level only rises (S3-16)."""
    return min(current, new)


def highest(levels: Iterable[Level]) -> Level:
    """Return the gravest of the levels of an incident's threats.

    Raises:
        ValueError: there are none.
    """
    return min(levels)


def _rank(facts: Facts, level: Level) -> int:
    """Return the place of a threat in the order bomb, violence now, self-harm, abuse."""
    if facts.harm is Harm.VIOLENCE:
        return _VIOLENCE_NOW if level is Level.L0 else _VIOLENCE_STATED
    return _RANKS[facts.harm]


_VIOLENCE_NOW: Final = 1
_VIOLENCE_STATED: Final = 4
_RANKS: Final = {
    Harm.BOMB: 0,
    Harm.EMERGENCY: 2,
    Harm.SELF_HARM: 3,
    Harm.ABUSE_DISCLOSURE: 5,
    Harm.HARASSMENT: 6,
    Harm.OTHER: 7,
    Harm.ABUSIVE_LANGUAGE: 8,
    Harm.SUPERVISOR_DEMAND: 9,
}


def outranks(new: Facts, old: Facts) -> bool:
    """Say whether the desk should offer to switch from `old` to `new`.

    The graver level first, then the order bomb, violence now, self-harm, abuse.
    """
    return place_of(new) < place_of(old)


def place_of(facts: Facts) -> tuple[Level, int]:
    """Return where a threat stands among several of one contact: the smallest leads."""
    level = level_of(facts).level
    return level, _rank(facts, level)


@dataclass(frozen=True, slots=True, order=True)
class Priority:
    """Where an incident stands in a queue: the smallest comes first (S0-17, S3-9).

    Danger to life orders before all else; then who waits for an immediate response, then
    whoever has no human with them yet, then the order of harms, then the longest wait.
    No service or commercial measure is in it.
    """

    level: Level
    waiting_for_response: int
    attended: int
    rank: int
    opened_at: datetime

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why it stands there, in sentences for the floor."""
        return (
            f"{self.level.name}: {self.level.meaning}",
            *(() if self.waiting_for_response else ("An immediate response is waited for",)),
            *(() if self.attended else ("Nobody has spoken to the caller yet",)),
        )


def priority_of(
    facts: Facts,
    level: Level,
    *,
    opened_at: datetime,
    spoke: bool = False,
    response_demanded: bool = False,
) -> Priority:
    """Return the place in the queue of an incident that stands at `level`."""
    return Priority(
        level=level,
        waiting_for_response=0 if response_demanded else 1,
        attended=1 if spoke else 0,
        rank=_rank(facts, level),
        opened_at=opened_at,
    )
