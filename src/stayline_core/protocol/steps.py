"""Reading of steps and blocks; blocks are inlined here, so nothing later knows of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from stayline_core.protocol.language import ASPECTS, ENDS, Ask, Otherwise, Step, Within, frozen_map
from stayline_core.protocol.reading import STEP_NAME, Path, Reader
from stayline_core.protocol.tree import Listing, Node, Scalar, Table

STEP_KEYS = (
    "title",
    "covers",
    "say",
    "note",
    "avoid",
    "ask",
    "observe",
    "do",
    "wait_for",
    "within",
    "otherwise",
    "next",
    "answers",
    "branch",
    "end",
    "use",
)
LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Use:
    """A step that stands for a whole block: `use` names it, `next` is where `leave` leads."""

    name: str
    block: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A named group of steps, before it is inlined."""

    start: str
    steps: Mapping[str, Step]


def _ask(reader: Reader, node: Node, path: Path) -> Ask:
    if isinstance(node, Scalar):
        return Ask(reader.text(node))
    values = reader.table(node, path, ("field", "question"), ("field",))
    field = reader.text(values["field"]) if "field" in values else ""
    return Ask(field, reader.text(values["question"]) if "question" in values else None)


def _asks(reader: Reader, node: Node, path: Path) -> tuple[Ask, ...]:
    if isinstance(node, Listing):
        read = []
        for index, item in enumerate(node.items):
            reader.positions.keep((*path, str(index)), item.mark)
            read.append(_ask(reader, item, (*path, str(index))))
        return tuple(read)
    return (_ask(reader, node, path),)


def _within(reader: Reader, node: Node, path: Path) -> Within:
    if isinstance(node, Scalar):
        seconds = reader.duration(node)
        return Within(seconds, seconds, seconds)
    values = reader.table(node, path, ("live", "chat", "written"))
    read = {key: reader.duration(value) for key, value in values.items()}
    return Within(read.get("live"), read.get("chat"), read.get("written"))


def _otherwise(reader: Reader, node: Node, path: Path) -> Otherwise:
    values = reader.table(node, path, ("do", "offer"))
    do = reader.effects(values["do"], (*path, "do")) if "do" in values else ()
    return Otherwise(do, reader.text(values["offer"]) if "offer" in values else None)


def _answers(reader: Reader, node: Node, path: Path) -> Mapping[str, str]:
    values = reader.table(node, path)
    if not values:
        reader.fault("Y08", node, "Answers must name at least one answer and its step.")
    return frozen_map({key: reader.text(value) for key, value in values.items()})


def read_step(reader: Reader, name: str, node: Node, path: Path) -> Step | Use | None:
    """Read one step, or the use of a block; None where it is no table."""
    values = reader.table(node, path, STEP_KEYS)
    if not isinstance(node, Table):
        return None
    if "use" in values:
        return _use(reader, name, node, values)
    handlers: dict[str, Callable[[Node, Path], object]] = {
        "title": lambda n, _: reader.text(n),
        "covers": lambda n, _: reader.choices(n, ASPECTS, code="S25", what="aspect"),
        "do": reader.effects,
        "wait_for": lambda n, _: reader.text(n),
        "within": lambda n, p: _within(reader, n, p),
        "otherwise": lambda n, p: _otherwise(reader, n, p),
        "next": lambda n, _: reader.text(n),
        "answers": lambda n, p: _answers(reader, n, p),
        "branch": lambda n, _: reader.text(n),
        "end": lambda n, _: reader.choice(n, ENDS, code="S25", what="end"),
        "ask": lambda n, p: _asks(reader, n, p),
        "observe": lambda n, p: _asks(reader, n, p),
    }
    read: dict[str, Any] = {}
    for key, value in values.items():
        reader.positions.keep((*path, key), value.mark)
        handler = handlers.get(key, reader.texts)
        read[{"ask": "asks", "observe": "observes"}.get(key, key)] = handler(value, (*path, key))
    step = Step(name=name, **read)
    _one_exit(reader, step, node, values)
    return step


def _use(reader: Reader, name: str, node: Node, values: Mapping[str, Node]) -> Use:
    clashing = sorted(set(values) - {"use", "next"})
    if clashing:
        reader.fault("S07", node, f"A step that uses a block cannot also have {clashing[0]}.")
    onward = reader.text(values["next"]) if "next" in values else None
    return Use(name, reader.text(values["use"]), onward)


_QUIET = frozenset({"branch", "answers"})
_FINAL = frozenset({"end", "title", "covers", "say", "note", "avoid", "do"})


