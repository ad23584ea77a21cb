"""H: does the protocol keep the person, and the agent, as safe as the rules demand?

These checks read the document; `paths` searches the states.
"""

import re

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.language import LEVELS, OBSERVED_STATES, SILENCES, Step

_IDENTITY_WAIVED = "authentication_waived"
_ANOTHER_LINE = re.compile(r"\b(another|other|different) (line|phone|telephone)\b", re.IGNORECASE)
_SAFE_CONTACT = re.compile(r"\bsafe[- ]contact\b", re.IGNORECASE)
_CALLS = re.compile(r"call.?back", re.IGNORECASE)
_RING_BACK = re.compile(
    r"\b(call|ring|phone|dial)(ing|s)? (them |him |her |it |the (caller|number) )?back\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(not|never|nobody|no one|don't|without)\b", re.IGNORECASE)
_TRACE_KEYS = re.compile(r"\b1471\b|\*57")
_AGREED = re.compile(r"\b(police|telecoms security)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
AFTERCARE = "aftercare"
MANNERS = frozenset({"abusive_language", "supervisor_demand"})


def check_safety(case: Case) -> None:
    """Add the findings H04 to H08, H10, H11, H13, H14, H17 to H21, H25, H27."""
    for step in case.steps():
        _voiced(case, step)
        _silence(case, step)
        _wait(case, step)
        _identity(case, step)
    _handlers(case)
    _owed(case)
    _clocks(case)
    _levels(case)
    _one_press(case)
    _call_back(case)


def _voiced(case: Case, step: Step) -> None:
    for ask in step.asks:
        spec = case.spec(ask.field)
        if spec is not None and spec.kind == "observe":
            message = f"{ask.field} is only ever noticed: {step.name} must not ask it."
            case.fault("H10", ("steps", step.name, "ask"), message)


def _silence(case: Case, step: Step) -> None:
    """H11: no answer must not lead where the reassuring answer leads, nor must a clock."""
    spec = case.spec(step.routed or "")
    calm = None if spec is None or spec.reassuring is None else step.way(spec.reassuring)
    if spec is None or calm is None:
        return
    silences = SILENCES if step.routed_is_asked else OBSERVED_STATES
    ways = [(f"“{value}”", step.way(value), "answers") for value in silences]
    offer = step.otherwise.offer if step.otherwise else None
    ways.append(("the way that is offered when the clock runs out", offer, "otherwise"))
    for what, way, key in ways:
        if way is not None and _meet(case, way, calm):
            message = (
                f"In {step.name} {what} leads to {calm}, where “{spec.reassuring}” leads: "
                "no answer is not an answer."
            )
            case.fault("H11", ("steps", step.name, key), message)
            return


def _meet(case: Case, one: str, other: str) -> bool:
    """May two ways show the same screen at once? Branches are followed, whatever they read."""
    shown = (case.space.shown_by(case.space.index[name]) for name in (one, other))
    return bool(set.intersection(*map(set, shown)))


def _wait(case: Case, step: Step) -> None:
    if step.wait_for is not None and not step.say and not step.note:
        message = f"While {step.name} waits, it shows the agent nothing to say or do."
        case.fault("H17", ("steps", step.name), message)


def _identity(case: Case, step: Step) -> None:
    if _IDENTITY_WAIVED not in case.protocol.duties:
        return
    for ask in step.asks:
        spec = case.spec(ask.field)
        if spec is not None and spec.identity:
            message = f"{step.name} asks {ask.field}, and the identity check is waived."
            case.fault("H18", ("steps", step.name, "ask"), message)


def _handlers(case: Case) -> None:
    on = case.protocol.on
    if case.live and "contact_lost" not in on:
        case.fault("H05", ("on",), "Nothing says what happens when the contact is lost.")
    if case.live and "contact_resumed" not in on:
        case.fault("H06", ("on",), "Nothing says what happens when the contact is open again.")
    if case.protocol.level != LEVELS[0] and "threat_grows" not in on:
        case.fault("H14", ("on",), "Nothing says what happens when the threat grows.")


def _owed(case: Case) -> None:
    """H08, H21, H27: what must be owed, and by whom it must not be."""
    protocol = case.protocol
    if not case.owes("start", from_=("opened", "contact_ended"), target=AFTERCARE):
        message = "Nobody owes aftercare: start aftercare, from opened or contact_ended."
        case.fault("H08", ("obligations",), message)
    dispatches = any(step.dispatches for step in protocol.steps.values())
    if dispatches and not case.owes("confirm", from_=("dispatched",), target="arrived"):
        message = "Help is sent and nobody owes to confirm that it arrived."
        case.fault("H21", ("obligations",), message)
    for index, owed in enumerate(protocol.obligations):
        if owed.by == "agent" and owed.from_ not in {"contact_ended", "released"}:
            message = f"{owed.id} runs against the agent while the contact is open."
            case.fault("H27", ("obligations", str(index)), message)


def _clocks(case: Case) -> None:
    for effect, path, alone in case.placed_effects():
        if alone and not effect.automatic:
            message = f"A clock cannot do “{effect.word}”: a named human must."
            case.fault("H13", path, message)
    for index, owed in enumerate(case.protocol.obligations):
        if owed.by == "system" and not owed.do.automatic:
            message = f"The system cannot owe “{owed.do.word}”: a named human must."
            case.fault("H13", ("obligations", str(index), "by"), message)


def _levels(case: Case) -> None:
    """H19, H20: a threat is never handled as bad manners, and no document lowers a level."""
    threats = sorted(set(case.protocol.handles) - MANNERS)
    if threats and not case.protocol.urgent:
        message = f"{threats[0]} is never handled at {case.protocol.level}: it is no bad manners."
        case.fault("H20", ("level",), message)
    opening = LEVELS.index(case.protocol.level) if case.protocol.level in LEVELS else 0
    for effect, path, _ in case.placed_effects():
        lower = effect.kind == "set_level" and effect.target in LEVELS[opening + 1 :]
        if lower:
            message = f"“{effect.word}” would lower the level: only a person may, by name."
            case.fault("H20", path, message)
    if not case.protocol.urgent:
        return
    for step in case.protocol.steps.values():
        if {"warning", "final_notice"} & set(step.covers):
            message = f"{step.name} warns the caller: a person who threatens is never warned off."
            case.fault("H19", ("steps", step.name, "covers"), message)


def _one_press(case: Case) -> None:
    if case.protocol.level not in LEVELS[:2]:
        return
    steps = case.protocol.steps
    if not any(steps[name].dispatches for name in case.protocol.anytime):
        message = (
            "Emergency services are not one press away: anytime names no step that dispatches."
        )
        case.fault("H07", ("anytime",), message)


# ── H25: calling back ──


def _call_back(case: Case) -> None:
    for step in case.protocol.steps.values():
        _call_back_effects(case, step)
        if "bomb" in case.protocol.handles:
            _held_line(case, step)
        if "call_back" in step.covers or _rings_back(step):
            _call_back_text(case, step)


def _rings_back(step: Step) -> bool:
    """Does a sentence of the step tell somebody to ring the caller back?"""
    texts = (text for one in (*step.note, *step.say) for text in _SENTENCES.split(one))
    return any(_RING_BACK.search(text) and not _NOT.search(text) for text in texts)


def _call_back_effects(case: Case, step: Step) -> None:
    """Nothing rings the caller by itself, neither when the line is lost nor later."""
    for effect in (*step.do, *(step.otherwise.do if step.otherwise else ())):
        if _CALLS.search(effect.target):
            message = f"“{effect.word}” calls back by itself: a person decides."
            case.fault("H25", ("steps", step.name), message)


def _held_line(case: Case, step: Step) -> None:
    """After a bomb threat nobody rings the caller, and the held line is left as it is."""
    path = ("steps", step.name)
    if "call_back" in step.covers:
        case.fault("H25", path, "After a bomb threat nobody calls back: the line is the trace.")
    for text in (text for one in (*step.note, *step.say) for text in _SENTENCES.split(one)):
        if _RING_BACK.search(text) and not _NOT.search(text):
            case.fault("H25", path, f"“{text}”: after a bomb threat nobody calls back.")
        if _TRACE_KEYS.search(text) and not _AGREED.search(text):
            message = f"“{text}” would use the held line: only once the police agree."
            case.fault("H25", path, message)


def _call_back_text(case: Case, step: Step) -> None:
    handles = case.protocol.handles
    text = " ".join((*step.note, *step.say))
    path = ("steps", step.name)
    if "bomb" not in handles and not _ANOTHER_LINE.search(text):
        message = f"{step.name} does not say that a call-back is made from another line."
        case.fault("H25", path, message)
    if "abuse_disclosure" in handles and not _SAFE_CONTACT.search(text):
        message = f"{step.name} does not name the safe-contact rule."
        case.fault("H25", path, message)
