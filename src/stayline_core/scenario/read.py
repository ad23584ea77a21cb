"""A scenario read from its document, with every fault said at once, and tried out.

A scenario that could leave a caller stuck, or that does not show what it is for, is refused: its
good way has to come to an end with nothing noticed, its bad way to what it teaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from stayline_core.protocol.language import CLASS_OF_CHANNEL
from stayline_core.scenario.caller import Happened, Standing, begin, go_on
from stayline_core.scenario.language import (
    DOES,
    ENDS,
    MISTAKES,
    Act,
    Caller,
    Colleague,
    Mood,
    Must,
    Reaction,
    Scenario,
)

SEED: Final = 1
"""With which the two ways are tried; the caller's words differ by it, their reactions do not."""

EACH: Final = 3.0
"""Seconds between two things of a way that is shown, where it does not say otherwise."""

SHORTEST: Final = 3.0
"""The least that a caller waits before they say something into a silence."""

_WAITS: Final = "20"
_KEYS: Final = frozenset(
    {"about", "teaches", "minutes", "start", "states", "always", "musts", "colleague"}
    | {"farewell", "good", "bad", "situation", "harm", "language"}
)
_MOOD: Final = frozenset(
    {"says", "waits", "silence", "patience", "then", "otherwise", "on", "ends"}
)
_REACTION: Final = frozenset(
    {"says", "hears", "does", "field", "within", "mistake", "because", "instead", "answers", "to"}
)
_MUST: Final = frozenset({"does", "within", "after", "mistake", "because", "instead"})
_ACT: Final = frozenset({"says", "does", "field", "waits"})


class ScenarioFaulty(ValueError):
    """This scenario cannot be played; every fault is in the text."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults, a sentence each."""
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


def parse_scenario(document: Mapping[str, Any]) -> Scenario | None:
    """Return the scenario that a document describes; None where it is for rehearsals alone.

    Raises:
        ScenarioFaulty: it cannot be played, or does not show what it is for.
    """
    part = document.get("practice")
    if part is None:
        return None
    faults = list(_shape(document, part))
    if faults:
        raise ScenarioFaulty(faults)
    scenario = _scenario(document, part)
    faults = [*_names(scenario), *_ends(scenario)]
    if faults:
        raise ScenarioFaulty(faults)
    faults = list(_shown(scenario))
    if faults:
        raise ScenarioFaulty(faults)
    return scenario


def walked(scenario: Scenario, way: Sequence[Act], *, seed: int = SEED) -> Standing:
    """Return where the caller stands at the end of a way that is shown."""
    standing, now = begin(scenario, seed=seed).standing, 0.0
    for number, act in enumerate(way):
        now += act.waits or EACH
        happened = []
        if act.says:
            happened = [Happened("says", act.says, now, f"{number}")]
        elif act.does:
            happened = [Happened("does", act.does, now, f"{number}", act.field)]
        standing = go_on(scenario, standing, happened, now=now, seed=seed).standing
    return standing


# ── the shape ──


