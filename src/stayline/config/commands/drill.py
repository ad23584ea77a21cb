"""`stayline drill`: one contact from first word to verified record, through the real system."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import httpx

from stayline.config.rehearsal.centre import Centre, own_centre
from stayline.config.rehearsal.driver import Driver, Players
from stayline.config.rehearsal.hands import RehearsalFailed
from stayline.config.rehearsal.script import Script, ScriptFaulty, scenario, with_transcript
from stayline.platform.bundle import check_folder


@click.command()
@click.argument("drill")
@click.option("--plain", is_flag=True, help="irate only: no threat is made, and the agent ends it.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object.")
@click.option(
    "--transcript",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Other words: a JSON object a line, {"text": "…", "who": "caller"}.',
)
@click.option("--url", help="Drill a centre that is up, instead of one of the drill's own.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its token: exercise-flagged, with contacts:write and exercise:act.",
)
@click.option("--database-url", default="", help="For the drill's own centre, instead of SQLite.")
@click.option("--bundle", type=click.Path(path_type=Path), help="Folder that gets the bundle.")
@click.option("--agent", default="maya", help="Who plays the agent.")
def command(  # noqa: PLR0917 - one parameter an option
    drill: str,
    transcript: Path | None,
    url: str | None,
    token_file: Path | None,
    database_url: str,
    bundle: Path | None,
    agent: str,
    *,
    plain: bool,
    as_json: bool,
) -> None:
    """Run DRILL, for example self-harm: an exercise over HTTP, closed, exported and verified.

    Exit status: 0 done (a transcript may raise nothing), 1 something failed, 2 wrong use.
    """
    if (url is None) != (token_file is None):
        raise click.UsageError("Give --url and --token-file together.")
    try:
        script = scenario(drill, plain=plain)
        if transcript is not None:
            script = with_transcript(script, transcript)
    except (ScriptFaulty, OSError, UnicodeDecodeError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    story = _Story(time.monotonic())
    try:
        with ExitStack() as stack:
            if url is not None and token_file is not None:
                centre = Centre(url, _token_in(token_file), Path())
            else:
                story.tell("Starting a centre of the drill's own. Nothing of it is real.")
                centre = stack.enter_context(own_centre(database_url))
            result = _play(centre, script, Players(agent=agent), bundle, story)
    except (RehearsalFailed, httpx.HTTPError) as fault:
        click.echo(f"The drill failed: {fault}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(result))
    if result["incident"] is not None and not result["verified"]:
        sys.exit(1)


def _token_in(file: Path) -> str:
    """Return the token that a file holds; without one, say how to make it."""
    token = file.read_text(encoding="utf-8").strip()
    if not token.isascii() or not token.isprintable() or not token:
        click.echo(f"{file.name} holds no token. Make one: stayline token --drill", err=True)
        sys.exit(2)
    return token


class _Story:
    """Prints what happens with the seconds since the drill began."""

    def __init__(self, started: float) -> None:
        self.started = started

    def tell(self, sentence: str) -> None:
        click.echo(f"{time.monotonic() - self.started:6.2f} s  {sentence}")
        sys.stdout.flush()


def _play(
    centre: Centre, script: Script, players: Players, folder: Path | None, story: _Story
) -> dict[str, Any]:
    with httpx.Client(
        base_url=f"{centre.url.rstrip('/')}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=30,
    ) as http:
        driver = Driver(http, script, players, story.tell)
        played: dict[str, Any] = dataclasses.asdict(driver.play())
        played |= {"drill": script.id, "verified": False, "entries": None, "bundle": None}
        if played["incident"] is None:
            return played
        target = driver.bundle(folder or Path(tempfile.mkdtemp(prefix="stayline-bundle-")))
    played |= _verify(target, story)
    played["seconds"] = int(time.monotonic() - story.started)
    return played


def _verify(target: Path, story: _Story) -> dict[str, Any]:
    report = check_folder(target)
    sound = report.intact and report.complete
    verdict = "verified" if sound else "NOT sound"
    story.tell(f"The record of {report.entries} entries is {verdict}: {target}")
    return {"verified": sound, "entries": report.entries, "bundle": str(target)}
