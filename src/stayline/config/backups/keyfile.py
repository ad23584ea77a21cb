"""The key file: what must not live on in old backups, in one place that each backup replaces.

One JSON array a line: a head; the wrapped data keys; the erasures; the columns kept apart; an
end line with the digest of all before it and this installation's signature. Without the master
key none of its keys opens anything. Without it a backup's sealed content stays sealed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from stayline.config.errors import BackupTampered, KeysUnfit
from stayline.platform.crypto import keys, signed_by

FORMAT: Final = "stayline-backup-keys/1"
SIGNED: Final = b"stayline/backup/keys/1\n"


@dataclass(frozen=True, slots=True)
class KeysHead:
    """What the key file was written with: the newest backup it serves."""

    format: str
    backup: str
    at: str
    installation: str
    entries: int


class KeyFileWriter:
    """Writes a key file beside the old one, and takes its place only by `put_in_place`."""

    def __init__(self, path: Path, head: KeysHead) -> None:
        """Begin the file: 0600 from its first byte."""
        self.path = path
        self.part = path.with_name(f".{path.name}.part")
        self._digest = hashlib.sha256()
        handle = os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._line(["head", asdict(head)])

    def key(self, row: list[Any]) -> None:
        """Add a data key: id, stream, subject, since, wrapped."""
        self._line(["key", *row])

    def erasure(self, row: list[Any]) -> None:
        """Add an erasure: stream, sequence, subject."""
        self._line(["erasure", *row])

    def apart(self, table: str, key: object, values: dict[str, object]) -> None:
        """Add what one row keeps apart."""
        self._line(["apart", table, key, values])

    def put_in_place(self) -> None:
        """End the file, make sure it is on the disk, and replace the old one by it."""
        digest = self._digest.digest()
        self._line(["end", digest.hex(), keys().sign(SIGNED + digest).hex()])
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.part.replace(self.path)
        sync_folder(self.path.parent)

    def __enter__(self) -> Self:
        """Write."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take a file that was not finished away."""
        self._file.close()
        self.part.unlink(missing_ok=True)

    def _line(self, value: list[Any]) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)


def sync_folder(folder: Path) -> None:
    """Make sure that a rename within a folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_head(path: Path, public_key: bytes) -> KeysHead:
    """Return a key file's head, once all of it was checked: its end, digest and signature.

    Raises:
        KeysUnfit: it is no key file, or of another installation's making.
        BackupTampered: it was changed or cut short.
    """
    digest, last, before = hashlib.sha256(), b"", b""
    try:
        with path.open("rb") as file:
            first = file.readline()
            digest.update(first)
            for line in file:
                digest.update(before)
                before = last = line
    except OSError as fault:
        raise KeysUnfit(f"The key file {path} cannot be read: {fault.strerror}.") from fault
    head = _head(first)
    if head is None:
        raise KeysUnfit(f"{path} is no key file of a backup.")
    _check_end(path, last, digest.digest(), public_key)
    return head


def _head(line: bytes) -> KeysHead | None:
    try:
        word, told = json.loads(line)
        return KeysHead(**told) if word == "head" and told["format"] == FORMAT else None
    except (ValueError, TypeError, KeyError):
        return None


def _check_end(path: Path, last: bytes, digest: bytes, public_key: bytes) -> None:
    try:
        word, told, signature = json.loads(last)
        whole = word == "end" and told == digest.hex()
        signed = whole and signed_by(public_key, bytes.fromhex(signature), SIGNED + digest)
    except (ValueError, TypeError):
        whole = signed = False
    if not whole:
        raise BackupTampered(f"The key file {path} was changed or cut short.")
    if not signed:
        raise KeysUnfit(f"The key file {path} was not made by the centre of this backup.")


def lines(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lines between head and end: `key`, `erasure` or `apart`, with what it says."""
    with path.open("rb") as file:
        next(file)
        for line in file:
            word, *rest = json.loads(line)
            if word != "end":
                yield word, rest
