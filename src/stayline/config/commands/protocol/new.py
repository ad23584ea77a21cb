"""`stayline protocol new`: a protocol to begin with, which the checker lets pass as it is."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Final

import click

from stayline.config.commands.protocol._documents import stop
from stayline_core.protocol.language import CLASS_OF_CHANNEL, HARMS, LEVELS
from stayline_core.protocol.skeleton import MANNERS, SkeletonRefused, Wanted, refuse_id, skeleton

SCHEMA: Final = "../schemas/protocol.schema.json"
REVIEW_AFTER: Final = dt.timedelta(days=365)
DASH: Final = "-"


@click.command("new")
@click.argument("name", metavar="ID", required=False)
@click.option("--title", help="What it is called, in the words of your agents.")
@click.option("--handles", help=f"For what, with commas: {', '.join(HARMS)}.")
@click.option("--level", help=f"The opening level: {', '.join(LEVELS)}.")
@click.option("--channels", help=f"With commas: {', '.join(CLASS_OF_CHANNEL)}.")
@click.option(
    "--schema",
    default=SCHEMA,
    show_default=True,
    help="Where your editor finds the schema, which stayline protocol schema writes.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help="The file to write; - prints it. Without it: ID.yaml.",
)
def command(
    *,
    name: str | None,
    title: str | None,
    handles: str | None,
    level: str | None,
    channels: str | None,
    schema: str,
    output: Path | None,
) -> None:
    """Begin a protocol called ID: an uncertified template that passes the checker.

    What is missing is asked for, in a terminal. The document says at each FILL IN what is
    yours to decide. A file that is there is never written over.

    Exit status: 0 written, 2 not.
    """
    asks = sys.stdin.isatty()
    name = name or _asked("ID", "Its id, such as gas-leak", asks=asks)
    try:
        refuse_id(name)
        wanted = _wanted(name, title, handles, level, channels, schema=schema, asks=asks)
        text = skeleton(wanted)
    except SkeletonRefused as refused:
        stop(str(refused))
    _write(output or Path(f"{name}.yaml"), text)


def _wanted(
    name: str,
    title: str | None,
    handles: str | None,
    level: str | None,
    channels: str | None,
    *,
    schema: str,
    asks: bool,
) -> Wanted:
    """Return what is wanted; what was not said is asked for, in a terminal."""
    usual = name.replace("-", " ").replace("_", " ").capitalize()
    title = title or (_asked("--title", "Its title", usual, asks=True) if asks else usual)
    kinds = _words(handles or _asked("--handles", f"What for ({', '.join(HARMS)})", asks=asks))
    usual = LEVELS[-1] if set(kinds) <= MANNERS else LEVELS[1]
    levels = f"The opening level ({', '.join(LEVELS)})"
    level = level or _asked("--level", levels, usual, asks=asks)
    known = f"By which channels ({', '.join(CLASS_OF_CHANNEL)})"
    channels = channels or _asked("--channels", known, "voice,chat", asks=asks)
    review = dt.datetime.now(tz=dt.UTC).date() + REVIEW_AFTER
    return Wanted(name, title, kinds, level, _words(channels), review.isoformat(), schema)


def _asked(option: str, question: str, usual: str | None = None, *, asks: bool) -> str:
    if not asks:
        stop(f"{option} is missing. {question}.")
    answer: str = click.prompt(question, default=usual, type=str)
    return answer.strip()


def _words(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in listed.split(",") if word.strip()))


def _write(file: Path, text: str) -> None:
    if str(file) == DASH:
        click.echo(text, nl=False)
        return
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        stop(f"{file} is there already, and nothing is written over it. Take -o with another name.")
    except OSError as fault:
        stop(f"{file} was not written: {fault.strerror}.")
    click.echo(f"Wrote {file}. Check it with: stayline protocol check {file}")
