"""A stage in words: the screen as the agent sees it, and the world around it, line by line.

Every line has a *manner* (say, note, avoid, ask, head, dim, warn, …), so that whoever prints it
may colour it; the words alone say everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stayline_core.protocol.events import (
    Answer,
    ContactFact,
    Due,
    Event,
    LadderFact,
    Met,
    Opened,
    RingDue,
    StepDue,
    SwitchedIn,
)
from stayline_core.protocol.ladder import LadderSpec
from stayline_core.protocol.language import Effect, frozen_map
from stayline_core.protocol.screen import screen
from stayline_core.protocol.state import MISSED, OWED, Emission
from stayline_core.protocol.walk.choices import choices, step_label
from stayline_core.protocol.walk.stage import Happening, Stage, running

HELP_IN_WORDS: Final[Mapping[str, str]] = frozen_map(
    {
        "none": "nobody has been called",
        "ringing": "nobody has accepted yet",
        "accepted": "a colleague has accepted",
        "joined": "a colleague has joined",
        "spoke": "a colleague has spoken to the caller",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One line to print: its manner, the words before it, and the text, which may be wrapped."""

    manner: str
    label: str
    text: str


def tell_screen(stage: Stage) -> Iterator[Told]:
    """The screen of the desk: where the run stands, what to say, the ways on, what runs out."""
    yield from _head(stage)
    shown = screen(stage.protocol, stage.state)
    for manner, texts in (("say", shown.say), ("note", shown.note), ("avoid", shown.avoid)):
        for text in texts:
            yield Told(manner, manner, text)
    for manner, pairs in (("ask", shown.asks), ("observe", shown.observes)):
        for name, question in pairs:
            known = f" ({name})" if question else ""
            yield Told(manner, manner, f"{question or name}{known}{_known(stage, name)}")
    if shown.waiting_for is not None:
        state = "it is so" if shown.open else "not yet"
        yield Told("dim", "waits", f"for: {shown.waiting_for.replace('_', ' ')} ({state})")
    yield from _clocks(stage)
    yield from _owed(stage)


def tell_choices(stage: Stage) -> Iterator[Told]:
    """The ways on with their keys, then what the world can do."""
    for choice in choices(stage):
        manner = {"offer": "offer", "anytime": "anytime", "world": "dim"}.get(choice.group, "way")
        leads = f"  {choice.leads}" if choice.leads else ""
        yield Told(manner, choice.key, f"{choice.act.said}{leads}")


def _head(stage: Stage) -> Iterator[Told]:
    state, step = stage.state, stage.protocol.steps[stage.state.step]
    line = "line open" if state.contact == "open" else "LINE LOST"
    where = f"{clock_time(stage.at_s)} · {state.level} · {line} · {HELP_IN_WORDS[state.help]}"
    yield Told("head", "", where)
    for ladder, since in stage.rung.items():
        yield Told("dim", "rings", _rung_now(stage, ladder, since))
    yield Told("title", "", step_label(stage.protocol, step.name))
    if state.ended is not None:
        yield Told("warn", "ended", state.ended.replace("_", " "))


def _rung_now(stage: Stage, ladder: str, since: float) -> str:
    own = stage.protocol.ladder
    if own is not None and own.id == ladder and stage.state.holds("accepted"):
        return f"{ladder}: {stage.state.help}"
    spec = stage.catalogue.ladders.get(ladder)
    if spec is None:
        return ladder
    return f"{ladder}: {who_rings(spec, stage.at_s - since)}"


def who_rings(ladder: LadderSpec, elapsed_s: float) -> str:
    """Which rung of a ladder rings so long after it began, and when the next one does."""
    passed = 0
    for rung, following in zip(ladder.rungs, ladder.rungs[1:], strict=False):
        passed += rung.lasts_s
        if elapsed_s < passed:
            return f"{rung.name}, then {following.name} in {passed - elapsed_s:g} s"
    return f"{ladder.rungs[-1].name}, again and again"


def _known(stage: Stage, name: str) -> str:
    said = stage.state.answers.get(name)
    return "" if said is None else f" — noted: {said.text or said.value}"


