"""The hash chain: what an entry's digest covers, and whether a row of entries holds together.

Each stream is a chain of its own. It begins with a *genesis* digest over what never changes
about the stream (its kind, what it is about, whether it is an exercise, when it was opened).
Each entry's digest covers its header and the digest before it. The header holds a
*commitment*: a salted digest of the content, so that content can be erased and the chain
still verifies (`design.md` 3.3, S3-10).

Every digest is SHA-256 over a prefix that names what is hashed, then canonical JSON: bytes
made for one purpose can never pass for another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Final, Literal, NamedTuple

from stayline_core.canonical import canonical

STREAM_PREFIX: Final = b"stayline/ledger/stream/1\n"
ENTRY_PREFIX: Final = b"stayline/ledger/entry/1\n"
CONTENT_PREFIX: Final = b"stayline/ledger/content/1\n"

SALT_BYTES: Final = 32
DIGEST_BYTES: Final = 32

ERASED: Final = "ledger.subject.erased"
"""The kind of the tombstone entry: content of its subject before it is gone for good."""

NAIVE: Final = "a time without a zone cannot go into the log"

Aspect = Literal["integrity", "completeness"]


class Entry(NamedTuple):
    """One entry of one stream: the header that its digest covers, and the digest.

    Digests are lower-case hexadecimal; `at` is a UTC time as `timestamp` writes it.
    """

    stream: str
    sequence: int
    at: str
    actor: str
    kind: str
    subject: str
    commitment: str
    previous: str
    before_previous: bool
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a record, and where.

    `aspect` tells whether something was changed (integrity) or is missing (completeness).
    `sequence` is 0 where the fault belongs to the stream as a whole, `stream` is empty where
    it belongs to the whole record.
    """

    code: str
    aspect: Aspect
    stream: str
    sequence: int
    sentence: str


def timestamp(at: datetime) -> str:
    """Return `at` in UTC with microseconds: `2026-03-01T09:30:00.000000Z`.

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(NAIVE)
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """Return the aware UTC datetime that `timestamp` wrote as `text`.

    Raises:
        ValueError: `text` is not exactly what `timestamp` writes.
    """
    at = datetime.fromisoformat(text)
    if timestamp(at) != text:
        raise ValueError(text)
    return at


def genesis(*, stream: str, kind: str, subject_id: str, exercise: bool, opened_at: str) -> str:
    """Return the digest that the first entry of a stream has as its previous one."""
    header = {
        "exercise": exercise,
        "kind": kind,
        "opened_at": opened_at,
        "stream": stream,
        "subject_id": subject_id,
    }
    return hashlib.sha256(STREAM_PREFIX + canonical(header)).hexdigest()


def content_bytes(content: dict[str, object], *, subject: str) -> bytes:
    """Return what a commitment covers and what is sealed: content and subject, canonical.

    Raises:
        NotCanonical: the content holds a float, a huge integer, or no JSON value.
    """
    return canonical({"content": content, "subject": subject})


def commitment(plain: bytes, *, salt: bytes) -> str:
    """Return the salted commitment to `plain`, which `content_bytes` made.

    The salt keeps a short content (a yes, a name) from being guessed out of its digest after
    the content was erased; it goes with the content.

    Raises:
        ValueError: `salt` is not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(CONTENT_PREFIX + salt + plain).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the digest of an entry's header; the `hash` that it carries plays no part."""
    return hashlib.sha256(ENTRY_PREFIX + _written(entry, "").encode()).hexdigest()


def sealed_entry(entry: Entry) -> Entry:
    """Return `entry` with the digest that its header has."""
    return entry._replace(hash=entry_hash(entry))


def entry_line(entry: Entry) -> bytes:
    """Return an entry as one canonical JSON object in UTF-8, without a line end."""
    return _written(entry, f'"hash":"{entry.hash}",').encode()


