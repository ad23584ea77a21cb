"""What `stayline doctor` looks at."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from typing import Final

from django.db import DatabaseError

from stayline.config.loading import KEY_FILES
from stayline.config.options import Settings
from stayline.outbox.queries import counts_by_state
from stayline.platform.http.health import Finding, Readiness

OPEN_TO_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def checkup(options: Settings) -> list[Finding]:
    """Return every finding; a check that fails by itself is a finding too."""
    found = [Finding("settings", well=True, say=f"valid; mode {options.mode}")]
    found += _folder(options)
    found += Readiness().findings()
    found += _or_fault("outbox", _outbox)
    return found


def _or_fault(name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except DatabaseError:
        return [Finding(name, well=False, say="the database does not answer")]


def _folder(options: Settings) -> Iterator[Finding]:
    folder = options.data_dir
    if not folder.is_dir():
        yield Finding("folder", well=False, say=f"{folder} is missing; run `stayline init`")
        return
    private = not folder.stat().st_mode & OPEN_TO_OTHERS
    yield Finding("folder", private, "private" if private else f"run `chmod 700 {folder}`")
    for field, name in KEY_FILES.items():
        path = folder / name
        if not path.exists():
            given = bool(getattr(options, field))
            yield Finding(name, given, "given otherwise" if given else "missing: `stayline init`")
        else:
            private = not path.stat().st_mode & OPEN_TO_OTHERS
            yield Finding(name, private, "private" if private else f"run `chmod 600 {path}`")


def _outbox() -> Iterator[Finding]:
    counts = counts_by_state()
    aside = counts["dead"]
    say = f"{aside} set aside: look at them" if aside else "nothing set aside"
    yield Finding("outbox", not aside, f"{say}; {counts['queued']} waiting")
