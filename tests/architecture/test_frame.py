"""The frame the tests stand in: what it refuses, and what it lets through."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError


def test_a_test_reaches_no_network_at_all() -> None:
    with pytest.raises(SocketBlockedError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.1)


@pytest.mark.loopback
def test_a_test_that_asks_reaches_this_machine() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname(), timeout=2) as connection:
            assert connection.getpeername() == listener.getsockname()


@pytest.mark.loopback
def test_a_test_that_asks_still_reaches_nothing_else() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 9), timeout=0.1)  # an address for documentation
