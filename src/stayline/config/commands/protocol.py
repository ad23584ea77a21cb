"""`stayline protocol`: look at protocol documents. It needs no database and no settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, NoReturn

import click

from stayline_core.forms import Form, FormRefused
from stayline_core.protocol import (
    CENTRE_NAMES,
    Catalogue,
    CatalogueRefused,
    Finding,
    check,
    load,
    report,
)
from stayline_core.protocol.check import Checked

SUFFIXES: Final = {".yaml", ".yml"}
COLUMNS: Final = ("protocol", "first ring", "everyone rung", "longest silence", "states")


@click.group()
def command() -> None:
    """Look at protocol documents."""


@command.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--playbook",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take forms/ and ladders/ from this folder instead of the installed playbook.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check_protocols(paths: tuple[Path, ...], playbook: Path | None, *, as_json: bool) -> None:
    """Check PATHS: protocol documents, or folders of them.

    Walks everything that can happen in each protocol, and tells the shortest way to whatever
    breaks a rule. Three times come with it: the longest until somebody is rung, until everyone
    is, and without a change in who is coming.

    Exit status: 0 no error (warnings may remain), 1 a document has errors, 2 nothing was
    checked, because it could not be read.
    """
    files = list(dict.fromkeys(file for path in paths for file in _documents(path)))
    if not files:
        _stop(f"There is no protocol ({', '.join(sorted(SUFFIXES))}) at {_listed(paths)}.")
    try:
        catalogue = _catalogue(playbook or resources.files("stayline") / "playbook")
        checked = [
            check(load(file.read_bytes(), file=str(file)), catalogue=catalogue) for file in files
        ]
    except (OSError, ValueError) as fault:
        _stop(f"Nothing was checked: {fault}")
    if as_json:
        click.echo(json.dumps(report(checked), ensure_ascii=False))
    else:
        click.echo(_text(checked))
    sys.exit(0 if all(one.passes for one in checked) else 1)


def _documents(path: Path) -> Iterator[Path]:
    """Yield a file as it is named, whatever its ending, and of a folder every document."""
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
    else:
        yield path


def _catalogue(playbook: Path | Traversable) -> Catalogue:
    """Return the names that protocols may use: the playbook's forms and ladders.

    Raises:
        CatalogueRefused: a form or a ladder has a fault; the text names the file.
        OSError: a file cannot be read.
    """
    forms = {}
    for file in _files(playbook / "forms", ".json"):
        try:
            forms[_stem(file)] = json.loads(file.read_bytes())
            Form.parse(forms[_stem(file)])
        except FormRefused as refused:
            raise CatalogueRefused(f"form {file.name}: {refused.faults[0]}") from refused
        except ValueError as fault:
            raise CatalogueRefused(f"form {file.name}: {fault}") from fault
    ladders = {file.name: file.read_bytes() for file in _files(playbook / "ladders", ".yaml")}
    return Catalogue.from_documents(forms, ladders, CENTRE_NAMES)


def _files(folder: Path | Traversable, suffix: str) -> list[Path | Traversable]:
    if not folder.is_dir():
        return []
    found = (file for file in folder.iterdir() if file.name.endswith(suffix))
    return sorted(found, key=lambda file: file.name)


def _stem(file: Path | Traversable) -> str:
    return file.name.rsplit(".", 1)[0]


def _text(checked: list[Checked]) -> str:
    lines = [line for one in checked for finding in one.findings for line in _story(finding)]
    rows = [_row(one) for one in checked if one.id is not None]
    if rows:
        lines += [*_table([COLUMNS, *rows]), ""]
    count = sum(len(one.findings) for one in checked)
    errors = sum(found.severity == "error" for one in checked for found in one.findings)
    lines.append(
        f"{_number(len(checked), 'document')}: {_number(errors, 'error')}, "
        f"{_number(count - errors, 'warning')}."
    )
    return "\n".join(lines)


def _story(finding: Finding) -> list[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    steps = [f"  {number:>2}. {step}" for number, step in enumerate(finding.walk, start=1)]
    return [f"{place}: {finding.severity} {finding.code}: {finding.message}", *steps, ""]


def _row(one: Checked) -> tuple[str, ...]:
    times = (one.first_ring_s, one.everyone_rung_s, one.longest_silence_s)
    words = ("no limit" if seconds is None else f"{seconds} s" for seconds in times)
    return (str(one.id), *words, f"{one.states:,}")


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _listed(paths: tuple[Path, ...]) -> str:
    return ", ".join(str(path) for path in paths)


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
