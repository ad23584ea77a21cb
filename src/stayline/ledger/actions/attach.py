"""Take a file into a record: hashed and sealed while it comes in, never plain on disk."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID, uuid4

import structlog

from stayline.ledger.errors import AttachmentEmpty, AttachmentNotKept, AttachmentTooLarge
from stayline.ledger.queries.attachments import BLOCK, attachments, block_aad, folder, place_of
from stayline.platform.crypto import Sealer, new_key

log = structlog.get_logger("stayline.ledger")

LARGEST: Final = 25 * 1024 * 1024
"""Bytes that one attachment has at most."""

COMING: Final = ".part"
FORGOTTEN_AFTER: Final = timedelta(hours=1)
"""A file that no entry names is somebody's who is still sending, until it is this old."""


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file, sealed on disk, that no entry names yet."""

    stream_id: UUID
    id: UUID
    size: int
    sha256: str
    key: bytes
    place: Path

    def __repr__(self) -> str:
        """Name it by its id: its key belongs in no log."""
        return f"Received({self.id})"


class Receiving:
    """A file on its way in. Give it chunks, then `finish`; or `abandon` it.

    Nothing of it is readable without the key, which stands in memory alone until its entry is
    written.
    """

    def __init__(self, stream_id: UUID) -> None:
        """Begin a file of this record.

        Raises:
            AttachmentNotKept: the data folder cannot be written.
        """
        self._stream_id, self._id, self._key = stream_id, uuid4(), new_key()
        self._sealer = Sealer(self._key)
        self._digest, self._size, self._number = hashlib.sha256(), 0, 0
        self._held = bytearray()
        place = place_of(stream_id, self._id)
        self._coming = place.with_name(place.name + COMING)
        self._file = self._opened()

    def write(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            AttachmentTooLarge: it is over 25 MB by now; it was abandoned.
            AttachmentNotKept: the disk took no more; it was abandoned.
        """
        self._size += len(chunk)
        if self._size > LARGEST:
            self.abandon()
            raise AttachmentTooLarge(largest=LARGEST)
        self._digest.update(chunk)
        self._held += chunk
        while len(self._held) > BLOCK:  # the last block is sealed as the last: keep one back
            self._seal(bytes(self._held[:BLOCK]), last=False)
            del self._held[:BLOCK]

    def finish(self) -> Received:
        """Return the file, whole and on disk.

        Raises:
            AttachmentEmpty: no byte came; nothing is left.
            AttachmentNotKept: the disk took no more; nothing is left.
        """
        if not self._size:
            self.abandon()
            raise AttachmentEmpty
        self._seal(bytes(self._held), last=True)
        place = place_of(self._stream_id, self._id)
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._coming.rename(place)
        except OSError as fault:
            raise self._not_kept(fault) from fault
        return Received(
            self._stream_id, self._id, self._size, self._digest.hexdigest(), self._key, place
        )

    def abandon(self) -> None:
        """Leave nothing of it. Told twice, nothing more happens."""
        self._file.close()
        self._coming.unlink(missing_ok=True)

    def _opened(self) -> BinaryIO:
        try:
            self._coming.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as fault:
            raise _refusal(fault) from fault
        return os.fdopen(handle, "wb")

    def _seal(self, block: bytes, *, last: bool) -> None:
        aad = block_aad(self._stream_id, self._id, self._number, last=last)
        sealed = self._sealer.seal(block, aad)
        self._number += 1
        try:
            self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        except OSError as fault:
            raise self._not_kept(fault) from fault

    def _not_kept(self, fault: OSError) -> AttachmentNotKept:
        refusal = _refusal(fault)
        try:
            self.abandon()
        except OSError:  # the disk is full: even closing writes
            self._coming.unlink(missing_ok=True)
        return refusal


def drop(received: Received) -> None:
    """Remove a file whose entry was not written after all."""
    received.place.unlink(missing_ok=True)


def sweep_attachments(*, at: datetime) -> int:
    """Remove the files that no entry names, or that nothing opens any more; return how many.

    A process that dies between the file and its entry leaves such a file, and so does an
    erasure. What is younger than an hour is left alone: its entry may be on its way.
    """
    oldest = (at - FORGOTTEN_AFTER).timestamp()
    gone = 0
    for place in sorted(folder().glob("*")):
        old = [one for one in place.glob("*") if one.stat().st_mtime < oldest]
        if not old:
            continue
        named = {str(view.id) for view in attachments(UUID(place.name))}
        for one in old:
            if one.name not in named:
                one.unlink(missing_ok=True)
                gone += 1
    if gone:
        log.info("attachments swept", count=gone)
    return gone


def _refusal(fault: OSError) -> AttachmentNotKept:
    full = fault.errno in {errno.ENOSPC, errno.EDQUOT}
    sentence = "The disk is full; nothing was attached." if full else ""
    log.error("attachment not kept", error=errno.errorcode.get(fault.errno or 0, "unknown"))
    return AttachmentNotKept(sentence)
