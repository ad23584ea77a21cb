"""`stayline bench`: measures the budgets of `docs/reference/performance.md` on this machine."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

import stayline
from stayline.config.benches.figures import Figure, Scale, table
from stayline.config.benches.hose import Unexpected
from stayline.config.benches.places import ENGINES, Places
from stayline.config.rehearsal.hands import RehearsalFailed

BENCHES: Final = {
    "listening": "listening",
    "check": "check",
    "append": "append",
    "deadlines": "deadlines",
    "verify": "verify",
    "start": "start",
    "http": "over_http",
    "live": "live",
    "ring": "ring",
    "gone": "gone",
}
"""Name and module of each, in the order they run: alone first, then in a centre that is up."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quick", "scale", flag_value="quick", help="A look: small counts.")
@click.option("--full", "scale", flag_value="full", help="The budgets' own sizes; takes longer.")
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="This bench alone.")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(ENGINES),
    help="This engine alone; without it, both, as far as PostgreSQL is installed.",
)
def command(
    scale: Scale | None, only: tuple[str, ...], engines: tuple[str, ...], *, as_json: bool
) -> None:
    """Measure the budgets and print a table and a JSON object.

    Everything runs in throw-away demo centres in temporary folders, on the loopback interface;
    nothing is kept. What is asked for is a share of a raw limit where it can be, and the limit
    is measured in the same run. Run it on a machine that does nothing else.

    Exit status: 0 measured, whether or not the budgets are met, 1 something failed.
    """
    names = [name for name in BENCHES if not only or name in only]
    started = time.monotonic()
    try:
        with Places(engines or ENGINES) as places:
            figures, took = _measure(places, names, scale or "usual")
            left_out = places.left_out
    except (RehearsalFailed, Unexpected, OSError) as fault:
        click.echo(f"The bench failed: {fault}", err=True)
        sys.exit(1)
    told = _about(scale or "usual", time.monotonic() - started, left_out)
    told["took"] = took
    told["figures"] = [figure.as_json() for figure in figures]
    if not as_json:
        click.echo(table(figures))
        for engine, why in left_out.items():
            click.echo(f"\n{engine} was left out: {why}")
        click.echo()
    click.echo(json.dumps(told))


def _measure(
    places: Places, names: list[str], scale: Scale
) -> tuple[list[Figure], dict[str, float]]:
    """Run the benches; return their figures, and how many seconds each of them took."""
    figures: list[Figure] = []
    took: dict[str, float] = {}
    with click.progressbar(
        names,
        label="Measuring",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda name: name,
    ) as shown:
        for name in shown:
            module = import_module(f"stayline.config.benches.{BENCHES[name]}")
            started = time.monotonic()
            figures += module.run(places, scale)
            took[name] = round(time.monotonic() - started, 1)
    return figures, took


def _about(scale: Scale, seconds: float, left_out: dict[str, str]) -> dict[str, Any]:
    """Return when, what and on which machine it was measured."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": stayline.__version__,
        "commit": _commit(),
        "scale": scale,
        "seconds": round(seconds, 1),
        "machine": {
            "cores": os.cpu_count(),
            "load": [round(one, 2) for one in os.getloadavg()],
            "system": platform.system(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "left_out": left_out,
    }


def _commit() -> str:
    """Return the commit of this checkout; empty for an installed package."""
    top = Path(stayline.__file__).parents[2]
    if not (top / ".git").exists():
        return ""
    done = subprocess.run(  # noqa: S603 - a fixed command
        ["git", "-C", str(top), "rev-parse", "--short", "HEAD"],  # noqa: S607 - the one on the path
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
