"""Take a backup: into a folder beside its place, whole or not at all, the manifest last."""

from __future__ import annotations

import dataclasses
import errno
import fcntl
import gzip
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

import stayline
from stayline.config.backups.keyfile import FORMAT as KEYS_FORMAT
from stayline.config.backups.keyfile import KeyFileWriter, KeysHead, sync_folder
from stayline.config.backups.layout import (
    ATTACHMENTS,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    TABLES,
    FileLine,
    Head,
    Manifest,
)
from stayline.config.backups.source import (
    Snapshot,
    Table,
    erasure_rows,
    every_table,
    key_rows,
    rows_of,
    size,
    snapshot,
)
from stayline.config.errors import BackupNotWritten, BackupRefused
from stayline.config.options import Settings
from stayline.platform.crypto import keys
from stayline.platform.http.health import pending_migrations
from stayline.platform.models import Installation

Progress = Callable[[int], object]
COMPRESSION: Final = 3
COPIED: Final = 1024 * 1024
LOCK: Final = ".being-written"
COMING: Final = ".part"
"""How an attachment's file ends that is still coming in: no entry names it yet."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole backup: where it is, and what it says of itself."""

    folder: Path
    key_file: Path
    manifest: Manifest

    @property
    def bytes(self) -> int:
        """The size of all its files."""
        return sum(file.bytes for file in self.manifest.files)


def take(
    options: Settings,
    target: Path,
    key_file: Path,
    *,
    at: datetime,
    begin: Callable[[int], Progress] = lambda _: lambda _: None,
) -> Taken:
    """Write the backup `target`, and replace `key_file`. The centre may go on taking contacts.

    `begin` is told how many rows there are, and gives what is told the progress. The key file
    takes its place first: with a newer key file the older backups still open, but a backup with
    an older one would not.

    Raises:
        BackupRefused: something stands at `target`, or the key file would lie in it, or the
            database is not at this version, or another backup to this place is running.
        BackupNotWritten: the disk is full or refuses.
    """
    target, key_file = target.absolute(), key_file.absolute()
    _demand_place(target, key_file)
    with _writing(target) as part, snapshot() as held:
        tables = every_table()
        counts = size(held, tables)
        told = begin(sum(counts.values()))
        manifest = _unfilled(options, held, counts, at)
        head = KeysHead(
            KEYS_FORMAT, manifest.backup, manifest.at, manifest.installation, manifest.entries
        )
        with KeyFileWriter(key_file, head) as apart:
            for row in key_rows(held):
                apart.key(row)
            for row in erasure_rows(held):
                apart.erasure(row)
            files = [
                _dump(part, table, _shared(held, table, apart, told)) for table in tables
            ] + _attachments(part, options.data_dir)
            whole = _sealed(part, manifest, files)
            apart.put_in_place()
    return Taken(target, key_file, whole)


def _demand_place(target: Path, key_file: Path) -> None:
    if target.exists():
        raise BackupRefused(f"Something stands at {target}; give a name that is not taken.")
    if key_file.is_relative_to(target) or key_file.is_dir():
        raise BackupRefused("The key file must lie elsewhere than the backup: give a file's name.")
    if pending := pending_migrations():
        raise BackupRefused(f"The database needs {len(pending)} migration(s): `stayline migrate`.")


@contextmanager
def _writing(target: Path) -> Iterator[Path]:
    """Give a folder beside the target that takes its name at the end, or is gone.

    What a backup that was killed left behind is taken away: its lock is free.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (part / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _clear(part)
            try:
                yield part
                (part / LOCK).unlink()
                part.rename(target)
                sync_folder(target.parent)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
    except BlockingIOError as fault:
        raise BackupRefused(f"Another backup to {target} is being written.") from fault
    except OSError as fault:
        raise BackupNotWritten(_why(fault, target)) from fault


def _why(fault: OSError, target: Path) -> str:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: {fault.filename or target}. Nothing of the backup was kept."
    return f"The backup cannot be written: {fault.filename or target}: {fault.strerror}."


def _clear(part: Path) -> None:
    for left in part.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != LOCK:
            left.unlink()


def _unfilled(options: Settings, held: Snapshot, counts: dict[str, int], at: datetime) -> Manifest:
    heads = held.select("SELECT id, head_sequence, head_hash FROM ledger_stream")
    row = Installation.objects.get()
    applied = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return Manifest(
        format=FORMAT,
        backup=str(uuid.uuid4()),
        at=at.isoformat(),
        version=stayline.__version__,
        engine=held.engine,
        mode=row.mode,
        country=options.country,
        zone=options.zone,
        installation=str(row.installation_id),
        public_key=keys().public_key().hex(),
        migrations=sorted(f"{room}.{name}" for room, name in applied),
        rows=counts,
        heads=[
            Head(str(uuid.UUID(str(stream))), sequence, bytes(digest).hex())
            for stream, sequence, digest in heads
        ],
        files=[],
    )


def _shared(
    held: Snapshot, table: Table, apart: KeyFileWriter, told: Progress
) -> Iterator[list[Any]]:
    """Yield a table's rows for the dump; what is kept apart goes into the key file instead."""
    for count, row in enumerate(rows_of(held, table), start=1):
        kept = {table.columns[place]: row[place] for place in table.apart if row[place]}
        if kept:
            apart.apart(table.name, row[table.key], kept)
        for place in table.apart:
            row[place] = ""
        if not count % 500:
            told(500)
        yield row


class _Hashed:
    """A file on its way to the disk, hashed and counted as it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _file(part: Path, path: str, lines: list[FileLine]) -> Iterator[_Hashed]:
    place = part / path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        hashed = _Hashed(file)
        yield hashed
        file.flush()
        os.fsync(file.fileno())
    lines.append(FileLine(path, hashed.size, hashed.digest.hexdigest()))


def _dump(part: Path, table: Table, rows: Iterable[list[Any]]) -> FileLine:
    lines: list[FileLine] = []
    head = {"table": table.name, "columns": table.columns, "kinds": table.kinds}
    with (
        _file(part, f"{TABLES}/{table.name}.jsonl.gz", lines) as hashed,
        gzip.GzipFile("", "wb", COMPRESSION, hashed, mtime=0) as zipped,
    ):
        zipped.write(json.dumps(head).encode() + b"\n")
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            zipped.write(line.encode() + b"\n")
    return lines[0]


def _attachments(part: Path, data_dir: Path) -> list[FileLine]:
    """Copy the sealed files. One that was erased since the snapshot is gone, and may be."""
    lines: list[FileLine] = []
    folder = data_dir / ATTACHMENTS
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.name.endswith(COMING):
            continue
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        name = f"{ATTACHMENTS}/{path.relative_to(folder).as_posix()}"
        with source, _file(part, name, lines) as hashed:
            while block := source.read(COPIED):
                hashed.write(block)
    return lines


def _sealed(part: Path, manifest: Manifest, files: list[FileLine]) -> Manifest:
    """Write the manifest and its signature, as the last files."""
    whole = dataclasses.replace(manifest, files=files)
    data = whole.to_bytes()
    ignored: list[FileLine] = []
    with _file(part, SIGNATURE, ignored) as hashed:
        hashed.write(keys().sign(data))
    with _file(part, MANIFEST, ignored) as hashed:
        hashed.write(data)
    return whole
