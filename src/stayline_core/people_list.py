"""Lists of people, as a file says it: read whole, with every fault on its line.

A file is values in columns with a heading. What is wrong is said by line and column, all of it
at once; whoever has the file mends it and gives it again. Nothing here knows who works here or
which sites there are: that is asked afterwards. Requirement S3-6.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

COLUMNS: Final = (
    "name",
    "username",
    "site",
    "roles",
    "skills",
    "email",
    "phone",
    "platform_user",
)
"""What the columns are called. The order is free; all but `name` and `username` may be missing."""

NEEDED: Final = ("name", "username")
MOST_ROWS: Final = 1_000
LONGEST: Final = 150
"""Characters of a name or a sign-in name."""

SEPARATED: Final = re.compile(r"[|;,/]+")
USERNAME: Final = re.compile(r"[^\s:/]+")
SKILL: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place. `line` counts from 1, the heading being 1."""

    line: int
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; what is empty leaves that part of a person as it is."""

    line: int
    name: str
    username: str
    site: str = ""
    roles: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    platform_user: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its lines, and every fault. With one nothing is to be taken in."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(text: str) -> Read:
    """Read a list of people, with every fault of it.

    Columns are parted by commas, semicolons or tabs, as the heading has them; several roles or
    skills in one cell by `|`, `;`, `/` or a comma. Empty lines are passed over, and a byte order
    mark, as spreadsheets write one, does no harm.
    """
    try:
        lines = list(_lines(text))
    except csv.Error as fault:
        return Read((), (Fault(1, "", f"This is no list of values: {fault}."),))
    if not lines:
        return Read((), (Fault(1, "", "The file is empty."),))
    heading = [name.strip().lower().replace(" ", "_") for name in lines[0][1]]
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
    faults += _twice(rows)
    if not rows and not faults:
        faults.append(Fault(1, "", "The file has a heading and no line under it."))
    return Read(tuple(rows), tuple(sorted(faults, key=lambda one: one.line)))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    plain = text.removeprefix("\ufeff")
    first = plain.lstrip().partition("\n")[0]
    parted_by = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(plain), delimiter=parted_by, strict=True)
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
    told = dict.fromkeys(COLUMNS, "")
    told |= zip(heading, (value.strip() for value in values), strict=True)
    row = Row(
        line=number,
        name=told["name"],
        username=told["username"],
        site=told["site"],
        roles=_several(told["roles"]),
        skills=_several(told["skills"].lower()),
        email=told["email"],
        phone=told["phone"],
        platform_user=told["platform_user"],
    )
    return row, [Fault(number, column, says) for column, says in _row_faults(row)]


def _row_faults(row: Row) -> Iterator[tuple[str, str]]:
    if not USERNAME.fullmatch(row.username) or len(row.username) > LONGEST:
        yield "username", "Write the name they sign in with: no spaces, at most 150 characters."
    if len(row.name) > LONGEST:
        yield "name", f"At most {LONGEST} characters."
    for skill in row.skills:
        if not SKILL.fullmatch(skill):
            yield (
                "skills",
                f"“{skill}” is no name of a skill: write it like suicide_first_response.",
            )


def _twice(rows: list[Row]) -> list[Fault]:
    """Return a fault on each line but the first that names the same sign-in name."""
    seen: Counter[str] = Counter()
    faults = []
    for row in rows:
        name = row.username.casefold()
        seen[name] += 1
        if name and seen[name] > 1:
            faults.append(Fault(row.line, "username", f"“{row.username}” is in the list already."))
    return faults


def _several(cell: str) -> tuple[str, ...]:
    parts = (one.strip() for one in SEPARATED.split(cell))
    return tuple(dict.fromkeys(one for one in parts if one))
