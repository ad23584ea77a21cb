"""What a walk expects of the screen and of the world, and what was there instead.

Each key of `expect:` is one look at the stage. A look at words asks whether one of the texts
shown holds them; a look at a list, whether everything named is in it; an empty list, whether
there is nothing. Under `not:` nothing of what is named may be there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.language import Effect, frozen_map
from stayline_core.protocol.state import MET, MISSED, OWED, WAIVED
from stayline_core.protocol.tree import Mark
from stayline_core.protocol.walk.stage import Stage, running

NOTHING: Final = "nothing"
NO: Final = "no"


@dataclass(frozen=True, slots=True)
class Look:
    """One key of an expectation; `absent` when it stands under `not:`."""

    key: str
    wanted: tuple[str, ...]
    mark: Mark
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What an expectation looks at: the stage, and the stage at the expectation before it."""

    stage: Stage
    before: Stage
    refused: str | None = None


def _now(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _asked(seen: Seen) -> tuple[str, ...]:
    step = seen.stage.protocol.steps[seen.stage.state.step]
    return tuple(word for ask in step.asks for word in (ask.field, ask.question) if word)


def _observed(seen: Seen) -> tuple[str, ...]:
    step = seen.stage.protocol.steps[seen.stage.state.step]
    return tuple(item.field for item in step.observes)


def _offered(seen: Seen) -> tuple[str, ...]:
    from_step = seen.stage.protocol.steps[seen.stage.state.step].otherwise
    offered = [offer.step for offer in seen.stage.state.offers]
    if from_step and from_step.offer and seen.stage.state.step in seen.stage.state.fired:
        offered.append(from_step.offer)
    return () if seen.stage.state.ended else tuple(dict.fromkeys(offered))


def _targets(kind: str) -> Callable[[Seen], tuple[str, ...]]:
    def found(seen: Seen) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.target for one in seen.stage.emitted if one.kind == kind))

    return found


def _owing(*statuses: str) -> Callable[[Seen], tuple[str, ...]]:
    def found(seen: Seen) -> tuple[str, ...]:
        owed = seen.stage.state.obligations
        return tuple(name for name, status in owed.items() if status in statuses)

    return found


def _emits(seen: Seen) -> tuple[str, ...]:
    return tuple(
        Effect(one.kind, one.target).word
        for happening in seen.stage.since(seen.before)
        for one in happening.emitted
        if one.kind not in {"clock", "owe", "offer"}
    )


def _clock(seen: Seen) -> tuple[str, ...]:
    for one in running(seen.stage):
        if one.kind == "step":
            return (seconds_in_words(one.due_s - seen.stage.at_s),)
    return ()


def _answers(seen: Seen) -> tuple[str, ...]:
    said = seen.stage.state.answers.items()
    values = tuple(f"{name}={one.value}" for name, one in said)
    return values + tuple(f"{name}={one.text}" for name, one in said if one.text)


def _facts(seen: Seen) -> tuple[str, ...]:
    return tuple(sorted(seen.stage.state.facts))


def seconds_in_words(seconds: float) -> str:
    """A time as a script writes it: 90s, and 1.5s where it is no whole number."""
    return f"{seconds:g}s"


Found = Callable[[Seen], tuple[str, ...]]

WORDS: Final[Mapping[str, Found]] = frozen_map(
    {
        "says": lambda seen: seen.stage.protocol.steps[seen.stage.state.step].say,
        "notes": lambda seen: seen.stage.protocol.steps[seen.stage.state.step].note,
        "avoids": lambda seen: seen.stage.protocol.steps[seen.stage.state.step].avoid,
        "asks": _asked,
    }
)
"""Looks at words: each text that is named is part of one that is shown."""

