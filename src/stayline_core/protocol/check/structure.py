"""S: is the document whole? Names that exist, answers that are complete, steps that are reached."""

import re
from collections.abc import Iterable, Sequence

from stayline_core.protocol.check.case import Case, Path
from stayline_core.protocol.check.moves import rings
from stayline_core.protocol.check.space import NO_PREV
from stayline_core.protocol.language import (
    DUTIES,
    HELP_FACTS,
    LEVELS,
    PLACEHOLDERS,
    RAISE,
    SAFETY_PREFIX,
    TRIGGER_FAMILIES,
    TRIGGERS,
    Effect,
    Step,
)
from stayline_core.protocol.reading import did_you_mean

Core = tuple[int, int]

_NO_WAY_OUT = frozenset({"anytime", "threat_grows", "accepted", "receiver_lost", "released"})

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_structure(case: Case) -> None:
    """Add the findings S03 to S20, S23 and S25 that need the catalogue or the states."""
    _reached(case)
    _way_out(case)
    for step in case.protocol.steps.values():
        _answers(case, step)
        _fields(case, step)
        _placeholders(case, step)
        _shows(case, step)
    for step in case.steps():
        _comes(case, step)
    _effects(case)
    _header(case)
    _tallies(case)
    _obligations(case)
    _gathered(case)


def _reached(case: Case) -> None:
    visited = case.space.visited()
    for name in case.protocol.steps:
        if name not in visited:
            case.fault("S03", ("steps", name), f"No run can ever reach the step {name}.")


def _way_out(case: Case) -> None:
    """S04: from some state no end can be reached.

    A caller who is lost, undo, a button that is always there, a threat that grows: a
    colleague who accepts or is lost, a line that is released: they happen to lead out of
    everywhere, and are no way on. So `prev` plays no part.
    """
    space = case.space
    if _always_out(case):
        return
    reached = _with_a_way_out(case)
    stuck = next((s for s in space.parents if (s[0], s[2]) not in reached), None)
    if stuck is not None:
        name = space.names[stuck[0]]
        message = f"From {name} no end can be reached any more."
        case.fault("S04", ("steps", name), message, case.told(stuck))


def _with_a_way_out(case: Case) -> set[Core]:
    """The steps, each with its rest, from which an end can be reached."""
    space = case.space
    states = dict.fromkeys((state[0], state[2]) for state in space.parents)
    leads: dict[Core, list[Core]] = {}
    for step, rest in states:
        for move, target in space.edges((step, NO_PREV, rest)):
            if move.kind != "contact_lost" and move.via not in _NO_WAY_OUT:
                leads.setdefault((target[0], target[2]), []).append((step, rest))
    todo = [core for core in states if core[0] in space.ends]
    reached = set(todo)
    while todo:
        for core in leads.get(todo.pop(), ()):
            if core not in reached:
                reached.add(core)
                todo.append(core)
    return reached


def _always_out(case: Case) -> bool:
    """By the map alone: does a way on lead from each step to an end, whatever the branches read?

    What a step waits for can always come, so a wait bars no way. Who was never lost does not come
    back: that way is left to the search.
    """
    space = case.space
    visited = [space.index[step.name] for step in case.steps()]
    led: dict[int, list[tuple[int, frozenset[int]]]] = {}
    for number in visited:
        for move, target, _ in space.static[number]:
            if move.via not in _NO_WAY_OUT | {"contact_resumed"}:
                shown = frozenset(space.shown_by(target))
                for one in shown:
                    led.setdefault(one, []).append((number, shown))
    out = {number for number in visited if number in space.ends}
    todo = list(out)
    while todo:
        for number, shown in led.get(todo.pop(), ()):
            if number not in out and shown <= out:
                out.add(number)
                todo.append(number)
    return out >= {number for number in visited if space.steps[number].branch is None}


def _answers(case: Case, step: Step) -> None:
    """S05, S06: each answer has one way, and each way an answer."""
    needed = case.answer_set(step)
    if step.answers is None or not needed:
        return
    named = set(step.answers) - {"else"}
    path = ("steps", step.name, "answers")
    missing = [value for value in needed if value not in named]
    if missing and "else" not in step.answers:
        message = f"{step.name} does not say where to go on {', '.join(missing)}."
        case.fault("S05", path, message)
    for value in sorted(named - set(needed)):
        hint = did_you_mean(value, needed)
        case.fault("S06", (*path, value), f"“{value}” is no answer to {step.routed}.{hint}")
    if not missing and "else" in step.answers:
        case.fault("S06", (*path, "else"), f"Every answer is named: else of {step.name} is dead.")


def _fields(case: Case, step: Step) -> None:
    if not (step.asks or step.observes):
        return
    known = case.catalogue.field_names
    for key, asks in (("ask", step.asks), ("observe", step.observes)):
        for ask in asks:
            if ask.field not in known:
                hint = did_you_mean(ask.field, known)
                message = f"No form has the field {ask.field}.{hint}"
                case.fault("S08", ("steps", step.name, key), message)


def _placeholders(case: Case, step: Step) -> None:
    texts = [("say", text) for text in step.say]
    texts += [("ask", ask.question) for ask in step.asks if ask.question]
    for key, text in texts:
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                hint = did_you_mean(name, PLACEHOLDERS)
                message = f"{{{name}}} stands for nothing.{hint}"
                case.fault("S19", ("steps", step.name, key), message)


def _shows(case: Case, step: Step) -> None:
    if step.branch is None and step.end is None:
        shown = (step.say, step.note, step.asks, step.observes)
        if not any(shown):
            message = f"The step {step.name} shows the agent nothing."
            case.fault("S23", ("steps", step.name), message)


