"""The bundle's lines: written canonically, and every change, loss or swap noticed and named."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core import bundle, chain
from stayline_core.bundle import FileLine, Manifest, StreamLine
from stayline_core.bundle_check import BundleCheck, Report, file_faults
from stayline_core.canonical import canonical
from stayline_core.chain import Entry, Fault

ONE = "6a26112c-2837-4701-8446-3aee48f20186"
TWO = "7b26112c-2837-4701-8446-3aee48f20187"
BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)

Lines = tuple[list[bytes], list[bytes]]


def make(stream: str, length: int, erased: dict[int, int]) -> tuple[StreamLine, Lines]:
    """A sound stream; `erased` says which entry's content which later entry erased."""
    about = StreamLine(stream, "incident", ONE, True, chain.timestamp(BEGIN), length, "")
    previous, entries, contents = about.genesis(), [], []
    for sequence in range(1, length + 1):
        hit = sequence in erased or sequence in erased.values()
        subject = "caller:é" if hit else ""
        plain = chain.content_bytes({"text": f"line {sequence}", "n": sequence}, subject=subject)
        salt = bytes([sequence]) * 32
        entry = chain.sealed_entry(
            Entry(
                stream=stream,
                sequence=sequence,
                at=chain.timestamp(BEGIN + timedelta(seconds=sequence)),
                actor="p-ann",
                kind=chain.ERASED if sequence in erased.values() else "test.said",
                subject=subject,
                commitment=chain.commitment(plain, salt=salt),
                previous=previous,
                before_previous=False,
                hash="",
            )
        )
        previous = entry.hash
        entries.append(chain.entry_line(entry) + b"\n")
        line = (
            bundle.tombstone_line(entry, erased[sequence])
            if sequence in erased
            else bundle.content_line(entry, salt=salt, plain=plain)
        )
        contents.append(line + b"\n")
    head = StreamLine(stream, "incident", ONE, True, about.opened_at, length, previous)
    return head, (entries, contents)


FIRST, FIRST_LINES = make(ONE, 6, {2: 5, 3: 5})
SECOND, SECOND_LINES = make(TWO, 3, {})
ENTRIES = FIRST_LINES[0] + SECOND_LINES[0]
CONTENTS = FIRST_LINES[1] + SECOND_LINES[1]
MANIFEST = Manifest(
    made_at=chain.timestamp(BEGIN),
    software="stayline 0",
    mode="demo",
    public_key="00" * 32,
    streams=(FIRST, SECOND),
    files=(FileLine("entries.jsonl", "aa" * 32, 1),),
)


def faults(entries: list[bytes], contents: list[bytes]) -> list[Fault]:
    return list(BundleCheck(MANIFEST).faults(entries, contents))


def named(found: list[Fault]) -> list[tuple[str, str, int]]:
    return [(fault.code, fault.stream, fault.sequence) for fault in found]


def test_a_sound_bundle_has_no_fault() -> None:
    check = BundleCheck(MANIFEST)
    assert list(check.faults(ENTRIES, CONTENTS)) == []
    assert (check.entries, check.contents, check.tombstones) == (9, 7, 2)


def place_of(row: int) -> tuple[str, int]:
    return (ONE, row + 1) if row < len(FIRST_LINES[0]) else (TWO, row + 1 - len(FIRST_LINES[0]))


@pytest.mark.covers("S3-10")
@pytest.mark.parametrize("row", range(len(ENTRIES)))
def test_any_character_changed_in_an_entry_is_noticed_and_named(row: int) -> None:
    line = ENTRIES[row]
    dice = random.Random(row)  # noqa: S311 - no secret
    for position in range(len(line)):
        others = [dice.randrange(256), ord("0"), ord(" "), ord("\n"), line[position] ^ 0x20]
        new = dice.choice([other for other in others if other != line[position]])
        changed = line[:position] + bytes([new]) + line[position + 1 :]
        raw = b"".join([*ENTRIES[:row], changed, *ENTRIES[row + 1 :]])
        first = faults(split(raw), CONTENTS)[0]
        assert (first.stream, first.sequence) == place_of(row), (position, new, first)


