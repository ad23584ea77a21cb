"""What `stayline protocol check` tells a person: each file with its faults, and a summary."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final

import click

from stayline.config.commands.protocol._documents import number, table
from stayline_core.protocol import Checked, Finding
from stayline_core.protocol.codes import CODES

COLUMNS: Final = ("protocol", "first ring", "everyone rung", "longest silence", "states")
COLOURS: Final = {"error": "red", "warning": "yellow"}
WIDEST: Final = 110
NAMED: Final = 6
"""Codes that the last line names; the others stand above it."""

"""So many characters of a line of the document are shown."""


def told(checked: list[Checked], sources: Mapping[str, bytes]) -> str:
    """Return everything there is to tell; `sources` holds the documents by their file's name."""
    lines = [line for one in checked for line in _document(one, sources.get(one.file, b""))]
    rows = [_row(one) for one in checked if one.id is not None]
    if rows:
        lines += [*table([COLUMNS, *rows]), ""]
    return "\n".join([*lines, _summary(checked)])


def _document(one: Checked, source: bytes) -> Iterator[str]:
    """Yield the faults of one file: its name, and each fault with its line and its story."""
    if not one.findings:
        return
    text = source.decode("utf-8", errors="replace").splitlines()
    yield click.style(f"{one.file}: {_counted(one.findings)}", bold=True)
    yield ""
    for finding in one.findings:
        yield from _fault(finding, text)
        yield ""


def _fault(finding: Finding, text: list[str]) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    word = click.style(f"{finding.severity} {finding.code}", fg=COLOURS[finding.severity])
    yield f"{place}: {word}: {finding.message}"
    yield from _pointed(finding, text)
    for count, step in enumerate(finding.walk, start=1):
        yield f"  {count:>2}. {step}"


def _pointed(finding: Finding, text: list[str]) -> Iterator[str]:
    """Yield the line of the document, and a caret under the place."""
    if not 1 <= finding.line <= len(text):
        return
    line = "".join(one if one.isprintable() else "·" for one in text[finding.line - 1])
    from_ = max(0, finding.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    label = f"{finding.line:>6} | "
    yield click.style(label, dim=True) + line[from_ : from_ + WIDEST]
    yield " " * (len(label) + finding.column - 1 - from_) + click.style("^", fg="cyan")


def _row(one: Checked) -> tuple[str, ...]:
    times = (one.first_ring_s, one.everyone_rung_s, one.longest_silence_s)
    words = ("no limit" if seconds is None else f"{seconds} s" for seconds in times)
    return (str(one.id), *words, f"{one.states:,}")


def _counted(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    return f"{number(errors, 'error')}, {number(len(findings) - errors, 'warning')}"


def _summary(checked: list[Checked]) -> str:
    findings = tuple(itertools.chain.from_iterable(one.findings for one in checked))
    lines = [f"{number(len(checked), 'document')}: {_counted(findings)}."]
    found = sorted({finding.code for finding in findings if finding.code in CODES})
    if found:
        some = ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
        lines.append(f"Why each matters: stayline protocol explain CODE ({some})")
    return "\n".join(lines)
