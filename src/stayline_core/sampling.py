"""A random sample that can be proved later: drawn by a seed, from a named list (S2-41).

Each contact gets a lot, the SHA-256 of seed and id, and the lowest lots are drawn. So the
same seed and the same contacts give the same sample, in whatever order they are listed, and
nobody can slip a contact in or out without its showing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in the order of the ids, and the digest of what it was drawn from."""

    chosen: tuple[str, ...]
    candidates: int
    people: int
    digest: str


def seed_of(*, place: str, week: str) -> str:
    """Return the seed of one place and week, as 64 hexadecimal digits.

    `place` names the place for good (an id, not a name that may change), `week` is the Monday
    as `2026-11-16`.
    """
    return _sha256(("stayline review sample", place, week))


def draw(seed: str, took: Mapping[str, str], *, permille: int, each: int = 1) -> Sample:
    """Draw from `took`, which says for each contact who took it.

    First, of each person the `each` contacts with the lowest lots (all of them, where there
    are fewer); then the lowest lots of the rest, until `permille` in a thousand of all, rounded
    up, are drawn. Nobody who took a contact is left out.
    """
    by_lot = sorted(took, key=lambda contact: _sha256((seed, contact)))
    chosen: set[str] = set()
    drawn_of: dict[str, int] = {}
    for contact in by_lot:
        person = took[contact]
        if drawn_of.get(person, 0) < each:
            drawn_of[person] = drawn_of.get(person, 0) + 1
            chosen.add(contact)
    wanted = -(-len(took) * permille // THOUSAND)
    for contact in by_lot:
        if len(chosen) >= wanted:
            break
        chosen.add(contact)
    return Sample(
        chosen=tuple(sorted(chosen)),
        candidates=len(took),
        people=len(drawn_of),
        digest=digest_of(took),
    )


def digest_of(contacts: Iterable[str]) -> str:
    """Return the SHA-256 of the sorted ids, a line each: what a draw was made from."""
    return _sha256(sorted(contacts))


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
