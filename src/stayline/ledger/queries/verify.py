"""Verify the ledger where it lives: every chain, every content, every erasure.

Streams only grow, so each is read up to the head it had when it was listed, without locking
anything: a centre that is taking contacts can be verified.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from stayline.ledger.errors import AttachmentDamaged
from stayline.ledger.events import AttachmentKept
from stayline.ledger.queries.attachments import attachment_of, plain_blocks
from stayline.ledger.queries.engine import id_of, key_of, rows
from stayline.ledger.queries.keyring import ContentOpener
from stayline.ledger.queries.records import Record, chain_entries, records, tombstones
from stayline.ledger.queries.streams import StreamView, entries, streams
from stayline.platform.crypto import CannotUnseal
from stayline_core import chain
from stayline_core.anchors import KINDS, Anchors
from stayline_core.bundle_check import Report
from stayline_core.chain import Fault

STEP = 500
"""Entries after which progress is told."""


def verified(
    *, open_content: bool = True, progress: Callable[[int], object] = lambda _: None
) -> Report:
    """Return what a verification of the whole ledger found.

    Without `open_content` only the chains are walked. `progress` is told how many entries more
    were read.
    """
    check = _Check(open_content=open_content, progress=progress)
    listed = streams()
    faults = check.streams(listed)
    faults += _strays()
    return Report(
        target="db",
        streams=len(listed),
        entries=check.entries,
        contents=check.contents,
        tombstones=check.tombstones,
        faults=tuple(faults),
        origin="none",
        anchors=check.anchors.found,
    )


def spot_verified(*, streams_at_most: int = 10, entries_at_most: int = 5000) -> Report:
    """Return what a verification of the records that grew last found, each within a bound.

    A look, not a proof: `verified` reads everything. Records longer than the bound are left out.
    """
    check = _Check(open_content=True, progress=lambda _: None)
    newest = sorted(streams(), key=lambda stream: stream.head_at, reverse=True)
    listed = [stream for stream in newest if stream.sequence <= entries_at_most][:streams_at_most]
    faults = tuple(check.streams(listed))
    return Report(
        target="db",
        streams=len(listed),
        entries=check.entries,
        contents=check.contents,
        tombstones=check.tombstones,
        faults=faults,
        origin="none",
        anchors=check.anchors.found,
    )


def streams_verified(stream_ids: Collection[UUID]) -> Report:
    """Return what a verification of these records alone found: their chains and all they hold.

    Content of theirs without an entry is for `verified`, which reads everything, to find.
    """
    check = _Check(open_content=True, progress=lambda _: None)
    listed = [stream for stream in streams() if stream.id in stream_ids]
    faults = tuple(check.streams(listed))
    return Report(
        target="db",
        streams=len(listed),
        entries=check.entries,
        contents=check.contents,
        tombstones=check.tombstones,
        faults=faults,
        origin="none",
        anchors=check.anchors.found,
    )


def digest_at(stream_id: UUID, sequence: int) -> str:
    """Return the hash of one entry of a record, in hexadecimal; empty where there is none."""
    found = rows(
        "SELECT hash FROM ledger_entry WHERE stream_id = %s AND sequence = %s",
        [key_of(stream_id), sequence],
    )
    return bytes(found[0][0]).hex() if found else ""


def size() -> int:
    """Return how many entries a verification will read, for a progress bar."""
    return int(rows("SELECT coalesce(sum(head_sequence), 0) FROM ledger_stream", [])[0][0])


class _Check:
    def __init__(self, *, open_content: bool, progress: Callable[[int], object]) -> None:
        self.entries = self.contents = self.tombstones = 0
        self._open = open_content
        self._progress = progress
        self.anchors = Anchors()

    def streams(self, listed: Collection[StreamView]) -> list[Fault]:
        """Return what is wrong with each of these records, and between those that are joined."""
        found = [fault for stream in listed for fault in self.stream(stream)]
        return [*found, *self.anchors.faults({str(stream.id) for stream in listed})]

    def stream(self, stream: StreamView) -> Iterator[Fault]:
        walk = chain.Walk(str(stream.id), _genesis(stream))
        missing: list[tuple[int, str]] = []
        erasures: dict[int, str] = {}
        opener = ContentOpener(stream.id)
        for entry, record in self._read(stream):
            self.entries += 1
            if not self.entries % STEP:
                self._progress(STEP)
            yield from walk.step(entry)
            if entry.kind in KINDS:
                self.anchors.take(entry, None)
            if entry.kind == chain.ERASED:
                erasures[entry.sequence] = entry.subject
            if record is None:
                continue
            if record.sealed is None:
                missing.append((entry.sequence, entry.subject))
            else:
                yield from self._content(record, opener)
        yield from walk.finish(stream.sequence, stream.head_hash)
        yield from _beyond(stream)
        # An erasure while this runs lies behind the head that was listed: its entry is looked up.
        buried = [
            (sequence, subject, erasures.get(sequence) or _later_erasure(stream, sequence))
            for sequence, subject in tombstones(stream.id)
        ]
        yield from self._erased(str(stream.id), buried, missing)

    def _read(self, stream: StreamView) -> Iterator[tuple[chain.Entry, Record | None]]:
        if self._open:
            for record in records(stream.id, to=stream.sequence):
                yield record.entry, record
        else:
            for entry in chain_entries(stream.id, to=stream.sequence):
                yield entry, None

    def _content(self, record: Record, opener: ContentOpener) -> Iterator[Fault]:
        entry, sealed, salt = record.entry, record.sealed or b"", record.salt or b""
        self.contents += 1
        if record.subject != entry.subject:
            sentence = "its content is filed under another subject"
            yield _fault("content.subject", entry.stream, entry.sequence, sentence)
            return
        try:
            plain = opener.open(entry.sequence, entry.subject, sealed)
            fits = chain.commitment(plain, salt=salt) == entry.commitment
        except (CannotUnseal, ValueError):
            sentence = "its content does not open: it was changed, or its key is gone"
            yield _fault("content.unsealed", entry.stream, entry.sequence, sentence)
            return
        if not fits:
            sentence = "its content does not give its commitment"
            yield _fault("content.commitment", entry.stream, entry.sequence, sentence)
        elif entry.kind == AttachmentKept.kind:
            yield from self._attachment(entry)
        elif entry.kind in KINDS:
            self.anchors.take(entry, plain)

    def _attachment(self, entry: chain.Entry) -> Iterator[Fault]:
        """Yield a fault when the file that an entry attaches is not on disk as it was kept."""
        kinds = [AttachmentKept.kind]
        found = entries(UUID(entry.stream), after=entry.sequence - 1, kinds=kinds, limit=1)
        view = attachment_of(found[0])
        try:
            for _ in plain_blocks(view) if view is not None else ():
                pass
        except AttachmentDamaged:
            sentence = "the file that it attaches is gone, or was changed"
            yield _fault("attachment.changed", entry.stream, entry.sequence, sentence)

    def _erased(
        self, stream: str, buried: list[tuple[int, str, str]], missing: list[tuple[int, str]]
    ) -> Iterator[Fault]:
        newest: dict[str, int] = {}
        for sequence, subject, recorded in buried:
            if recorded == subject:
                newest[subject] = sequence
            else:
                sentence = "a tombstone stands here, and its entry records no such erasure"
                yield _fault("tombstone.no_entry", stream, sequence, sentence)
        for sequence, subject in missing:
            if newest.get(subject, 0) > sequence:
                self.tombstones += 1
            else:
                sentence = "its content is missing, and no erasure explains it"
                yield Fault("content.missing", "completeness", stream, sequence, sentence)


def _genesis(stream: StreamView) -> str:
    return chain.genesis(
        stream=str(stream.id),
        kind=stream.kind,
        subject_id=str(stream.subject_id),
        exercise=stream.exercise,
        opened_at=chain.timestamp(stream.opened_at),
    )


def _later_erasure(stream: StreamView, sequence: int) -> str:
    """Return whom an erasure behind the listed head erased; empty when there is none."""
    if sequence <= stream.sequence:
        return ""
    found = rows(
        "SELECT subject FROM ledger_entry WHERE stream_id = %s AND sequence = %s AND kind = %s",
        [key_of(stream.id), sequence, chain.ERASED],
    )
    return str(found[0][0]) if found else ""


def _beyond(stream: StreamView) -> Iterator[Fault]:
    """Yield a fault when entries lie behind the head, which no append leaves."""
    found = rows(
        "SELECT s.head_sequence, (SELECT max(e.sequence) FROM ledger_entry e "
        "WHERE e.stream_id = s.id) FROM ledger_stream s WHERE s.id = %s",
        [key_of(stream.id)],
    )
    for head, last in found:
        if (last or 0) > head:
            sentence = f"there are entries behind the head, which is at {head}"
            yield _fault("head.short", str(stream.id), head + 1, sentence)


def _strays() -> Iterator[Fault]:
    """Yield a fault for each content without its entry and each entry without its stream."""
    for stream_id, sequence in rows(
        "SELECT c.stream_id, c.sequence FROM ledger_content c LEFT JOIN ledger_entry e "
        "ON e.stream_id = c.stream_id AND e.sequence = c.sequence WHERE e.sequence IS NULL",
        [],
    ):
        yield _stray("content.orphan", stream_id, sequence, "there is content, and no entry")
    for stream_id, sequence in rows(
        "SELECT e.stream_id, min(e.sequence) FROM ledger_entry e LEFT JOIN ledger_stream s "
        "ON s.id = e.stream_id WHERE s.id IS NULL GROUP BY e.stream_id",
        [],
    ):
        yield _stray("entry.orphan", stream_id, sequence, "there are entries, and no stream")


def _stray(code: str, stream_id: UUID | str, sequence: int, sentence: str) -> Fault:
    return _fault(code, str(id_of(stream_id)), sequence, sentence)


def _fault(code: str, stream: str, sequence: int, sentence: str) -> Fault:
    return Fault(code, "integrity", stream, sequence, sentence)
