"""C: is everything there that a protocol of this kind must have (S0-22)?"""

from collections.abc import Mapping
from types import MappingProxyType

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.language import DUTIES

REQUIRED_ASPECTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "self_harm": ("acknowledge", "calm", "safety", "pass_on", "outward", "hand_over"),
        "violence": ("acknowledge", "calm", "safety", "hand_over"),
        "bomb": ("acknowledge", "gather", "observe", "outward", "hand_over"),
        "abuse_disclosure": ("acknowledge", "safety", "pass_on", "outward", "hand_over"),
        "harassment": ("acknowledge", "safety", "pass_on"),
        "abusive_language": ("acknowledge", "calm", "warning", "final_notice", "closing"),
        "supervisor_demand": ("acknowledge", "hand_over"),
        "emergency": ("acknowledge", "safety", "outward"),
    }
)
"""What a protocol must cover, by what it handles; live ones must also cover call_back."""

LIFE_RISK, COMPANY_RISK = STAKES = ("risk.life", "risk.company")
CALLED_BACK = frozenset({"self_harm", "abuse_disclosure"})


def check_content(case: Case) -> None:
    """Add the findings C01 and C03 to C08 (C02 is on paths)."""
    _aspects(case)
    _stakes(case)
    _gathered(case)
    protocol = case.protocol
    if protocol.urgent:
        for duty in DUTIES:
            if duty not in protocol.duties:
                case.fault("C03", ("duties",), f"The duty {duty} is missing.")
    if not protocol.limits.may or not protocol.limits.may_not:
        case.fault("C04", ("limits",), "The limits of the role are missing: may, and may_not.")
    for key in ("authors", "sources"):
        if not getattr(protocol, key):
            case.fault("C06", (key,), f"Where it comes from is missing: {key}.")
    if protocol.review_by is None:
        case.fault("C06", ("review_by",), "The date of the next review is missing.")


def _stakes(case: Case) -> None:
    """C05: a threat's protocol notes the risk to life and to the company; life decides (S0-37)."""
    if not case.protocol.urgent or not set(STAKES) <= case.catalogue.field_names:
        return
    noted = {item.field for step in case.steps() for item in (*step.asks, *step.observes)}
    for field in STAKES:
        if field not in noted:
            case.fault("C05", ("steps",), f"No step that can be reached notes {field}.")
    for step in case.steps():
        if step.routed == COMPANY_RISK:
            message = f"{step.name} lets {COMPANY_RISK} decide: only a risk to life decides a way."
            case.fault("C05", ("steps", step.name, "answers"), message)


def _gathered(case: Case) -> None:
    """C07, C08: what is to be known can be asked or noticed, and the least of it is named."""
    protocol = case.protocol
    noted = {item.field for step in case.steps() for item in (*step.asks, *step.observes)}
    for index, field in enumerate(protocol.gather):
        if field not in noted:
            message = f"{field} is to be gathered, and no step that can be reached asks it."
            case.fault("C07", ("gather", str(index)), message)
    for index, field in enumerate(protocol.minimum):
        if field not in protocol.gather:
            message = f"{field} is in the minimum, and not in what is to be gathered."
            case.fault("C07", ("minimum", str(index)), message)
    if protocol.urgent and not protocol.minimum:
        message = f"At {protocol.level} a minimum of information for action is named (minimum)."
        case.fault("C08", ("minimum",), message)


def _aspects(case: Case) -> None:
    covered = {aspect for step in case.steps() for aspect in step.covers}
    handles = set(case.protocol.handles)
    needed = {aspect: harm for harm in handles for aspect in REQUIRED_ASPECTS.get(harm, ())}
    if case.live and handles & CALLED_BACK:
        needed["call_back"] = min(handles & CALLED_BACK)
    for aspect in sorted(set(needed) - covered):
        message = f"No step that can be reached covers {aspect}, which {needed[aspect]} needs."
        case.fault("C01", ("steps",), message)
    for step in case.steps():
        spoken = ("acknowledge", "pass_on", *(("hand_over",) if case.live else ()))
        for aspect in spoken:
            if aspect in step.covers and not step.say:
                message = f"{step.name} covers {aspect} and says nothing to the caller."
                case.fault("C01", ("steps", step.name), message)
