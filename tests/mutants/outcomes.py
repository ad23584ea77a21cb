"""What came of the runs of a protocol: what an oracle compares, never how it was written.

Five kinds of outcome, each under a name that a reader understands:
`bad` happens in some run; `kept` holds in every run, or here is one in which it does not; `late`
is the worst case in seconds; `can` is possible in some run. Each comes with the nearest run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from stayline_core.protocol import (
    Catalogue,
    Dispatched,
    Due,
    Emission,
    EndContact,
    Filed,
    Protocol,
    Released,
    State,
    apply,
    clocks,
    screen,
)
from tests.mutants import words
from tests.mutants.runs import HELP, SILENCES, Edge, Runs, explore

TELLING = frozenset({"raise_", "notify", "dispatch"})
BY_ITSELF = frozenset({"raise_", "notify", "start", "set_level"})
OF_THE_ENGINE = frozenset({"offer", "clock", "owe", "release", "call_off"})
COMES = frozenset({"accepted", "joined", "spoke"})
ASKED = ("safety.in_danger_now", "abuse.safe_to_talk")
NO_WAY = {
    ("contact", "lost"),
    ("offer", "threat_grows"),
    ("offer", "contact_resumed"),
    ("offer", "receiver_lost"),
    ("offer", "accepted"),
}
PRESSED = frozenset({"next", "skip", "answer", "press", "offer"})

Where = Edge | int


@dataclass
class Outcomes:
    """All that came of the runs of one protocol; `where` says how to get there."""

    runs: Runs
    bad: dict[str, Where] = field(default_factory=dict)
    kept: dict[str, Where | None] = field(default_factory=dict)
    late: dict[str, tuple[float, Where]] = field(default_factory=dict)
    can: dict[str, Where] = field(default_factory=dict)

    def never(self, what: str, where: Where) -> None:
        """Something that must not happen has happened; the nearest run tells it."""
        self.bad.setdefault(what, where)

    def always(self, what: str, holds: bool, where: Where) -> None:
        """Something holds on this run, or does not; it is kept if it holds on all."""
        known = self.kept.setdefault(what, None)
        if not holds and known is None:
            self.kept[what] = where

    def takes(self, what: str, seconds: float, where: Where) -> None:
        """It can take as long as this; the longest counts."""
        if seconds > self.late.get(what, (-1.0, 0))[0]:
            self.late[what] = (seconds, where)

    def story(self, where: Where) -> tuple[str, ...]:
        """The run that shows it."""
        if isinstance(where, int):
            return self.runs.story(where)
        return (*self.runs.story(where.source), self.runs.sentence(where))


def outcomes(protocol: Protocol, catalogue: Catalogue) -> Outcomes:
    """Run a protocol in every way and note what came of it."""
    found = Outcomes(explore(protocol, catalogue))
    _opening(found)
    _screens(found)
    for number, edges in enumerate(found.runs.edges):
        _waiting(found, number)
        for edge in edges:
            _event(found, edge)
        _silence(found, edges)
    _ends(found)
    _no_way_out(found)
    return found


def urgent(protocol: Protocol) -> bool:
    """Is it about a threat or a disclosure?"""
    return protocol.level != "L3"


def _kinds(did: tuple[Emission, ...]) -> set[str]:
    return {emission.kind for emission in did}


def _raised(did: tuple[Emission, ...]) -> set[str]:
    return {emission.target for emission in did if emission.kind == "raise_"}


# ── the opening ──


def _opening(found: Outcomes) -> None:
    runs = found.runs
    ((start, did),) = runs.fresh.items()
    state = runs.states[start]
    _rung(found, state, start, did)
    if apply(runs.protocol, state, EndContact("agent", "I want to")).refused is None:
        found.never("the agent can end the contact alone", start)
    for duty in screen(runs.protocol, state).duties if urgent(runs.protocol) else ():
        found.can[f"the desk shows the duty {duty}"] = start
    if "dispatch" in _kinds(did):
        found.never("help is sent at the opening", start)
    _reported(found, state, start)


def _rung(found: Outcomes, state: State, start: int, did: tuple[Emission, ...]) -> None:
    """How late each ladder is rung if nobody but the clocks of the run does anything."""
    protocol = found.runs.protocol
    times = dict.fromkeys(_raised(did), 0.0)
    clocks_of_run = {e.target: e.seconds or 0.0 for e in did if e.kind == "clock"}
    if "ring" in clocks_of_run and protocol.ladder is not None:
        times.setdefault(protocol.ladder.id, clocks_of_run["ring"])
    for owed in (e.obligation for e in did if e.kind == "owe"):
        if owed is None or owed.within_s is None:
            continue
        rung = _raised(apply(protocol, state, Due(owed.id)).emitted)
        if owed.by == "system" and owed.do.kind == "raise_":
            rung.add(owed.do.target)
        for ladder in rung:
            times[ladder] = min(times.get(ladder, math.inf), owed.within_s)
    for ladder in found.runs.catalogue.ladders:
        found.takes(f"{ladder} is rung", times.get(ladder, math.inf), start)


def _reported(found: Outcomes, state: State, start: int) -> None:
    """Somebody reports that help is on its way: who must confirm that it arrives?"""
    protocol = found.runs.protocol
    after = apply(protocol, state, Dispatched())
    _owed(found, after.state, start, ("confirm",), "once help is on its way")


# ── screens ──


def _screens(found: Outcomes) -> None:
    """What can be shown at all: words, questions, things noticed."""
    protocol = found.runs.protocol
    for number, state in enumerate(found.runs.states):
        step = protocol.steps[state.step]
        for fault in words.faults(protocol, state.step):
            found.never(f"the words: {fault}", number)
        for ask in step.asks:
            spec = found.runs.catalogue.field(ask.field)
            if spec is not None and spec.kind == "observe":
                found.never(f"{ask.field} is asked aloud", number)
        for item in (*step.asks, *step.observes):
            if item.field in ASKED:
                found.can.setdefault(f"{item.field} is found out", number)


def _waiting(found: Outcomes, number: int) -> None:
    """How long an agent is left waiting, and what happens then."""
    runs = found.runs
    state, protocol = runs.states[number], runs.protocol
    step = protocol.steps[state.step]
    if step.wait_for is None or state.holds(step.wait_for):
        return
    what = f"waiting until {step.wait_for}"
    if step.wait_for in COMES and state.help == "none":
        found.never(f"{what} while nobody is rung", number)
    for cls in protocol.classes:
        clock = clocks(protocol, replace(state, channel_class=cls))
        found.takes(f"{what} ({cls})", math.inf if clock is None else clock.total_s, number)
    runs_out = [edge for edge in runs.edges[number] if edge.word.kind == "clock"]
    told = any(_kinds(edge.did) & TELLING for edge in runs_out)
    found.always(f"{what} in vain tells somebody", told, number)
    ways = {edge.word.detail for edge in runs.edges[number] if edge.word.kind == "offer"}
    ways |= {e.word.detail for out in runs_out for e in runs.edges[out.target]}
    found.always(f"{what} in vain offers a way on", "clock" in ways, number)


# ── events ──


def _event(found: Outcomes, edge: Edge) -> None:
    kind = edge.word.kind
    if kind == "answer":
        _told(found, edge, tuple(f"{edge.word.detail} = {value}" for value in edge.word.said))
    if kind == "press":
        _pressed(found, edge)
    if kind == "clock":
        _by_itself(found, edge, edge.did)
    if "dispatch" in _kinds(edge.did):
        _sent(found, edge)
    if kind in PRESSED:
        _named(found, edge)
    if kind in {"contact", "grows"}:
        _line(found, edge)
    if any(words.CALLS_BACK.search(emission.target) for emission in edge.did):
        found.never("the caller is called back by itself", edge)


def _told(found: Outcomes, edge: Edge, inputs: tuple[str, ...]) -> None:
    """Whatever is said, seen or pressed: who is told of it, rung, or sent?

    About manners alone nothing calls for a decision on sending help: only what rings counts.
    """
    for one in inputs:
        if urgent(found.runs.protocol):
            found.always(f"on {one} somebody is told", bool(_kinds(edge.did) & TELLING), edge)
            found.always(f"on {one} help is sent", "dispatch" in _kinds(edge.did), edge)
        for ladder in found.runs.catalogue.ladders:
            found.always(f"on {one} {ladder} is rung", ladder in _raised(edge.did), edge)


def _pressed(found: Outcomes, edge: Edge) -> None:
    """A button: what it does, and that it is there where it rings or sends."""
    label = f"“{edge.word.detail}”"
    _told(found, edge, (label,))
    for did in _kinds(edge.did) & {"raise_", "dispatch"}:
        found.can.setdefault(f"{label} is there to {did.rstrip('_')}", edge)


def _by_itself(found: Outcomes, where: Where, did: tuple[Emission, ...]) -> None:
    for kind in _kinds(did) - BY_ITSELF - OF_THE_ENGINE:
        found.never(f"a clock does what a person must: {kind}", where)


def _sent(found: Outcomes, edge: Edge) -> None:
    """Help is sent on a stated danger, consent, a press, a growing threat, a decision.

    Going on to a step that sends help is judged by what led there: see `paths.sent_on_the_way`.
    """
    kind, detail = edge.word.kind, edge.word.detail
    states = found.runs.states
    if states[edge.source].step == states[edge.target].step:
        return  # each screen asks once a run: shown again, it sends nobody anew
    if kind in {"press", "back", "next", "skip"} or edge.word[:2] == ("offer", "threat_grows"):
        return
    if kind != "answer":
        found.never(f"help is sent on {kind} {detail}".strip(), edge)
    for value in set(edge.word.said) - set(words.STATED.get(detail, ())):
        found.never(f"help is sent on {detail} = {value}", edge)


def _named(found: Outcomes, edge: Edge) -> None:
    """A colleague is named to the caller before anybody has accepted."""
    state = found.runs.states[edge.target]
    step = found.runs.protocol.steps[state.step]
    there = HELP.index(state.help) >= HELP.index("accepted")
    if not there and any(words.COLLEAGUE in text for text in words.said(step)):
        found.never("a colleague is named who has not accepted", edge)


def _line(found: Outcomes, edge: Edge) -> None:
    """What the agent reads when the contact is lost; what is offered when it is back."""
    runs = found.runs
    state = runs.states[edge.target]
    if edge.word.detail == "lost" and not urgent(runs.protocol):
        return  # nobody is in danger when an angry caller puts the telephone down
    if edge.word.detail == "lost":
        step = runs.protocol.steps[state.step]
        text = " ".join((*step.note, *step.say))
        for what, pattern in words.ON_LOSS.items():
            found.always(
                f"when the contact is lost the agent reads {what}", bool(pattern.search(text)), edge
            )
        return
    offers = {e.word.detail for e in runs.edges[edge.target] if e.word.kind == "offer"}
    if edge.word.kind == "grows":
        found.always("a growing threat opens a way", "threat_grows" in offers, edge)
        taken = [e for e in runs.edges[edge.target] if e.word[:2] == ("offer", "threat_grows")]
        sends = any("dispatch" in _kinds(e.did) for e in taken)
        found.always("a growing threat offers to send help", sends, edge)
    else:
        found.always("the contact back opens a way", "contact_resumed" in offers, edge)


def _silence(found: Outcomes, edges: list[Edge]) -> None:
    """No answer is not an answer: it leads elsewhere than the answer that all is well."""
    answered = [edge for edge in edges if edge.word.kind == "answer"]
    for calm in answered:
        spec = found.runs.catalogue.field(calm.word.detail)
        if spec is None or spec.reassuring not in calm.word.said:
            continue
        shown = found.runs.states[calm.target].step
        for edge in answered:
            same = found.runs.states[edge.target].step == shown
            for value in set(edge.word.said) & set(SILENCES) if same else ():
                what = f"{edge.word.detail} = {value} is taken for {spec.reassuring}"
                found.never(what, edge)


# ── ends ──


def _ends(found: Outcomes) -> None:
    for number, state in enumerate(found.runs.states):
        if state.ended is not None:
            _end(found, number, state)
    found.always("there is an end", bool(found.can), 0)


def _end(found: Outcomes, number: int, state: State) -> None:
    kind, protocol = state.ended or "", found.runs.protocol
    if kind in {"handed_over", "released"} and urgent(protocol):  # else a name, and no harm
        found.can.setdefault(f"a run can end as {kind}", number)
    spoke, released = state.help == "spoke", "released" in state.facts
    if kind == "handed_over" and not spoke:
        found.never("handed over before a colleague spoke", number)
    if kind == "released" and not released:
        found.never("ended as released, and nobody has released it", number)
    if kind in {"handed_over", "resolved", "terminated"} and state.contact == "lost":
        found.never(f"ended as {kind} while the contact is lost", number)
    if kind == "superseded":
        found.never("ended as superseded, and nothing has taken over", number)
    if urgent(protocol):
        _end_of_a_threat(found, number, state)
    after = apply(protocol, state, Released()).state
    for form in {owed.do.target for owed in protocol.obligations if owed.do.kind == "file"}:
        after = apply(protocol, after, Filed(form)).state
    _owed(found, after, number, ("file", "start"), "in the end")


def _end_of_a_threat(found: Outcomes, number: int, state: State) -> None:
    kind = state.ended or ""
    if state.help == "none":
        found.never("ended, and nobody was rung", number)
    if kind == "terminated":
        found.never("a person who threatens is cut off", number)
    if state.help != "spoke" and "released" not in state.facts:
        found.never(f"ended as {kind} before a colleague spoke", number)
    if kind in {"handed_over", "resolved", "recorded"} and "safety_recorded" not in state.facts:
        found.never(f"ended as {kind}, and nothing is recorded of safety", number)


def _owed(found: Outcomes, state: State, where: int, kinds: tuple[str, ...], when: str) -> None:
    """What is owed now, how late it may be, and what happens when it is missed.

    The case in the centre's own system is no outcome here: it follows from the report, and nobody
    is less safe without it. Nor is it, about manners alone, how soon the record is written.
    """
    protocol = found.runs.protocol
    for owed in protocol.obligations:
        if owed.do.kind not in kinds or owed.id not in state.obligations:
            continue
        what = f"{owed.do.word}, {when}"
        found.can.setdefault(f"somebody owes {what}", where)
        if urgent(protocol) or owed.do.kind != "file":
            found.takes(f"{what}, is owed", owed.within_s or math.inf, where)
        late = replace(
            state, obligations={**state.obligations, owed.id: "owed"}, emitted=frozenset()
        )
        did = apply(protocol, late, Due(owed.id)).emitted
        found.always(f"{what}, is missed and somebody told", bool(_kinds(did) & TELLING), where)
        _by_itself(found, where, did)
    targets = {o.do.word for o in protocol.obligations if o.id in state.obligations}
    for do in {o.do for o in protocol.obligations if o.do.kind in kinds}:
        found.always(f"{do.word}, {when}, is owed", do.word in targets, where)


def _no_way_out(found: Outcomes) -> None:
    """A caller is on the line, and no run ends but by losing the caller or by another press."""
    leads: dict[int, list[int]] = {}
    for edge in (edge for edges in found.runs.edges for edge in edges):
        if edge.word[:2] not in NO_WAY and edge.word.kind not in {"press", "back"}:
            leads.setdefault(edge.target, []).append(edge.source)
    todo = [n for n, state in enumerate(found.runs.states) if state.ended is not None]
    reached = set(todo)
    while todo:
        for source in leads.get(todo.pop(), ()):
            if source not in reached:
                reached.add(source)
                todo.append(source)
    for number, state in enumerate(found.runs.states):
        here = state.contact == "open" and "released" not in state.facts
        if here and number not in reached:
            found.never("there is no way out any more", number)
            return
