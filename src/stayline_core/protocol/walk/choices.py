"""What can be done on a stage: the ways on by number, and what the world can do by a letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from stayline_core.protocol.language import HELP, LEVELS, OBSERVED_STATES, SILENCES, Protocol, Step
from stayline_core.protocol.screen import screen
from stayline_core.protocol.state import MISSED, OWED
from stayline_core.protocol.walk.acts import Act, read_act
from stayline_core.protocol.walk.stage import Stage, next_due

NEXT_HELP = {"ringing": "accepted", "accepted": "joined", "joined": "spoke"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done now: the key that does it, what it is, and where it leads."""

    key: str
    act: Act
    leads: str = ""
    group: str = "way"


def choices(stage: Stage) -> tuple[Choice, ...]:
    """Everything that a person can press here, then what the world can do, each with its key."""
    ways = [*_ways(stage), *_other_ways(stage)]
    numbered = [
        Choice(str(number), act, leads, group)
        for number, (act, leads, group) in enumerate(ways, start=1)
    ]
    return (*numbered, *_world(stage))


def step_label(protocol: Protocol, name: str) -> str:
    """What a step is called where it is not shown: its title, and its name."""
    step = protocol.steps[name]
    return f"{step.title} ({name})" if step.title else name


def _leads(stage: Stage, name: str) -> str:
    return f"→ {step_label(stage.protocol, name)}"


def _ways(stage: Stage) -> Iterator[tuple[Act, str, str]]:
    shown = screen(stage.protocol, stage.state)
    if shown.ended or shown.locked:
        return
    step = stage.protocol.steps[shown.step]
    if step.routed is not None:
        yield from _answers(stage, step)
    else:
        for item in (*step.asks, *step.observes):
            yield read_act(f"answer {item.field} = …"), "", "words"
    if step.next is not None:
        closed = "" if shown.open else f" (waits for {step.wait_for})"
        yield read_act("next"), f"{_leads(stage, step.next)}{closed}", "way"


def _answers(stage: Stage, step: Step) -> Iterator[tuple[Act, str, str]]:
    field = step.routed or ""
    spec = stage.catalogue.field(field)
    values = () if spec is None else (spec.values or ("answered",))
    silences = SILENCES[:-1] if step.routed_is_asked else OBSERVED_STATES
    named = [value for value in step.answers or {} if value != "else"]
    for value in dict.fromkeys((*named, *values, *silences)):
        target = step.way(value)
        if target is not None and value != "not_asked":
            words = value == "answered"
            yield (
                read_act("answer …" if words else f"answer {value}"),
                _leads(stage, target),
                "words" if words else "way",
            )


def _other_ways(stage: Stage) -> Iterator[tuple[Act, str, str]]:
    shown = screen(stage.protocol, stage.state)
    if shown.can_skip:
        yield read_act("skip …"), "leaves it undone, with a reason", "words"
    for way in shown.offers:
        why = way.why.replace("_", " ").replace("step due", "the time is up")
        yield read_act(f"take {way.step}"), f"→ {way.label} ({why})", "offer"
    for name, label in shown.anytime:
        yield read_act(f"take {name}"), label, "anytime"
    if shown.can_back:
        yield read_act("back"), _leads(stage, stage.state.prev or ""), "way"


def _world(stage: Stage) -> Iterator[Choice]:
    due = next_due(stage)
    if due is not None:
        seconds = max(1, -int(-(due.due_s - stage.at_s) // 1))
        what = "this step’s clock" if due.kind == "step" else due.name or due.kind
        yield Choice("w", read_act(f"wait {seconds}s"), f"until {what} runs out", "world")
    yield from _helpers(stage)
    if stage.state.contact == "open":
        yield Choice("x", read_act("line lost"), "", "world")
    else:
        yield Choice("x", read_act("line open"), "", "world")
    higher = LEVELS.index(stage.state.level) - 1
    if higher >= 0 and not stage.state.ended:
        yield Choice("t", read_act(f"threat grows {LEVELS[higher]}"), "", "world")
    yield from _reports(stage)


def _helpers(stage: Stage) -> Iterator[Choice]:
    own, now = stage.protocol.ladder, stage.state.help
    if own is None:
        return
    if now == "none":
        yield Choice("h", read_act("ladder ringing"), "somebody presses Get help now", "world")
    elif now in NEXT_HELP:
        yield Choice("h", read_act(f"ladder {NEXT_HELP[now]}"), "", "world")
    if HELP.index(now) >= HELP.index("accepted"):
        yield Choice("l", read_act("ladder lost"), "whoever was coming is gone", "world")


def _reports(stage: Stage) -> Iterator[Choice]:
    state = stage.state
    sent = any(one.kind == "dispatch" for one in stage.emitted)
    if sent and not state.holds("dispatched"):
        yield Choice("d", read_act("dispatched"), "help from outside is on its way", "world")
    if state.holds("dispatched") and not state.holds("arrived"):
        yield Choice("a", read_act("arrived"), "help has reached them", "world")
    if not state.holds("released"):
        yield Choice("r", read_act("released"), "the last line is put down", "world")
    forms = [
        owed.do.target
        for owed in stage.protocol.obligations
        if owed.do.kind == "file" and state.obligations.get(owed.id) in {OWED, MISSED}
    ]
    for form in forms[:1]:
        yield Choice("f", read_act(f"filed {form}"), "", "world")