def _shape(document: Mapping[str, Any], part: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is missing, unknown or of the wrong shape."""
    for name in ("id", "title", "protocol", "channel"):
        if not document.get(name):
            yield f"{name} is missing."
    for name in ("about", "start", "states", "good", "bad"):
        if not part.get(name):
            yield f"practice.{name} is missing."
    yield from _keys(part)
    yield from _numbers(part)


def _keys(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield every key that nobody reads."""
    yield from _unknown(part, _KEYS, "practice")
    for name, mood in dict(part.get("states") or {}).items():
        yield from _unknown(mood, _MOOD, f"states.{name}")
        for number, one in enumerate(mood.get("on", ())):
            yield from _unknown(one, _REACTION, f"states.{name}.on.{number}")
    for key, known in (("always", _REACTION), ("musts", _MUST), ("good", _ACT), ("bad", _ACT)):
        for number, one in enumerate(part.get(key) or ()):
            yield from _unknown(one, known, f"{key}.{number}")


def _unknown(table: Mapping[str, Any], known: frozenset[str], place: str) -> Iterator[str]:
    for name in sorted(set(table) - known):
        yield f"{place} knows no {name}; it knows {', '.join(sorted(known))}."


def _numbers(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield what has to be a number of seconds or minutes and is none."""
    found = [("minutes", part.get("minutes", "10"))]
    moods = dict(part.get("states") or {})
    found += [(f"states.{name}.waits", one.get("waits", _WAITS)) for name, one in moods.items()]
    found += [(f"states.{name}.patience", one.get("patience", "1")) for name, one in moods.items()]
    found += [(f"musts.{at}.within", one.get("within", "")) for at, one in _listed(part, "musts")]
    for which in ("good", "bad"):
        ways = _listed(part, which)
        found += [(f"{which}.{at}.waits", one.get("waits", "3")) for at, one in ways]
    colleague = dict(part.get("colleague") or {})
    found += [(f"colleague.{at}", colleague.get(at, "5")) for at in ("after", "joins", "speaks")]
    for place, value in found:
        if not str(value).isdecimal():
            yield f"{place} is no number: “{value}”."


def _listed(part: Mapping[str, Any], name: str) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(part.get(name) or ()))


# ── the values ──


def _scenario(document: Mapping[str, Any], part: Mapping[str, Any]) -> Scenario:
    caller, colleague = document.get("caller", {}), part.get("colleague", {})
    return Scenario(
        id=document["id"],
        title=document["title"],
        about=part["about"],
        protocol=document["protocol"],
        situation=part.get("situation", ""),
        harm=part.get("harm", ""),
        channel=document["channel"],
        caller=Caller(
            caller.get("name", ""),
            caller.get("number", ""),
            caller.get("country", ""),
            part.get("language", ""),
        ),
        teaches=tuple(part.get("teaches", ())),
        lasts=60.0 * int(part.get("minutes", "10")),
        start=part["start"],
        moods=MappingProxyType({name: _mood(name, mood) for name, mood in part["states"].items()}),
        always=_reactions(part.get("always", ()), "always"),
        musts=tuple(_must(one) for one in part.get("musts", ())),
        colleague=Colleague(
            after=float(colleague.get("after", "12")),
            joins=float(colleague.get("joins", "6")),
            speaks=float(colleague.get("speaks", "10")),
            says=tuple(colleague.get("says", ())),
        ),
        replies=MappingProxyType(dict(document.get("replies", {}))),
        farewell=part.get("farewell", "I have to go now."),
        good=tuple(_act(one) for one in part["good"]),
        bad=tuple(_act(one) for one in part["bad"]),
    )


def _mood(name: str, mood: Mapping[str, Any]) -> Mood:
    silence = _lines(mood.get("silence", ()))
    return Mood(
        name=name,
        says=_lines(mood.get("says", ())),
        waits=float(mood.get("waits", _WAITS)),
        silence=silence,
        patience=int(mood.get("patience", len(silence))),
        then=mood.get("then", ""),
        otherwise=_lines(mood.get("otherwise", ())),
        on=_reactions(mood.get("on", ()), f"states.{name}.on"),
        ends=mood.get("ends", ""),
    )


def _lines(given: str | Sequence[str | Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return lines, each a choice of wordings; one text alone is one line in one wording."""
    if isinstance(given, str):
        return ((given,),)
    return tuple((one,) if isinstance(one, str) else tuple(one) for one in given)


def _reactions(given: Sequence[Mapping[str, Any]], place: str) -> tuple[Reaction, ...]:
    return tuple(
        Reaction(
            place=f"{place}.{number}",
            says=tuple(one[0] for one in _lines(each.get("says", ()))),
            hears=tuple(one[0] for one in _lines(each.get("hears", ()))),
            does=each.get("does", ""),
            field=each.get("field", ""),
            within=float(each["within"]) if "within" in each else None,
            mistake=each.get("mistake", ""),
            because=each.get("because", ""),
            instead=each.get("instead", ""),
            answers=_lines(each.get("answers", ())),
            to=each.get("to", ""),
        )
        for number, each in enumerate(given)
    )


def _must(one: Mapping[str, Any]) -> Must:
    return Must(
        does=one.get("does", ""),
        within=float(one["within"]),
        after=one.get("after", ""),
        mistake=one.get("mistake", ""),
        because=one.get("because", ""),
        instead=one.get("instead", ""),
    )


def _act(one: Mapping[str, Any]) -> Act:
    return Act(
        one.get("says", ""), one.get("does", ""), one.get("field", ""), float(one.get("waits", "0"))
    )


# ── what is named ──


def _names(scenario: Scenario) -> Iterator[str]:
    """Yield what names a state, a mistake or something done that there is not."""
    if scenario.channel not in CLASS_OF_CHANNEL:
        yield f"channel: there is no {scenario.channel}."
    if scenario.start not in scenario.moods:
        yield f"start: there is no state {scenario.start}."
    for one in _all_reactions(scenario):
        yield from _named(one, set(scenario.moods))
    for number, must in enumerate(scenario.musts):
        known = must.after in scenario.moods and must.does in DOES and must.mistake in MISTAKES
        if not known or must.within <= 0:
            wants = "does, within, after (a state) and mistake"
            yield f"musts.{number}: it wants {wants}, each one that there is."
    for name in scenario.teaches:
        yield from _mistake(name, "teaches")
    for act in (*scenario.good, *scenario.bad):
        yield from _done(act.does, "a way that is shown")


def _named(one: Reaction, moods: set[str]) -> Iterator[str]:
    if one.to and one.to not in moods:
        yield f"{one.place}: there is no state {one.to}."
    if not (one.says or one.hears or one.does):
        yield f"{one.place}: it says nothing that it fits to: says, hears or does."
    yield from _done(one.does, one.place)
    for name in (*one.hears, one.mistake):
        yield from _mistake(name, one.place)


def _done(name: str, place: str) -> Iterator[str]:
    if name and name not in DOES:
        yield f"{place}: nothing is called {name}; there are {', '.join(DOES)}."


def _mistake(name: str, place: str) -> Iterator[str]:
    if name and name not in MISTAKES:
        yield f"{place}: no mistake is called {name}; there are {', '.join(MISTAKES)}."


def _all_reactions(scenario: Scenario) -> Iterator[Reaction]:
    yield from scenario.always
    for mood in scenario.moods.values():
        yield from mood.on


# ── that it ends ──


def _ends(scenario: Scenario) -> Iterator[str]:
    """Yield where a caller would wait for ever, and what nobody ever comes to."""
    for mood in scenario.moods.values():
        if mood.ends:
            if mood.ends not in ENDS:
                yield f"states.{mood.name}: it ends by one of {', '.join(ENDS)}."
            continue
        if mood.then not in scenario.moods:
            yield f"states.{mood.name}: then names the state after the last silence."
        if mood.waits < SHORTEST:
            yield f"states.{mood.name}: wait at least {SHORTEST:.0f} seconds."
    if not any(mood.ends for mood in scenario.moods.values()):
        yield "No state ends."
    for name in sorted(set(scenario.moods) - _reached(scenario)):
        yield f"states.{name}: nobody ever comes to it."


def _reached(scenario: Scenario) -> set[str]:
    found: set[str] = set()
    waiting = [scenario.start, *(one.to for one in scenario.always if one.to)]
    while waiting:
        name = waiting.pop()
        if name in found or name not in scenario.moods:
            continue
        found.add(name)
        mood = scenario.moods[name]
        waiting += [one.to for one in mood.on if one.to]
        waiting += [mood.then] if mood.then else []
    return found


# ── that it shows what it is for ──


def _shown(scenario: Scenario) -> Iterator[str]:
    """Yield what the two ways do not show."""
    good, bad = walked(scenario, scenario.good), walked(scenario, scenario.bad)
    if not good.ended:
        yield f"good: it comes to no end, the caller is still in the state {good.mood}."
    for one in good.noticed:
        yield f"good: {one.mistake} is noticed at {one.ref or 'a clock'} ({one.place})."
    found = {one.mistake for one in bad.noticed}
    for name in scenario.teaches:
        if name not in found:
            yield f"bad: {name} is not noticed."
    if not scenario.teaches:
        yield "teaches: name at least one mistake that it is for."
