"""Lists of who was trained, as a file says it: read whole, with every fault on its line.

A file is comma-separated values with a heading. What is wrong is said by line and column, all
of it at once; whoever has the file mends it and gives it again. Nothing here knows people or
versions: that is asked afterwards. Requirement S0-14.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

COLUMNS: Final = ("person", "protocol", "version", "trained_on", "valid_until")
"""What the columns are called. The order is free; `version` and `valid_until` may be missing."""

NEEDED: Final = ("person", "protocol", "trained_on")
MOST_ROWS: Final = 5_000
DATES: Final = ("trained_on", "valid_until")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place. `line` counts from 1, the heading being 1."""

    line: int
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. `version` may be the start of a digest, or empty.

    A line with a fault stands here with what could be read, so that the rest of it is looked up
    as well; `trained_on` is None only there.
    """

    line: int
    person: str
    protocol: str
    version: str
    trained_on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its lines, and every fault. With one nothing is to be recorded."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(text: str) -> Read:
    """Read a list of trainings, with every fault of it.

    Days are ISO 8601 (`2026-11-22`). Empty lines are passed over. A byte order mark, as
    spreadsheets write one, does no harm.
    """
    try:
        lines = list(_lines(text))
    except csv.Error as fault:
        return Read((), (Fault(1, "", f"This is no list of values: {fault}."),))
    if not lines:
        return Read((), (Fault(1, "", "The file is empty."),))
    heading = [name.strip().lower() for name in lines[0][1]]
    faults = list(_heading_faults(heading))
    if not faults and len(lines) - 1 > MOST_ROWS:
        faults.append(Fault(1, "", f"More than {MOST_ROWS} lines: split the file."))
    if faults:
        return Read((), tuple(faults))
    rows: list[Row] = []
    for number, values in lines[1:]:
        row, wrong = _row(number, heading, values)
        faults += wrong
        rows += [row] if row else []
    if not rows and not faults:
        faults.append(Fault(1, "", "The file has a heading and no line under it."))
    return Read(tuple(rows), tuple(faults))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    for values in reader:
        if any(value.strip() for value in values):
            yield reader.line_num, values


def _heading_faults(heading: list[str]) -> Iterator[Fault]:
    for name in NEEDED:
        if name not in heading:
            yield Fault(1, name, f"The column “{name}” is missing.")
    for name in dict.fromkeys(heading):
        if name not in COLUMNS:
            yield Fault(1, name, f"There is no column “{name}”: use {', '.join(COLUMNS)}.")
        elif heading.count(name) > 1:
            yield Fault(1, name, f"The column “{name}” is there twice.")


def _row(number: int, heading: list[str], values: list[str]) -> tuple[Row | None, list[Fault]]:
    if len(values) != len(heading):
        says = f"This line has {len(values)} values, the heading {len(heading)}."
        return None, [Fault(number, "", says)]
    told = dict(zip(heading, (value.strip() for value in values), strict=True))
    faults = [Fault(number, name, "This is empty.") for name in NEEDED if not told[name]]
    days = {name: _day(told, name) for name in DATES}
    faults += [
        Fault(number, name, f"“{told[name]}” is no day: write 2026-11-22.")
        for name in DATES
        if told.get(name) and days[name] is None
    ]
    trained_on, valid_until = days["trained_on"], days["valid_until"]
    if trained_on and valid_until and valid_until < trained_on:
        faults.append(Fault(number, "valid_until", "It ends before it begins."))
    version = told.get("version", "").lower()
    row = Row(number, told["person"], told["protocol"], version, trained_on, valid_until)
    return row, faults


def _day(told: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(told.get(name, ""))
    except ValueError:
        return None
