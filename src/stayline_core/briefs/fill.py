"""Fill a form from what the log says. What nobody knows is written down as not known.

Facts come as short lines, each with the numbers of the entries it is read from. A correction by
a person goes before what the log gives, and says who wrote it; taking it back brings the log's
own words again. Nothing is guessed, ranked or summed up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from stayline_core.briefs.forms import FORMS, Form, Plan

NOT_KNOWN: Final = "Not known."
"""What a block says that nothing is known for."""

MAX_TEXT: Final = 2000
"""The most characters that a person may write into one block."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line, and the entries of the log that it is read from."""

    text: str
    entries: tuple[int, ...] = ()


Facts: TypeAlias = Mapping[str, tuple[Said, ...]]
"""What is known, by the name of the fact; a name that is missing is not known."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wrote into a block, and the entry that holds it."""

    text: str
    entry: int
    by: str


@dataclass(frozen=True, slots=True)
class Block:
    """One filled block: its lines, and for each the entries it is read from.

    `known` is false where nothing is known; the one line says so then. `corrected_by` names
    the person whose words these are instead of the log's; `made` is what the log gives itself.
    """

    id: str
    number: str
    title: str
    ask: str
    lines: tuple[str, ...]
    sources: tuple[tuple[int, ...], ...]
    known: bool
    corrected_by: str = ""
    made: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        """Every entry that the block is read from, once, in the order of the log."""
        return tuple(sorted({one for source in self.sources for one in source}))

    @property
    def text(self) -> str:
        """What it says, one fact a line."""
        return "\n".join(self.lines)

    @property
    def sourced(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each line with its entries."""
        return tuple(zip(self.lines, self.sources, strict=True))


def blocks(
    form: Form, facts: Facts, corrections: Mapping[str, Correction] | None = None
) -> tuple[Block, ...]:
    """Return every block of a form, filled; the form's order and number of blocks are kept."""
    return tuple(_block(plan, facts, (corrections or {}).get(plan.id)) for plan in form.blocks)


def _block(plan: Plan, facts: Facts, correction: Correction | None) -> Block:
    found = _lines(plan, facts)
    known = any(facts.get(part.facts) for part in plan.parts)
    made = tuple(one.text for one in found)
    by = ""
    if correction is not None and correction.text.strip():
        words = [line.strip() for line in correction.text.splitlines() if line.strip()]
        found = tuple(Said(line, (correction.entry,)) for line in words)
        known, by = True, correction.by
    return Block(
        id=plan.id,
        number=plan.number,
        title=plan.title,
        ask=plan.ask,
        lines=tuple(one.text for one in found),
        sources=tuple(one.entries for one in found),
        known=known,
        corrected_by=by,
        made=made,
    )


def _lines(plan: Plan, facts: Facts) -> tuple[Said, ...]:
    """Return the lines of a block; a part with a label that nobody knows says so itself."""
    if not any(facts.get(part.facts) for part in plan.parts):
        return (Said(NOT_KNOWN),)
    found: list[Said] = []
    for part in plan.parts:
        lines = facts.get(part.facts, ())
        if not part.label:
            found.extend(lines)
        elif not lines:
            found.append(Said(f"{part.label}: not known."))
        else:
            found.extend(Said(f"{part.label}: {one.text}", one.entries) for one in lines)
    return tuple(found)


def shared(corrections: Mapping[tuple[str, str], Mapping[str, Correction]]) -> Facts:
    """Return what corrections say that other forms hold too: a place put right is right in all.

    Only a block that holds one fact alone hands it on. `corrections` are keyed by form and
    person; where two forms were corrected, the newer entry stands.
    """
    found: dict[str, Correction] = {}
    for (form, about), of_form in corrections.items():
        for plan in FORMS[form].blocks if not about else ():
            one = of_form.get(plan.id)
            fact = plan.parts[0].facts
            if one is None or len(plan.parts) > 1 or not one.text.strip():
                continue
            if fact not in found or found[fact].entry < one.entry:
                found[fact] = one
    return {
        fact: tuple(
            Said(line.strip(), (one.entry,)) for line in one.text.splitlines() if line.strip()
        )
        for fact, one in found.items()
    }


def voice(filled: tuple[Block, ...]) -> tuple[str, ...]:
    """Return a filled form as it is read aloud: a block a sentence, and the read-back last."""
    said = tuple(f"{one.title}. {' '.join(one.lines)}" for one in filled)
    return (*said, "Please read that back to me.")


def kept(filled: tuple[Block, ...]) -> list[dict[str, object]]:
    """Return blocks as JSON values, for the log."""
    return [
        {
            "id": one.id,
            "number": one.number,
            "title": one.title,
            "lines": list(one.lines),
            "sources": [list(source) for source in one.sources],
            "known": one.known,
            "corrected_by": one.corrected_by,
        }
        for one in filled
    ]


def read_again(form: Form, values: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Return the blocks that `kept` gave, as they were then.

    What belongs in a block (`ask`) is that of the form now; nothing else is.
    """
    asks = {plan.id: plan.ask for plan in form.blocks}
    return tuple(_again(one, asks) for one in values)


def _again(value: Mapping[str, Any], asks: Mapping[str, str]) -> Block:
    name = str(value["id"])
    return Block(
        id=name,
        number=str(value["number"]),
        title=str(value["title"]),
        ask=asks.get(name, ""),
        lines=tuple(value["lines"]),
        sources=tuple(tuple(one) for one in value["sources"]),
        known=value["known"],
        corrected_by=value["corrected_by"],
        made=tuple(value["lines"]),
    )
