"""The oracle: is a damaged protocol harmful? It shares no code with the checker.

Original and mutant are run by the interpreter in every way (`runs`), and what came of it is
compared (`outcomes`, `paths`), not how they are written. A mutant is harmful when something comes
of one of its runs that comes of no run of the original: see `compare`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from stayline_core.protocol import Catalogue, Protocol
from tests.mutants.outcomes import Outcomes, outcomes
from tests.mutants.paths import (
    before_it_is_cut_off,
    before_the_second_question,
    sent_on_the_way,
)


@dataclass(frozen=True)
class Harm:
    """One thing that is worse, and the shortest run that shows it."""

    reason: str
    run: tuple[str, ...]


def look(protocol: Protocol, catalogue: Catalogue) -> Outcomes:
    """Everything that comes of the runs of a protocol."""
    found = outcomes(protocol, catalogue)
    before_the_second_question(found)
    before_it_is_cut_off(found)
    sent_on_the_way(found)
    return found


def compare(original: Outcomes, mutant: Outcomes) -> tuple[Harm, ...]:
    """Every way in which the mutant is worse than the original; empty is harmless."""
    return (
        *_happens(original, mutant),
        *_broken(original, mutant),
        *_later(original, mutant),
        *_impossible(original, mutant),
    )


def _happens(original: Outcomes, mutant: Outcomes) -> Iterator[Harm]:
    """What must not happen and happens in no run of the original."""
    for what, where in mutant.bad.items():
        if what not in original.bad:
            yield Harm(what, mutant.story(where))


def _broken(original: Outcomes, mutant: Outcomes) -> Iterator[Harm]:
    """What holds in every run of the original and in one of these does not."""
    for what, broken in original.kept.items():
        where = mutant.kept.get(what)
        if broken is None and where is not None:
            yield Harm(f"no longer so in every run: {what}", mutant.story(where))


def _later(original: Outcomes, mutant: Outcomes) -> Iterator[Harm]:
    """What comes later in the worst case."""
    for what, (seconds, _) in original.late.items():
        longer, where = mutant.late.get(what, (seconds, 0))
        if longer > seconds:
            reason = f"{what}: after {_spoken(longer)}, not {_spoken(seconds)}"
            yield Harm(reason, mutant.story(where))


def _impossible(original: Outcomes, mutant: Outcomes) -> Iterator[Harm]:
    """What is possible in some run of the original and in none of these; no run can show it."""
    for what in original.can:
        if what not in mutant.can:
            yield Harm(f"no longer in any run: {what}", ())


def _spoken(seconds: float) -> str:
    return "no time at all" if math.isinf(seconds) else f"{seconds:.0f} s"
