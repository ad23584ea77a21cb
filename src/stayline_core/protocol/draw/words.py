"""The words that stand in a drawing: what a fact, an effect, an answer or a clock is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.language import Effect, Obligation, Within

MINUTE: Final = 60
"""In seconds; a single one is told as 60 s."""

GATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rang": "once somebody is rung",
        "accepted": "once a colleague accepts",
        "joined": "once a colleague has joined",
        "spoke": "once they have spoken",
        "contact_open": "once the caller is there",
        "safety_recorded": "once safety is recorded",
        "outward_offered": "once help from outside was offered",
        "dispatched": "once emergency services are called",
        "arrived": "once help has arrived",
        "released": "once the line is released",
        "case_opened": "once the case is opened",
    }
)
QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rang": "Was somebody rung?",
        "accepted": "Has a colleague accepted?",
        "joined": "Has a colleague joined?",
        "spoke": "Have they spoken to each other?",
        "contact_open": "Is the caller still there?",
        "safety_recorded": "Is safety recorded?",
        "outward_offered": "Was help from outside offered?",
        "dispatched": "Are emergency services called?",
        "arrived": "Has help arrived?",
        "released": "Is the line released?",
        "case_opened": "Is the case opened?",
    }
)
EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contact_lost": "When the line is lost",
        "contact_resumed": "Offered when the caller is back",
        "threat_grows": "Offered when the threat grows",
        "accepted": "Offered when a colleague accepts",
        "receiver_lost": "Offered when the colleague is lost",
        "released": "Offered when the line is released",
    }
)
ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "handed_over": "Handed over",
        "released": "Released by a supervisor",
        "resolved": "Resolved",
        "terminated": "The agent may end it",
        "recorded": "Recorded",
        "superseded": "Another protocol goes on",
    }
)
_ANSWERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "else": "anything else",
        "caller_did_not_say": "did not say",
        "not_asked": "not asked",
    }
)
_EFFECTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "raise_": ("ring", "Rings"),
        "notify": ("ring", "Tells"),
        "set_level": ("level", "Level"),
        "dispatch": ("out", "Call"),
        "signpost": ("out", "Offers"),
        "file": ("paper", "Report"),
        "open_case": ("paper", "Case"),
        "advise": ("paper", "Says to"),
        "confirm": ("paper", "Confirm"),
        "start": ("paper", "Starts"),
        "count": ("paper", "Counts"),
    }
)
_FROM: Final[Mapping[str, str]] = MappingProxyType(
    {
        "opened": "the opening",
        "contact_ended": "the end of the contact",
        "accepted": "a colleague accepting",
        "spoke": "the hand-over",
        "released": "the release of the line",
        "dispatched": "the call for help",
        "arrived": "the arrival of help",
    }
)


_OWED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "raise_": "rings {}",
        "notify": "tells {}",
        "file": "files the report “{}”",
        "open_case": "opens a case for {}",
        "confirm": "confirms “{}”",
        "start": "starts {}",
        "dispatch": "calls {}",
        "signpost": "offers {}",
        "advise": "speaks to {}",
    }
)
_WHO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "system": "The system",
        "agent": "The agent",
        "receiver": "Whoever takes over",
        "supervisor": "A supervisor",
    }
)
_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Tag:
    """A small coloured label that says by itself what its colour says."""

    style: str
    text: str


def plain(name: str) -> str:
    """A name as words: `safety.in_danger_now` is "in danger now"."""
    return name.rsplit(".", 1)[-1].rsplit("/", 1)[-1].replace("_", " ")


def field_words(name: str, labels: Mapping[str, str]) -> str:
    """A field as its form calls it, else by its whole name: `risk.life` is "risk life"."""
    return labels.get(name) or name.replace(".", " ").replace("_", " ")


def spoken(text: str) -> str:
    """Words to say, with what stands for a name as the name of it: "[supervisor name]"."""
    return _PLACEHOLDER.sub(lambda found: f"[{plain(found[1])}]", text)


def answer(value: str) -> str:
    """An answer as it stands on a line."""
    return _ANSWERS.get(value, plain(value))


def tag(effect: Effect) -> Tag:
    """An effect as a tag."""
    style, word = _EFFECTS.get(effect.kind, ("paper", plain(effect.kind)))
    return Tag(style, f"{word}: {plain(effect.target)}")


def effects(some: tuple[Effect, ...]) -> str:
    """Effects in one line of words."""
    return ", ".join(tag(effect).text for effect in some)


def owes(owed: Obligation) -> str:
    """What is owed, by whom and when, and what happens if it is not done, as a sentence."""
    who = _WHO.get(owed.by, plain(owed.by).capitalize())
    limit = "at any time after" if owed.within_s is None else f"within {duration(owed.within_s)} of"
    otherwise = " and ".join(_does(effect) for effect in owed.otherwise)
    rest = f" If not: the system {otherwise}." if otherwise else ""
    return f"{who} {_does(owed.do)} {limit} {moment(owed.from_)}.{rest}"


def _does(effect: Effect) -> str:
    if effect.kind == "confirm" and effect.target == "arrived":
        return "confirms that help has arrived"
    pattern = _OWED.get(effect.kind, f"{plain(effect.kind)} {{}}")
    return pattern.format(plain(effect.target))


def duration(seconds: int | None) -> str:
    """A limit in words, in the largest unit that is whole."""
    if seconds is None:
        return "no limit"
    if seconds and seconds % 3600 == 0:
        return f"{seconds // 3600}\u00a0h"
    if seconds > MINUTE and seconds % MINUTE == 0:
        return f"{seconds // MINUTE}\u00a0min"
    return f"{seconds}\u00a0s"


def limits(within: Within) -> str:
    """A step's clock in words, by class of channel where they differ."""
    named = {"live": within.live, "chat": within.chat, "written": within.written}
    if len(set(named.values())) == 1:
        return duration(within.live)
    same: dict[int, list[str]] = {}
    for name, seconds in named.items():
        if seconds is not None:
            same.setdefault(seconds, []).append(name)
    return ", ".join(f"{duration(s)} {' and '.join(names)}" for s, names in same.items())


def moment(from_: str) -> str:
    """From when something is owed, in words."""
    family, _, name = from_.partition(":")
    said = {"filed": "the report", "raised": "the ringing of", "step": "the step"}
    known = f"{said.get(family, family)} “{plain(name)}”" if name else plain(family)
    return _FROM.get(from_, known)
