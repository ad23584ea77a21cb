"""Log that a backup was taken or restored, in the record of the installation itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.config.backups.layout import Manifest
from stayline.config.events import BackupTaken, CentreRestored
from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import entries, stream_about
from stayline.outbox.actions import Waiting, free_leases_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

INSTALLATION: Final = UUID("5ca1ab1e-0005-4000-8000-000000000000")
"""What the installation's own record is about."""


def stream_in_transaction(*, at: datetime) -> UUID:
    """Return the installation's own record, opened when it is missing.

    The caller holds the transaction.
    """
    return open_stream_in_transaction(kind="system", subject_id=INSTALLATION, exercise=False, at=at)


@action
def note_backup(manifest: Manifest, *, actor: Actor, at: datetime) -> None:
    """Log that a whole backup was written."""
    event = BackupTaken(
        backup=manifest.backup,
        made_at=manifest.at,
        streams=len(manifest.heads),
        entries=manifest.entries,
        attachments=manifest.attachments,
    )
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)


@action
def note_restored(manifest: Manifest, *, erased_again: int, actor: Actor, at: datetime) -> Waiting:
    """Free what was being sent, log that the centre was restored, and return what waits."""
    waiting = free_leases_in_transaction(at=at)
    event = CentreRestored(
        backup=manifest.backup,
        made_at=manifest.at,
        streams=len(manifest.heads),
        entries=manifest.entries,
        erased_again=erased_again,
        messages=waiting.waiting,
    )
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    return waiting


def last_backup() -> datetime | None:
    """Return the moment that the newest recorded backup holds; None when there is none."""
    stream = stream_about("system", INSTALLATION)
    if stream is None:
        return None
    found = entries(stream.id, kinds=[BackupTaken.kind])
    events = [entry.event for entry in found if isinstance(entry.event, BackupTaken)]
    return max((datetime.fromisoformat(event.made_at) for event in events), default=None)
