"""Restore: prove, lay out, fill, do erasures again, verify by the chain, and say the figures."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from stayline.config.backups import keyfile
from stayline.config.backups.filling import fill, lay_out
from stayline.config.backups.keyfile import KeysHead
from stayline.config.backups.layout import ATTACHMENTS, Manifest
from stayline.config.backups.noting import note_restored
from stayline.config.backups.place import Place
from stayline.config.backups.reading import demand_keys, demand_version, prove
from stayline.config.errors import BackupTampered
from stayline.config.migrating import migrate
from stayline.config.options import Settings
from stayline.incidents.actions.personal import forget_beside_records
from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import size, verified
from stayline.people.queries import system_actor
from stayline_core.bundle_check import Report

Progress = Callable[[int], object]
Bars = Callable[[str, int], Progress]
"""Begins a bar with this label and length."""

AGAIN: Final = "Erased again: the backup that was restored is older than the erasure."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore came to."""

    manifest: Manifest
    report: Report
    loss_seconds: float
    """From the moment the backup holds to now: what was written since is not here."""
    entries_lost: int | None
    """At least so many entries, known from a newer key file; None when that is not known."""
    outage_seconds: float
    """From the start of the restore until everything was verified."""
    erased_again: int
    messages_waiting: int
    messages_being_sent: int
    kept_aside: str
    """Where the centre that stood here before was put; empty when there was none."""

    @property
    def sound(self) -> bool:
        """Whether every record is intact and complete."""
        return self.report.intact and self.report.complete


def restore(
    options: Settings,
    folder: Path,
    manifest: Manifest,
    key_file: Path,
    *,
    replace: bool,
    started: float,
    bars: Bars = lambda _label, _length: lambda _: None,
) -> Restored:
    """Restore the backup in `folder` into this installation's database and data folder.

    `started` is the monotonic time at which the outage's figure begins.

    Raises:
        BackupTampered, OtherMasterKey, OtherVersion, KeysUnfit: it is not taken as it is.
        NotEmpty, StillRunning: there is a centre here, or it runs; nothing was changed.
    """
    prove(folder, manifest, bars("Checking", sum(line.bytes for line in manifest.files)))
    demand_version(manifest)
    newest = demand_keys(key_file, manifest)
    at = datetime.now(UTC)
    with Place(options, replace=replace, at=at) as place:
        lay_out(manifest)
        fill(folder, manifest, key_file, bars("Loading", sum(manifest.rows.values())))
        _copy_attachments(folder, place.attachments, manifest)
        place.put_attachments()
        migrate(options)
        erased = _erase_again(key_file, manifest, at)
        waiting = note_restored(
            manifest, erased_again=erased, actor=system_actor("command_line"), at=at
        )
        report = verified(progress=bars("Verifying", size()))
        place.take()
    return Restored(
        manifest=manifest,
        report=report,
        loss_seconds=(at - datetime.fromisoformat(manifest.at)).total_seconds(),
        entries_lost=_lost(newest, manifest),
        outage_seconds=time.monotonic() - started,
        erased_again=erased,
        messages_waiting=waiting.waiting,
        messages_being_sent=waiting.were_being_sent,
        kept_aside=place.kept_aside,
    )


def _lost(newest: KeysHead, manifest: Manifest) -> int | None:
    if newest.backup == manifest.backup:
        return None
    return max(0, newest.entries - manifest.entries)


def _copy_attachments(folder: Path, target: Path, manifest: Manifest) -> None:
    """Copy the sealed files, each to its old place below `target`."""
    for line in manifest.files:
        if not line.path.startswith(f"{ATTACHMENTS}/"):
            continue
        place = target / line.path.removeprefix(f"{ATTACHMENTS}/")
        if not place.resolve().is_relative_to(target.resolve()):
            raise BackupTampered(f"{line.path} points out of its folder.")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(folder / line.path, place)
        place.chmod(0o600)


def _erase_again(key_file: Path, manifest: Manifest, at: datetime) -> int:
    """Do every erasure again that came after the backup; return how many there were."""
    heads = {one.stream.replace("-", ""): one.sequence for one in manifest.heads}
    again = set()
    for word, rest in keyfile.lines(key_file):
        if word == "erasure":
            stream, sequence, subject = rest
            if sequence > heads.get(stream, sequence):
                again.add((stream, subject))
    for stream, subject in sorted(again):
        _forget(subject, at)
        erase_subject(
            stream_id=UUID(stream),
            subject=subject,
            reason=AGAIN,
            actor=system_actor("command_line"),
            at=at,
        )
    return len(again)


def _forget(subject: str, at: datetime) -> None:
    """Forget what the tables hold beside the record, where the subject is a caller."""
    kind, _, name = subject.partition(":")
    with suppress(ValueError):  # a subject whose name is no id has no row of its own
        if kind == "caller":
            forget_beside_records(contact_id=UUID(name), actor=system_actor("command_line"), at=at)