def split(raw: bytes) -> list[bytes]:
    """Lines as a file opened in binary gives them: only a line feed ends one."""
    return [line + b"\n" for line in raw.split(b"\n")[:-1]] + (
        [raw.split(b"\n")[-1]] if raw.split(b"\n")[-1] else []
    )


@pytest.mark.parametrize("row", range(len(CONTENTS)))
def test_any_character_changed_in_a_content_is_noticed(row: int) -> None:
    line = CONTENTS[row]
    for position in range(len(line)):
        changed = line[:position] + bytes([line[position] ^ 1]) + line[position + 1 :]
        raw = b"".join([*CONTENTS[:row], changed, *CONTENTS[row + 1 :]])
        assert faults(ENTRIES, split(raw)), (position, changed)


def without(lines: list[bytes], *rows: int) -> list[bytes]:
    return [line for row, line in enumerate(lines) if row not in rows]


def swapped(lines: list[bytes], one: int, two: int) -> list[bytes]:
    lines = list(lines)
    lines[one], lines[two] = lines[two], lines[one]
    return lines


@pytest.mark.parametrize(
    ("entries", "contents", "expected"),
    [
        # the last line, with and without its content: incomplete, and nothing else
        (ENTRIES[:-1], CONTENTS, [("entry.missing", TWO, 3)]),
        (ENTRIES[:-1], CONTENTS[:-1], [("entry.missing", TWO, 3)]),
        (ENTRIES[:6], CONTENTS[:6], [("entry.missing", TWO, 1)]),
        ([], [], [("entry.missing", ONE, 1), ("entry.missing", TWO, 1)]),
        (without(ENTRIES, 3), CONTENTS, [("entry.missing", ONE, 4)]),
        (without(ENTRIES, 5), CONTENTS, [("entry.missing", ONE, 6)]),
        # the erasure's own entry: what it explains is no longer explained
        (
            without(ENTRIES, 4),
            CONTENTS,
            [
                ("entry.missing", ONE, 5),
                ("tombstone.no_entry", ONE, 2),
            ],
        ),
        (
            swapped(ENTRIES, 0, 1),
            CONTENTS,
            [
                ("entry.missing", ONE, 1),
                ("entry.order", ONE, 1),
                ("content.missing", ONE, 1),
            ],
        ),
        ([*ENTRIES, ENTRIES[-1]], CONTENTS, [("entry.order", TWO, 3), ("content.missing", TWO, 3)]),
        # contents
        (ENTRIES, without(CONTENTS, 3), [("content.missing", ONE, 4)]),
        (ENTRIES, CONTENTS[:-1], [("content.missing", TWO, 3)]),
        (ENTRIES, [*CONTENTS, CONTENTS[0]], [("content.orphan", ONE, 1)]),
        (ENTRIES, [*CONTENTS, b"nonsense\n"], [("content.orphan", "", 0)]),
        (ENTRIES, [*CONTENTS[:-1], b"nonsense\n"], [("content.unreadable", TWO, 3)]),
        (ENTRIES, [*CONTENTS[:-1], CONTENTS[-1][:-1]], [("content.unreadable", TWO, 3)]),
    ],
)
def test_what_is_lost_or_moved_is_named(
    entries: list[bytes], contents: list[bytes], expected: list[tuple[str, str, int]]
) -> None:
    assert named(faults(entries, contents)) == expected


