"""Run the web server in this process, alone or with the worker loops beside it."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from typing import Final

import structlog
from django.db import DatabaseError, connections
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from stayline.config.asgi import make_application
from stayline.config.lifeline import hold_to_parent
from stayline.config.listening_port import answers
from stayline.config.logs import logging_config
from stayline.config.working import run_loops
from stayline.library.queries import read_in_force
from stayline.platform.errors import StaylineError
from stayline_core.signals import ear

log = structlog.get_logger("stayline.web")

CONNECTIONS: Final = 8192
"""granian's own default stops at 1,024 connections, silently."""
READY_BEAT_SECONDS: Final = 0.1


def serve(*, bind: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    hold_to_parent()
    asyncio.run(_serve(_server(bind, port)))


def serve_with_work(*, bind: str, port: int, ready_url: str, say_ready: Callable[[], None]) -> None:
    """Serve with the worker loops in threads of this process; `say_ready` once it is ready."""
    ended = threading.Event()
    work = threading.Thread(target=run_loops, args=(ended,), name="work")
    look = threading.Thread(target=_when_ready, args=(ready_url, say_ready, ended), daemon=True)
    work.start()
    look.start()
    try:
        serve(bind=bind, port=port)
    finally:
        ended.set()
        work.join()


def _server(bind: str, port: int) -> Server:
    return Server(
        make_application(),
        address=bind.strip("[]"),
        port=port,
        interface=Interfaces.ASGI,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_level=LogLevels.warning,
        log_dictconfig=logging_config("WARNING"),
    )


async def _serve(server: Server) -> None:
    # Made ready beside the first pages, so that the first line and the first ring need not wait.
    threading.Thread(target=_make_ready, name="ready", daemon=True).start()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    await server.serve()


def _make_ready() -> None:
    """Make the rules of listening, and every procedure in force, ready to be used at once."""
    ear()
    try:
        read_in_force()
    except (DatabaseError, StaylineError) as error:  # whoever needs it reads it then, and is told
        log.warning("what is in force was not read ahead", exc_info=error)
    finally:
        connections.close_all()


def _when_ready(url: str, say: Callable[[], None], ended: threading.Event) -> None:
    while not ended.wait(READY_BEAT_SECONDS):
        if answers(url):
            say()
            return
