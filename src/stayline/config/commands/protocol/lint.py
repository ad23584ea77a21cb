"""`stayline protocol lint`: wording alone, of documents that need not be whole, or plain text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import click

from stayline.config.commands.protocol._documents import SUFFIXES, listed, number, stop
from stayline_core.protocol.lint import Linted, lint_document, lint_text
from stayline_core.wording import LANGUAGES, Audience

DASH: Final = "-"
AUDIENCES: Final = ("caller", "written", "agency", "page")
JUDGED: Final = {*SUFFIXES, ".json"}
PLAIN: Final = {".txt", ".text"}


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--language", help=f"Where a document names none: {', '.join(LANGUAGES)}.", default="en"
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(AUDIENCES),
    default="caller",
    help="Who gets a plain text: the caller by voice, or in writing, an agency, or a page.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, paths: tuple[Path, ...], language: str, audience: Audience, as_json: bool) -> None:
    """Judge the words of PATHS: documents, folders of them, text files, or - for plain text.

    Protocols, other words for them, ladders, cards, rehearsals and forms are judged as far as
    they are there. What callers say, and what is named as to be avoided, is never judged.

    Exit status: 0 no error (warnings may remain), 1 words to be mended, 2 nothing was judged.
    """
    files = _files(paths)
    linted = [_lint(file, language, audience) for file in files]
    linted = [one for one, file in zip(linted, files, strict=True) if _wanted(one, file, paths)]
    if as_json:
        click.echo(json.dumps(_plain(linted), ensure_ascii=False))
    else:
        for line in _text(linted):
            click.echo(line)
    sys.exit(0 if all(one.passes for one in linted) else 1)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if str(path) != DASH and not path.exists():
            stop(f"There is no {path}.")
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix in JUDGED)
        else:
            found.append(path)
    if not found:
        stop(f"There is no document ({', '.join(sorted(JUDGED))}) at {listed(paths)}.")
    return list(dict.fromkeys(found))


def _wanted(one: Linted, file: Path, paths: tuple[Path, ...]) -> bool:
    """Of a folder, only the documents in which there is something to judge."""
    return file in paths or not one.skipped


def _lint(file: Path, language: str, audience: Audience) -> Linted:
    plain = str(file) == DASH or file.suffix in PLAIN
    try:
        source = sys.stdin.buffer.read() if str(file) == DASH else file.read_bytes()
    except OSError as fault:
        stop(f"Nothing was judged: {file}: {fault.strerror}.")
    if not plain:
        return lint_document(source, file=str(file), language=language)
    name = "standard input" if str(file) == DASH else str(file)
    text = source.decode("utf-8", "replace")
    return lint_text(text, file=name, language=language, audience=audience)


def _plain(linted: list[Linted]) -> dict[str, object]:
    return {
        "files": [one.file for one in linted],
        "findings": [finding.to_json() for one in linted for finding in one.findings]
        + [mend.to_json() for one in linted for mend in one.mends],
    }


def _text(linted: list[Linted]) -> list[str]:
    findings = [
        finding
        for one in linted
        for finding in (*one.findings, *(mend.finding for mend in one.mends))
    ]
    lines = [
        f"{one.file}:{one.line}:{one.column}: {one.severity} {one.code}: {one.message}"
        for one in findings
    ]
    errors = sum(one.severity == "error" for one in findings)
    told = f"{number(errors, 'error')}, {number(len(findings) - errors, 'warning')}"
    return [*lines, f"{number(len(linted), 'document')}: {told}."]
