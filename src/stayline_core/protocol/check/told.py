"""Who is told: of a danger, by the screen that says so, by name. Found by damaging protocols.

Each of these rules was written because a damaged protocol passed all the others and did harm
(`docs/explanation/proof.md`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import ENTERING
from stayline_core.protocol.check.space import ACCEPTED, State
from stayline_core.protocol.language import OBSERVED_STATES, RAISE, SILENCES, Step

TELLING: Final = frozenset({RAISE, "notify", "dispatch"})
IN_DANGER: Final = "safety.in_danger_now"
SAFE_TO_TALK: Final = "abuse.safe_to_talk"

SENT_FOR: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        IN_DANGER: ("yes",),
        "safety.already_done": ("yes",),
        "safety.help_decision": ("send",),
    }
)
"""Answers on which help is sent: a stated danger, and a supervisor's decision."""

AT_HAND: Final = "safety.means_at_hand"
"""Against somebody else, what is at hand is a danger now; against oneself it is told of first."""

RUNG_FOR: Final = ("route", "supervisor")
"""The answer on which a ladder rings: the caller asks for a supervisor (S1-9)."""

TOLD_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        IN_DANGER: (*SILENCES,),
        "safety.already_done": (*SILENCES,),
        "safety.others_at_risk": ("yes", *SILENCES),
        AT_HAND: ("yes", *SILENCES),
        "safety.accepts_help": ("no",),
        SAFE_TO_TALK: ("no", *SILENCES),
        "abuse.abuser_near": ("yes", *SILENCES),
        "weapon_mentioned": ("yes",),
        "event.people_hurt": ("yes",),
        "risk.life": ("yes", "unknown"),
        "target.kind": ("agent", "staff", "site"),
    }
)
"""Answers of which somebody is told at once, for they call for a decision on sending help."""

ASKED_FOR: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "self_harm": (IN_DANGER,),
        "violence": (IN_DANGER,),
        "harassment": (IN_DANGER,),
        "abuse_disclosure": (IN_DANGER, SAFE_TO_TALK),
        "emergency": (IN_DANGER,),
    }
)
"""What is found out in every contact of a kind; whether it is safe to talk only of one who can."""

_SAYS_SO = re.compile(
    r"\b(tell your supervisor|your supervisor (is told|hears of))\b", re.IGNORECASE
)
_NAMED = "{supervisor_name}"


def check_told(case: Case) -> None:
    """Add the findings C09, H30, H31, H32, H35, H38, H41 and H42."""
    for step in case.steps():
        _says_so(case, step)
        _rung(case, step)
        if case.protocol.urgent:
            _answers(case, step)
    _found_out(case)
    _line_lost(case)
    _named(case)


def _tells(step: Step) -> bool:
    return any(effect.kind in TELLING for effect in step.do)


def _screens(case: Case, name: str) -> Iterator[Step]:
    """The screens that a way can come to: itself, or wherever its branches lead."""
    todo, seen = [name], set[str]()
    while todo:
        step = case.protocol.steps[todo.pop()]
        if step.name in seen:
            continue
        seen.add(step.name)
        if step.branch is None:
            yield step
        else:
            todo.extend(step.targets)


def _answers(case: Case, step: Step) -> None:
    """H30, H35: an answer that calls for somebody reaches somebody."""
    field = step.routed or ""
    sent = SENT_FOR.get(field, ())
    if field == AT_HAND and "violence" in case.protocol.handles:
        sent = ("yes",)
    for value in dict.fromkeys((*sent, *TOLD_OF.get(field, ()))):
        target = step.way(value)
        if target is None or not _possible(case, step, value):
            continue
        path = ("steps", step.name, "answers", value if value in (step.answers or {}) else "else")
        screens = list(_screens(case, target))
        if value in sent:
            if not all(screen.dispatches for screen in screens):
                message = f"In {step.name} “{value}” leads to {target}, which sends no help."
                case.fault("H30", path, message)
        elif not all(_tells(screen) for screen in screens):
            message = f"In {step.name} “{value}” leads to {target}, and nobody is told of it."
            case.fault("H35", path, message)
            return


