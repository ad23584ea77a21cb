"""Agencies as somebody types them or a file lists them: read whole, with every fault (S3-37).

What is empty is not known. Nothing here knows which agencies there are already, nor which time
zones: that is asked afterwards.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from stayline_core.opening import parse_hours

COLUMNS: Final = (
    "kind",
    "name",
    "country",
    "places",
    "number",
    "ways",
    "hours",
    "zone",
    "languages",
    "can_dispatch",
    "warm_transfer",
    "procedure",
    "source",
    "checked_on",
    "review_by",
)
"""What the fields and columns are called; the order in a file is free."""

NEEDED: Final = ("kind", "name", "country", "number", "source", "review_by")
MOST_ROWS: Final = 500
LENGTHS: Final = {
    "name": 120,
    "number": 40,
    "hours": 160,
    "zone": 60,
    "source": 240,
    "procedure": 2000,
    "places": 1000,
    "ways": 500,
    "languages": 200,
}
NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,38}")
YES_NO: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of a file. `line` counts from 1, the heading being 1."""

    line: int
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: its fields as they were typed."""

    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its lines, and every fault. With one nothing is to be taken in."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(text: str, *, kinds: Collection[str], ways: Collection[str]) -> Read:
    """Read a list of agencies, with every fault of every line."""
    try:
        lines = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(row)]
    except csv.Error as wrong:
        return Read((), (Fault(1, "", f"This is no list of values: {wrong}."),))
    if len(lines) < 2:  # noqa: PLR2004  # a heading and one line
        return Read((), (Fault(1, "", "A heading and at least one line are needed."),))
    heading = [name.strip().lower() for name in lines[0]]
    faults = list(_heading_faults(heading, len(lines) - 1))
    if faults:
        return Read((), tuple(faults))
    rows = []
    for number, values in enumerate(lines[1:], 2):
        typed = dict(zip(heading, (one.strip() for one in values), strict=False))
        row = Row(number, {name: typed.get(name, "") for name in COLUMNS})
        rows.append(row)
        wrong_here = faults_of(row.fields, kinds=kinds, ways=ways)
        faults += [Fault(number, column, says) for column, says in wrong_here.items()]
    named = [(row.fields["kind"], row.fields["name"].casefold()) for row in rows]
    for row, name in zip(rows, named, strict=True):
        if named.index(name) < row.line - 2:
            faults.append(Fault(row.line, "name", "This agency stands in the list twice."))
    return Read(tuple(rows), tuple(faults))


def faults_of(
    fields: Mapping[str, str], *, kinds: Collection[str], ways: Collection[str]
) -> dict[str, str]:
    """Return what is wrong with the fields of an agency, each with the mend; nothing if none."""
    found = {name: "This is needed." for name in NEEDED if not fields[name].strip()}
    for name, most in LENGTHS.items():
        if len(fields[name]) > most:
            found[name] = f"At most {most} characters."
    for name, says in _faults(fields, kinds, ways):
        found.setdefault(name, says)
    return found


def parts(text: str) -> list[str]:
    """Return what stands between semicolons or bars, without empty ones."""
    return [one.strip() for one in re.split(r"[;|]", text) if one.strip()]


def ways_of(text: str) -> list[dict[str, str]]:
    """Return further ways, each typed as `text: 61016`."""
    found = (one.partition(":") for one in parts(text))
    return [{"kind": kind.strip().lower(), "value": value.strip()} for kind, _, value in found]


def _faults(
    fields: Mapping[str, str], kinds: Collection[str], ways: Collection[str]
) -> Iterator[tuple[str, str]]:
    if fields["kind"] not in kinds:
        yield "kind", f"Choose one of {', '.join(kinds)}."
    if not re.fullmatch("[A-Z]{2}", fields["country"]):
        yield "country", "Two capital letters, such as GB."
    if not NUMBER.fullmatch(fields["number"]):
        yield "number", "Digits, with its country or a short number, such as 101."
    if any(one["kind"] not in ways or not one["value"] for one in ways_of(fields["ways"])):
        yield "ways", f"Write each as “text: 61016”. Known: {', '.join(ways)}."
    yield from _hours_faults(fields["hours"], fields["zone"])
    yield from _small_faults(fields)


def _small_faults(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("can_dispatch", "warm_transfer"):
        if fields[name] not in YES_NO:
            yield name, "yes, no, or empty where it is not known."
    for name in ("checked_on", "review_by"):
        if fields[name] and not _is_day(fields[name]):
            yield name, "A day as 2027-06-30."


def _hours_faults(hours: str, zone: str) -> Iterator[tuple[str, str]]:
    if not hours:
        return
    try:
        read_hours = parse_hours(hours)
    except ValueError as wrong:
        yield "hours", str(wrong)
        return
    if read_hours.windows and not zone:
        yield "zone", "Hours need their zone, such as Europe/London."


def _heading_faults(heading: list[str], rows: int) -> Iterator[Fault]:
    for name in NEEDED:
        if name not in heading:
            yield Fault(1, name, f"The column “{name}” is missing.")
    for name in dict.fromkeys(heading):
        if name not in COLUMNS:
            yield Fault(1, name, f"There is no column “{name}”: use {', '.join(COLUMNS)}.")
        elif heading.count(name) > 1:
            yield Fault(1, name, f"The column “{name}” is there twice.")
    if rows > MOST_ROWS:
        yield Fault(1, "", f"More than {MOST_ROWS} lines: split the file.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
