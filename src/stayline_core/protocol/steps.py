"""Steps and blocks from what was read; blocks are inlined here, so nothing later knows of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stayline_core.protocol.hints import shown
from stayline_core.protocol.language import (
    RAISE,
    Ask,
    Effect,
    Otherwise,
    Step,
    Within,
    frozen_map,
)
from stayline_core.protocol.reading import Path, Reader
from stayline_core.protocol.schema.forms import fits
from stayline_core.protocol.schema.step import STEP_TABLE

STEP_KEYS = tuple(STEP_TABLE.by_name)
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
    unread: frozenset[str] = frozenset()


@dataclass(slots=True)
class Steps:
    """A table of steps: those that were read, uses of blocks apart, and what could not be read."""

    steps: dict[str, Step] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def effect_of(data: Mapping[str, str] | None) -> Effect | None:
    """One effect from its table; None where that is not one effect."""
    if not data or len(data) != 1:
        return None
    word, target = next(iter(data.items()))
    return Effect(RAISE if word == "raise" else word, target)


def effects_of(items: Iterable[Mapping[str, str] | None]) -> tuple[Effect, ...]:
    """Those of these effects that could be read."""
    return tuple(effect for effect in map(effect_of, items) if effect is not None)


def _ask(item: str | Mapping[str, str] | None) -> Ask:
    if isinstance(item, Mapping):
        return Ask(item.get("field", ""), item.get("question"))
    return Ask(item or "")


def _asks(items: Iterable[str | Mapping[str, str] | None]) -> tuple[Ask, ...]:
    return tuple(_ask(item) for item in items)


def _within(value: int | Mapping[str, int | None] | None) -> Within:
    if isinstance(value, Mapping):
        return Within(value.get("live"), value.get("chat"), value.get("written"))
    return Within(value, value, value)


def _otherwise(data: Mapping[str, Any] | None) -> Otherwise | None:
    if data is None:
        return None
    return Otherwise(effects_of(data.get("do", ())), data.get("offer"))


def _answers(data: Mapping[str, str] | None) -> Mapping[str, str]:
    return frozen_map({key: target for key, target in (data or {}).items() if target})


_MADE: Mapping[str, tuple[str, Callable[[Any], object]]] = frozen_map(
    {
        "ask": ("asks", _asks),
        "observe": ("observes", _asks),
        "do": ("do", effects_of),
        "within": ("within", _within),
        "otherwise": ("otherwise", _otherwise),
        "answers": ("answers", _answers),
    }
)


def step_of(reader: Reader, name: str, data: Mapping[str, Any], path: Path) -> Step | Use:
    """One step, or the use of a block; whether it can be left in one way is asked here (S07)."""
    one_exit(reader, name, data, path)
    if "use" in data:
        return Use(name, data["use"], data.get("next"))
    made: dict[str, Any] = {"name": name}
    for key, value in data.items():
        attribute, make = _MADE.get(key, (key, None))
        made[attribute] = make(value) if make else value
    return Step(**made)


def one_exit(reader: Reader, name: str, data: Mapping[str, Any], path: Path) -> None:
    """Refuse steps without exactly one way out, and keys that cannot stand together (S07).

    An unknown key that was probably meant to be a known one counts as that one.
    """
    keys = set(data) | reader.meant.get(path, set())
    sizes = {key: len(data[key]) for key in ("ask", "observe") if key in data}
    if any(fits(form, keys, sizes) for form in STEP_TABLE.forms):
        return
    reader.fault("S07", reader.positions.of(*path), _why(name, keys, data))


_UNSEEN = frozenset({"branch", "answers"})
_FINAL = frozenset({"end", "title", "covers", "say", "note", "avoid", "do"})


def _why(name: str, keys: set[str], data: Mapping[str, Any]) -> str:
    """Why the keys of a step fit none of its forms, and what to do about it."""
    name = shown(name)
    exits = [key for key in ("next", "answers", "end") if key in keys]
    if "use" in keys:
        clashing = min(keys - {"use", "next"})
        return f"{name} uses a block, so it cannot also have {clashing}: put that into a step."
    if len(exits) != 1:
        has = " and ".join(exits) or "none"
        return (
            f"The step {name} needs exactly one of next, answers, end; it has {has}. "
            "A step that is the last one has end."
        )
    if "branch" in keys and keys != _UNSEEN:
        return f"The branch {name} is never shown: it has branch and answers, nothing else."
    if "end" in keys:
        return f"The end {name} cannot have {min(keys - _FINAL)}: put that into the step before."
    if not keys & {"ask", "observe"}:
        return f"The answers of {name} belong to no question: add ask, observe or branch."
    if "wait_for" in keys:
        return f"{name} cannot wait and have answers: let the answers lead to a waiting step."
    if any(data.get(key) for key in ("ask", "observe")):
        return f"{name} asks several things: a list needs next, not answers."
    return f"{name} has answers and asks nothing: name the field that is answered."


def steps_of(reader: Reader, data: Mapping[str, Any] | None, path: Path) -> Steps:
    """The steps of a table; the uses of blocks stand apart."""
    found = Steps()
    for name, value in (data or {}).items():
        if value is None:
            found.unread.add(name)
            continue
        step = step_of(reader, name, value, (*path, name))
        if isinstance(step, Use):
            found.uses[name] = step
        else:
            found.steps[name] = step
    return found


def blocks_of(
    reader: Reader, data: Mapping[str, Any] | None
) -> tuple[dict[str, Block], frozenset[str]]:
    """The blocks, and the names of those that could not be read.

    A block that uses a block is refused (S16), and one that starts nowhere (S01).
    """
    blocks: dict[str, Block] = {}
    unread = set()
    for name, value in (data or {}).items():
        if value is None or "start" not in value or value.get("steps") is None:
            unread.add(name)
            continue
        path = ("blocks", name)
        inner = steps_of(reader, value["steps"], (*path, "steps"))
        for use in inner.uses:
            mark = reader.positions.of(*path, "steps", use)
            message = f"The block {shown(name)} uses a block: blocks do not nest. Write it out."
            reader.fault("S16", mark, message)
        known = {*inner.steps, *inner.uses, *inner.unread}
        start = value["start"]
        if start and start not in known:
            mark = reader.positions.of(*path, "start", "=")
            hint = reader.hint(start, known)
            message = f"The block {shown(name)} has no step “{shown(start)}” to start with.{hint}"
            reader.fault("S01", mark, message)
        blocks[name] = Block(start, inner.steps, frozenset({*inner.uses, *inner.unread}))
    return blocks, frozenset(unread)


def inlined_size(found: Steps, blocks: Mapping[str, Block]) -> int:
    """How many steps there will be once every block stands where it is used."""
    used = (blocks[use.block] for use in found.uses.values() if use.block in blocks)
    return len(found.steps) + sum(len(block.steps) for block in used)


def inline(
    reader: Reader, found: Steps, blocks: Mapping[str, Block], unread: frozenset[str]
) -> tuple[dict[str, Step], dict[str, str]]:
    """Put each used block in its place; also what the name of each use now stands for."""
    whole = dict(found.steps)
    stands_for: dict[str, str] = {}
    for use in found.uses.values():
        block = blocks.get(use.block)
        if block is None:
            found.unread.add(use.name)
            if use.block and use.block not in unread:
                mark = reader.positions.of("steps", use.name, "use", "=")
                hint = reader.hint(use.block, {*blocks, *unread})
                reader.fault("S16", mark, f"There is no block “{shown(use.block)}”.{hint}")
            continue
        stands_for[use.name] = f"{use.name}/{block.start}"
        told = {*block.unread, block.start} - set(block.steps)
        found.unread.update(f"{use.name}/{name}" for name in told)
        for name, step in block.steps.items():
            inlined = f"{use.name}/{name}"
            reader.positions.copy(("blocks", use.block, "steps", name), ("steps", inlined))
            whole[inlined] = _inlined(step, inlined, use, block)
        _leaves(reader, use, block)
    return whole, stands_for


def _leaves(reader: Reader, use: Use, block: Block) -> None:
    if use.next is None and any(LEAVE in step.targets for step in block.steps.values()):
        message = f"{use.name} uses a block that leaves, and has no next to leave to: add next."
        reader.fault("S07", reader.positions.of("steps", use.name), message)


def _inlined(step: Step, name: str, use: Use, block: Block) -> Step:
    def target(word: str) -> str:
        if word in block.steps or word in block.unread:
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
