"""The bundle: a record as files that anybody can verify without this system.

`entries.jsonl` holds one canonical entry a line, stream after stream, each from 1 to its head.
`contents.jsonl` holds one line for each entry in the same order: its content with the salt, or
the erasure that took it. `manifest.json` says which streams there are, how far they reach and
what the files' digests are; it is what gets signed. `docs/reference/bundle.md` is the format.

`bundle_check` verifies these lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from json.encoder import encode_basestring
from typing import Any, Final, TypeVar

from stayline_core import chain
from stayline_core.canonical import canonical
from stayline_core.chain import Entry

FORMAT: Final = "stayline-bundle"
VERSION: Final = 1

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
ENTRIES: Final = "entries.jsonl"
CONTENTS: Final = "contents.jsonl"
ATTACHMENTS: Final = "attachments"
KEPT: Final = "ledger.attachment.kept"
"""The kind of an entry that says which file belongs to the record, and with which digest."""

BANNERS: Final = {
    "demo": "DEMO: not for real contacts",
    "practice": "PRACTICE: not for real contacts",
    "production": "",
}
"""What a bundle says about itself in each mode of the installation."""


class ManifestUnreadable(ValueError):
    """The manifest is no manifest: broken JSON, or members that are missing or of a wrong type."""


class VersionUnknown(ValueError):
    """The bundle was written in a version of the format that this program does not know."""


@dataclass(frozen=True, slots=True)
class StreamLine:
    """One stream as the manifest lists it."""

    stream: str
    kind: str
    subject_id: str
    exercise: bool
    opened_at: str
    entries: int
    head: str

    def genesis(self) -> str:
        """Return the digest before the stream's first entry."""
        return chain.genesis(
            stream=self.stream,
            kind=self.kind,
            subject_id=self.subject_id,
            exercise=self.exercise,
            opened_at=self.opened_at,
        )


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as the manifest lists it: SHA-256 in hexadecimal and size in bytes."""

    name: str
    sha256: str
    size: int


L = TypeVar("L", StreamLine, FileLine)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says it holds."""

    made_at: str
    software: str
    mode: str
    public_key: str
    streams: tuple[StreamLine, ...]
    files: tuple[FileLine, ...]

    def line(self) -> bytes:
        """Return the bytes of `manifest.json`, which are what the signature covers."""
        value = {
            "banner": self.banner,
            "files": [
                {"name": file.name, "sha256": file.sha256, "size": file.size} for file in self.files
            ],
            "format": FORMAT,
            "made_at": self.made_at,
            "mode": self.mode,
            "public_key": self.public_key,
            "software": self.software,
            "streams": [
                {
                    "entries": stream.entries,
                    "exercise": stream.exercise,
                    "head": stream.head,
                    "kind": stream.kind,
                    "opened_at": stream.opened_at,
                    "stream": stream.stream,
                    "subject_id": stream.subject_id,
                }
                for stream in self.streams
            ],
            "version": VERSION,
        }
        return canonical(value) + b"\n"

    @property
    def banner(self) -> str:
        """What a reader must know before anything else: demo, practice or exercise."""
        if self.mode == "production" and any(stream.exercise for stream in self.streams):
            return "EXERCISE: not a real contact"
        return BANNERS.get(self.mode, "")


def parse_manifest(raw: bytes) -> Manifest:
    """Return the manifest that `raw` holds.

    Raises:
        VersionUnknown: it names another version of the format.
        ManifestUnreadable: it is not a manifest.
    """
    try:
        value = json.loads(raw)
        if value["format"] != FORMAT:
            raise ManifestUnreadable(f"its format is not {FORMAT}")
        if value["version"] != VERSION:
            raise VersionUnknown(f"version {value['version']}; this program reads {VERSION}")
        manifest = Manifest(
            made_at=value["made_at"],
            software=value["software"],
            mode=value["mode"],
            public_key=value["public_key"],
            streams=tuple(_typed(StreamLine(**stream)) for stream in value["streams"]),
            files=tuple(_typed(FileLine(**file)) for file in value["files"]),
        )
        written = manifest.line()
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        if isinstance(fault, (VersionUnknown, ManifestUnreadable)):
            raise
        raise ManifestUnreadable(str(fault)) from fault
    if written != raw:
        raise ManifestUnreadable("it is not written canonically")
    return manifest


