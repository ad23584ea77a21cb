"""From the command to the first answered page, and the memory of all its processes."""

from __future__ import annotations

import contextlib
import time
import urllib.request
from pathlib import Path
from typing import Final

from stayline.config.benches.figures import Budget, Figure, Scale, percentile
from stayline.config.benches.places import Places
from stayline.config.rehearsal.centre import running

NAME = "start"
TIMES = {"quick": 1, "usual": 2, "full": 5}
PAGE: Final = "/sign-in/"
SETTLED: Final = 1.5
"""Seconds after which memory is read: every loop has gone round."""

WAYS: Final = {
    "stayline demo": ("demo", "--port", "0"),
    "stayline up": ("up", "--port", "0"),
    "stayline up --single": ("up", "--single", "--port", "0"),
}
QUICK: Final = "stayline up"
TIME: Final = Budget(5)
MEMORY: Final = Budget(350)


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure the embedded default: its first preparation, its start, its memory."""
    places.down()
    engine = "sqlite" if "sqlite" in places.engines else places.embedded
    places.prepared(engine)
    found = [Figure(NAME, engine, "first preparation", places.prepared_in[engine], "s")]
    ways = [QUICK] if scale == "quick" else list(WAYS)
    for way in ways:
        measured = [_start(places, engine, WAYS[way]) for _ in range(TIMES[scale])]
        seconds, resident, own = (percentile(values, 0.5) for values in zip(*measured, strict=True))
        found += [
            Figure(NAME, engine, f"{way}, to the first page", seconds, "s", TIME),
            Figure(NAME, engine, f"{way}, memory (RSS, all processes)", resident, "MB", MEMORY),
            Figure(NAME, engine, f"{way}, memory (PSS, shared counted once)", own, "MB"),
        ]
    return found


def _start(places: Places, engine: str, command: tuple[str, ...]) -> tuple[float, float, float]:
    """Return seconds to the first page, and megabytes resident and proportional."""
    started = time.monotonic()
    with running(places.prepared(engine), command=command) as centre:
        with urllib.request.urlopen(centre.url + PAGE, timeout=10) as page:  # noqa: S310 - our own
            page.read()
        seconds = time.monotonic() - started
        time.sleep(SETTLED)
        group = family(centre.process)
        return seconds, sum(map(_resident, group)), sum(map(_proportional, group))


def family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError, ValueError):  # ended meanwhile
                stat = (entry / "stat").read_text(encoding="utf-8")
                parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
    found = [process]
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found


def _resident(process: int) -> float:
    return _field(process, "status", "VmRSS:")


def _proportional(process: int) -> float:
    return _field(process, "smaps_rollup", "Pss:")


def _field(process: int, file: str, name: str) -> float:
    """Return a field in kB of a process's own file as megabytes."""
    text = Path(f"/proc/{process}/{file}").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6
