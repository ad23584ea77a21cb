"""`stayline protocol check`: everything that can happen in a protocol, and what breaks a rule."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import click

from stayline.config.commands._bars import Bars
from stayline.config.commands.protocol._documents import (
    SUFFIXES,
    catalogue_of,
    documents,
    forms_beside,
    kind_of,
    listed,
    stop,
)
from stayline.config.commands.protocol._told import told
from stayline.config.commands.protocol._wordings import check_words, finder, is_overlay
from stayline_core.protocol import Checked, check, load, load_ladder, report
from stayline_core.protocol.overlay import document_digest

ELSEWHERE: Final = {
    "advice",
    "aftercare",
    "assessment",
    "allocation",
    "authority",
    "card",
    "catalogue",
    "codes",
    "command",
    "conversations",
    "course",
    "curriculum",
    "duties",
    "knowledge",
    "laws",
    "messaging",
    "notes",
    "plan",
    "procedure",
    "scenario",
    "selfcare",
}
"""Kinds of documents that stand in a playbook too, and are checked by others."""

LONG: Final = 400_000
"""So many bytes of documents take long enough for a bar that shows how far it has come."""


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--playbook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take forms/ and ladders/ from this folder instead of the installed playbook.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(paths: tuple[Path, ...], playbook: Path | None, *, as_json: bool) -> None:
    """Check PATHS: protocol documents and other words for them, or folders of both.

    Walks everything that can happen in each protocol, and tells the shortest way to whatever
    breaks a rule. Three times come with it: the longest until somebody is rung, until everyone
    is, and without a change in who is coming. Ladders and forms in PATHS are known to the
    protocols beside the playbook's own; `stayline protocol explain CODE` says why a code matters.

    Other documents in a folder, such as cards, laws and scenarios, are passed over.

    Exit status: 0 no error (warnings may remain), 1 a document has errors, 2 nothing was
    checked, because it could not be read.
    """
    try:
        sources = _sources(paths)
        if not sources:
            stop(f"There is no protocol ({', '.join(sorted(SUFFIXES))}) at {listed(paths)}.")
        root = playbook or resources.files("stayline") / "playbook"
        checked = _checked(sources, forms_beside(paths), root)
    except (OSError, ValueError) as fault:
        stop(f"Nothing was checked: {fault}")
    if as_json:
        versions = {one.file: document_digest(sources[one.file]) for one in checked if one.id}
        click.echo(json.dumps(report(checked, digests=versions), ensure_ascii=False))
    else:
        click.echo(told(checked, sources))
    sys.exit(0 if all(one.passes for one in checked) else 1)


def _sources(paths: tuple[Path, ...]) -> dict[str, bytes]:
    """Return what is to be checked by its file's name, each once.

    What stands in a folder and is of a kind that others check was not asked for.
    """
    files = dict.fromkeys(file for path in paths for file in documents(path))
    read = {str(file): file.read_bytes() for file in files if file.suffix != ".json"}
    named = {str(path) for path in paths}
    return {
        name: source
        for name, source in read.items()
        if name in named or kind_of(source) not in ELSEWHERE
    }


def _checked(
    sources: dict[str, bytes], forms: list[Path], root: Path | Traversable
) -> list[Checked]:
    """Check every document against the playbook and what stands beside it."""
    ladders = {name: source for name, source in sources.items() if kind_of(source) == "ladder"}
    read = {name: load_ladder(source, file=name) for name, source in ladders.items()}
    good = [(name, ladders[name]) for name, one in read.items() if one.ladder is not None]
    catalogue = catalogue_of(root, forms_too=forms, ladders_too=good)
    find = finder([(Path(name), source) for name, source in sources.items()], root)
    found = []
    with ExitStack() as stack:
        size = sum(map(len, sources.values()))
        step = Bars(stack, quiet=size < LONG)("Checking", size)
        for name, source in sources.items():
            if name in read:
                one = Checked(None, read[name].findings)
            elif is_overlay(source):
                one = check_words(source, name, find=find, catalogue=catalogue)
            else:
                one = check(load(source, file=name), catalogue=catalogue)
            found.append(replace(one, file=name))
            step(len(source))
    return found
