"""Files that belong to a record: read from disk, where they lie sealed.

An attachment's own key stands in the sealed content of its entry, and nowhere else. So whoever may
read the entry may read the file, and erasing the person it speaks of leaves a file that nothing
opens. On disk it is `attachments/STREAM/ATTACHMENT` in the data folder: sealed blocks, each bound
to the file, to its place in it and to being the last or not, so no block can be moved or cut off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings

from stayline.ledger.errors import AttachmentDamaged
from stayline.ledger.events import AttachmentKept
from stayline.ledger.queries.streams import EntryView, entries
from stayline.platform.crypto import CannotUnseal, Sealer

FOLDER: Final = "attachments"
BLOCK: Final = 256 * 1024
"""Bytes of an attachment in one sealed block."""

_LENGTH: Final = 4
_AAD: Final = b"stayline/ledger/attachment/1\n"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment as the record knows it; `sha256` and `size` (bytes) are of the plain file."""

    stream_id: UUID
    id: UUID
    sequence: int
    at: datetime
    actor: str
    label: str
    name: str
    media_type: str
    size: int
    sha256: str
    key: str

    def __repr__(self) -> str:
        """Name it by its id: neither its name nor its key belongs in a log."""
        return f"AttachmentView({self.id})"


def attachments(stream_id: UUID) -> list[AttachmentView]:
    """Return the attachments of a record, the oldest first; what was erased is left out."""
    return [
        view
        for one in entries(stream_id, kinds=[AttachmentKept.kind])
        if (view := attachment_of(one)) is not None
    ]


def attachment_of(entry: EntryView) -> AttachmentView | None:
    """Return what an entry says of its attachment; None where that was erased."""
    event = entry.event
    if not isinstance(event, AttachmentKept):
        return None
    return AttachmentView(
        stream_id=entry.stream_id,
        id=UUID(event.attachment),
        sequence=entry.sequence,
        at=entry.at,
        actor=entry.actor,
        label=event.label,
        name=event.name,
        media_type=event.media_type,
        size=event.size,
        sha256=event.sha256,
        key=event.key,
    )


def place_of(stream_id: UUID, attachment_id: UUID) -> Path:
    """Return where an attachment lies."""
    return folder() / str(stream_id) / str(attachment_id)


def folder() -> Path:
    """Return the folder of all attachments, whether it is there or not."""
    return Path(settings.STAYLINE.data_dir) / FOLDER


def block_aad(stream_id: UUID, attachment_id: UUID, number: int, *, last: bool) -> bytes:
    """Return what one sealed block is bound to."""
    place = number.to_bytes(8, "big") + (b"\x01" if last else b"\x00")
    return _AAD + stream_id.bytes + attachment_id.bytes + place


def plain_blocks(view: AttachmentView) -> Iterator[bytes]:
    """Yield the plain bytes of an attachment, and check at the end that it is the one kept.

    Raises:
        AttachmentDamaged: the file is gone, was changed or cut off, or gives another digest.
    """
    digest, size = hashlib.sha256(), 0
    for block in _opened(view):
        digest.update(block)
        size += len(block)
        yield block
    if digest.hexdigest() != view.sha256 or size != view.size:
        raise AttachmentDamaged(attachment=str(view.id))


def _opened(view: AttachmentView) -> Iterator[bytes]:
    sealer = Sealer(bytes.fromhex(view.key))
    try:
        with place_of(view.stream_id, view.id).open("rb") as file:
            number, sealed = 0, _block(file)
            while sealed is not None:
                following = _block(file)
                aad = block_aad(view.stream_id, view.id, number, last=following is None)
                yield sealer.unseal(sealed, aad)
                number, sealed = number + 1, following
    except (OSError, CannotUnseal, _Short) as fault:
        raise AttachmentDamaged(attachment=str(view.id)) from fault


class _Short(Exception):
    """A block ends before its length."""


def _block(file: BinaryIO) -> bytes | None:
    length = file.read(_LENGTH)
    if not length:
        return None
    wanted = int.from_bytes(length, "big")
    found = file.read(min(wanted, 2 * BLOCK))
    if len(length) != _LENGTH or len(found) != wanted:
        raise _Short
    return found
