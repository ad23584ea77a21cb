"""The machine: the data folder, its keys, room on the disk, the clock."""

from __future__ import annotations

import shutil
import socket
import stat
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from stayline.config.loading import KEY_FILES, SETTINGS_FILE
from stayline.config.options import Settings
from stayline.deadlines.models import Heartbeat
from stayline.platform.http.health import Finding
from stayline.platform.pdf import PACKAGES, pdf_missing

OPEN_TO_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
LEAST_FREE: Final = 1_000_000_000
"""Bytes: below them a busy day's record, a backup and the logs no longer fit."""
CLOCK_STEP: Final = 2.0
BEATS_OF_NOW: Final = timedelta(seconds=60)


def folder(options: Settings) -> Iterator[Finding]:
    """The data folder and each secret in it are there, and closed to other users."""
    place = options.data_dir
    if not place.is_dir():
        yield Finding("folder", well=False, say=f"{place} is missing; run `stayline init`")
        return
    yield _private("folder", place, "700")
    for field, name in KEY_FILES.items():
        path = place / name
        if path.exists():
            yield _private(name, path, "600")
        else:
            given = bool(getattr(options, field))
            yield Finding(name, given, "given otherwise" if given else "missing: `stayline init`")
    if (place / SETTINGS_FILE).exists():
        yield _private(SETTINGS_FILE, place / SETTINGS_FILE, "600")


def drawing() -> Iterator[Finding]:
    """Say whether certificates can be drawn as PDF; without Pango all else is well."""
    without = f"no PDF is drawn here: install the Debian packages {PACKAGES}; all else works"
    yield Finding("pdf", well=True, say=without if pdf_missing() else "ready")


def _private(name: str, path: Path, rights: str) -> Finding:
    private = not path.stat().st_mode & OPEN_TO_OTHERS
    return Finding(name, private, "private" if private else f"run `chmod {rights} {path}`")


def disk(options: Settings) -> Iterator[Finding]:
    """There is room for the record to grow; on SQLite where the database lies as well."""
    places = {options.data_dir}
    if options.on_sqlite:
        places.add(Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]).parent)
    free = min(shutil.disk_usage(place).free for place in places if place.is_dir())
    room = free >= LEAST_FREE
    say = f"{free / 1e9:.1f} GB free"
    yield Finding("disk", room, say if room else f"only {say}: make room before it is full")


def clock(at: datetime) -> Iterator[Finding]:
    """The wall clock runs as the steady one, and as the database server's."""
    offsets = [step for step in (_against_watcher(at), _against_server(at)) if step is not None]
    worst = max(offsets, key=abs, default=0.0)
    well = abs(worst) <= CLOCK_STEP
    say = f"{worst:+.1f} s: set the time by NTP; an open ladder rings again after a step"
    yield Finding("clock", well, "steady" if well else say)


def _against_watcher(at: datetime) -> float | None:
    """Return by how much the wall clock moved against the steady one since a beat of this host."""
    beats = Heartbeat.objects.filter(
        process__startswith=f"{socket.gethostname()[:40]}:", at__gt=at - BEATS_OF_NOW
    )
    newest = beats.order_by("-at").first()
    if newest is None:
        return None
    steady = time.monotonic() - newest.monotonic
    return (at - newest.at).total_seconds() - steady


def _against_server(at: datetime) -> float | None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return (theirs - at).total_seconds()
