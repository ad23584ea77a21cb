"""What changes for agents between two texts of a document, and which lines differ."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from stayline.library.queries import catalogue
from stayline_core.protocol import Loaded, load
from stayline_core.protocol.diff import Change, Difference, NotComparable, diff

_MOST_LINES: Final = 4_000
"""Lines that are compared one by one; a longer text is compared as a whole."""
_AROUND: Final = 3


@dataclass(frozen=True, slots=True)
class StepChanges:
    """The changes of one step; an empty `step` is the top of the document."""

    step: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The difference of meaning, step by step. `why_not` says why there is none to show."""

    difference: Difference | None = None
    steps: tuple[StepChanges, ...] = ()
    why_not: str = ""

    @property
    def any(self) -> bool:
        """Is there any difference of meaning?"""
        return self.difference is not None and self.difference.any


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of two texts: `mark` is same, old, new, or gap, where lines were left out."""

    mark: str
    old: int | None
    new: int | None
    text: str


def meaning(old: bytes, new: Loaded | None, *, file: str) -> Meaning:
    """Return what an agent would see or do differently by the new text of a protocol (S0-3)."""
    if new is None:
        return Meaning(why_not="Meaning is compared for protocols; below are the lines.")
    before = load(old, file=file)
    try:
        found = diff(before, new, catalogue=catalogue())
    except NotComparable as refused:
        which = "The new text" if refused.args[0] == new.file and before.protocol else "The old one"
        return Meaning(why_not=f"{which} cannot be run as it stands, so it cannot be compared.")
    top = (StepChanges("", found.of_step(None)),) if found.of_step(None) else ()
    steps = tuple(StepChanges(name, found.of_step(name)) for name in found.steps)
    return Meaning(found, (*top, *steps))


def line_changes(old: str, new: str) -> tuple[LineChange, ...]:
    """Return two texts as one, line by line, with a few lines round each difference.

    Texts that are the same give nothing.
    """
    before, after = old.splitlines(), new.splitlines()
    if len(before) > _MOST_LINES or len(after) > _MOST_LINES:
        return _as_a_whole(before, after)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[LineChange] = []
    for group in matcher.get_grouped_opcodes(_AROUND):
        if found or group[0][1] > 0:
            found.append(LineChange("gap", None, None, ""))
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                found += [
                    LineChange("same", a1 + at + 1, b1 + at + 1, before[a1 + at])
                    for at in range(a2 - a1)
                ]
                continue
            found += [LineChange("old", at + 1, None, before[at]) for at in range(a1, a2)]
            found += [LineChange("new", None, at + 1, after[at]) for at in range(b1, b2)]
    return tuple(found)


def _as_a_whole(before: list[str], after: list[str]) -> tuple[LineChange, ...]:
    if before == after:
        return ()
    gone = [LineChange("old", at, None, text) for at, text in enumerate(before, start=1)]
    come = [LineChange("new", None, at, text) for at, text in enumerate(after, start=1)]
    return (*gone, *come)
