"""Which port to listen on, and whether somebody answers there yet."""

from __future__ import annotations

import socket
import urllib.request
from http import HTTPStatus
from typing import Final

FIRST: Final = 8000
TRIED: Final = 100


ANY: Final = -1
"""Ask for any free port, whichever the system gives."""


def reserved_port(bind: str, wanted: int) -> tuple[int, socket.socket]:
    """Return a port that nobody has at `bind`, and a socket that keeps it until it is closed.

    The socket is bound and does not listen, so the server that shares the port with it gets
    every connection, and whoever looks for a free port meanwhile finds this one taken: two
    centres that start in the same second never answer for each other.

    Raises:
        OSError: the wanted one is taken, or none of the next hundred is free.
    """
    if wanted == ANY:
        return _reserve(bind, 0)
    if wanted:
        return _reserve(bind, wanted)
    for port in range(FIRST, FIRST + TRIED):
        try:
            return _reserve(bind, port)
        except OSError:
            continue
    raise OSError(f"no port from {FIRST} to {FIRST + TRIED - 1} is free")


def answers(url: str) -> bool:
    """Return whether our own server at `url` answers 200 within a second."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - our own address
            return bool(response.status == HTTPStatus.OK)
    except OSError:
        return False


def _reserve(bind: str, port: int) -> tuple[int, socket.socket]:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    host = bind.strip("[]")
    # Without SO_REUSEPORT the probe fails while anybody has the port, even one who shares it.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
        chosen: int = probe.getsockname()[1]
    keeper = socket.socket(family, socket.SOCK_STREAM)
    try:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        keeper.bind((host, chosen))
    except OSError:
        keeper.close()
        raise
    return chosen, keeper