def _one_exit(reader: Reader, step: Step, node: Node, values: Mapping[str, Node]) -> None:
    """Refuse steps without exactly one way out, and keys that cannot stand together (S07)."""
    exits = [key for key in ("next", "answers", "end") if key in values]
    keys = set(values)
    if len(exits) != 1:
        found = " and ".join(exits) or "none"
        message = f"The step {step.name} needs exactly one of next, answers, end; it has {found}."
    elif "branch" in keys and keys != _QUIET:
        message = f"The branch {step.name} is never shown: it has branch and answers, nothing else."
    elif "end" in keys and not keys <= _FINAL:
        message = f"The end {step.name} cannot have {min(keys - _FINAL)}."
    elif "answers" in keys and not keys & {"ask", "observe", "branch"}:
        message = f"The answers of {step.name} belong to no question: ask, observe or branch."
    elif "answers" in keys and "wait_for" in keys:
        message = (
            f"{step.name} cannot wait and have answers: let the answers lead to a waiting step."
        )
    elif "answers" in keys and len(step.asks or step.observes) > 1:
        message = f"{step.name} asks several things: a list needs next, not answers."
    else:
        return
    reader.fault("S07", node, message)


def read_steps(reader: Reader, node: Node, path: Path) -> tuple[dict[str, Step], dict[str, Use]]:
    """Read a table of steps; the uses of blocks stand apart."""
    steps: dict[str, Step] = {}
    uses: dict[str, Use] = {}
    for name, value in reader.table(node, path).items():
        reader.good_name(name, reader.positions.of(*path, name), STEP_NAME, "a step")
        step = read_step(reader, name, value, (*path, name))
        if isinstance(step, Use):
            uses[name] = step
        elif step is not None:
            steps[name] = step
    return steps, uses


def read_blocks(reader: Reader, node: Node) -> dict[str, Block]:
    """Read the blocks; a block that uses a block is refused (S16)."""
    blocks: dict[str, Block] = {}
    for name, value in reader.table(node, ("blocks",)).items():
        reader.good_name(name, reader.positions.of("blocks", name), STEP_NAME, "a block")
        path = ("blocks", name)
        values = reader.table(value, path, ("start", "steps"), ("start", "steps"))
        if set(values) != {"start", "steps"}:
            continue
        start = reader.text(values["start"])
        steps, uses = read_steps(reader, values["steps"], (*path, "steps"))
        for use in uses:
            mark = reader.positions.of(*path, "steps", use)
            reader.fault("S16", mark, f"The block {name} uses a block: blocks do not nest.")
        if start not in steps:
            mark = reader.positions.of(*path, "start")
            reader.fault("S01", mark, f"The block {name} has no step {start} to start with.")
        blocks[name] = Block(start, steps)
    return blocks


def inline(
    reader: Reader, steps: dict[str, Step], uses: dict[str, Use], blocks: Mapping[str, Block]
) -> tuple[dict[str, Step], dict[str, str]]:
    """Put each used block in its place; also what the name of each use now stands for."""
    whole = dict(steps)
    stands_for: dict[str, str] = {}
    for use in uses.values():
        block = blocks.get(use.block)
        mark = reader.positions.of("steps", use.name)
        if block is None:
            reader.fault("S16", mark, f"There is no block {use.block}.")
            continue
        stands_for[use.name] = f"{use.name}/{block.start}"
        for name, step in block.steps.items():
            inlined = f"{use.name}/{name}"
            reader.positions.copy(("blocks", use.block, "steps", name), ("steps", inlined))
            whole[inlined] = _inlined(step, inlined, use, block)
            if use.next is None and LEAVE in step.targets:
                message = f"{use.name} uses a block that leaves, and has no next to leave to."
                reader.fault("S07", mark, message)
    return whole, stands_for


def _inlined(step: Step, name: str, use: Use, block: Block) -> Step:
    def target(word: str) -> str:
        if word in block.steps:
            return f"{use.name}/{word}"
        return use.next or word if word == LEAVE else word

    return retarget(replace(step, name=name), target)


def retarget(step: Step, target: Callable[[str], str]) -> Step:
    """The step with each step it leads to replaced by `target` of it."""
    otherwise = step.otherwise
    if otherwise and otherwise.offer:
        otherwise = replace(otherwise, offer=target(otherwise.offer))
    answers = step.answers
    if answers is not None:
        answers = frozen_map({key: target(value) for key, value in answers.items()})
    return replace(
        step,
        otherwise=otherwise,
        answers=answers,
        next=target(step.next) if step.next else None,
    )
