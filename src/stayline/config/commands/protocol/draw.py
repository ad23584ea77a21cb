"""`stayline protocol draw`: protocols as pictures, or as Mermaid text."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from stayline.config.commands._bars import Bars
from stayline.config.commands.protocol._documents import (
    SUFFIXES,
    catalogue_of,
    documents,
    forms_beside,
    kind_of,
    number,
    stop,
)
from stayline.config.commands.protocol._one import installed, playbook_option, shipped_protocols
from stayline_core.protocol import Catalogue, Checked, Loaded, check, load, load_ladder
from stayline_core.protocol.draw import (
    THEMES,
    WIDTH,
    Head,
    Theme,
    draw_mermaid,
    draw_svg,
    faults_on,
)
from stayline_core.protocol.language import Protocol
from stayline_core.protocol.reading import did_you_mean


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
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
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
@playbook_option
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
    """Draw PATHS: protocol documents, folders of them, or shipped protocols by their id.

    The main way runs straight down; what an event or a press brings, who is rung, clocks, waits
    and ends stand on the steps. Steps that the checker has errors about are marked. A document
    that cannot be read is not drawn; the others are.

    Exit status: 0 everything was drawn, 1 a document could not be read, 2 nothing was drawn.
    """
    wishes = Wishes(mermaid, theme, tuple(filter(None, highlight.split(","))), width)
    try:
        sources = _sources(paths)
        folder = len(sources) > 1 or any(path.is_dir() for path in paths)
        _has_a_place(output, len(sources), folder=folder)
        good = [(name, one) for name, one in sources.items() if _is_ladder(one, name)]
        root = playbook or installed()
        forms = forms_beside(paths)
        catalogue = catalogue_of(root, forms_too=forms, ladders_too=good)
        labels = field_titles([*forms_in(root), *forms])
        drawn = _all(_protocols(sources), catalogue, labels, wishes)
        whole = _written(drawn, output, wishes, folder=folder)
    except (OSError, ValueError) as fault:
        stop(f"Nothing was drawn: {fault}")
    sys.exit(0 if whole else 1)


def _sources(paths: tuple[Path, ...]) -> dict[str, bytes]:
    """The documents that are named, and every document of a folder; a shipped one by its id."""
    shipped = {file.name.rsplit(".", 1)[0]: file for file in shipped_protocols()}
    found: dict[str, bytes] = {}
    for path in paths:
        if not path.exists() and str(path) in shipped:
            found[shipped[str(path)].name] = shipped[str(path)].read_bytes()
        for file in documents(path) if path.exists() else ():
            if file.suffix != ".json":
                found[str(file)] = file.read_bytes()
        if not path.exists() and str(path) not in shipped:
            raise ValueError(
                f"there is no file {path}, and no shipped protocol of that name."
                f"{did_you_mean(str(path), shipped)}"
            )
    if not _protocols(found):
        raise ValueError(f"there is no protocol ({', '.join(sorted(SUFFIXES))}) there.")
    return found


def _protocols(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is a protocol, or does not say that it is something else."""
    return {n: source for n, source in sources.items() if kind_of(source) in {"", "protocol"}}


def _is_ladder(source: bytes, name: str) -> bool:
    return kind_of(source) == "ladder" and load_ladder(source, file=name).ladder is not None


def _has_a_place(output: Path | None, count: int, *, folder: bool) -> None:
    """Refuse to print several drawings after one another, or to put them into one file."""
    if folder and output is None:
        raise ValueError(f"name a folder for {number(count, 'drawing')} with -o.")
    if folder and output is not None and output.is_file():
        raise ValueError(f"{output} is a file: name a folder for {number(count, 'drawing')}.")


def _all(
    sources: Mapping[str, bytes],
    catalogue: Catalogue,
    labels: Mapping[str, str],
    wishes: Wishes,
) -> dict[str, str | None]:
    """The drawing of each document; None for one that cannot be read, with its faults told."""
    loaded = {name: load(source, file=name) for name, source in sources.items()}
    drawn: dict[str, str | None] = {}
    with ExitStack() as stack:
        told = Bars(stack, quiet=len(loaded) == 1)("Drawing", len(loaded))
        for name, one in loaded.items():
            drawn[name] = _drawing(one, catalogue, labels, wishes)
            told(1)
    for one in loaded.values():
        if one.protocol is None:
            _tell(one)
    return drawn


def _drawing(
    loaded: Loaded, catalogue: Catalogue, labels: Mapping[str, str], wishes: Wishes
) -> str | None:
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
        head=head_of(checked, labels),
        faults=faults_on(loaded, checked.findings),
        width=wishes.width,
    )


def forms_in(playbook: Path | Traversable) -> list[Path | Traversable]:
    """The form documents of a playbook, by name."""
    folder = playbook / "forms"
    found = folder.iterdir() if folder.is_dir() else ()
    files = [file for file in found if file.name.endswith(".json")]
    return sorted(files, key=lambda file: file.name)


def field_titles(forms: Iterable[Path | Traversable]) -> dict[str, str]:
    """What the fields of some forms are called on screen; the first form that has one says it."""
    titles: dict[str, str] = {}
    for file in forms:
        for name, field in json.loads(file.read_bytes()).get("properties", {}).items():
            titles.setdefault(name, field.get("title", ""))
    return titles


def head_of(checked: Checked, labels: Mapping[str, str]) -> Head:
    """What the checker found of a protocol, and what fields are called, for its drawing."""
    return Head(
        checked=True,
        first_ring_s=checked.first_ring_s,
        everyone_rung_s=checked.everyone_rung_s,
        longest_silence_s=checked.longest_silence_s,
        labels=labels,
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
    drawn: Mapping[str, str | None], output: Path | None, wishes: Wishes, *, folder: bool
) -> bool:
    """Write what was drawn; is it everything?"""
    for name, drawing in drawn.items():
        if drawing is None:
            continue
        if output is None:
            click.echo(drawing, nl=False)
            continue
        inside = folder or output.is_dir()
        path = output / f"{Path(name).stem}{wishes.ending}" if inside else output
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
