"""Static files, named by their content and compressed once, when they changed since last time."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import Storage
from whitenoise.storage import (  # type: ignore[import-untyped]  # it ships no types
    CompressedManifestStaticFilesStorage,
)

STAMP = "stamp"

NOT_OURS = ("django_htmx/",)
"""What a library brings and no page asks for: htmx stands in `vendor/`, in the version we chose."""


def collect(root: Path) -> bool:
    """Put every static file under `root`, hashed and compressed; return whether any changed.

    The next process then serves them with names that change with their content, so browsers
    keep them for ever. Without this they are served as they are.
    """
    found = _found()
    stamp = _stamp(found)
    if _read(root / STAMP) == stamp:
        return False
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    storage = CompressedManifestStaticFilesStorage(location=str(root), base_url=settings.STATIC_URL)
    for path, (source, _) in found.items():
        storage.delete(path)
        with source.open(path) as content:
            storage.save(path, content)
    paths = {path: (storage, path) for path in found}
    for name, _hashed, outcome in storage.post_process(paths, dry_run=False):
        if isinstance(outcome, Exception):
            raise RuntimeError(f"{name}: {outcome}") from outcome  # noqa: TRY004 - a broken file
    (root / STAMP).write_text(stamp)
    return True


def _found() -> dict[str, tuple[Storage, Path]]:
    """Return every static file by its path: where it comes from, and its file."""
    found: dict[str, tuple[Storage, Path]] = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path.startswith(NOT_OURS):
                continue
            found.setdefault(path, (source, Path(source.path(path))))
    return found


def _stamp(found: dict[str, tuple[Storage, Path]]) -> str:
    digest = sha256()
    for path, (_, file) in sorted(found.items()):
        stat = file.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