ONE: Final[Mapping[str, Found]] = frozen_map(
    {
        "step": lambda seen: _now(seen.stage.state.step),
        "title": lambda seen: _now(seen.stage.protocol.steps[seen.stage.state.step].title),
        "help": lambda seen: _now(seen.stage.state.help),
        "line": lambda seen: _now(seen.stage.state.contact),
        "level": lambda seen: _now(seen.stage.state.level),
        "waits_for": lambda seen: _now(seen.stage.protocol.steps[seen.stage.state.step].wait_for),
        "ended": lambda seen: _now(seen.stage.state.ended),
        "refused": lambda seen: _now(seen.refused),
        "clock": _clock,
        "at": lambda seen: _now(seconds_in_words(seen.stage.at_s)),
    }
)
"""Looks at one thing: it is what is named, or `no` where there is none."""

LISTS: Final[Mapping[str, Found]] = frozen_map(
    {
        "observes": _observed,
        "offers": _offered,
        "anytime": lambda seen: tuple(seen.stage.protocol.anytime),
        "rung": lambda seen: tuple(seen.stage.rung),
        "notified": _targets("notify"),
        "called": _targets("dispatch"),
        "started": _targets("start"),
        "emits": _emits,
        "owed": _owing(OWED),
        "met": _owing(MET),
        "missed": _owing(MISSED),
        "waived": _owing(WAIVED),
        "facts": _facts,
        "answers": _answers,
    }
)
"""Looks at lists: everything that is named is in it; an empty list means that it is empty."""

KEYS: Final = (*ONE, *WORDS, *LISTS)


def unmet(look: Look, seen: Seen) -> str | None:
    """What was there instead; None when the stage is as it was expected to be."""
    if look.key in ONE:
        return _unlike(look, ONE[look.key](seen))
    if look.key in WORDS:
        return _unsaid(look, WORDS[look.key](seen))
    return _unlisted(look, LISTS[look.key](seen))


def _unlike(look: Look, found: tuple[str, ...]) -> str | None:
    there = found[0] if found else NO
    like = any(_same(look.key, wanted, there) for wanted in look.wanted)
    if like != look.absent:
        return None
    wanted = " or ".join(f"“{one}”" for one in look.wanted)
    return f"{look.key} is “{there}”; {'not ' if look.absent else ''}{wanted} was expected."


def _same(key: str, wanted: str, there: str) -> bool:
    """A refusal may be named by the last word of its code, `waiting`."""
    return wanted == there or (key == "refused" and there.rsplit(".", 1)[-1] == wanted)


def _unsaid(look: Look, found: tuple[str, ...]) -> str | None:
    if not look.wanted:
        return _unempty(look, found)
    for wanted in look.wanted:
        held = [text for text in found if wanted in text]
        if look.absent and held:
            return f"{look.key} holds “{wanted}”: {_quoted(tuple(held))}."
        if not look.absent and not held:
            return f"{look.key} does not hold “{wanted}”; it has {_quoted(found)}."
    return None


def _unlisted(look: Look, found: tuple[str, ...]) -> str | None:
    if not look.wanted:
        return _unempty(look, found)
    here = [wanted for wanted in look.wanted if wanted in found]
    gone = [wanted for wanted in look.wanted if wanted not in found]
    if look.absent:
        return f"{look.key} has {_quoted(tuple(here))}, which was not expected." if here else None
    return f"{look.key} lacks {_quoted(tuple(gone))}; it has {_quoted(found)}." if gone else None


def _unempty(look: Look, found: tuple[str, ...]) -> str | None:
    if bool(found) == look.absent:
        return None
    what = "something" if look.absent else NOTHING
    return f"{look.key} has {_quoted(found)}; {what} was expected."


def _quoted(found: tuple[str, ...]) -> str:
    return ", ".join(f"“{one}”" for one in found) or NOTHING


def looks_of(stage: Stage, before: Stage) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a saved walk expects after an act: where it led, and what is new in the world."""
    seen, earlier = Seen(stage, before), Seen(before, before)
    yield "step", (stage.state.step,)
    for key in ("help", "line", "level"):
        if ONE[key](seen) != ONE[key](earlier):
            yield key, ONE[key](seen)
    emitted = tuple(dict.fromkeys(_emits(seen)))
    if emitted:
        yield "emits", emitted
    if stage.state.ended:
        yield "ended", (stage.state.ended,)
        yield "owed", LISTS["owed"](seen)
