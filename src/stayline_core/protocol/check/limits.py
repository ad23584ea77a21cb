"""How long an agent is left waiting, what happens then, and how late a deadline may be.

Found by damaging protocols, like `told`: a limit ten times as long passed every other rule.
"""

from typing import Final

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.told import TELLING
from stayline_core.protocol.language import LIVE_CLASSES, Step

WAIT_BOUND: Final = {True: (180, 1800), False: (300, 14_400)}
"""The longest wait in seconds at L0 to L2, and at L3: with somebody on the line, and in writing."""

ARRIVAL_BOUND_S: Final = 900
CARE_BOUND_S: Final = 3600


def check_limits(case: Case) -> None:
    """Add the findings T17, T18 and T19."""
    for step in case.steps():
        if step.wait_for is not None and step.within is not None:
            _long(case, step)
            _in_vain(case, step)
    for index, owed in enumerate(case.protocol.obligations):
        bound = {
            ("confirm", "arrived"): ARRIVAL_BOUND_S,
            ("start", "aftercare"): CARE_BOUND_S,
        }.get((owed.do.kind, owed.do.target))
        if bound is not None and (owed.within_s or 0) > bound:
            message = f"“{owed.do.word}” is due within {bound // 60} min at the latest."
            case.fault("T19", ("obligations", str(index), "within"), message)


def _long(case: Case, step: Step) -> None:
    """T17: the agent and the caller are left as they are for too long."""
    spoken, written = WAIT_BOUND[case.protocol.urgent]
    for cls in case.protocol.classes:
        bound = spoken if cls in LIVE_CLASSES else written
        seconds = step.within.seconds(cls) if step.within else None
        if seconds is not None and seconds > bound:
            message = f"{step.name} waits {seconds} s on {cls}; {bound} s at the longest."
            case.fault("T17", ("steps", step.name, "within"), message)
            return


def _in_vain(case: Case, step: Step) -> None:
    """T18: a wait has been in vain, and nobody hears of it."""
    otherwise = step.otherwise
    if otherwise is not None and not any(effect.kind in TELLING for effect in otherwise.do):
        message = f"When the wait of {step.name} has been in vain, nobody is rung or told."
        case.fault("T18", ("steps", step.name, "otherwise"), message)
