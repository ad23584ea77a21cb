"""Bundles on disk: write one so that no half of it ever looks whole, and check one offline.

Needs neither Django nor a database: whoever receives a bundle can check it with this module,
`stayline_core` and the `cryptography` library alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

from stayline.platform import age
from stayline.platform.crypto import signed_by
from stayline_core import bundle
from stayline_core.bundle import FileLine, Manifest
from stayline_core.bundle_check import BundleCheck, Report, file_faults
from stayline_core.chain import Fault

if TYPE_CHECKING:
    from typing_extensions import Buffer

FILES: Final = (bundle.MANIFEST, bundle.SIGNATURE, bundle.ENTRIES, bundle.CONTENTS)
BLOCK: Final = 1024 * 1024

Progress = Callable[[int], object]
"""Told how many bytes more were read."""


class CannotCheck(Exception):
    """The target could not be checked at all: it is not there, or is no bundle this reads."""


Blocks = Callable[[], Iterable[bytes]]
"""Gives the plain bytes of an attachment, block by block, as often as it is called."""


class Draft:
    """A bundle being filled: one entry with its line of content after the other."""

    def __init__(
        self, entries: IO[bytes], contents: IO[bytes], *, folder: Path | None = None
    ) -> None:
        """Write into these two files, and count as it goes.

        Attachments go into `folder`; without one they are only looked through, and kept in
        `attached` to be read once more.
        """
        self._files = {bundle.ENTRIES: entries, bundle.CONTENTS: contents}
        self._digests = {name: hashlib.sha256() for name in self._files}
        self._sizes = dict.fromkeys(self._files, 0)
        self._folder = folder
        self.attached: dict[str, tuple[int, Blocks]] = {}

    def add(self, entry: bytes, content: bytes) -> None:
        """Add one entry's line and its line of content, both without a line end."""
        self._write(bundle.ENTRIES, entry + b"\n")
        self._write(bundle.CONTENTS, content + b"\n")

    def attach(self, name: str, blocks: Blocks) -> None:
        """Add an attachment under this name, which is its id."""
        name = f"{bundle.ATTACHMENTS}/{name}"
        self._digests[name], self._sizes[name] = hashlib.sha256(), 0
        with self._place(name) as file:
            for block in blocks():
                file.write(block)
                self._digests[name].update(block)
                self._sizes[name] += len(block)
            if self._folder is not None:
                _flush(file)
        self.attached[name] = (self._sizes[name], blocks)

    def files(self) -> tuple[FileLine, ...]:
        """Return what was written so far, as the manifest lists it."""
        return tuple(
            FileLine(name, self._digests[name].hexdigest(), self._sizes[name])
            for name in sorted(self._sizes)
        )

    def _place(self, name: str) -> IO[bytes]:
        return (
            Path(os.devnull).open("wb")
            if self._folder is None
            else (self._folder / name).open("xb")
        )

    def _write(self, name: str, line: bytes) -> None:
        self._files[name].write(line)
        self._digests[name].update(line)
        self._sizes[name] += len(line)


class Filling(Protocol):
    """Fills a draft and returns its manifest."""

    def __call__(self, draft: Draft) -> Manifest:
        """Fill `draft` and return the manifest over everything in it."""
        ...


