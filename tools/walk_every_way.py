"""Every way through a protocol, which of them walks go, and walks for those that none goes yet.

    python -m tools.walk_every_way self-harm

writes `tests/core/protocol/walks/self-harm-every-way-1.yaml` and so on. What a story is about is
told by walks that a person wrote; these go the rest, so that no step and no answer is unseen.
They are written anew each time: what a person's walk goes by then is left to it.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stayline_core.protocol import CENTRE_NAMES, Catalogue, Protocol, load
from stayline_core.protocol.events import Answer, ContactFact, Next, Skip, StepDue, SwitchedIn, Take
from stayline_core.protocol.language import CLASS_OF_CHANNEL, Step
from stayline_core.protocol.tree import Mark
from stayline_core.protocol.walk import load_script, open_script, play
from stayline_core.protocol.walk.acts import Act, act_with, read_act
from stayline_core.protocol.walk.choices import choices
from stayline_core.protocol.walk.expect import looks_of
from stayline_core.protocol.walk.meaning import act_on
from stayline_core.protocol.walk.script import Line, Script, write_script
from stayline_core.protocol.walk.stage import Stage, begin_walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stayline_core.protocol.events import Event
    from stayline_core.protocol.state import State

ROOT: Final = Path(__file__).parents[1]
PLAYBOOK: Final = ROOT / "src/stayline/playbook"
WALKS: Final = ROOT / "tests/core/protocol/walks"
LONGEST: Final = 80
SEARCHED: Final = 1500
"""So many stages are looked at for the nearest way that is not gone yet."""

MORE: Final = "-every-way-"
HEAD: Final = (
    "# Goes the ways that no told walk of this protocol goes, so that every step and every\n"
    "# answer is seen. Written by tools/walk_every_way.py: write anew when the protocol changes.\n"
)

IDLE: Final = frozenset({"back", "arrived", "filed"})
PRESSED: Final = frozenset({"way", "words"})
HELPED: Final = PRESSED | {"ladder"}
EVERYTHING: Final = HELPED | {"offer", "anytime", "world"}

Way = tuple[str, str]
"""A step and what leaves it: `answer:yes`, `next`, `clock`, `otherwise`; or `anytime`, `on`."""

NEVER: Final[Mapping[str, frozenset[Way]]] = {
    "bomb-voice": frozenset({("spoken", "answer:no")}),
    "irate-caller": frozenset({("still_here", "answer:no")}),
    "threat-in-writing": frozenset({("safety_known", "answer:no")}),
    "threat-to-others": frozenset({("safety_known", "answer:no")}),
    "unforeseen": frozenset({("safety_known", "answer:no")}),
}
"""Branches that are there for what cannot come about as the protocol stands, by protocol."""


def ways(protocol: Protocol) -> frozenset[Way]:
    """Return every way there is: each step, answer, branch, clock, offer, button and event."""
    found: set[Way] = {("begin", "start"), ("begin", "switched")}
    for step in protocol.steps.values():
        found |= set(_ways_of(step))
    found |= {("anytime", name) for name in protocol.anytime}
    found |= {("on", event) for event in protocol.on}
    return frozenset(found)


def _ways_of(step: Step) -> Iterator[Way]:
    if step.branch is None:
        yield (step.name, "seen")
    for value in step.answers or {}:
        yield (step.name, f"answer:{value}")
    if step.next is not None:
        yield (step.name, "next")
    if step.within is not None and step.otherwise is not None:
        yield (step.name, "clock")
        if step.otherwise.offer is not None:
            yield (step.name, "otherwise")


def gone(before: Stage | None, after: Stage) -> frozenset[Way]:
    """Return the ways that were gone from one stage to the next; with none before, the opening."""
    protocol = after.protocol
    if before is None:
        first = after.happened[0].event
        switched = isinstance(first, SwitchedIn)
        start = protocol.switched if switched else protocol.start
        name = "switched" if switched else "start"
        return frozenset({("begin", name), *_entered(protocol, start, after.state.step)})
    found: set[Way] = set()
    for one in after.since(before):
        if one.refused is None:
            found |= set(_gone_by(protocol, before.state, after.state, one.event))
    return frozenset(found)


def _gone_by(protocol: Protocol, old: State, new: State, event: Event) -> Iterator[Way]:
    step = protocol.steps[old.step]
    target: str | None = None
    match event:
        case Answer(field=field, value=value) if field == step.routed:
            yield _answered(step, value)
            target = step.way(value)
        case Skip() if step.routed is not None:
            yield _answered(step, "not_asked")
            target = step.way("not_asked")
        case Next() | Skip():
            yield (step.name, "next")
            target = step.next
        case StepDue(step=name):
            yield (name, "clock")
        case Take(step=name):
            yield from _taken(protocol, old, name)
            target = name
        case ContactFact(what="lost") if "contact_lost" in protocol.on:
            yield ("on", "contact_lost")
            target = protocol.on["contact_lost"]
        case _:
            return
    if target is not None:
        yield from _entered(protocol, target, new.step)


def _answered(step: Step, value: str) -> Way:
    return (step.name, f"answer:{value if value in (step.answers or {}) else 'else'}")


def _taken(protocol: Protocol, old: State, name: str) -> Iterator[Way]:
    """Why a step could be taken: a button, the offer of a clock, the offer of an event."""
    if name in protocol.anytime:
        yield ("anytime", name)
    step = protocol.steps[old.step]
    if step.otherwise and step.otherwise.offer == name and old.step in old.fired:
        yield (old.step, "otherwise")
    for offer in old.offers:
        if offer.step == name:
            yield ("on", offer.event)


def _entered(protocol: Protocol, target: str, shown: str) -> Iterator[Way]:
    """The branches on the way from a step to the one that is shown, and the one shown."""
    yield from _branches(protocol, target, shown) or ()
    yield (shown, "seen")


def _branches(protocol: Protocol, name: str, shown: str) -> tuple[Way, ...] | None:
    if name == shown:
        return ()
    step = protocol.steps[name]
    if step.branch is None:
        return None
    for value, way in (step.answers or {}).items():
        rest = _branches(protocol, way, shown)
        if rest is not None:
            return ((name, f"answer:{value}"), *rest)
    return None


def gone_by_script(protocol: Protocol, script: Script, centre: Catalogue) -> frozenset[Way]:
    """Return every way that a walk goes."""
    opened = open_script(protocol, script, catalogue=centre)
    stages = [one.stage for one in play(opened, script, file=script.id or "walk")]
    found = set(gone(None, stages[0]))
    for before, after in pairwise(stages):
        found |= gone(before, after)
    return frozenset(found)


# ── writing what is missing ──


def _acts(stage: Stage, groups: frozenset[str]) -> Iterator[Act]:
    """What can be done on a stage: what is pressed before what the world does."""
    for choice in choices(stage):
        act = choice.act
        if act.verb in IDLE or not {choice.group, act.verb} & groups:
            continue
        if act.verb == "skip":
            yield act_with("skip", {"reason": "it did not fit just now"})
        elif act.verb != "answer" or "…" not in act.parts.values():
            yield act
        elif "" in act.parts:
            yield read_act("answer answered")
        else:
            (name,) = act.parts
            if name.startswith("safety."):
                yield act_with("answer", {name: "unknown"})


def _key(stage: Stage) -> tuple[object, ...]:
    state = stage.state
    return (
        state.step,
        state.contact,
        state.help,
        state.level,
        state.ended,
        state.facts,
        state.offers,
        state.fired & {state.step},
        tuple(sorted(state.tallies.items())),
    )


def _nearest(
    stage: Stage, wanted: frozenset[Way], groups: frozenset[str]
) -> list[tuple[Act, Stage]] | None:
    """The shortest way from here to something that is wanted, act by act."""
    known = {_key(stage)}
    queue: deque[tuple[Stage, list[tuple[Act, Stage]]]] = deque([(stage, [])])
    while queue and len(known) < SEARCHED:
        at, path = queue.popleft()
        for act in _acts(at, groups):
            after = act_on(at, act)
            if any(one.refused for one in after.since(at)):
                continue
            if gone(at, after) & wanted:
                return [*path, (act, after)]
            key = _key(after)
            if key not in known and not after.state.ended:
                known.add(key)
                queue.append((after, [*path, (act, after)]))
    return None


def write_missing(protocol: Protocol, centre: Catalogue, wanted: set[Way]) -> list[str]:
    """Return the documents of walks that go what is wanted; `wanted` is emptied of it."""
    written: list[str] = []
    known = _class(protocol)
    starts: list[SwitchedIn | None] = [None]
    starts += [SwitchedIn(help=one, channel_class=known) for one in ("none", "accepted", "spoke")]
    for event in starts:
        while wanted:
            stage = begin_walk(protocol, catalogue=centre, channel_class=known, switched=event)
            before = len(wanted)
            wanted -= gone(None, stage)
            path = _walk(stage, wanted)
            if len(wanted) == before:
                break
            written.append(_document(protocol, stage, path, len(written) + 1, event))
    return written


def _class(protocol: Protocol) -> str:
    return CLASS_OF_CHANNEL[protocol.channels[0]]


def _walk(stage: Stage, wanted: set[Way]) -> list[tuple[Act, Stage]]:
    path: list[tuple[Act, Stage]] = []
    while wanted and len(path) < LONGEST and not stage.state.ended:
        goal = frozenset(wanted)
        searches = (_nearest(stage, goal, groups) for groups in (PRESSED, HELPED, EVERYTHING))
        leg = next((one for one in searches if one), None)
        if leg is None:
            break
        for act, after in leg:
            wanted -= gone(stage, after)
            stage = after
            path.append((act, after))
    return path


def _document(
    protocol: Protocol,
    stage: Stage,
    path: list[tuple[Act, Stage]],
    number: int,
    event: SwitchedIn | None,
) -> str:
    looks = {}
    before = stage
    mark = Mark(1, 1)
    opening = Line(mark, read_act("wait 5s")) if not path else None
    for index, (_, after) in enumerate(path):
        looks[index] = tuple(looks_of(after, before))
        before = after
    lines = tuple(Line(mark, act) for act, _ in path) or ((opening,) if opening else ())
    script = Script(
        protocol.id,
        lines,
        f"{protocol.id}{MORE}{number}",
        f"Every other way, {number}",
        protocol.channels[0],
        event,
    )
    return HEAD + write_script(script, looks)


def centre() -> Catalogue:
    """Return the shipped centre: forms and ladders."""
    forms = {
        one.stem: json.loads(one.read_text(encoding="utf-8"))
        for one in (PLAYBOOK / "forms").glob("*.json")
    }
    ladders = {one.name: one.read_bytes() for one in (PLAYBOOK / "ladders").glob("*.yaml")}
    return Catalogue.from_documents(forms, ladders, CENTRE_NAMES)


def main(names: list[str]) -> int:
    """Write the walks of each protocol named; say what stays out of reach."""
    shipped = centre()
    for name in names:
        source = (PLAYBOOK / f"protocols/{name}.yaml").read_bytes()
        protocol = load(source, file=f"{name}.yaml").protocol
        if protocol is None:
            print(f"{name}: cannot be read")
            return 1
        for old in WALKS.glob(f"{name}{MORE}*.yaml"):
            old.unlink()
        wanted = set(ways(protocol) - NEVER.get(name, frozenset()))
        for file in sorted(WALKS.glob("*.yaml")):
            script = load_script(file.read_bytes(), file=file.name).script
            if script is not None and script.of == name:
                wanted -= gone_by_script(protocol, script, shipped)
        told = len(wanted)
        for number, text in enumerate(write_missing(protocol, shipped, wanted), start=1):
            (WALKS / f"{name}{MORE}{number}.yaml").write_text(text, encoding="utf-8")
        print(f"{name}: {told} ways were not told; out of reach: {sorted(wanted) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
