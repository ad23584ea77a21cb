"""`stayline protocol check`: everything that can happen in a protocol, and what breaks a rule."""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path
from typing import Final

import click

from stayline.config.commands.protocol._documents import (
    SUFFIXES,
    catalogue_of,
    documents,
    listed,
    number,
    stop,
    table,
)
from stayline.config.commands.protocol._wordings import check_words, finder, is_overlay
from stayline_core.protocol import Checked, Finding, check, load, report

COLUMNS: Final = ("protocol", "first ring", "everyone rung", "longest silence", "states")


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
    is, and without a change in who is coming.

    Exit status: 0 no error (warnings may remain), 1 a document has errors, 2 nothing was
    checked, because it could not be read.
    """
    files = list(dict.fromkeys(file for path in paths for file in documents(path)))
    if not files:
        stop(f"There is no protocol ({', '.join(sorted(SUFFIXES))}) at {listed(paths)}.")
    try:
        root = playbook or resources.files("stayline") / "playbook"
        catalogue = catalogue_of(root)
        read = [(file, file.read_bytes()) for file in files]
        find = finder(read, root)
        checked = [
            check_words(source, str(file), find=find, catalogue=catalogue)
            if is_overlay(source)
            else check(load(source, file=str(file)), catalogue=catalogue)
            for file, source in read
        ]
    except (OSError, ValueError) as fault:
        stop(f"Nothing was checked: {fault}")
    if as_json:
        click.echo(json.dumps(report(checked), ensure_ascii=False))
    else:
        click.echo(_text(checked))
    sys.exit(0 if all(one.passes for one in checked) else 1)


def _text(checked: list[Checked]) -> str:
    lines = [line for one in checked for finding in one.findings for line in _story(finding)]
    rows = [_row(one) for one in checked if one.id is not None]
    if rows:
        lines += [*table([COLUMNS, *rows]), ""]
    count = sum(len(one.findings) for one in checked)
    errors = sum(found.severity == "error" for one in checked for found in one.findings)
    lines.append(
        f"{number(len(checked), 'document')}: {number(errors, 'error')}, "
        f"{number(count - errors, 'warning')}."
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