def write_folder(target: Path, fill: Filling, sign: Callable[[bytes], bytes]) -> None:
    """Write a plain bundle to the folder `target`, which appears whole or not at all.

    Raises:
        FileExistsError: something stands there.
        OSError: it could not be written; nothing is left behind.
    """
    _refuse_existing(target)
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent))
    try:
        (place / bundle.ATTACHMENTS).mkdir(mode=0o700)
        with (
            (place / bundle.ENTRIES).open("xb") as entries,
            (place / bundle.CONTENTS).open("xb") as contents,
        ):
            manifest = fill(Draft(entries, contents, folder=place)).line()
            for file in (entries, contents):
                _flush(file)
        for name, raw in ((bundle.SIGNATURE, sign(manifest)), (bundle.MANIFEST, manifest)):
            with (place / name).open("xb") as file:
                file.write(raw)
                _flush(file)
        _refuse_existing(target)
        place.rename(target)
        _flush_folder(target.parent)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def write_encrypted(
    target: Path, fill: Filling, sign: Callable[[bytes], bytes], recipient: bytes
) -> None:
    """Write a bundle as one age file that only `recipient` opens: a tar of its folder.

    What is encrypted never touches the disk in the clear.

    Raises:
        FileExistsError: something stands there.
        OSError: it could not be written; nothing is left behind.
    """
    _refuse_existing(target)
    entries, contents = io.BytesIO(), io.BytesIO()
    draft = Draft(entries, contents)
    manifest = fill(draft).line()
    parts = {
        bundle.MANIFEST: manifest,
        bundle.SIGNATURE: sign(manifest),
        bundle.ENTRIES: entries.getvalue(),
        bundle.CONTENTS: contents.getvalue(),
    }
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _write_tar(age.Encrypted(file, recipient), target.stem, parts, draft.attached)
            _flush(file)
        _refuse_existing(target)
        Path(name).rename(target)
        _flush_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_folder(
    folder: Path, *, pinned: bytes | None = None, progress: Progress = lambda _: None
) -> Report:
    """Check the bundle in `folder`, offline, and report all that is wrong with it.

    `pinned` is the raw public key of the installation that must have made it, known from
    elsewhere. Without it the report shows integrity, not origin.

    Raises:
        CannotCheck: there is no bundle, or in a version that this program does not know.
    """
    if not folder.is_dir() or not any((folder / name).exists() for name in FILES):
        raise CannotCheck(f"{folder} is no bundle: it holds none of {', '.join(FILES)}")
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        return _report(folder, None, [_file_missing(name) for name in missing], "unproven")
    raw = _read(folder / bundle.MANIFEST)
    signature = _read(folder / bundle.SIGNATURE)
    try:
        manifest = bundle.parse_manifest(raw)
    except bundle.VersionUnknown as fault:
        raise CannotCheck(f"{folder}: {fault}") from fault
    except bundle.ManifestUnreadable as fault:
        return _report(folder, None, [_whole("manifest.unreadable", f"{fault}")], "unproven")
    origin, faults = _origin(raw, signature, manifest, pinned)
    check = BundleCheck(manifest)
    entries = _Lines(folder / bundle.ENTRIES, progress)
    contents = _Lines(folder / bundle.CONTENTS, progress)
    faults += check.faults(entries, contents)
    files = [entries.rest(), contents.rest(), *_attachments(folder, progress)]
    # A line that was changed or lost is named already; the file's digest adds what no line shows.
    faults += [
        fault
        for fault in file_faults(manifest, files)
        if fault.code != "file.changed" or not faults
    ]
    return _report(folder, check, faults, origin)