def _written(entry: Entry, digest_member: str) -> str:
    # The same bytes as `canonical` (a property test holds that), four times as fast: keys are
    # in order, and only text that people choose needs escaping.
    return (
        f'{{"actor":{encode_basestring(entry.actor)},"at":"{entry.at}",'
        f'"before_previous":{"true" if entry.before_previous else "false"},'
        f'"commitment":"{entry.commitment}",{digest_member}'
        f'"kind":{encode_basestring(entry.kind)},"previous":"{entry.previous}",'
        f'"sequence":{entry.sequence:d},"stream":"{entry.stream}",'
        f'"subject":{encode_basestring(entry.subject)}}}'
    )


class Walk:
    """One walk along one stream, entry by entry, keeping what the next one must fit.

    Feed the entries in the order in which the record holds them, then ask `finish` whether
    the record reaches the head. After a fault the walk goes on from what it found, so one
    damaged entry is reported once and not with everything behind it.
    """

    def __init__(self, stream: str, genesis_hash: str) -> None:
        """Begin before the first entry."""
        self.stream = stream
        self.sequence = 0
        self.seen = 0
        self._previous = genesis_hash
        self._at = ""
        self._lost = False

    def step(self, entry: Entry) -> list[Fault]:
        """Take the next entry and return what is wrong with it; usually nothing."""
        expected = self.sequence + 1
        if entry.hash != entry_hash(entry):
            return [self.damaged("entry.hash", "what it says does not give its hash")]
        if (
            entry.sequence == expected
            and entry.previous == self._previous
            and not self._lost
            and entry.before_previous == (entry.at < self._at)
        ):
            self.sequence = expected
            self.seen += 1
            self._previous = entry.hash
            self._at = entry.at
            return []
        faults = list(self._faults(entry, expected))
        self._accept(entry)
        return faults

    def damaged(self, code: str, sentence: str) -> Fault:
        """Take note that the next entry is there and cannot be trusted; name it by its place."""
        self.sequence += 1
        self.seen += 1
        self._lost = True
        return self._fault(code, self.sequence, sentence)

    def finish(self, head_sequence: int, head_hash: str) -> list[Fault]:
        """Return what is wrong with the end of the stream, given its head."""
        if self.sequence < head_sequence:
            first = self.sequence + 1
            return [_missing(self.stream, first, head_sequence, "the record ends before its head")]
        if self.sequence > head_sequence:
            sentence = f"the head says {head_sequence} entries, and there are {self.sequence}"
            return [Fault("head.short", "integrity", self.stream, self.sequence, sentence)]
        if not self._lost and self._previous != head_hash:
            sentence = "the last entry is not the one that the head names"
            return [Fault("head.hash", "integrity", self.stream, self.sequence, sentence)]
        return []

    def _accept(self, entry: Entry) -> None:
        self.seen += 1
        if entry.sequence > self.sequence:
            self.sequence = entry.sequence
            self._previous = entry.hash
            self._at = entry.at
            self._lost = False

    def _faults(self, entry: Entry, expected: int) -> Iterator[Fault]:
        sequence = entry.sequence
        if sequence < expected:
            sentence = f"it stands after entry {self.sequence}, out of order"
            yield self._fault("entry.order", sequence, sentence)
            return
        if sequence > expected:
            yield _missing(self.stream, expected, sequence - 1, "not where it belongs")
            return
        if self._lost:
            return
        if entry.previous != self._previous:
            sentence = "it does not continue the entry before it"
            yield self._fault("entry.previous", sequence, sentence)
        if entry.before_previous != (entry.at < self._at):
            sentence = "its mark for a time before its predecessor's is wrong"
            yield self._fault("entry.time_mark", sequence, sentence)

    def _fault(self, code: str, sequence: int, sentence: str) -> Fault:
        return Fault(code, "integrity", self.stream, sequence, sentence)


def _missing(stream: str, first: int, last: int, why: str) -> Fault:
    which = f"entry {first} is" if first == last else f"entries {first} to {last} are"
    return Fault("entry.missing", "completeness", stream, first, f"{which} missing: {why}")
