"""How a running centre is harmed, and how one sees that it is well again."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg

from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.centre import Centre

THREAT = "If you shut us off on Monday, I'm going to kill myself."
EVERY = 20.0
"""Seconds of the last rung: nobody of the demo is at a screen, so it rings everyone and repeats."""


def child(centre: Centre, name: str) -> int:
    """The process id of the supervisor's child that runs `stayline NAME`."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
        if parent == centre.process and name.encode() in words:
            return int(entry.name)
    raise AssertionError(f"the centre has no child {name}")


def ready(centre: Centre) -> dict[str, str]:
    """What readiness says, check by check; empty while the centre does not answer."""
    try:
        answer = httpx.get(f"{centre.url}/readyz", timeout=2)
    except httpx.HTTPError:
        return {}
    return {**answer.json()["checks"], "status": str(answer.status_code)}


def kill(centre: Centre, name: str) -> float:
    """Kill a child as a power cut would, wait until the centre is whole again; return seconds."""
    victim = child(centre, name)
    begun = time.monotonic()
    os.kill(victim, signal.SIGKILL)

    def back() -> bool:
        try:
            return child(centre, name) != victim and ready(centre).get("status") == "200"
        except AssertionError:
            return False

    return wait(back, 60) and time.monotonic() - begun


def wait(what: Callable[[], object], seconds: float) -> float:
    """Wait until something is so; return how many seconds it took."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "it did not come in time"
        time.sleep(0.1)
    return time.monotonic() - begun


@contextmanager
def second_worker(centre: Centre, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another worker of the same centre, as on another machine; killed at the end."""
    with (folder / "second-worker.txt").open("wb") as out:
        process = subprocess.Popen(
            stayline_process("worker"), env=centre.environ, stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def disk_full(*processes: int) -> Iterator[None]:
    """No file of these processes can grow past its first 4 kB, as where no room is left."""
    before = [resource.prlimit(one, resource.RLIMIT_FSIZE) for one in processes]
    for one, (_, hard) in zip(processes, before, strict=True):
        resource.prlimit(one, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        for one, limits in zip(processes, before, strict=True):
            resource.prlimit(one, resource.RLIMIT_FSIZE, limits)


def begin(http: httpx.Client, contact: str) -> None:
    """Open a contact of one of the demo's agents."""
    http.post(
        "contacts", json={"id": contact, "agent": "demo-maya", "caller": {"country": "US"}}
    ).raise_for_status()


def say(http: httpx.Client, contact: str, number: int, text: str) -> httpx.Response:
    """Send one line, whatever the answer."""
    line = {"id": f"line-{number}", "who": "caller", "text": text}
    return http.post(f"contacts/{contact}/lines", json={"lines": [line]})


def rang_at(centre: Centre) -> list[float]:
    """When rungs rang in this centre, in seconds of the wall clock, as the log has it."""
    return [
        _seconds(at)
        for (at,) in rows(
            centre, "SELECT at FROM ledger_entry WHERE kind = 'escalation.rung.rang' ORDER BY at"
        )
    ]


def rows(centre: Centre, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the centre's database, read from outside."""
    url = centre.environ.get("STAYLINE_DATABASE_URL", f"sqlite:///{centre.data}/stayline.sqlite3")
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=90)) as embedded:
            return embedded.execute(statement).fetchall()
    with psycopg.connect(url) as server:
        return server.execute(statement).fetchall()


def _seconds(at: datetime | str) -> float:
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
