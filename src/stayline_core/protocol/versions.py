"""Old versions of the language, of stored states and of stored events, upgraded step by step.

What was certified is read for ever. So a version is never dropped: for each there is one step
that turns it into the next one, and reading is a loop over the steps. A step is pure; it is frozen
with the version it leaves, and never mended afterwards: a mistake in it is mended by a version.

How version 2 of the language will come to be (the same for states and events):

1. Its words go into `schema/`, as the only ones that the loader knows.
2. `LANGUAGE` becomes `Versions(2, {1: from_1})`; `from_1` takes the tree of a version 1 document,
   before anything in it is typed, and gives that of version 2. Marks are kept, so that findings
   point into the document that the author has.
3. The frozen documents in `tests/golden/protocols/` must load and run as before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from stayline_core.protocol.tree import Node, Table

Document = TypeVar("Document")


class VersionUnknown(ValueError):
    """This version cannot be read: it is newer than this program, or never was."""

    def __init__(self, version: int, known: tuple[int, ...]) -> None:
        """Say which version was found, and which ones are known."""
        words = ", ".join(str(one) for one in known)
        super().__init__(f"version {version} is not known (known: {words})")
        self.version = version
        self.known = known


@dataclass(frozen=True, slots=True)
class Versions(Generic[Document]):
    """The version in use, and for each older one the step that leads to the next."""

    current: int
    steps: Mapping[int, Callable[[Document], Document]] = field(default_factory=dict)

    @property
    def known(self) -> tuple[int, ...]:
        """The versions that can be read, oldest first: no step may be missing on the way."""
        oldest = self.current
        while oldest - 1 in self.steps:
            oldest -= 1
        return tuple(range(oldest, self.current + 1))

    def upgraded(self, document: Document, version: int) -> Document:
        """The document in the current version, by one step after the other.

        Raises:
            VersionUnknown: no steps lead from this version to the current one.
        """
        if version not in self.known:
            raise VersionUnknown(version, self.known)
        for number in range(version, self.current):
            document = self.steps[number](document)
        return document


LANGUAGE: Final[Versions[Node]] = Versions(1)
"""Protocol and ladder documents, as trees whose values are not typed yet."""

STATES: Final[Versions[Mapping[str, Any]]] = Versions(1)
"""Stored states of runs (`state.STATE_VERSION`), as plain JSON."""

EVENTS: Final[Versions[Mapping[str, Any]]] = Versions(1)
"""Stored events of runs (`events.EVENT_VERSION`), as plain JSON."""


def renamed(table: Table, old: str, new: str) -> Table:
    """The table with one key renamed, in its place and with its mark: what most steps do.

    Unchanged where the old key is not there, or the new one is already.
    """
    if old not in table.pairs or new in table.pairs:
        return table
    pairs = {}
    for name, (key, value) in table.pairs.items():
        if name == old:
            pairs[new] = (type(key)(new, key.plain, key.mark), value)
        else:
            pairs[name] = (key, value)
    return Table(table.mark, pairs)
