"""The hash chain: what a digest covers, and what a walk along a stream notices."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core import chain
from stayline_core.canonical import canonical
from stayline_core.chain import Entry, Walk

STREAM = "6a26112c-2837-4701-8446-3aee48f20186"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.datetimes(timezones=st.just(UTC))
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
ENTRIES = st.builds(
    Entry,
    stream=st.just(STREAM),
    sequence=st.integers(1, 2**53 - 1),
    at=MOMENTS.map(chain.timestamp),
    actor=TEXT,
    kind=TEXT,
    subject=TEXT,
    commitment=DIGESTS,
    previous=DIGESTS,
    before_previous=st.booleans(),
    hash=DIGESTS,
)
GENESIS = chain.genesis(
    stream=STREAM,
    kind="incident",
    subject_id="0f0c1b1e-0000-4000-8000-000000000001",
    exercise=True,
    opened_at="2026-11-22T09:00:00.000000Z",
)


def stream(length: int, *, back_at: int = 0) -> list[Entry]:
    """A sound stream; the time of entry `back_at` is before its predecessor's."""
    entries: list[Entry] = []
    previous, before = GENESIS, ""
    for sequence in range(1, length + 1):
        seconds = -60 if sequence == back_at else sequence
        at = chain.timestamp(datetime(2026, 11, 22, 9, tzinfo=UTC) + timedelta(seconds=seconds))
        entry = chain.sealed_entry(
            Entry(
                STREAM, sequence, at, "p-ann", "test.said", "", "ab" * 32, previous, at < before, ""
            )
        )
        entries.append(entry)
        previous, before = entry.hash, at
    return entries


def found(entries: list[Entry], *, head: Entry | None = None) -> list[tuple[str, str, int]]:
    walk = Walk(STREAM, GENESIS)
    last = head or entries[-1]
    faults = [fault for entry in entries for fault in walk.step(entry)]
    faults += walk.finish(last.sequence, last.hash)
    return [(fault.code, fault.aspect, fault.sequence) for fault in faults]


@given(ENTRIES)
def test_a_line_is_canonical(entry: Entry) -> None:
    assert chain.entry_line(entry) == canonical(entry._asdict())


@given(ENTRIES)
def test_the_digest_covers_everything_but_itself(entry: Entry) -> None:
    header = entry._asdict()
    header.pop("hash")
    expected = hashlib.sha256(b"stayline/ledger/entry/1\n" + canonical(header)).hexdigest()
    assert chain.entry_hash(entry) == expected
    assert chain.sealed_entry(entry).hash == expected


@given(ENTRIES, st.sampled_from([name for name in Entry._fields if name != "hash"]))
def test_no_field_can_change_without_its_digest(entry: Entry, name: str) -> None:
    old = getattr(entry, name)
    new = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else old + "x"
    assert chain.entry_hash(entry._replace(**{name: new})) != chain.entry_hash(entry)


@given(MOMENTS)
def test_a_time_is_written_one_way_and_reads_back(at: datetime) -> None:
    assert chain.moment(chain.timestamp(at)) == at
    assert chain.timestamp(at.astimezone(timezone(timedelta(hours=1)))) == chain.timestamp(at)


def test_times_without_a_zone_or_in_another_spelling_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        chain.timestamp(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="2026"):
        chain.moment("2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "change",
    [
        {"stream": "x"},
        {"kind": "system"},
        {"subject_id": "x"},
        {"exercise": False},
        {"opened_at": "2026-11-22T09:00:00.000001Z"},
    ],
)
def test_what_a_stream_is_about_is_part_of_its_first_digest(change: dict[str, object]) -> None:
    about: dict[str, object] = {
        "stream": STREAM,
        "kind": "incident",
        "subject_id": "0f0c1b1e-0000-4000-8000-000000000001",
        "exercise": True,
        "opened_at": "2026-11-22T09:00:00.000000Z",
    }
    assert chain.genesis(**about) == GENESIS  # type: ignore[arg-type]  # a table of arguments
    assert chain.genesis(**(about | change)) != GENESIS  # type: ignore[arg-type]  # the same


def test_a_commitment_needs_its_salt_and_its_content() -> None:
    plain = chain.content_bytes({"text": "yes"}, subject="caller:1")
    other = chain.content_bytes({"text": "yes"}, subject="caller:2")
    salt = b"s" * 32
    one = chain.commitment(plain, salt=salt)
    assert one == hashlib.sha256(b"stayline/ledger/content/1\n" + salt + plain).hexdigest()
    assert (
        len({one, chain.commitment(plain, salt=b"t" * 32), chain.commitment(other, salt=salt)}) == 3
    )
    with pytest.raises(ValueError, match="32 bytes"):
        chain.commitment(plain, salt=b"short")


@pytest.mark.parametrize("back_at", [0, 3])
def test_a_sound_stream_has_no_fault(back_at: int) -> None:
    assert found(stream(5, back_at=back_at)) == []


def test_a_time_before_the_last_is_marked() -> None:
    assert [entry.before_previous for entry in stream(4, back_at=3)] == [False, False, True, False]


def test_an_empty_stream_ends_at_its_first_digest() -> None:
    assert Walk(STREAM, GENESIS).finish(0, GENESIS) == []
    assert Walk(STREAM, GENESIS).finish(0, "ab" * 32)[0].code == "head.hash"


S = stream(5)


def rehashed(entry: Entry, **change: object) -> Entry:
    """A forged entry: changed, and given the digest that fits the change."""
    return chain.sealed_entry(entry._replace(**change))


@pytest.mark.parametrize(
    ("entries", "head", "faults"),
    [
        # a changed entry is one fault, named by its place
        ([S[0], S[1]._replace(actor="p-bo"), *S[2:]], None, [("entry.hash", "integrity", 2)]),
        ([S[0], S[1]._replace(sequence=7), *S[2:]], None, [("entry.hash", "integrity", 2)]),
        # forged with its digest, the next one does not continue it
        ([S[0], rehashed(S[1], actor="p-bo"), *S[2:]], None, [("entry.previous", "integrity", 3)]),
        # forged at the end, the head knows
        ([*S[:4], rehashed(S[4], actor="p-bo")], S[4], [("head.hash", "integrity", 5)]),
        ([*S[:4], S[4]._replace(actor="p-bo")], S[4], [("entry.hash", "integrity", 5)]),
        # the mark for a time that goes back cannot be set or taken away
        (
            [S[0], *[rehashed(S[1], before_previous=True)]],
            rehashed(S[1], before_previous=True),
            [("entry.time_mark", "integrity", 2)],
        ),
        # missing
        (S[:4], S[4], [("entry.missing", "completeness", 5)]),
        (S[:2], S[4], [("entry.missing", "completeness", 3)]),
        ([S[0], *S[3:]], None, [("entry.missing", "completeness", 2)]),
        (S[1:], None, [("entry.missing", "completeness", 1)]),
        # swapped, repeated, too many
        (
            [S[0], S[2], S[1], *S[3:]],
            None,
            [("entry.missing", "completeness", 2), ("entry.order", "integrity", 2)],
        ),
        ([S[0], S[0], *S[1:]], None, [("entry.order", "integrity", 1)]),
        (S, S[3], [("head.short", "integrity", 5)]),
    ],
)
def test_a_walk_names_what_is_wrong(
    entries: list[Entry], head: Entry | None, faults: list[tuple[str, str, int]]
) -> None:
    assert found(entries, head=head) == faults


def test_another_streams_entries_do_not_continue_this_one() -> None:
    walk = Walk(STREAM, "ab" * 32)
    assert [fault.code for fault in walk.step(S[0])] == ["entry.previous"]