def _rung(case: Case, step: Step) -> None:
    """H38: a request for a supervisor rings."""
    field, value = RUNG_FOR
    target = step.way(value) if step.routed == field else None
    if target is None:
        return
    rings = (any(e.kind == RAISE for e in screen.do) for screen in _screens(case, target))
    if not all(rings):
        message = f"In {step.name} a supervisor is asked for, and {target} rings nobody."
        case.fault("H38", ("steps", step.name, "answers"), message)


def _possible(case: Case, step: Step, value: str) -> bool:
    """Can the step get this answer, and is it not taken for the one that all is well (H11)?"""
    if value not in SILENCES:
        return True
    spec = case.spec(step.routed or "")
    calm = None if spec is None or spec.reassuring is None else step.way(spec.reassuring)
    asked = step.routed_is_asked or value in OBSERVED_STATES
    return asked and step.way(value) != calm


def _says_so(case: Case, step: Step) -> None:
    """H31: the agent reads that somebody is told, and nobody is. Who waits is not alone."""
    if step.wait_for is not None or step.end is not None:
        return
    found = next((text for text in step.note if _SAYS_SO.search(text)), None)
    ways = [s for name in (step.answers or {}).values() for s in _screens(case, name)]
    if found is not None and not any(_tells(one) for one in (step, *ways)):
        message = f"“{found}”: {step.name} notifies nobody, and the agent is on the line."
        case.fault("H31", ("steps", step.name, "note"), message)


def _found_out(case: Case) -> None:
    """C09: what must be known of every contact of its kind is asked or noticed somewhere."""
    noted = {item.field for step in case.steps() for item in (*step.asks, *step.observes)}
    needed = {f: harm for harm in case.protocol.handles for f in ASKED_FOR.get(harm, ())}
    for field, harm in needed.items():
        spoken = field != SAFE_TO_TALK or case.live
        if spoken and field in case.catalogue.field_names and field not in noted:
            message = f"No step that can be reached finds out {field}, which {harm} needs."
            case.fault("C09", ("steps",), message)


def _line_lost(case: Case) -> None:
    """H41: what the agent reads when the line is lost is about the lost line."""
    name = case.protocol.on.get("contact_lost")
    if name is None or not (case.live and case.protocol.urgent):
        return
    step = case.protocol.steps[name]
    if "call_back" not in step.covers and step.wait_for != "released":
        message = f"When the contact is lost {name} is shown, which says nothing of calling back."
        case.fault("H41", ("on", "contact_lost"), message)
        return
    led: defaultdict[str, set[str]] = defaultdict(set)
    for one in case.steps():
        for target in one.targets:
            led[target].add(one.name)
    for source in sorted(led[name] - {name}):
        by_the_line = case.protocol.steps[source].branch == "contact_open"
        if not by_the_line and not led[source] <= {name, source}:
            message = f"{source} leads to {name}, which is for a lost line, with a caller on it."
            case.fault("H42", ("steps", source), message)


def _named(case: Case) -> None:
    """H32: a colleague is named to the caller before anybody has accepted."""
    space = case.space
    naming = case.which(
        lambda step: any(
            _NAMED in text for text in (*step.say, *(a.question or "" for a in step.asks))
        )
    )
    if not naming:
        return

    def shown(_: State, move: Move, target: State) -> bool:
        alone = space.rests[target[2]].help < ACCEPTED
        return alone and target[0] in naming and move.kind in ENTERING - {"back"}

    walk = case.first(shown)
    if walk is not None:
        name = space.names[min(naming)]
        message = f"{name} names a colleague, and it can be shown before anybody has accepted."
        case.fault("H32", ("steps", name, "say"), message, walk)
