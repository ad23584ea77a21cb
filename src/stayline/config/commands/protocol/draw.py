"""`stayline protocol draw`: protocols as pictures, or as Mermaid text."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

import click

from stayline.config.commands._bars import Bars
from stayline.config.commands.protocol._documents import (
    SUFFIXES,
    catalogue_of,
    documents,
    listed,
    number,
    stop,
)
from stayline_core.protocol import Catalogue, Checked, Loaded, check, load
from stayline_core.protocol.draw import THEMES, Head, Theme, draw_mermaid, draw_svg, faults_on
from stayline_core.protocol.language import Protocol

WIDTH: Final = 1360


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the pictures should be."""

    mermaid: bool
    theme: Theme
    highlight: tuple[str, ...]
    width: int

    @property
    def ending(self) -> str:
        """The ending of the files."""
        return ".mmd" if self.mermaid else ".svg"


@click.command("draw")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder for several drawings. Without it one drawing is printed.",
)
@click.option("--mermaid", is_flag=True, help="Write Mermaid text instead of SVG.")
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    default="both",
    show_default=True,
    help="Colours; `both` follows what the reader's system prefers.",
)
@click.option("--highlight", default="", help="Steps of a walk, in order, joined by commas.")
@click.option(
    "--width",
    type=click.IntRange(240, 10_000),
    default=WIDTH,
    show_default=True,
    help="How many pixels wide it may be, where the steps allow it.",
)
@click.option(
    "--playbook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take forms/ and ladders/ from this folder instead of the installed playbook.",
)
def command(
    paths: tuple[Path, ...],
    output: Path | None,
    *,
    mermaid: bool,
    theme: Theme,
    highlight: str,
    width: int,
    playbook: Path | None,
) -> None:
    """Draw PATHS: protocol documents, or folders of them.

    The main way runs straight down; what an event or a press brings, who is rung, clocks, waits
    and ends stand on the steps. Steps that the checker has errors about are marked. A document
    that cannot be read is not drawn; the others are.

    Exit status: 0 everything was drawn, 1 a document could not be read, 2 nothing was drawn.
    """
    files = list(dict.fromkeys(file for path in paths for file in documents(path)))
    if not files:
        stop(f"There is no protocol ({', '.join(sorted(SUFFIXES))}) at {listed(paths)}.")
    wishes = Wishes(mermaid, theme, tuple(filter(None, highlight.split(","))), width)
    folder = len(files) > 1 or any(path.is_dir() for path in paths)
    if folder and output is None:
        stop(f"There are {len(files)} protocols: name a folder for the drawings with -o.")
    if folder and output is not None and output.is_file():
        stop(f"{output} is a file: name a folder for {number(len(files), 'drawing')}.")
    try:
        catalogue = catalogue_of(playbook or resources.files("stayline") / "playbook")
        drawn = _all(files, catalogue, wishes)
        whole = _written(drawn, output, wishes, folder=folder)
    except (OSError, ValueError) as fault:
        stop(f"Nothing was drawn: {fault}")
    sys.exit(0 if whole else 1)


def _all(files: list[Path], catalogue: Catalogue, wishes: Wishes) -> dict[Path, str | None]:
    """The drawing of each file; None for one that cannot be read, with its faults told."""
    drawn: dict[Path, str | None] = {}
    with ExitStack() as stack:
        told = Bars(stack, quiet=len(files) == 1)("Drawing", len(files))
        for file in files:
            loaded = load(file.read_bytes(), file=str(file))
            drawn[file] = _drawing(loaded, catalogue, wishes)
            told(1)
    for file, drawing in drawn.items():
        if drawing is None:
            _tell(load(file.read_bytes(), file=str(file)))
    return drawn


def _drawing(loaded: Loaded, catalogue: Catalogue, wishes: Wishes) -> str | None:
    protocol = loaded.protocol
    if protocol is None:
        return None
    _known(protocol, wishes.highlight, loaded.file)
    if wishes.mermaid:
        return draw_mermaid(protocol)
    checked = check(loaded, catalogue=catalogue)
    return draw_svg(
        protocol,
        highlight=wishes.highlight,
        theme=wishes.theme,
        head=head_of(checked),
        faults=faults_on(loaded, checked.findings),
        width=wishes.width,
    )


def head_of(checked: Checked) -> Head:
    """What the checker found of a protocol, for the heading of its drawing."""
    return Head(
        checked=True,
        first_ring_s=checked.first_ring_s,
        everyone_rung_s=checked.everyone_rung_s,
        longest_silence_s=checked.longest_silence_s,
    )


def _known(protocol: Protocol, highlight: tuple[str, ...], file: str) -> None:
    """Refuse a walk over steps that do not exist."""
    missing = [name for name in highlight if name not in protocol.steps]
    if missing:
        steps = ", ".join(protocol.steps)
        raise ValueError(f"{file} has no step {missing[0]}. It has: {steps}.")


def _tell(loaded: Loaded) -> None:
    for found in loaded.findings:
        place = f"{found.file}:{found.line}:{found.column}"
        click.echo(f"{place}: {found.severity} {found.code}: {found.message}", err=True)
    click.echo(f"{loaded.file}: not drawn, because it cannot be read.", err=True)


def _written(
    drawn: Mapping[Path, str | None], output: Path | None, wishes: Wishes, *, folder: bool
) -> bool:
    """Write what was drawn; is it everything?"""
    for file, drawing in drawn.items():
        if drawing is None:
            continue
        if output is None:
            click.echo(drawing, nl=False)
            continue
        inside = folder or output.is_dir()
        path = output / f"{file.stem}{wishes.ending}" if inside else output
        write_whole(path, drawing)
        click.echo(str(path))
    return None not in drawn.values()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever finds half of it.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
