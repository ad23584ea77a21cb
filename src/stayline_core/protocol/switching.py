"""What happens to a run when another protocol takes over, or gives the contact back.

Several threats may be made in one contact (`design.md` section 1): the run that guided it is
parked with its step, the new one begins with everything that was reached, and a run about
manners alone is locked from the moment a threat stands (X-1).
"""

from typing import Final

from stayline_core.protocol.events import Parked, Resumed, SwitchedIn, ThreatStands
from stayline_core.protocol.language import (
    HELP,
    KEPT_FACTS,
    LEVELS,
    RAISE,
    Effect,
    Protocol,
    frozen_map,
)
from stayline_core.protocol.run import HELPED_BY, THREAT_STANDS, Run, helped_by
from stayline_core.protocol.state import Said, State

REACHED: Final = ("accepted", "spoke", "dispatched", "arrived", "released")
"""What may be true when a run takes over; what is owed from these moments is owed then."""


def take_in(run: Run, event: SwitchedIn | Resumed) -> None:
    """Let the run know what was reached without it: help, level, answers with words, facts.

    Nonsense is passed over, as in every fact: a run never stops at what it is told.
    """
    if event.help in HELP:
        run.set(help=_help_now(run, event))
    if event.level is not None and run.rises_to(event.level):
        run.set(level=event.level)
    for name, value in event.answers.items():
        run.record(name, Said(value, event.texts.get(name), at_ms=event.at_ms))
    for fact in event.facts:
        if fact in KEPT_FACTS or fact.startswith(HELPED_BY):
            run.know(fact)


def _help_now(run: Run, event: SwitchedIn | Resumed) -> str:
    """How far help has come: nobody speaks to a lost contact, and what has rung goes on ringing."""
    if event.help == "spoke" and event.contact == "lost":
        return "joined"
    if event.help == "none" and run.state.holds("rang"):
        return "ringing"
    return event.help


def facts_to_take(run_protocol: Protocol, state: State) -> tuple[str, ...]:
    """Return the facts that whatever takes over must know, and which ladders bring help."""
    ladder = run_protocol.ladder
    rung = {helped_by(ladder.id)} if ladder is not None and state.holds("rang") else set()
    kept = {one for one in state.facts if one in KEPT_FACTS or one.startswith(HELPED_BY)}
    return tuple(sorted(kept | rung))


def trigger_reached(run: Run) -> None:
    """Let what is owed from moments that have been reached be owed."""
    for name in REACHED:
        if run.state.holds(name):
            run.trigger(name)
    if run.state.holds("released"):
        run.trigger("contact_ended")


def park(run: Run, event: Parked) -> None:
    """Stop the step's clock; the step, the answers and what is owed stay as they are."""
    del event
    spent = dict(run.state.spent_ms)
    here = max(0, run.at_ms - run.state.entered_ms)
    spent[run.state.step] = spent.get(run.state.step, 0) + here
    run.set(
        spent_ms=frozen_map(spent),
        entered_ms=max(run.at_ms, run.state.entered_ms),
        sequence=run.state.sequence + 1,
    )


def resume(run: Run, event: Resumed) -> None:
    """Take the run up at its step; nothing can be undone across the time it was parked.

    Whoever resumes a run about manners has seen that no threat stands any more.
    """
    entered = max(run.at_ms, run.state.entered_ms)
    run.set(facts=run.state.facts - {THREAT_STANDS})
    run.set(entered_ms=entered, sequence=run.state.sequence + 1, prev=None)
    take_in(run, event)
    trigger_reached(run)


def threat_stands(run: Run, event: ThreatStands) -> None:
    """Ring the threat's own ladder unless somebody is coming; lock a run about manners.

    For a difficult call somebody may be coming at leisure: only who has spoken is there.
    """
    if event.level in LEVELS and run.rises_to(event.level):
        run.set(level=event.level)
    if not run.moves_help(event.ladder):
        run.know(helped_by(event.ladder))
    if not run.protocol.urgent:
        run.know(THREAT_STANDS)
    if not run.state.holds("accepted" if run.protocol.urgent else "spoke"):
        run.effect(Effect(RAISE, event.ladder), f"threat/{run.state.events}/ring")