def _clocks(stage: Stage) -> Iterator[Told]:
    step = stage.protocol.steps[stage.state.step]
    for clock in running(stage):
        left = clock.due_s - stage.at_s
        if clock.kind == "step" and step.otherwise is not None:
            then = [effect.word for effect in step.otherwise.do]
            then += [f"offers {step.otherwise.offer}"] if step.otherwise.offer else []
            yield Told("clock", "clock", f"{left:g} s, then {', '.join(then) or 'nothing'}")
        if clock.kind == "ring":
            yield Told("clock", "clock", f"{left:g} s, then the ladder rings")


def _owed(stage: Stage) -> Iterator[Told]:
    due = {one.name: one.due_s for one in running(stage) if one.kind == "obligation"}
    for name, status in stage.state.obligations.items():
        if status not in {OWED, MISSED}:
            continue
        owed = stage.owes(name)
        when = f"in {due[name] - stage.at_s:g} s" if name in due else "once the line is released"
        if status == MISSED:
            when = "MISSED"
        otherwise = ", ".join(effect.word for effect in owed.otherwise)
        text = f"{owed.do.word} by {owed.by}, {when} (else {otherwise})"
        yield Told("warn" if status == MISSED else "owed", "owed", f"{name}: {text}")


# ── what happened ──


def tell_happening(happening: Happening) -> Iterator[Told]:
    """What one event was, what it made the world do, and why it was refused."""
    said = event_in_words(happening.event)
    if said:
        yield Told("event", f"{happening.at_s:g} s", said)
    if happening.refused is not None:
        yield Told("warn", "refused", happening.refused.message)
    for one in happening.emitted:
        words = emission_in_words(one)
        if words:
            yield Told("does", "does", words)


def event_in_words(event: Event) -> str:
    """One event as a sentence; empty for what the person at the keys has just typed."""
    if isinstance(event, Opened):
        return "The run opens."
    if isinstance(event, SwitchedIn):
        return f"The run is switched in; {HELP_IN_WORDS[event.help]}."
    if isinstance(event, StepDue):
        return f"The clock of {event.step} runs out."
    if isinstance(event, RingDue):
        return "The time before the ladder rings is over."
    if isinstance(event, Due):
        return f"The time for “{event.id}” is over."
    if isinstance(event, Met):
        return f"“{event.id}” is met."
    return _reported(event)


def _reported(event: Event) -> str:
    if isinstance(event, LadderFact):
        return f"The ladder {event.ladder}: {event.what}."
    if isinstance(event, ContactFact):
        return f"The line is {event.what}."
    if isinstance(event, Answer):
        return f"{event.field}: {event.text or event.value}."
    return ""


def emission_in_words(one: Emission) -> str:
    """What the world is asked to do, as the document would write it; empty for clocks."""
    if one.kind == "clock":
        return ""
    if one.kind == "owe":
        return f"owes: {one.target}"
    if one.kind == "offer":
        return f"offers: {one.target}"
    return Effect(one.kind, one.target).word


def clock_time(seconds: float) -> str:
    """Minutes and seconds since the run opened, as 1:05."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


# ── for machines ──


def screen_to_json(stage: Stage) -> dict[str, Any]:
    """The screen as one plain JSON object: what is shown, who comes, what runs, what is owed."""
    shown = screen(stage.protocol, stage.state)
    return {
        "kind": "screen",
        "at_ms": round(stage.at_s * 1000),
        "step": shown.step,
        "title": shown.title,
        "say": list(shown.say),
        "note": list(shown.note),
        "avoid": list(shown.avoid),
        "asks": [{"field": name, "question": words} for name, words in shown.asks],
        "observes": [name for name, _ in shown.observes],
        "waits_for": shown.waiting_for,
        "ways": [{"key": one.key, "act": one.act.said} for one in choices(stage)],
        "offers": [way.step for way in shown.offers],
        "help": shown.help,
        "line": shown.contact,
        "level": shown.level,
        "rung": {name: round(since * 1000) for name, since in stage.rung.items()},
        "clocks": [
            {"kind": one.kind, "name": one.name, "due_ms": round(one.due_s * 1000)}
            for one in running(stage)
        ],
        "obligations": dict(stage.state.obligations),
        "ended": shown.ended,
    }


def emission_to_json(happening: Happening, one: Emission) -> dict[str, Any]:
    """One thing that the world is asked to do as plain JSON, with its time."""
    return {
        "kind": "emission",
        "at_ms": happening.event.at_ms,
        "does": one.kind.rstrip("_"),
        "target": one.target,
        "key": one.key,
    }
