"""Coverage: what a protocol must address, where it does so, and what is missing (S0-22).

The checker refuses a protocol that lacks one of these (C01 and others). This says the same for a
reader: every aspect, with the steps or the parts of the document that meet it. The second half
looks at a whole playbook: which matter, on which class of channel, which protocol handles.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.check.case import NO_REPORT, PEOPLE_AT_RISK
from stayline_core.protocol.check.content import CALLED_BACK, REQUIRED_ASPECTS, STAKES
from stayline_core.protocol.check.paths import THREATS_TO_OTHERS
from stayline_core.protocol.language import (
    CHANNEL_CLASSES,
    DUTIES,
    HARMS,
    LEVELS,
    LIVE_CLASSES,
    Protocol,
)

ASPECT_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "acknowledge": "What was said is acknowledged",
        "calm": "The person is calmed",
        "safety": "Their safety is spoken of",
        "pass_on": "They hear that it will be passed on",
        "outward": "Help from outside is offered",
        "hand_over": "The contact is handed over",
        "call_back": "What happens when the line is lost and who calls back",
        "gather": "What is to be known is asked",
        "observe": "What can be noticed is noted",
        "involve": "The caller is involved in what happens",
        "warning": "A warning is given first",
        "final_notice": "A final notice is given",
        "business": "The business is dealt with",
        "closing": "The contact is closed well",
    }
)
"""What a step may cover, in words. The order is the order of the table."""

MANNERS: Final = frozenset({"abusive_language", "supervisor_demand"})
"""Nothing seen or heard by staff alone is bad manners of a caller."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One matter that a protocol may address.

    `met_by` names the steps that meet it, or the part of the document; it is missing where it
    is `needed` and nothing meets it. `why` says what makes it needed.
    """

    key: str
    title: str
    met_by: tuple[str, ...]
    needed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every aspect of one document, in the order of the table."""

    aspects: tuple[Aspect, ...] = ()

    @property
    def missing(self) -> tuple[Aspect, ...]:
        """What must be addressed and is not."""
        return tuple(one for one in self.aspects if one.needed and not one.met_by)

    @property
    def complete(self) -> bool:
        """Is everything addressed that must be?"""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Handling:
    """Who handles one kind of matter on one class of channel.

    `opens` are the protocols that open by themselves, `offered` those for a more exact
    situation, which a person takes. With none that opens, the minimum-safe path guides.
    """

    harm: str
    channel_class: str
    opens: tuple[str, ...]
    offered: tuple[str, ...]
    expected: bool

    @property
    def gap(self) -> bool:
        """Does the minimum-safe path guide where a protocol is expected?"""
        return self.expected and not self.opens


def coverage(protocol: Protocol, kind: str = "protocol") -> Coverage:
    """Return what a protocol must address and where it does (S0-22).

    `kind` is the kind of the document: only a protocol has aspects, and the coverage of any
    other kind is empty and complete. Nothing is refused.
    """
    if kind != "protocol":
        return Coverage()
    return Coverage((*_covered(protocol), *_parts(protocol)))


def playbook_coverage(protocols: Iterable[Protocol]) -> tuple[Handling, ...]:
    """Return, for every kind of matter and class of channel, which protocols handle it."""
    listed = sorted(protocols, key=lambda one: one.id)
    return tuple(
        _handling(listed, harm, channel_class)
        for harm in HARMS
        for channel_class in CHANNEL_CLASSES
    )


def _handling(protocols: list[Protocol], harm: str, channel_class: str) -> Handling:
    served = [one for one in protocols if channel_class in one.classes]
    found = [one for one in served if harm in one.handles]
    opens = [one for one in found if one.situation is None]
    if not opens and channel_class == "none":
        # What staff report gets the procedure for unforeseen incidents where it has none (S3-3).
        opens = [one for one in served if "other" in one.handles and one.situation is None]
    return Handling(
        harm,
        channel_class,
        tuple(one.id for one in opens),
        tuple(one.id for one in found if one.situation is not None),
        expected=not (channel_class == "none" and harm in MANNERS),
    )


# ── what steps cover ──


def _covered(protocol: Protocol) -> Iterator[Aspect]:
    needed = _needed(protocol)
    live = any(name in LIVE_CLASSES for name in protocol.classes)
    spoken = {"acknowledge", "pass_on", *(("hand_over",) if live else ())}
    steps = [protocol.steps[name] for name in _reached(protocol)]
    for key, title in ASPECT_TITLES.items():
        meets = tuple(
            step.name for step in steps if key in step.covers and (step.say or key not in spoken)
        )
        why = f"needed for {needed[key].replace('_', ' ')}" if key in needed else ""
        yield Aspect(key, title, meets, key in needed, why)


