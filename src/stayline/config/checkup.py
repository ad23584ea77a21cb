"""What `stayline doctor` looks at, in the order in which one mends things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import DatabaseError

from stayline.config.checks import floor, machine, ready, record
from stayline.config.options import Settings
from stayline.platform.errors import StaylineError
from stayline.platform.http.health import Finding, Readiness


class DatabaseAway(Exception):
    """The database does not answer, so most of it could not be looked at."""

    def __init__(self, found: list[Finding]) -> None:
        """Keep what was found all the same."""
        self.found = found
        super().__init__("the database does not answer")


def checkup(options: Settings, at: datetime) -> list[Finding]:
    """Return every finding; a check that fails by itself is a finding too.

    Raises:
        DatabaseAway: with what could be looked at without it.
    """
    found = [Finding("settings", well=True, say=f"valid; mode {options.mode}")]
    found += machine.folder(options)
    found += machine.disk(options)
    found += machine.drawing()
    answers = Readiness().findings()
    found += answers
    if answers[0].name == "database" and not answers[0].well:
        raise DatabaseAway(found)
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "engine": record.engine,
        "clock": lambda: machine.clock(at),
        "guards": lambda: record.guards(options),
        "record": record.look,
        "outbox": record.outbox,
        "backup": lambda: record.backup(options, at),
        "protocols": lambda: floor.documents(options),
        "people": lambda: floor.rungs(at),
        "ready": lambda: ready.sites(options, at),
    }
    for name, look in checks.items():
        found += _or_fault(name, look)
    return found


def _or_fault(name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except DatabaseError:
        return [Finding(name, well=False, say="its tables could not be read: `stayline migrate`")]
    except StaylineError as fault:
        return [Finding(name, well=False, say=f"{fault.sentence} {fault.mend}".strip())]
