"""What the protocol commands share: finding documents, the names a protocol may use, tables."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, NoReturn

import click

from stayline_core.forms import Form, FormRefused
from stayline_core.protocol import CENTRE_NAMES, Catalogue, CatalogueRefused

SUFFIXES: Final = {".yaml", ".yml"}
_KIND: Final = re.compile(rb"^kind:[ ]*[\"']?([a-z_]+)", re.MULTILINE)


def documents(path: Path) -> Iterator[Path]:
    """Yield a file as it is named, whatever its ending, and of a folder every document."""
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
    else:
        yield path


def kind_of(source: bytes) -> str:
    """Return what kind of document this says it is; empty if it does not say."""
    found = _KIND.search(source)
    return found[1].decode() if found else ""


def forms_beside(paths: Iterable[Path]) -> list[Path]:
    """Return the form documents in these folders, and those named themselves."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    return [file for file in files if file.suffix == ".json" and _is_form(file)]


def _is_form(file: Path) -> bool:
    try:
        read = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(read, dict) and read.get("kind") == "form"


def catalogue_of(
    playbook: Path | Traversable,
    *,
    forms_too: Iterable[Path] = (),
    ladders_too: Iterable[tuple[str, bytes]] = (),
) -> Catalogue:
    """Return the names that protocols may use: the playbook's forms and ladders, and these.

    Raises:
        CatalogueRefused: a form or a ladder has a fault; the text names the file.
        OSError: a file cannot be read.
    """
    forms = {}
    for file in (*_files(playbook / "forms", ".json"), *forms_too):
        try:
            forms[_stem(file)] = json.loads(file.read_bytes())
            Form.parse(forms[_stem(file)])
        except FormRefused as refused:
            raise CatalogueRefused(f"form {file.name}: {refused.faults[0]}") from refused
        except ValueError as fault:
            raise CatalogueRefused(f"form {file.name}: {fault}") from fault
    ladders = {file.name: file.read_bytes() for file in _files(playbook / "ladders", ".yaml")}
    ladders |= dict(ladders_too)
    names = {**CENTRE_NAMES, "advice": _advice(playbook)}
    return Catalogue.from_documents(forms, ladders, names)


def _advice(playbook: Path | Traversable) -> list[str]:
    """The sentences of advice that may be given; other documents of phrases hold none."""
    found = []
    for file in _files(playbook / "phrases", ".json"):
        try:
            body = json.loads(file.read_bytes())
            if body["id"] == "approved-advice":
                found += [str(one["text"]) for one in body["phrases"]]
        except (KeyError, TypeError, ValueError) as fault:
            raise CatalogueRefused(f"phrases {file.name}: {fault}") from fault
    return found


def _files(folder: Path | Traversable, suffix: str) -> list[Path | Traversable]:
    if not folder.is_dir():
        return []
    found = (file for file in folder.iterdir() if file.name.endswith(suffix))
    return sorted(found, key=lambda file: file.name)


def _stem(file: Path | Traversable) -> str:
    return file.name.rsplit(".", 1)[0]


def table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def listed(paths: tuple[Path, ...]) -> str:
    return ", ".join(str(path) for path in paths)


def stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
