"""A centre of a rehearsal's own: a free port, a temporary data folder, gone afterwards."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.hands import RehearsalFailed

READY: Final = "Stayline is ready at "
START: Final = 45.0
"""Seconds a centre has to start."""


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre that is up: where it answers, and the token of the rehearsal."""

    url: str
    token: str
    data: Path
    process: int = 0
    """The supervisor's process id; 0 where the centre is somebody else's."""

    environ: Mapping[str, str] = field(default_factory=dict)
    """What its commands need to find it."""


@contextmanager
def own_centre(database_url: str = "", *, owner_url: str = "") -> Iterator[Centre]:
    """Start a demo centre with web and worker processes, and stop it at the end.

    On SQLite in a temporary folder unless `database_url` names another database;
    `owner_url` is the role that migrates it, where that is another one.

    Raises:
        RehearsalFailed: it did not start; what it printed is in the text.
    """
    with prepared_centre(database_url, owner_url=owner_url) as centre, running(centre) as up:
        yield up


@contextmanager
def prepared_centre(database_url: str = "", *, owner_url: str = "") -> Iterator[Centre]:
    """Prepare a demo centre without starting it: it has no address and no process yet.

    Raises:
        RehearsalFailed: it could not be prepared; what was printed is in the text.
    """
    with tempfile.TemporaryDirectory(prefix="stayline-drill-") as folder:
        data = Path(folder) / "data"
        environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("STAYLINE_") and name != "DJANGO_SETTINGS_MODULE"
        }
        environ |= {"STAYLINE_MODE": "demo", "STAYLINE_DATA_DIR": str(data)}
        if database_url:
            environ["STAYLINE_DATABASE_URL"] = database_url
        if owner_url:
            environ["STAYLINE_OWNER_DATABASE_URL"] = owner_url
        sign_ins, token = Path(folder) / "sign-ins.txt", Path(folder) / "token"
        _run(environ, "prepare-demo", "--sign-ins", str(sign_ins), "--token", str(token))
        yield Centre("", token.read_text(encoding="utf-8").strip(), data, environ=environ)


@contextmanager
def running(centre: Centre, *, command: Sequence[str] = ("up", "--port", "0")) -> Iterator[Centre]:
    """Start a prepared centre and stop it at the end; yields it with its address and process.

    Raises:
        RehearsalFailed: it did not start; what it printed is in the text.
    """
    with _up(centre.environ, command) as (url, process):
        yield replace(centre, url=url, process=process)


def _run(environ: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        stayline_process(*arguments), env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RehearsalFailed(f"stayline {arguments[0]} failed:\n{done.stderr or done.stdout}")


@contextmanager
def _up(environ: Mapping[str, str], command: Sequence[str]) -> Iterator[tuple[str, int]]:
    process = subprocess.Popen(  # noqa: S603  # our own command
        stayline_process(*command),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(process, printed), daemon=True).start()
    try:
        yield _ready(printed), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _read(process: subprocess.Popen[str], printed: queue.Queue[str]) -> None:
    if process.stdout:
        for line in process.stdout:
            printed.put(line)
    printed.put("")


def _ready(printed: queue.Queue[str]) -> str:
    seen: list[str] = []
    while True:
        try:
            line = printed.get(timeout=START)
        except queue.Empty:
            line = ""
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
        seen.append(line)
        if not line:
            raise RehearsalFailed("The centre did not start:\n" + "".join(seen[-20:]))
