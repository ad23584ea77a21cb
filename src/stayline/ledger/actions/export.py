"""Export a record as a bundle. Handing a record over is a disclosure, and is logged first."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from stayline import __version__
from stayline.ledger.actions.append import Receipt, append_in_transaction
from stayline.ledger.errors import BundleExists, ContentLost, ExportOvertaken, RecipientRefused
from stayline.ledger.events import BundleAbandoned, BundleDisclosed
from stayline.ledger.queries.attachments import attachments, plain_blocks
from stayline.ledger.queries.keyring import ContentOpener
from stayline.ledger.queries.records import Record, records, tombstones
from stayline.ledger.queries.streams import StreamView, head
from stayline.platform import age
from stayline.platform.actors import Actor
from stayline.platform.bundle import Draft, write_encrypted, write_folder
from stayline.platform.crypto import keys
from stayline.platform.errors import Invalid
from stayline.platform.transactions import action
from stayline_core import bundle, chain


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that was written: where, how many entries, and the log's word for it."""

    target: Path
    entries: int
    encrypted: bool
    disclosures: tuple[Receipt, ...]


def export_bundle(
    *,
    stream_ids: Sequence[UUID],
    target: Path,
    to: str,
    purpose: str,
    recipient: str | None,
    actor: Actor,
    at: datetime,
) -> Exported:
    """Write the whole record of `stream_ids` to `target` as a bundle, and log it first.

    With `recipient` (an `age1…` line) the bundle is one encrypted file, without it a plain
    folder. The disclosure is an entry of each stream, written before anything is read, so the
    bundle holds its own disclosure. An export that then fails is logged as abandoned; one whose
    process dies leaves the disclosure logged and no bundle.

    This is no action: it is the disclosure's action, then reading, then a file.

    Raises:
        Invalid: no stream, recipient's name or purpose, or no folder to write to.
        BundleExists: something stands at `target`.
        RecipientRefused: `recipient` is no public key.
        StreamNotFound: no stream has one of the ids.
        ExportOvertaken: somebody was erased from the record in the same moment.
        OSError: the bundle could not be written; nothing is left behind.
    """
    key = _checked(stream_ids, target, to=to, purpose=purpose, recipient=recipient)
    keys().public_key()  # an installation without a key logs no disclosure that it cannot make
    event = BundleDisclosed(
        to=to.strip(),
        purpose=purpose.strip(),
        form="encrypted" if key else "plain",
        recipient=recipient.strip() if recipient else None,
    )
    receipts = log_disclosure(stream_ids=stream_ids, event=event, actor=actor, at=at)
    filling = _Filling(stream_ids, at)
    try:
        if key is None:
            write_folder(target, filling, keys().sign)
        else:
            write_encrypted(target, filling, keys().sign, key)
    except Exception as fault:
        log_abandoned(receipts=receipts, why=_why(fault), actor=actor, at=at)
        if isinstance(fault, FileExistsError):
            raise BundleExists(target=target.name) from fault
        raise
    return Exported(target, filling.entries, key is not None, tuple(receipts))


@action
def log_disclosure(
    *, stream_ids: Sequence[UUID], event: BundleDisclosed, actor: Actor, at: datetime
) -> list[Receipt]:
    """Log in each stream that its record is about to be handed over.

    Raises:
        StreamNotFound: no stream has one of the ids.
    """
    # In the order of the ids, which is the order of the heads' locks everywhere.
    return [append_in_transaction(one, event, actor=actor, at=at) for one in sorted(stream_ids)]


@action
def log_abandoned(
    *, receipts: Sequence[Receipt], why: str, actor: Actor, at: datetime
) -> list[Receipt]:
    """Log in each stream that the export with these disclosures did not come about."""
    return [
        append_in_transaction(
            one.stream_id,
            BundleAbandoned(disclosure=one.sequence, why=why),
            actor=actor,
            at=at,
        )
        for one in receipts
    ]


class _Filling:
    """Reads the streams up to their present heads into a draft."""

    def __init__(self, stream_ids: Sequence[UUID], at: datetime) -> None:
        self._stream_ids = stream_ids
        self._at = at
        self.entries = 0

    def __call__(self, draft: Draft) -> bundle.Manifest:
        self.entries = 0
        heads = [head(stream_id) for stream_id in self._stream_ids]
        for stream in heads:
            self._stream(stream, draft)
        return bundle.Manifest(
            made_at=chain.timestamp(self._at),
            software=f"stayline {__version__}",
            mode=settings.STAYLINE.mode,
            public_key=keys().public_key().hex(),
            streams=tuple(_listed(stream) for stream in heads),
            files=draft.files(),
        )

    def _stream(self, stream: StreamView, draft: Draft) -> None:
        opener = ContentOpener(stream.id)
        erasures = {subject: sequence for sequence, subject in tombstones(stream.id)}
        for record in records(stream.id, to=stream.sequence):
            draft.add(chain.entry_line(record.entry), _content(record, opener, erasures))
            self.entries += 1
        for view in attachments(stream.id):
            if view.sequence <= stream.sequence:
                draft.attach(str(view.id), functools.partial(plain_blocks, view))


def _content(record: Record, opener: ContentOpener, erasures: Mapping[str, int]) -> bytes:
    entry = record.entry
    if record.sealed is not None and record.salt is not None:
        plain = opener.open(entry.sequence, entry.subject, record.sealed)
        return bundle.content_line(entry, salt=record.salt, plain=plain)
    tombstone = erasures.get(entry.subject, 0)
    if tombstone > entry.sequence:
        return bundle.tombstone_line(entry, tombstone)
    if any(subject == entry.subject for _, subject in tombstones(UUID(entry.stream))):
        raise ExportOvertaken(stream=entry.stream)
    raise ContentLost(stream=entry.stream, sequence=entry.sequence)


def _listed(stream: StreamView) -> bundle.StreamLine:
    return bundle.StreamLine(
        stream=str(stream.id),
        kind=stream.kind,
        subject_id=str(stream.subject_id),
        exercise=stream.exercise,
        opened_at=chain.timestamp(stream.opened_at),
        entries=stream.sequence,
        head=stream.head_hash,
    )


def _checked(
    stream_ids: Sequence[UUID], target: Path, *, to: str, purpose: str, recipient: str | None
) -> bytes | None:
    """Return the recipient's raw key, if any, once everything given can be used."""
    needed = {
        "streams": (bool(stream_ids), "Say which record to export."),
        "to": (bool(to.strip()), "Say who gets the record."),
        "purpose": (bool(purpose.strip()), "Say what the record is handed over for."),
        "target": (target.parent.is_dir(), f"There is no folder {target.parent}."),
    }
    faults = {name: mend for name, (given, mend) in needed.items() if not given}
    if faults:
        raise Invalid(faults)
    if target.exists() or target.is_symlink():
        raise BundleExists(target=target.name)
    if recipient is None:
        return None
    try:
        return age.recipient_key(recipient)
    except age.NotAKey as fault:
        raise RecipientRefused(f"This is no key to encrypt to: {fault}.") from fault


def _why(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return "it could not be written"
    return "it was overtaken by an erasure" if isinstance(fault, ExportOvertaken) else "damage"
