"""Read a backup: is it whole, as it was written, of this master key, for this version?"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from stayline.config.backups.keyfile import KeysHead, read_head
from stayline.config.backups.layout import FORMAT, MANIFEST, SIGNATURE, TABLES, Manifest
from stayline.config.errors import (
    BackupHalf,
    BackupTampered,
    KeysUnfit,
    OtherMasterKey,
    OtherVersion,
)
from stayline.platform.crypto import keys, signed_by

Progress = Callable[[int], object]
BLOCK: Final = 1024 * 1024


def manifest_of(folder: Path) -> Manifest:
    """Return what a backup says of itself; nothing is proven yet. Needs no Django.

    Raises:
        BackupHalf: there is no manifest.
        BackupTampered: it cannot be read.
        OtherVersion: its format is not known here.
    """
    path = folder / MANIFEST
    if not folder.is_dir():
        raise BackupHalf(f"There is no backup at {folder}.")
    if not path.is_file() or not (folder / SIGNATURE).is_file():
        raise BackupHalf(f"{folder} is no whole backup: its manifest, written last, is missing.")
    try:
        value: dict[str, Any] = json.loads(path.read_bytes())
        if value["format"] != FORMAT:
            raise OtherVersion(f"The form of this backup is {value['format']}, not {FORMAT}.")
        return Manifest.from_json(value)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise BackupTampered(f"The manifest in {folder} cannot be read.") from fault


def prove(folder: Path, manifest: Manifest, told: Progress) -> None:
    """Check the signature and every file's digest. `told` hears of bytes.

    Raises:
        OtherMasterKey: it was made under another master key.
        BackupTampered: something was changed, or a file is missing.
    """
    if keys().public_key().hex() != manifest.public_key:
        raise OtherMasterKey
    signature = (folder / SIGNATURE).read_bytes()
    if not signed_by(keys().public_key(), signature, (folder / MANIFEST).read_bytes()):
        raise BackupTampered("The manifest was changed: its signature does not fit.")
    for line in manifest.files:
        if _digest(folder / line.path, told) != line.sha256:
            raise BackupTampered(f"{line.path} was changed: its digest is not the manifest's.")


def _digest(path: Path, told: Progress) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                told(len(block))
    except OSError as fault:
        raise BackupTampered(f"{path.name} cannot be read: {fault.strerror}.") from fault
    return digest.hexdigest()


def demand_version(manifest: Manifest) -> None:
    """Refuse a backup that knows migrations which this version does not.

    Raises:
        OtherVersion: it was made by a newer version.
    """
    loader = MigrationLoader(connections[DEFAULT_DB_ALIAS])
    known = {f"{room}.{name}" for room, name in loader.disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise OtherVersion(
            f"It was made by Stayline {manifest.version}, which is newer: {unknown[0]} is not "
            "known here."
        )


def demand_keys(path: Path, manifest: Manifest) -> KeysHead:
    """Return the head of the key file, once it fits this backup.

    Raises:
        KeysUnfit: another centre's, or older than the backup.
        BackupTampered: it was changed or cut short.
    """
    head = read_head(path, bytes.fromhex(manifest.public_key))
    if head.installation != manifest.installation:
        raise KeysUnfit("The key file belongs to another centre.")
    if datetime.fromisoformat(head.at) < datetime.fromisoformat(manifest.at):
        raise KeysUnfit(
            f"The key file is of {head.at} and the backup of {manifest.at}: keys made between "
            "the two would be missing."
        )
    return head


def rows_of(folder: Path, table: str) -> Iterator[Any]:
    """Yield the head of a table's file, then its rows."""
    with gzip.open(folder / TABLES / f"{table}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
