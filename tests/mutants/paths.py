"""Outcomes that depend on the way: what was said before something else was."""

from __future__ import annotations

from collections import deque

from tests.mutants import words
from tests.mutants.outcomes import Outcomes
from tests.mutants.runs import Edge


def before_the_second_question(found: Outcomes) -> None:
    """Who hears of it is said before a second question, and before a hand-over."""
    runs, steps = found.runs, found.runs.protocol.steps
    asked, handed = True, True
    first: tuple[int, str | None]
    queue: deque[tuple[int, str | None]] = deque()
    seen: set[tuple[int, str | None]] = set()
    told = {name for name, step in steps.items() if words.shares(step)}
    at: int = next(iter(runs.fresh))
    worst_asked, worst_handed = at, at
    if runs.states[at].step not in told:
        queue.append((at, None))
    while queue:
        first = queue.popleft()
        number, question = first
        state = runs.states[number]
        step = steps[state.step]
        if state.ended == "handed_over" and handed:
            handed, worst_handed = False, number
        if step.asks:
            twice = len(step.asks) > 1 or question not in {None, step.name}
            if twice and asked:
                asked, worst_asked = False, number
            question = step.name
        for edge in runs.edges[number]:
            then = (edge.target, question)
            if runs.states[edge.target].step not in told and then not in seen:
                seen.add(then)
                queue.append(then)
    found.always("who hears of it is said before the second question", asked, worst_asked)
    found.always("who hears of it is said before the hand-over", handed, worst_handed)


LEADING = frozenset({"next", "skip", "ladder", "help", "ring", "released", "clock", "grows"})
"""Events that leave what was stated as it is."""


def sent_on_the_way(found: Outcomes) -> None:
    """Help is sent by going on: was a danger stated last, on every way there?"""
    edges = [edge for edges in found.runs.edges for edge in edges]
    sending = [edge for edge in edges if edge.word.kind in {"next", "skip"} and _sends(edge)]
    if not sending:
        return
    into: dict[int, list[Edge]] = {}
    for edge in edges:
        into.setdefault(edge.target, []).append(edge)
    for edge in sending:
        if not _stated_before(found, edge.source, into):
            found.never(f"help is sent on {edge.word.kind}", edge)


def _sends(edge: Edge) -> bool:
    return any(emission.kind == "dispatch" for emission in edge.did)


def _stated_before(found: Outcomes, number: int, into: dict[int, list[Edge]]) -> bool:
    """Did nobody come here but by a stated danger, and screens that only led on from it?"""
    starts = {*found.runs.fresh, *found.runs.switched}
    todo, seen = [number], set[int]()
    while todo:
        at = todo.pop()
        if at in starts or any(_unstated(edge) for edge in into.get(at, ())):
            return False
        seen.add(at)
        onward = (edge for edge in into.get(at, ()) if edge.word.kind in LEADING)
        todo += [edge.source for edge in onward if edge.source not in seen]
    return True


def _unstated(edge: Edge) -> bool:
    """Does this enter a screen by something else than a stated danger?"""
    if edge.word.kind == "answer":
        return not set(edge.word.said) <= set(words.STATED.get(edge.word.detail, ()))
    entering = edge.word.kind in {"press", "offer"} or edge.word[:2] == ("contact", "lost")
    return entering and not _sends(edge) and edge.word.detail != "threat_grows"


def before_it_is_cut_off(found: Outcomes) -> None:
    """Two warnings, a final notice, and that it ends now: all said, none left out."""
    runs = found.runs
    if not any(state.ended == "terminated" for state in runs.states):
        return
    starts = [(number, 0, False, False) for number in (*runs.fresh, *runs.switched)]
    seen, queue = set(starts), deque(starts)
    while queue:
        place = queue.popleft()
        number, warned, noticed, told = place
        if runs.states[number].ended == "terminated":
            found.always("two warnings are said before it is ended", warned > 1, number)
            found.always("a final notice is said before it is ended", noticed, number)
            found.always("it is said that it ends now", told, number)
        for edge in runs.edges[number]:
            then = _after(found, place, edge)
            if then not in seen:
                seen.add(then)
                queue.append(then)


def _after(
    found: Outcomes, place: tuple[int, int, bool, bool], edge: Edge
) -> tuple[int, int, bool, bool]:
    """Words are said when the step is left by going on or with an answer, not by leaving it out."""
    number, warned, noticed, told = place
    if edge.word.kind not in {"next", "answer"}:
        return (edge.target, warned, noticed, told)
    text = " ".join(words.said(found.runs.protocol.steps[found.runs.states[number].step]))
    return (
        edge.target,
        min(2, warned + bool(words.WARNING.search(text))),
        noticed or bool(words.NOTICE.search(text)),
        told or bool(words.TELLING.search(text)),
    )