def edited(row: int, change: Callable[[dict[str, object]], object]) -> list[bytes]:
    import json  # noqa: PLC0415 - used here alone

    value = json.loads(CONTENTS[row])
    change(value)
    return [*CONTENTS[:row], canonical(value) + b"\n", *CONTENTS[row + 1 :]]


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        (edited(0, lambda v: v.update(content={"text": "other"})), "content.commitment"),
        (edited(0, lambda v: v.update(salt="00" * 32)), "content.commitment"),
        (edited(0, lambda v: v.update(salt="00")), "content.unreadable"),
        (edited(0, lambda v: v.update(subject="caller:é")), "content.commitment"),
        (edited(0, lambda v: v.update(more=1)), "content.commitment"),
        (edited(0, lambda v: v.update(tail=1)), "content.unreadable"),
        (edited(0, lambda v: v.update(stream="else")), "content.unreadable"),
        (edited(1, lambda v: v.update(tombstone=1)), "tombstone.wrong"),
        (edited(1, lambda v: v.update(tombstone=2)), "tombstone.wrong"),
        (edited(1, lambda v: v.update(tombstone=4)), "tombstone.no_entry"),
        (edited(1, lambda v: v.update(tombstone=99)), "tombstone.no_entry"),
        (edited(1, lambda v: v.update(subject="")), "tombstone.wrong"),
        (edited(1, lambda v: v.update(more=1)), "content.unreadable"),
    ],
)
def test_a_content_line_that_was_rewritten_is_noticed(contents: list[bytes], expected: str) -> None:
    assert expected in [fault.code for fault in faults(ENTRIES, contents)]


def test_a_tombstone_cannot_borrow_somebody_elses_erasure() -> None:
    about, (entries, contents) = make(ONE, 4, {1: 4})
    other = bundle.parse_entry(entries[1])
    contents[1] = bundle.tombstone_line(other, 4) + b"\n"
    manifest = Manifest(**{**plain(MANIFEST), "streams": (about,)})
    codes = [fault.code for fault in BundleCheck(manifest).faults(entries, contents)]
    assert codes == ["tombstone.wrong"]


def plain(manifest: Manifest) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in Manifest.__slots__}  # type: ignore[attr-defined]  # a dataclass with slots


def test_entries_of_a_stream_that_is_not_listed_are_refused() -> None:
    manifest = Manifest(**{**plain(MANIFEST), "streams": ()})
    found = list(BundleCheck(manifest).faults(ENTRIES, CONTENTS))
    assert found[0].code == "entry.stream"
    elsewhere = make("8b26112c-2837-4701-8446-3aee48f20187", 1, {})[1][0]
    assert named(faults(elsewhere + ENTRIES[1:], CONTENTS))[0] == ("entry.stream", ONE, 1)


@given(TEXT, TEXT, st.dictionaries(TEXT, TEXT | st.integers(-9, 9)))
def test_content_lines_are_canonical_and_give_their_commitment(
    subject: str, kind: str, content: dict[str, object]
) -> None:
    body = chain.content_bytes(content, subject=subject)
    salt = b"s" * 32
    entry = Entry(ONE, 7, "", "a", kind, subject, "", "", False, "")
    line = bundle.content_line(entry, salt=salt, plain=body)
    whole = {
        "content": content,
        "salt": salt.hex(),
        "sequence": 7,
        "stream": ONE,
        "subject": subject,
    }
    assert line == canonical(whole)
    read = bundle.parse_content(line + b"\n")
    assert read.commitment() == chain.commitment(body, salt=salt)
    tomb = {"sequence": 7, "stream": ONE, "subject": subject, "tombstone": 9}
    assert bundle.tombstone_line(entry, 9) == canonical(tomb)


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert bundle.parse_manifest(MANIFEST.line()) == MANIFEST


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"{", "Expecting"),
        (b"[]", "indices"),
        (b"{}", "format"),
        (MANIFEST.line().replace(b"stayline-bundle", b"other"), "format"),
        (MANIFEST.line().replace(b'"entries":6', b'"entries":"6"'), "wrong type"),
        (MANIFEST.line().replace(b'"exercise":true', b'"exercise":1'), "wrong type"),
        (MANIFEST.line() + b"\n", "canonically"),
        (MANIFEST.line().replace(b"DEMO", b"REAL"), "canonically"),
        (MANIFEST.line().replace(b'"size":1', b'"size":1,"more":1'), "more"),
    ],
)
def test_what_is_no_manifest_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(bundle.ManifestUnreadable, match=said):
        bundle.parse_manifest(raw)


