"""`stayline up` in real processes: it starts, brings back what is killed, and leaves nothing."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.plugins.engines import Database

PATIENCE = 90.0


def stayline(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "stayline.config.cli", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], object], said: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE:g} s in vain: {said}")


def children(pid: int) -> dict[str, int]:
    """The processes that a supervisor started, by what they do."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError, ValueError):  # ended meanwhile
                parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if int(parent) == pid:
                    found[words[words.index(b"stayline.config.cli") + 1].decode()] = int(entry.name)
    return found


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def environ(tmp_path: Path, fresh_database: Database) -> dict[str, str]:
    """The environment of a fresh centre on this run's engine, made and migrated."""
    kept = {name: v for name, v in os.environ.items() if not name.startswith("STAYLINE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    made = kept | {
        "STAYLINE_MODE": "demo",
        "STAYLINE_DATA_DIR": str(tmp_path / "data"),
        "STAYLINE_DATABASE_URL": fresh_database.url,
    }
    if fresh_database.owner_url:
        made["STAYLINE_OWNER_DATABASE_URL"] = fresh_database.owner_url
    subprocess.run(stayline("init"), env=made, check=True, timeout=600)
    return made


class Centre:
    """A running `stayline up`."""

    def __init__(self, environ: dict[str, str], folder: Path, *options: str) -> None:
        self.port = free_port()
        self.out = folder / "out.txt"
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                stayline("up", "--port", str(self.port), *options),
                env=environ,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def answers(self, path: str = "/readyz") -> bool:
        with contextlib.suppress(OSError):
            address = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(address, timeout=2) as answer:
                return bool(answer.status == 200)
        return False

    def said(self, text: str) -> bool:
        return text in self.out.read_text()


@pytest.fixture
def centre(environ: dict[str, str], tmp_path: Path) -> Iterator[Centre]:
    made = Centre(environ, tmp_path)
    try:
        wait_for(lambda: made.said("Stayline is ready at"), "the ready line")
        yield made
    finally:
        made.process.terminate()
        try:
            made.process.wait(20)
        except subprocess.TimeoutExpired:
            made.process.kill()
            made.process.wait()


@pytest.mark.loopback
def test_what_is_killed_comes_back_and_the_end_leaves_no_process(centre: Centre) -> None:
    assert centre.said(f"Stayline is ready at http://127.0.0.1:{centre.port}")
    first = children(centre.process.pid)
    assert set(first) == {"web", "worker"}
    for name in ("worker", "web"):
        os.kill(first[name], signal.SIGKILL)
        wait_for(
            lambda name=name: children(centre.process.pid).get(name) not in {None, first[name]},
            f"a new {name}",
        )
    wait_for(centre.answers, "ready again")
    last = children(centre.process.pid)
    centre.process.send_signal(signal.SIGINT)
    assert centre.process.wait(30) == 0
    assert not [pid for pid in last.values() if alive(pid)]


@pytest.mark.loopback
def test_a_killed_parent_leaves_no_orphan(centre: Centre) -> None:
    left = children(centre.process.pid)
    centre.process.kill()
    centre.process.wait()
    wait_for(lambda: not [pid for pid in left.values() if alive(pid)], "the children's end")


@pytest.mark.loopback
def test_one_process_serves_alone_and_a_wrong_mode_is_refused(
    environ: dict[str, str], tmp_path: Path
) -> None:
    single = Centre(environ, tmp_path, "--single")
    try:
        wait_for(lambda: single.said("Stayline is ready at"), "the ready line")
        assert children(single.process.pid) == {}
        assert single.answers("/healthz")
        address = f"http://127.0.0.1:{single.port}/readyz"
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert json.load(answer)["checks"]["watcher"] == "fresh"
    finally:
        single.process.terminate()
        single.process.wait(30)
    assert single.process.returncode == 0
    other = environ | {"STAYLINE_MODE": "practice"}
    refused = subprocess.run(
        stayline("web"), env=other, capture_output=True, text=True, timeout=600, check=False
    )
    assert refused.returncode == 1
    assert re.search("made for demo.*never changed", refused.stderr)