def _typed(line: L) -> L:
    """Return `line` if every member has the type that it is declared with."""
    types = {"str": str, "int": int, "bool": bool}
    for member in fields(line):
        if type(getattr(line, member.name)) is not types[str(member.type)]:
            raise ManifestUnreadable(f"{member.name} has a wrong type")
    return line


def content_line(entry: Entry, *, salt: bytes, plain: bytes) -> bytes:
    """Return the line of an entry whose content is there; `plain` is `chain.content_bytes`."""
    tail = _content_tail(entry.stream, entry.sequence, entry.subject, salt.hex())
    return plain[: len(plain) - len(_plain_tail(entry.subject))] + tail


def tombstone_line(entry: Entry, tombstone: int) -> bytes:
    """Return the line of an entry whose content the erasure at `tombstone` took."""
    return (
        f'{{"sequence":{entry.sequence:d},"stream":"{entry.stream}",'
        f'"subject":{encode_basestring(entry.subject)},"tombstone":{tombstone:d}}}'
    ).encode()


def parse_entry(raw: bytes) -> Entry:
    """Return the entry of one line, line end and all; every byte must be in its place.

    Raises:
        ValueError: it is no entry, or not written canonically; the text says what is wrong.
    """
    if not raw.endswith(b"\n"):
        raise ValueError("the line has no end")
    try:
        entry = Entry(**json.loads(raw))
        written = chain.entry_line(entry)
    except (TypeError, ValueError, RecursionError):
        raise ValueError("it is no entry that can be read") from None
    if written != raw[:-1]:
        raise ValueError("it is not written canonically")
    return entry


@dataclass(slots=True)
class Content:
    """One line of `contents.jsonl`: content with its salt, or the erasure that took it."""

    stream: str
    sequence: int
    subject: str
    tombstone: int
    salt: bytes
    plain: bytes

    def attachment(self) -> FileLine | None:
        """Return the file that the content of a `KEPT` entry speaks of; None: it speaks of none."""
        try:
            said = json.loads(self.plain)["content"]
            return FileLine(
                f"{ATTACHMENTS}/{said['attachment']}", str(said["sha256"]), int(said["size"])
            )
        except (KeyError, TypeError, ValueError):
            return None

    def commitment(self) -> str:
        """Return the commitment that this content gives."""
        return chain.commitment(self.plain, salt=self.salt)


def parse_content(raw: bytes) -> Content:
    """Return the content of one line, line end and all.

    Raises:
        ValueError: it is no content, or not written canonically.
    """
    if not raw.endswith(b"\n"):
        raise ValueError("the line has no end")
    try:
        value = json.loads(raw)
        return _tombstone(value, raw) if "tombstone" in value else _whole(value, raw)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ValueError("it cannot be read, or is not written canonically") from None


def _tombstone(value: dict[str, Any], raw: bytes) -> Content:
    if canonical(value) != raw[:-1] or set(value) != _TOMBSTONE_MEMBERS:
        raise ValueError
    return Content(
        value["stream"], int(value["sequence"]), value["subject"], int(value["tombstone"]), b"", b""
    )


_TOMBSTONE_MEMBERS: Final = {"stream", "sequence", "subject", "tombstone"}


def _whole(value: dict[str, Any], raw: bytes) -> Content:
    # The content's own bytes are cut out of the line, not written again: the commitment covers
    # exactly them, so whatever is not canonical in there does not give it.
    subject = value["subject"]
    tail = _content_tail(value["stream"], value["sequence"], subject, value["salt"])
    if not (raw.startswith(b'{"content":') and raw[:-1].endswith(tail)):
        raise ValueError
    plain = raw[: -1 - len(tail)] + _plain_tail(subject)
    salt = bytes.fromhex(value["salt"])
    if len(salt) != chain.SALT_BYTES:
        raise ValueError
    return Content(value["stream"], value["sequence"], subject, 0, salt, plain)


def _content_tail(stream: str, sequence: int, subject: str, salt: str) -> bytes:
    return (
        f',"salt":"{salt}","sequence":{sequence:d},"stream":"{stream}",'
        f'"subject":{encode_basestring(subject)}}}'
    ).encode()


def _plain_tail(subject: str) -> bytes:
    return f',"subject":{encode_basestring(subject)}}}'.encode()
