"""Write `docs/reference/faults.md` from what the tests of faults saw.

    python -m tools.faults_page FOLDER

FOLDER holds the records that `tests/faults` left, one a fault and engine (`make soak` leaves them
in `build/soak/faults`). Only a test that ran and passed leaves one, so the page says nothing
that was not seen. Exit 1 when there are none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "faults.md"
ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

HEAD = """# Faults

Written by `python -m tools.faults_page` on {on} at commit `{commit}`;
do not edit. Each row was seen by a test in `tests/faults` that ran and passed then; a fault whose
test did not pass has no row. What is behind it, and what is not shown here, stands in
[When things break](../explanation/when-things-break.md).

*How long* is the whole time in which something was not as it should be, on a machine with {cores}
cores that did other work as well.
"""


@dataclass(frozen=True)
class Seen:
    """What one test saw of one fault."""

    fault: str
    by: str
    saw: str
    lost: str
    seconds: float | None
    engine: str
    test: str


def read(folder: Path) -> list[Seen]:
    """Return the records of a folder, by fault and engine."""
    found = [Seen(**json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json")]
    return sorted(found, key=lambda one: (one.fault.lower(), one.engine))


def page(seen: Sequence[Seen], *, on: str, commit: str, cores: int) -> str:
    """Return the page in Markdown."""
    parts = [HEAD.format(on=on, commit=commit, cores=cores), *_table(seen), "", *_tests(seen)]
    return "\n".join(parts).rstrip() + "\n"


def _table(seen: Iterable[Seen]) -> list[str]:
    rows = [
        "| Fault | Engine | What carries it | What people saw | Lost | How long |",
        "|---|---|---|---|---|---|",
    ]
    for one in seen:
        long = "" if one.seconds is None else f"{one.seconds:.1f} s"
        engine = ENGINES.get(one.engine, one.engine)
        cells = (one.fault, engine, one.by, one.saw, one.lost, long)
        rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return rows


def _tests(seen: Iterable[Seen]) -> list[str]:
    names = sorted({one.test.split("[")[0] for one in seen})
    return ["## The tests", "", *(f"- `{name}`" for name in names)]


def main(arguments: Sequence[str]) -> int:
    """Write the page from a folder's records and return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    seen = read(Path(arguments[0]))
    if not seen:
        sys.stderr.write(f"No test of a fault left a record in {arguments[0]}.\n")
        return 1
    cores = len(os.sched_getaffinity(0))
    on = datetime.now(UTC).date().isoformat()
    PAGE.write_text(page(seen, on=on, commit=_commit(), cores=cores), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.name}: {len(seen)} rows\n")
    return 0


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=PAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