def check_encrypted(
    file: Path,
    identity: bytes,
    *,
    pinned: bytes | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Open the age file at `file` for its recipient into a private folder, and check it there.

    Raises:
        CannotCheck: it does not open with this key, or holds no bundle.
    """
    with tempfile.TemporaryDirectory(prefix="stayline-verify-") as place:
        try:
            with file.open("rb") as encrypted, tempfile.TemporaryFile(dir=place) as plain:
                for chunk in age.opened(encrypted, identity):
                    plain.write(chunk)
                plain.seek(0)
                with tarfile.open(fileobj=plain, mode="r:") as tar:
                    tar.extractall(Path(place) / "bundle", filter="data")
        except (OSError, tarfile.TarError, age.CannotOpen) as fault:
            raise CannotCheck(f"{file}: {fault}") from fault
        folders = [path for path in (Path(place) / "bundle").glob("*") if path.is_dir()]
        if len(folders) != 1:
            raise CannotCheck(f"{file} holds no bundle")
        return check_folder(folders[0], pinned=pinned, progress=progress)


def size_of(target: Path) -> int:
    """Return how many bytes a check of `target` will read, for a progress bar."""
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())


class _Lines:
    """The lines of one file, with its digest and size when all of it was read."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress
        self._digest = hashlib.sha256()
        self._size = 0
        self._lines = self._read()

    def __iter__(self) -> Iterator[bytes]:
        return self._lines

    def rest(self) -> FileLine:
        for _ in self._lines:
            pass
        return FileLine(self._path.name, self._digest.hexdigest(), self._size)

    def _read(self) -> Iterator[bytes]:
        with _open(self._path) as file:
            told = 0
            for raw in file:
                self._digest.update(raw)
                self._size += len(raw)
                if self._size - told > BLOCK:
                    self._progress(self._size - told)
                    told = self._size
                yield raw
            self._progress(self._size - told)


def _origin(
    raw: bytes, signature: bytes, manifest: Manifest, pinned: bytes | None
) -> tuple[str, list[Fault]]:
    try:
        carried = bytes.fromhex(manifest.public_key)
    except ValueError:
        carried = b""
    if not signed_by(carried, signature, raw):
        sentence = "the signature does not fit the manifest"
        return "unproven", [_whole("signature.wrong", sentence)]
    if pinned is None:
        return "unproven", []
    if pinned != carried:
        sentence = "it is signed by another key than the one that was given"
        return "unproven", [_whole("signature.other_key", sentence)]
    return "proven", []


def _attachments(folder: Path, progress: Progress) -> Iterator[FileLine]:
    for path in sorted((folder / bundle.ATTACHMENTS).rglob("*")):
        if path.is_file():
            line = _Lines(path, progress).rest()
            yield FileLine(path.relative_to(folder).as_posix(), line.sha256, line.size)


def _report(folder: Path, check: BundleCheck | None, faults: list[Fault], origin: str) -> Report:
    known = {*FILES, bundle.ATTACHMENTS}
    notes = tuple(
        f"{path.name} is no part of the bundle; nothing vouches for it"
        for path in sorted(folder.iterdir())
        if path.name not in known
    )
    return Report(
        target=str(folder),
        streams=len(check.manifest.streams) if check else 0,
        entries=check.entries if check else 0,
        contents=check.contents if check else 0,
        tombstones=check.tombstones if check else 0,
        faults=tuple(faults),
        origin=origin,
        banner=check.manifest.banner if check else "",
        anchors=check.anchors.found if check else 0,
        notes=(*notes, *_elsewhere(check)),
    )


def _elsewhere(check: BundleCheck | None) -> Iterator[str]:
    """Yield a note where joined incidents are not in the bundle: nothing compares those."""
    if check and check.anchors.elsewhere:
        yield (
            f"{check.anchors.elsewhere} anchor(s) name the record of a joined incident that is "
            "not in this bundle"
        )


def _whole(code: str, sentence: str) -> Fault:
    return Fault(code, "integrity", "", 0, sentence)


def _file_missing(name: str) -> Fault:
    return Fault("file.missing", "completeness", "", 0, f"{name} is missing")


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as fault:
        raise CannotCheck(f"{path} cannot be read: {fault.strerror}") from fault


def _read(path: Path) -> bytes:
    with _open(path) as file:
        return file.read()


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise FileExistsError(str(target))


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_tar(
    out: age.Encrypted,
    name: str,
    parts: dict[str, bytes],
    attached: Mapping[str, tuple[int, Blocks]],
) -> None:
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for folder in (name, f"{name}/{bundle.ATTACHMENTS}"):
            info = tarfile.TarInfo(folder)
            info.type, info.mode = tarfile.DIRTYPE, 0o700
            tar.addfile(info)
        for part, raw in parts.items():
            info = tarfile.TarInfo(f"{name}/{part}")
            info.size, info.mode = len(raw), 0o600
            tar.addfile(info, io.BytesIO(raw))
        for part, (size, blocks) in attached.items():
            info = tarfile.TarInfo(f"{name}/{part}")
            info.size, info.mode = size, 0o600
            tar.addfile(info, io.BufferedReader(_Reading(blocks())))
    out.finish()


class _Reading(io.RawIOBase):
    """Blocks as a file that is read once."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._held = iter(blocks), b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Buffer) -> int:
        view = memoryview(into)
        while not self._held:
            found = next(self._blocks, None)
            if found is None:
                return 0
            self._held = found
        taken = self._held[: len(view)]
        self._held = self._held[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)
