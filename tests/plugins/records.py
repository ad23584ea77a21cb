"""What a run keeps for the next one, and what the last run adds up.

`make test` is two runs of pytest: rooms, races and journeys on PostgreSQL, then everything on
SQLite. Each writes a record (which requirements its passed tests cover, how it ended). The
last one reads the other's record, fails when that failed or is missing, holds the coverage
floors over both, and prints before its own closing lines:

    requirements covered: N of 290
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from tools import coverage_floors, requirement_matrix

PROPERTY = "covers"


@dataclass
class Record:
    """How one run ended."""

    exit_code: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    covered: list[str] = field(default_factory=list)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("records")
    group.addoption("--records", type=Path, help="folder for the records of this `make test`")
    group.addoption("--part", default="", help="the name of this run's record")
    group.addoption("--merge", action="append", default=[], help="another run's record to add")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config), "stayline-recorder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse unknown requirement ids, and hand the known ones to the report."""
    known = set(requirement_matrix.read_requirements())
    for item in items:
        ids = sorted({name for mark in item.iter_markers("covers") for name in mark.args})
        if unknown := [name for name in ids if name not in known]:
            raise pytest.UsageError(f"{item.nodeid} covers unknown requirements: {unknown}")
        if ids:
            item.user_properties.append((PROPERTY, ids))


class Recorder:
    """Gathers the outcome of every test on the controlling process."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.folder: Path | None = config.getoption("--records")
        self.claims: dict[str, list[str]] = {}
        self.passed: set[str] = set()
        self.failed: set[str] = set()
        self.skipped: set[str] = set()
        self.lines: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
        elif report.skipped:
            self.skipped.add(report.nodeid)
        elif report.when == "call" and not hasattr(report, "wasxfail"):
            self.passed.add(report.nodeid)
            self.claims[report.nodeid] = [
                name for key, ids in report.user_properties if key == PROPERTY for name in ids
            ]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        record = self.record(int(session.exitstatus))
        covered = set(record.covered)
        for part in self.config.getoption("--merge"):
            covered |= self.add_part(part, session)
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.config.getoption("--merge"):
                self.hold_floors(self.folder, session)
            if part := self.config.getoption("--part"):
                record.exit_code = int(session.exitstatus)
                target = self.folder / f"{part}.json"
                target.write_text(json.dumps(asdict(record)), encoding="utf-8")
        known = requirement_matrix.read_requirements()
        self.lines.append(f"requirements covered: {len(covered)} of {len(known)}")

    def record(self, exit_code: int) -> Record:
        passed = self.passed - self.failed
        covered = {name for nodeid in passed for name in self.claims[nodeid]}
        return Record(
            exit_code=exit_code,
            passed=len(passed),
            failed=len(self.failed),
            skipped=len(self.skipped),
            covered=sorted(covered),
        )

    def add_part(self, part: str, session: pytest.Session) -> set[str]:
        """Say how the other run ended; fail this one when it failed or left no record."""
        path = (self.folder or Path()) / f"{part}.json"
        if not path.exists():
            self.lines.append(f"{part}: the run left no record, so it counts as failed")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            return set()
        other = Record(**json.loads(path.read_text(encoding="utf-8")))
        self.lines.append(
            f"{part}: {other.passed} passed, {other.failed} failed, {other.skipped} skipped"
        )
        if other.exit_code != pytest.ExitCode.OK:
            self.lines.append(f"{part}: the run ended with {other.exit_code}, so this one fails")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return set(other.covered)

    def hold_floors(self, folder: Path, session: pytest.Session) -> None:
        """Add the coverage of all runs up and fail when a floor is not reached."""
        verdict = coverage_floors.verdict(folder)
        self.lines.extend(verdict.lines)
        if not verdict.kept and os.environ.get("STAYLINE_TEST_FLOORS", "on") == "on":
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.folder is None:
            return
        terminalreporter.section("stayline")
        for line in self.lines:
            terminalreporter.write_line(line)
