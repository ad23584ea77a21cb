"""What a step says that it does: the buttons that are always there, and two aspects.

Found by damaging protocols, like `told`.
"""

import re

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.language import RAISE, Step

_PASSED_ON = re.compile(
    r"\b(shar(e|ed|ing)|pass(ed|ing)? (this|it|that|what you) \w*|tell"
    r"|let .{1,30} know|colleague who)\b",
    re.IGNORECASE,
)


def check_buttons(case: Case) -> None:
    """Add the findings H07, H14, H38, H39, H40 and C10 that damage has shown to be missing."""
    _grown(case)
    _asked_for(case)
    steps = case.protocol.steps
    led_to = {name for step in steps.values() for name in step.targets} | {case.protocol.start}
    for name in case.protocol.anytime:
        if name in led_to and not _does(steps[name], case):
            message = f"The button to {name} does nothing that going on would not do."
            case.fault("H39", ("anytime", name), message)
    by_paths = case.live and bool(_BY_PATHS & set(case.protocol.handles))
    for step in case.steps():
        if "outward" in step.covers and not any(e.kind in _OUTWARD for e in step.do):
            message = f"{step.name} covers outward, and sends and names nobody from outside."
            case.fault("H40", ("steps", step.name, "covers"), message)
        if "pass_on" in step.covers and step.say and not by_paths and not _says(step):
            message = f"{step.name} covers pass_on, and does not say that it is passed on."
            case.fault("C10", ("steps", step.name, "covers"), message)


def _grown(case: Case) -> None:
    """H14, H07: what a growing threat offers sends help, and is one press away at any time."""
    name = case.protocol.on.get("threat_grows")
    if name is None or not case.protocol.urgent:
        return
    if not case.protocol.steps[name].dispatches:
        message = f"When the threat grows {name} is offered, which sends no help."
        case.fault("H14", ("on", "threat_grows"), message)
    elif name not in case.protocol.anytime:
        message = f"{name}, which sends help when the threat grows, is not one press away."
        case.fault("H07", ("anytime",), message)


def _asked_for(case: Case) -> None:
    """H38: where a step rings for a supervisor who is asked for, one press does at any time."""
    if case.protocol.urgent or "supervisor_demand" not in case.protocol.handles:
        return
    ringing = {step.name for step in case.steps() if any(e.kind == RAISE for e in step.do)}
    if ringing and not ringing & set(case.protocol.anytime):
        message = f"{min(ringing)} rings for a supervisor, and is not one press away."
        case.fault("H38", ("anytime",), message)


_OUTWARD = frozenset({"dispatch", "signpost"})
_BY_PATHS = frozenset({"self_harm", "abuse_disclosure"})
"""On the line H26 asks more of these: the sentence before the second question."""


def _does(step: Step, case: Case) -> bool:
    """Does pressing it do something, here or on the screens that its branches show?"""
    if step.branch is None:
        return bool(step.do)
    return any(case.protocol.steps[name].do for name in step.targets)


def _says(step: Step) -> bool:
    return any(_PASSED_ON.search(text) for text in step.say)