def test_another_version_of_the_format_is_told_apart() -> None:
    with pytest.raises(bundle.VersionUnknown, match="version 2"):
        bundle.parse_manifest(MANIFEST.line().replace(b'"version":1', b'"version":2'))


@pytest.mark.parametrize(
    ("mode", "exercise", "banner"),
    [
        ("demo", True, "DEMO: not for real contacts"),
        ("practice", True, "PRACTICE: not for real contacts"),
        ("production", True, "EXERCISE: not a real contact"),
        ("production", False, ""),
    ],
)
def test_a_bundle_says_what_it_is(mode: str, exercise: bool, banner: str) -> None:
    about = StreamLine(ONE, "incident", ONE, exercise, chain.timestamp(BEGIN), 0, "")
    manifest = Manifest(**{**plain(MANIFEST), "streams": (about,), "mode": mode})
    assert manifest.banner == banner


def test_files_are_compared_with_the_manifest() -> None:
    listed = MANIFEST.files[0]
    assert list(file_faults(MANIFEST, [listed])) == []
    other = FileLine("entries.jsonl", "bb" * 32, 1)
    extra = FileLine("attachments/x", "bb" * 32, 1)
    assert [fault.code for fault in file_faults(MANIFEST, [])] == ["file.missing"]
    assert [fault.code for fault in file_faults(MANIFEST, [other])] == ["file.changed"]
    assert [fault.code for fault in file_faults(MANIFEST, [listed, extra])] == ["file.unlisted"]


def test_a_report_tells_changed_from_missing() -> None:
    changed = Fault("a", "integrity", "", 0, "")
    missing = Fault("b", "completeness", "", 0, "")

    def report(*found: Fault) -> tuple[bool, bool]:
        made = Report("t", 0, 0, 0, 0, found, "none")
        return made.intact, made.complete

    assert report() == (True, True)
    assert report(changed) == (False, True)
    assert report(missing) == (True, False)


def attaching(content: dict[str, object], listed: tuple[FileLine, ...]) -> list[Fault]:
    """What a check finds in one stream whose only entry attaches a file."""
    plain = chain.content_bytes(content, subject="")
    salt = bytes(32)
    about = StreamLine(ONE, "incident", ONE, True, chain.timestamp(BEGIN), 1, "")
    entry = chain.sealed_entry(
        Entry(
            stream=ONE,
            sequence=1,
            at=chain.timestamp(BEGIN),
            actor="p-ann",
            kind=bundle.KEPT,
            subject="",
            commitment=chain.commitment(plain, salt=salt),
            previous=about.genesis(),
            before_previous=False,
            hash="",
        )
    )
    manifest = Manifest(
        made_at=chain.timestamp(BEGIN),
        software="stayline 0",
        mode="demo",
        public_key="00" * 32,
        streams=(StreamLine(ONE, "incident", ONE, True, about.opened_at, 1, entry.hash),),
        files=listed,
    )
    lines = [bundle.content_line(entry, salt=salt, plain=plain) + b"\n"]
    return list(BundleCheck(manifest).faults([chain.entry_line(entry) + b"\n"], lines))


ATTACHED = {"attachment": "f-1", "sha256": "ab" * 32, "size": 7}


@pytest.mark.parametrize(
    ("content", "listed", "code"),
    [
        (ATTACHED, FileLine("attachments/f-1", "ab" * 32, 7), ""),
        (ATTACHED, FileLine("attachments/f-1", "cd" * 32, 7), "attachment.changed"),
        (ATTACHED, FileLine("attachments/f-1", "ab" * 32, 8), "attachment.changed"),
        (ATTACHED, FileLine("attachments/f-2", "ab" * 32, 7), "attachment.missing"),
        ({"attachment": "f-1"}, FileLine("attachments/f-1", "ab" * 32, 7), "attachment.missing"),
    ],
)
def test_an_entry_that_attaches_a_file_is_held_to_the_file_that_is_listed(
    content: dict[str, object], listed: FileLine, code: str
) -> None:
    assert [fault.code for fault in attaching(content, (listed,))] == ([code] if code else [])
