"""Whether a demo centre was prepared by these very files, so that its next start is quick."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

import stayline
import stayline_core
from stayline.config.options import Settings

STAMP: Final = "prepared"
SIGN_INS: Final = "sign-ins.txt"
FLOOR_TOKENS: Final = "demo-floor.json"
LEFT_OUT: Final = frozenset({"__pycache__"})


def is_prepared(options: Settings) -> bool:
    """Return whether nothing has changed since this centre was prepared last.

    Only for the embedded database, whose file can be seen; a server's is always looked at anew.
    """
    folder = options.data_dir
    needed = [folder / SIGN_INS, folder / FLOOR_TOKENS, folder / "static" / "stamp"]
    if not options.on_sqlite or not all(one.is_file() for one in (*needed, _database(options))):
        return False
    return _read(folder / STAMP) == _fingerprint(options)


def note_prepared(options: Settings) -> None:
    """Keep by which files this centre was prepared."""
    (options.data_dir / STAMP).write_text(_fingerprint(options), encoding="utf-8")


def _database(options: Settings) -> Path:
    return Path(options.database.removeprefix("sqlite:///"))


def _fingerprint(options: Settings) -> str:
    digest = sha256(f"{stayline.__version__}\0{_database(options)}\0{options.mode}\n".encode())
    for package in (stayline, stayline_core):
        for root in package.__path__:
            for path in sorted(_files(Path(root))):
                stat = path.stat()
                digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        found += [Path(folder, name) for name in names]
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
