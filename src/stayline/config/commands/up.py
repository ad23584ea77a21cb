"""`stayline up`: the whole centre with one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from stayline.config.commands._centre import (
    load_centre,
    require_ready,
    settings_only,
    stayline_process,
    stop,
)
from stayline.config.options import Settings


@click.command()
@click.option("--single", is_flag=True, help="One process for everything: demos and tests.")
@click.option(
    "--port",
    type=int,
    help="Listen here instead of STAYLINE_PORT; 0 means 8000 or the next free one.",
)
def command(*, single: bool, port: int | None) -> None:
    """Run the web server, the watcher and the outbox sender in the foreground."""
    start(settings_only(), single=single, port=port)


def start(
    options: Settings,
    *,
    single: bool,
    port: int | None,
    notice: str = "",
    floor_tokens: Path | None = None,
) -> None:
    """Run the centre until it is told to stop; `notice` is printed after the ready line.

    With `floor_tokens` a third process plays the contacts of a demo floor.
    """
    from stayline.config.listening_port import ANY, reserved_port

    wanted = options.port if port is None else port or ANY
    try:
        chosen, keeper = reserved_port(options.bind, wanted)
    except OSError as taken:
        stop(f"Port {wanted or '8000 and up'} cannot be used: {taken}. Choose another --port.")
    host = "127.0.0.1" if options.bind in {"0.0.0.0", "::"} else options.bind  # noqa: S104 - compared, not bound
    address = f"http://{host}:{chosen}"
    line = f"Stayline is ready at {address}" + (f"\n{notice}" if notice else "")
    with keeper:
        if single:
            _single(chosen, address, line)
        else:
            sys.exit(_supervised(chosen, address, line, floor_tokens))


def _supervised(port: int, address: str, line: str, floor_tokens: Path | None) -> int:
    from stayline.config.supervisor import Child, Supervisor

    children = [
        Child("web", stayline_process("web", "--port", str(port))),
        Child("worker", stayline_process("worker")),
    ]
    if floor_tokens is not None:
        playing = stayline_process("simulate", "--url", address, "--tokens", str(floor_tokens))
        children.append(Child("demo floor", playing))
    return Supervisor(
        children=children,
        environ=dict(os.environ),
        say=_say,
        ready_url=f"{address}/readyz",
        ready_line=line,
    ).run()


def _single(port: int, address: str, line: str) -> None:
    options = load_centre()
    require_ready(options)
    from stayline.config.serving import serve_with_work

    serve_with_work(
        bind=options.bind, port=port, ready_url=f"{address}/readyz", say_ready=lambda: _say(line)
    )


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
