"""Which port to listen on, and whether somebody answers there yet."""

from __future__ import annotations

import socket
import urllib.request
from http import HTTPStatus
from typing import Final

FIRST: Final = 8000
TRIED: Final = 100


def free_port(bind: str, wanted: int) -> int:
    """Return a port that nobody listens on at `bind`.

    Raises:
        OSError: the wanted one is taken, or none of the next hundred is free.
    """
    if wanted:
        _try(bind, wanted)
        return wanted
    for port in range(FIRST, FIRST + TRIED):
        try:
            _try(bind, port)
        except OSError:
            continue
        return port
    raise OSError(f"no port from {FIRST} to {FIRST + TRIED - 1} is free")


def answers(url: str) -> bool:
    """Return whether our own server at `url` answers 200 within a second."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - our own address
            return bool(response.status == HTTPStatus.OK)
    except OSError:
        return False


def _try(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # Bound and let go. Without SO_REUSEPORT it fails while any server has the port, even one
    # that would share it.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((bind.strip("[]"), port))
        probe.listen(1)
