"""Wake other processes the moment something is committed; polling stays the truth.

On SQLite a datagram of one word goes to every Unix socket in the data folder's `wake/`; on
PostgreSQL it is NOTIFY on one channel. A lost wake-up costs a poll's interval and nothing
else. The word is a kind (`live`, `due`, `outbox`), never an id or anything personal.

NOTIFY is sent just *after* the commit: inside, it takes a lock that would make all commits of
the database queue behind one another's disk flush.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction

if TYPE_CHECKING:
    import psycopg

Kind = Literal["live", "due", "outbox"]

CHANNEL: Final = "stayline_wake"
LONGEST_PATH: Final = 100
"""A Unix socket's address holds 108 bytes on Linux."""


def wake_on_commit(kind: Kind) -> None:
    """Wake the listeners of `kind` when the caller's transaction commits; once a transaction."""
    connection = connections[DEFAULT_DB_ALIAS]
    wake = _WAKERS[kind]
    if any(entry[1] is wake for entry in connection.run_on_commit):
        return
    # Robust: the change is committed, and a failing wake-up must not look like a failed action.
    transaction.on_commit(wake, robust=True)


def wake_now(kind: Kind) -> None:
    """Wake the listeners of `kind` in every process."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        _send_datagrams(kind.encode())
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, kind])


def _waker(kind: Kind) -> Callable[[], None]:
    return lambda: wake_now(kind)


_WAKERS: Final[dict[str, Callable[[], None]]] = {
    "live": _waker("live"),
    "due": _waker("due"),
    "outbox": _waker("outbox"),
}


class Listener(Protocol):
    """Waits for wake-ups of some kinds in one thread."""

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds`; return whether somebody woke us."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


def listener(*kinds: Kind) -> Listener:
    """Return a listener for `kinds` that fits the database in use."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return SocketListener(kinds)
    return NotifyListener(kinds)


def wake_folder() -> Path:
    """Return the folder of the wake-up sockets, made when it is missing."""
    folder = settings.STAYLINE.data_dir / "wake"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(folder)


@contextlib.contextmanager
def _short(folder: Path) -> Any:  # noqa: ANN401 - a context manager of a path
    """Give a short name for a folder whose path does not fit into a socket's address."""
    if len(os.fsencode(folder)) < LONGEST_PATH - 40:
        yield folder
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield Path(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)


def _send_datagrams(word: bytes) -> None:
    try:
        names = os.listdir(settings.STAYLINE.data_dir / "wake")  # noqa: PTH208 - on every commit
    except OSError:
        return
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender,
        _short(settings.STAYLINE.data_dir / "wake") as folder,
    ):
        sender.settimeout(0)
        for name in names:
            _send_one(sender, folder / name, word)


def _send_one(sender: socket.socket, path: Path, word: bytes) -> None:
    try:
        sender.sendto(word, str(path))
    except ConnectionRefusedError:
        path.unlink(missing_ok=True)  # left by a process that was killed
    except OSError:
        return  # full, or gone this moment: its owner polls


class SocketListener:
    """A datagram socket in the data folder; other processes send to all they find there."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self._words = {kind.encode() for kind in kinds}
        folder = wake_folder()
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0)
        with _short(folder) as short:
            self._socket.bind(str(short / self._path.name))

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds` for one of our words, and take all that arrived with it."""
        until = time.monotonic() + seconds
        while True:
            ready, _, _ = select.select([self._socket], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return False
            if self._take():
                return True

    def _take(self) -> bool:
        ours = False
        with contextlib.suppress(BlockingIOError):
            while True:
                ours |= self._socket.recv(64) in self._words
        return ours

    def close(self) -> None:
        """Close the socket and remove its file."""
        self._socket.close()
        self._path.unlink(missing_ok=True)


class NotifyListener:
    """A connection of its own that LISTENs; it reconnects by itself."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = set(kinds)
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds` for one of our kinds. While the server is away, just wait."""
        import psycopg  # noqa: PLC0415 - the embedded default never loads it

        until = time.monotonic() + seconds
        try:
            connection = self._connected()
            while (left := until - time.monotonic()) > 0:
                for notify in connection.notifies(timeout=left, stop_after=1):
                    if notify.payload in self._kinds:
                        return True
        except psycopg.OperationalError:
            self.close()
            time.sleep(max(0.0, min(seconds, until - time.monotonic())))
        return False

    def _connected(self) -> psycopg.Connection[Any]:
        import psycopg  # noqa: PLC0415 - see above

        if self._connection is None:
            params = connections[DEFAULT_DB_ALIAS].get_connection_params()
            keep = ("host", "port", "user", "password", "dbname", "connect_timeout", "sslmode")
            chosen = {name: params[name] for name in keep if name in params}
            self._connection = psycopg.connect(**chosen, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
