"""Two records that name each other: one that was written anew is found by the other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stayline_core import bundle, chain
from stayline_core.anchors import JOINED, SPLIT
from stayline_core.bundle import Manifest, StreamLine
from stayline_core.bundle_check import BundleCheck
from stayline_core.chain import Entry

ONE = "6a26112c-2837-4701-8446-3aee48f20186"
TWO = "7b26112c-2837-4701-8446-3aee48f20187"
AT = chain.timestamp(datetime(2026, 11, 22, 9, tzinfo=UTC))
SALT = bytes(32)

Said = tuple[str, dict[str, Any] | None]
"""The kind of an entry and its content; None: erased by the last entry of its record."""


def written(stream: str, said: list[Said]) -> tuple[StreamLine, list[Entry], list[bytes]]:
    """A record that is sound in itself, whatever it says."""
    line = StreamLine(stream, "incident", ONE, False, AT, len(said), "")
    previous, entries, contents = line.genesis(), [], []
    for sequence, (kind, content) in enumerate(said, 1):
        plain = chain.content_bytes(content or {}, subject="")
        entry = chain.sealed_entry(
            Entry(stream, sequence, AT, "p-bo", kind, "", chain.commitment(plain, salt=SALT),
                  previous, False, "")
        )  # fmt: skip
        previous = entry.hash
        entries.append(entry)
        contents.append(
            bundle.tombstone_line(entry, len(said))
            if content is None
            else bundle.content_line(entry, salt=SALT, plain=plain)
        )
    return StreamLine(stream, "incident", ONE, False, AT, len(said), previous), entries, contents


def anchor(stream: str, entries: list[Entry], sequence: int) -> dict[str, Any]:
    return {
        "other_stream": stream,
        "other_sequence": sequence,
        "other_digest": entries[sequence - 1].hash,
    }


HEARD: Said = ("incidents.line.heard", {"text": "There is smoke."})
OTHER: Said = ("incidents.line.heard", {"text": "There is no smoke."})
_, _ONE_BEFORE, _ = written(ONE, [HEARD, HEARD])
_, _TWO_BEFORE, _ = written(TWO, [HEARD])
TO_TWO: Said = (JOINED, anchor(TWO, _TWO_BEFORE, 1))
TO_ONE: Said = (JOINED, anchor(ONE, _ONE_BEFORE, 2))
FIRST = [HEARD, HEARD, TO_TWO, HEARD]
SECOND = [HEARD, TO_ONE]


def found(*records: tuple[str, list[Said]]) -> tuple[BundleCheck, list[tuple[str, str, int]]]:
    made = [written(stream, said) for stream, said in records]
    manifest = Manifest(AT, "stayline 0", "demo", "00" * 32, tuple(one[0] for one in made), ())
    check = BundleCheck(manifest)
    faults = check.faults(
        [chain.entry_line(entry) + b"\n" for one in made for entry in one[1]],
        [line + b"\n" for one in made for line in one[2]],
    )
    return check, [(one.code, one.stream, one.sequence) for one in faults]


@pytest.mark.covers("S3-10")
def test_records_that_name_each_other_are_compared_and_counted() -> None:
    check, faults = found((ONE, FIRST), (TWO, SECOND))
    assert faults == []
    assert (check.anchors.found, check.anchors.elsewhere) == (2, 0)
    alone, faults = found((ONE, FIRST))
    assert faults == []
    assert (alone.anchors.found, alone.anchors.elsewhere) == (0, 1)


@pytest.mark.covers("S3-10")
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([HEARD, OTHER, TO_TWO], SECOND, [("anchor.broken", ONE, 3), ("anchor.broken", TWO, 2)]),
        ([HEARD, HEARD], SECOND, [("anchor.missing", TWO, 2)]),
        ([HEARD, HEARD, HEARD], SECOND, [("anchor.missing", TWO, 2)]),
        ([HEARD, HEARD, (SPLIT, TO_TWO[1])], SECOND,
         [("anchor.missing", ONE, 3), ("anchor.missing", TWO, 2)]),
        (FIRST, [HEARD], [("anchor.missing", ONE, 3)]),
        (FIRST, [HEARD, (JOINED, anchor(ONE, _ONE_BEFORE, 1))],
         [("anchor.broken", ONE, 3), ("anchor.missing", TWO, 2)]),
        (FIRST, [HEARD, (JOINED, {"other_stream": ONE})],
         [("anchor.broken", ONE, 3), ("anchor.broken", TWO, 2)]),
    ],
)  # fmt: skip
def test_a_record_that_was_written_anew_is_found_by_the_other(
    first: list[Said], second: list[Said], expected: list[tuple[str, str, int]]
) -> None:
    assert found((ONE, first), (TWO, second))[1] == expected


def test_an_anchor_that_was_erased_is_still_named_by_the_other() -> None:
    gone: list[Said] = [HEARD, HEARD, (JOINED, None), (chain.ERASED, {"reason": "asked for"})]
    check, faults = found((ONE, gone), (TWO, SECOND))
    assert faults == []
    assert check.anchors.found == 1
    other = [HEARD, OTHER, *gone[2:]]
    assert found((ONE, other), (TWO, SECOND))[1] == [("anchor.broken", TWO, 2)]