def _comes(case: Case, step: Step) -> None:
    """S20: in a fresh run the step waits for what cannot come."""
    fact = step.wait_for
    if fact is not None and not _can_come(case, fact):
        message = f"{step.name} waits for “{fact}”, and nothing in this protocol brings it."
        case.fault("S20", ("steps", step.name, "wait_for"), message)


def _can_come(case: Case, fact: str) -> bool:
    protocol, steps = case.protocol, tuple(case.steps())
    if fact in HELP_FACTS:
        if protocol.ladder is not None and protocol.ladder.ring != "on_demand":
            return True
        done = (*(e for s in steps for e in s.do), *_otherwise(steps))
        return rings(protocol, done)
    fields = [ask.field for step in steps for ask in (*step.asks, *step.observes)]
    return {
        "contact_open": True,
        "released": True,
        "safety_recorded": any(field.startswith(SAFETY_PREFIX) for field in fields),
        "outward_offered": any(step.offers_outward for step in steps),
        "dispatched": any(step.dispatches for step in steps),
        "arrived": any(step.dispatches for step in steps),
        "case_opened": any(e.kind == "open_case" for e, _, _ in case.placed_effects()),
    }.get(fact, False)


def _otherwise(steps: Iterable[Step]) -> tuple[Effect, ...]:
    return tuple(e for s in steps for e in (s.otherwise.do if s.otherwise else ()))


_KINDS = {
    RAISE: ("S09", "ladder", ("ladders",)),
    "notify": ("S10", "channel", ("channels",)),
    "dispatch": ("S10", "agency", ("agencies",)),
    "signpost": ("S10", "directory entry", ("entries", "agencies")),
    "open_case": ("S10", "queue", ("queues",)),
    "advise": ("S11", "phrase", ("phrases",)),
    "start": ("S11", "plan", ("plans",)),
    "file": ("S08", "form", ("forms",)),
}


def _effects(case: Case) -> None:
    for effect, path, _ in case.placed_effects():
        if effect.kind == "set_level" and effect.target not in LEVELS:
            case.fault("S25", path, f"“{effect.target}” is no level.{did_you_mean('', LEVELS)}")
        if effect.kind in _KINDS:
            _named(case, effect.kind, path, effect.target)


def _named(case: Case, kind: str, path: Path, name: str) -> None:
    code, what, lists = _KINDS[kind]
    known = {known for one in lists for known in getattr(case.catalogue, one)}
    if name not in known:
        case.fault(code, path, f"There is no {what} “{name}”.{did_you_mean(name, known)}")


def _header(case: Case) -> None:
    if case.protocol.ladder is not None:
        _named(case, RAISE, ("ladder",), case.protocol.ladder.id)
    for index, duty in enumerate(case.protocol.duties):
        if duty not in DUTIES:
            message = f"“{duty}” is no duty.{did_you_mean(duty, DUTIES)}"
            case.fault("S12", ("duties", str(index)), message)


def _tallies(case: Case) -> None:
    declared = set(case.protocol.tallies)
    counted = {}
    for effect, path, _ in case.placed_effects():
        if effect.kind == "count":
            counted[effect.target] = path
    read = {step.branch for step in case.protocol.steps.values()}
    for name, path in counted.items():
        if name not in declared:
            case.fault("S13", path, f"The tally {name} is counted and not declared.")
    for name in sorted(declared):
        if name not in counted:
            case.fault("S13", ("tallies", name), f"The tally {name} is declared and never counted.")
        if name not in read:
            case.fault("S13", ("tallies", name), f"The tally {name} is declared and never read.")


def _obligations(case: Case) -> None:
    names = [owed.id for owed in case.protocol.obligations]
    for index, owed in enumerate(case.protocol.obligations):
        path = ("obligations", str(index))
        if not _happens(case, owed.from_):
            message = f"“{owed.from_}” never happens: {owed.id} would never be owed."
            case.fault("S17", (*path, "from"), message)
    _twice(case, "obligations", "The obligation", names)
    _twice(case, "rules", "The rule", [rule.id for rule in case.protocol.rules])


def _gathered(case: Case) -> None:
    """S08, S18: the lists of what is to be known name fields of forms, each once."""
    known = case.catalogue.field_names
    for key in ("gather", "minimum"):
        fields = getattr(case.protocol, key)
        for index, field in enumerate(fields):
            if field not in known:
                message = f"No form has the field {field}.{did_you_mean(field, known)}"
                case.fault("S08", (key, str(index)), message)
        _twice(case, key, "The field", fields)


def _twice(case: Case, key: str, what: str, names: Sequence[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            case.fault("S18", (key, str(index)), f"{what} {name} stands here twice.")


def _happens(case: Case, trigger: str) -> bool:
    family, _, name = trigger.partition(":")
    if family in TRIGGER_FAMILIES and name:
        return {
            "step": name in case.space.visited(),
            "filed": any(
                e.kind == "file" and e.target == name for e, _, _ in case.placed_effects()
            ),
            "raised": _raised(case, name),
        }[family]
    return trigger in TRIGGERS and (
        _can_come(case, trigger) if trigger not in {"opened", "contact_ended"} else True
    )


def _raised(case: Case, ladder: str) -> bool:
    own = case.protocol.ladder
    if own is not None and own.id == ladder and own.ring != "on_demand":
        return True
    return any(e.kind == RAISE and e.target == ladder for e, _, _ in case.placed_effects())
