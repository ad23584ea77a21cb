"""The anchors between joined incidents: each record says where the other one stood.

When two incidents are joined or split, each record gets one entry that names the other's stream,
the number of its last entry and that entry's digest (ADR 37). Both are written together, each
as the next entry of its own stream. So the entry behind the one that is named must say the same of
this record. One that was taken out, or rewritten with all behind it and a new head, breaks no
chain; the other record still says what stood there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from stayline_core.chain import Entry, Fault

JOINED: Final = "command.joint.joined"
SPLIT: Final = "command.joint.split"

KINDS: Final = frozenset({JOINED, SPLIT})
"""The kinds of entries that anchor another record."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where another record stood: its stream, its last entry's number and digest."""

    stream: str
    sequence: int
    digest: str


@dataclass(slots=True)
class Anchors:
    """The anchors of the records that are walked, compared when all of them were.

    `found` counts those that were compared, `elsewhere` those that name a record which was not
    walked. What was erased anchors nothing any more, and is still what the other one names.
    """

    found: int = 0
    elsewhere: int = 0
    _entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    _said: dict[tuple[str, int], Anchor | None] = field(default_factory=dict)

    def take(self, entry: Entry, plain: bytes | None) -> None:
        """Take an entry of one of `KINDS`; `plain` is its content, None where it is not there."""
        place = (entry.stream, entry.sequence)
        self._entries[place] = entry
        if plain is not None:
            self._said[place] = _said(plain)

    def faults(self, walked: Collection[str]) -> Iterator[Fault]:
        """Yield what does not fit between the records of the streams that were `walked`."""
        for place, anchor in self._said.items():
            if anchor is None:
                yield _broken(place, "it does not say where the other record stood")
            elif anchor.stream not in walked:
                self.elsewhere += 1
            else:
                self.found += 1
                yield from self._compared(self._entries[place], anchor)

    def _compared(self, entry: Entry, anchor: Anchor) -> Iterator[Fault]:
        place = (entry.stream, entry.sequence)
        behind = (anchor.stream, anchor.sequence + 1)
        other = self._entries.get(behind)
        where = f"entry {anchor.sequence} of stream {anchor.stream}"
        if other is None or other.kind != entry.kind:
            sentence = f"it names {where}, and the entry behind that one says nothing of it"
            yield Fault("anchor.missing", "completeness", *place, sentence)
        elif other.previous != anchor.digest:
            yield _broken(place, f"{where} is not what it was when this was said")
        elif behind in self._said and self._said[behind] != Anchor(
            entry.stream, entry.sequence - 1, entry.previous
        ):
            yield _broken(place, f"the entry behind {where} names something else")


def _said(plain: bytes) -> Anchor | None:
    """Return the anchor that the content of an entry speaks of; None: of none."""
    try:
        said = json.loads(plain)["content"]
        return Anchor(
            str(said["other_stream"]), int(said["other_sequence"]), str(said["other_digest"])
        )
    except (KeyError, TypeError, ValueError):
        return None


def _broken(place: tuple[str, int], sentence: str) -> Fault:
    return Fault("anchor.broken", "integrity", *place, sentence)
