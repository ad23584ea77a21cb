"""The record: which database, its guards and rights, a look at the chains, the last backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from stayline.config.backups.noting import last_backup
from stayline.config.options import Settings
from stayline.ledger.queries import guards_missing, rights_too_wide, spot_verified
from stayline.outbox.queries import circuits_given_up, counts_by_state
from stayline.platform.http.health import Finding

OLDEST_POSTGRES: Final = 15
BACKUP_EVERY: Final = timedelta(hours=26)
"""A day and two hours: a backup a night, and one that took its time."""


def engine() -> Iterator[Finding]:
    """Which database engine serves, and whether it is new enough."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        yield Finding("engine", well=True, say=f"SQLite {sqlite3.sqlite_version}, embedded")
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    major = number // 10000
    well = major >= OLDEST_POSTGRES
    say = f"PostgreSQL {major}.{number % 10000}"
    yield Finding("engine", well, say if well else f"{say}: {OLDEST_POSTGRES} or later is needed")


def guards(options: Settings) -> Iterator[Finding]:
    """The database refuses every change to what was logged, and the role could not lift that."""
    missing = guards_missing()
    say = (
        f"{len(missing)} missing, such as {missing[0]}: this is evidence" if missing else "in place"
    )
    yield Finding("guards", not missing, say)
    if options.on_sqlite:
        return
    wide = rights_too_wide()
    say = (
        f"this role may {wide[0]} and more: set STAYLINE_OWNER_DATABASE_URL and run "
        "`stayline migrate`"
    )
    strict = options.mode == "production"
    yield Finding("rights", not (wide and strict), say if wide else "add and read alone")


def look() -> Iterator[Finding]:
    """The records that grew last verify; all of them are `stayline verify db`."""
    report = spot_verified()
    well = report.intact and report.complete
    say = f"{report.streams} newest records, {report.entries} entries"
    fault = f"{len(report.faults)} fault(s) in {say}: run `stayline verify db`"
    yield Finding("record", well, f"sound: {say}" if well else fault)


def outbox() -> Iterator[Finding]:
    """Nothing that must leave was set aside, and every place it goes to answers."""
    counts = counts_by_state()
    aside = counts["dead"]
    silent = [one.key for one in circuits_given_up()]
    say = f"{aside} set aside: look at them" if aside else "nothing set aside"
    if silent:
        say += f"; no answer from: {', '.join(silent)}"
    yield Finding("outbox", not (aside or silent), f"{say}; {counts['queued']} waiting")


def backup(options: Settings, at: datetime) -> Iterator[Finding]:
    """The last backup is not older than a night; a demo needs none."""
    last = last_backup()
    if last is None:
        yield Finding("backup", options.mode == "demo", "none yet: `stayline backup`")
        return
    age = at - last
    well = age <= BACKUP_EVERY or options.mode == "demo"
    say = f"{age.total_seconds() / 3600:.1f} hours old"
    yield Finding("backup", well, say if well else f"{say}: look at the timer that takes it")