def _needed(protocol: Protocol) -> dict[str, str]:
    """What must be covered, and by which of the matters it handles."""
    needed = {
        aspect: harm for harm in protocol.handles for aspect in REQUIRED_ASPECTS.get(harm, ())
    }
    called_back = CALLED_BACK & set(protocol.handles)
    if called_back and any(name in LIVE_CLASSES for name in protocol.classes):
        needed["call_back"] = min(called_back)
    return needed


def _reached(protocol: Protocol) -> list[str]:
    """The steps that something leads to, in the order of the document."""
    todo = [protocol.start, protocol.switched, *protocol.on.values(), *protocol.anytime]
    reached: set[str] = set()
    while todo:
        name = todo.pop()
        if name in protocol.steps and name not in reached:
            reached.add(name)
            todo.extend(protocol.steps[name].targets)
    return [name for name in protocol.steps if name in reached]


# ── what the document itself must hold ──


def _parts(protocol: Protocol) -> Iterator[Aspect]:
    live = any(name in LIVE_CLASSES for name in protocol.classes)
    threat = "needed for a threat or a disclosure"
    line = "needed where a line can be lost"
    urgent = protocol.urgent
    one_press = urgent and LEVELS.index(protocol.level) < LEVELS.index("L2")
    ladder = (protocol.ladder.id,) if protocol.ladder else ()
    yield Aspect("ladder", "Somebody is called who takes over", ladder, urgent, threat)
    yield Aspect(
        "lost", "What happens when the line is lost", _on(protocol, "contact_lost"), live, line
    )
    yield Aspect(
        "resumed",
        "What happens when the person is back",
        _on(protocol, "contact_resumed"),
        live,
        line,
    )
    yield Aspect(
        "grows",
        "What happens when the threat grows",
        _on(protocol, "threat_grows"),
        protocol.level != LEVELS[0],
        "needed below the highest level",
    )
    yield Aspect(
        "one_press",
        "Emergency services are one press away",
        _presses(protocol),
        one_press,
        "needed at L0 and L1",
    )
    yield from _owed(protocol, threat)
    yield from _head(protocol, threat)


def _owed(protocol: Protocol, threat: str) -> Iterator[Aspect]:
    sends = any(step.dispatches for step in protocol.steps.values())
    reports = tuple(
        owed.id
        for owed in protocol.obligations
        if owed.do.kind == "file" and owed.do.target not in NO_REPORT
    )
    people = tuple(owed.id for owed in protocol.obligations if owed.do.target == PEOPLE_AT_RISK)
    others = bool(THREATS_TO_OTHERS & set(protocol.handles))
    yield Aspect("report", "A report is owed", reports, protocol.urgent, threat)
    yield Aspect(
        "people_at_risk",
        "Who is at risk is recorded",
        people,
        others,
        "needed for a threat to others",
    )
    yield Aspect(
        "arrived",
        "Somebody confirms that help arrived",
        _owes(protocol, "confirm"),
        sends,
        "needed where help is sent",
    )
    yield Aspect(
        "aftercare",
        "The agent is looked after",
        _owes(protocol, "start"),
        needed=True,
        why="always needed",
    )


def _head(protocol: Protocol, threat: str) -> Iterator[Aspect]:
    urgent = protocol.urgent
    duties = protocol.duties if set(DUTIES) <= set(protocol.duties) else ()
    limits = ("limits",) if protocol.limits.may and protocol.limits.may_not else ()
    known = ("authors, sources, review_by",) if _provenance(protocol) else ()
    yield Aspect("duties", "The four duties", duties, urgent, threat)
    yield Aspect("limits", "The limits of the role", limits, needed=True, why="always needed")
    yield Aspect("minimum", "The least that lets anybody act", protocol.minimum, urgent, threat)
    yield Aspect("stakes", "Risk to life and to the company", _stakes(protocol), urgent, threat)
    yield Aspect("provenance", "Where it comes from", known, needed=True, why="always needed")


def _on(protocol: Protocol, event: str) -> tuple[str, ...]:
    return (protocol.on[event],) if event in protocol.on else ()


def _presses(protocol: Protocol) -> tuple[str, ...]:
    steps = protocol.steps
    return tuple(name for name in protocol.anytime if name in steps and steps[name].dispatches)


def _owes(protocol: Protocol, kind: str) -> tuple[str, ...]:
    return tuple(owed.id for owed in protocol.obligations if owed.do.kind == kind)


def _provenance(protocol: Protocol) -> bool:
    return bool(protocol.authors and protocol.sources and protocol.review_by)


def _stakes(protocol: Protocol) -> tuple[str, ...]:
    """The steps that note one of the two, where both are noted."""
    noting = {
        step.name: {item.field for item in (*step.asks, *step.observes)} & set(STAKES)
        for step in protocol.steps.values()
    }
    both = set().union(*noting.values()) == set(STAKES)
    return tuple(name for name, noted in noting.items() if noted and both)
