"""Where a restore goes: an empty place, or one whose centre is kept aside first.

SQLite is filled in a file beside its place, which takes the name when all is verified. On
PostgreSQL the rows come in one transaction; what was there before is kept as another schema.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Final, Self

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from stayline.config.backups.layout import ATTACHMENTS
from stayline.config.databases import databases
from stayline.config.errors import NotEmpty, StillRunning
from stayline.config.options import Settings

BEATS_AGAIN: Final = timedelta(seconds=10)
"""A watcher beats every second; one that beat so lately still runs."""

SIDE_FILES: Final = ("", "-wal", "-shm")


class Place:
    """The place of one restore. `take` makes it the centre's; without it all is as it was."""

    def __init__(self, options: Settings, *, replace: bool, at: datetime) -> None:
        """Look at what is here; changes nothing yet."""
        self._options = options
        self._replace = replace
        self._name = f"before-restore-{at:%Y%m%dT%H%M%S}"
        self._at = at
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._path: Path | None = None
        self._used = False
        self._schema = ""
        self._taken = False
        self._attachments_were = self._attachments_are = False
        self._there = options.data_dir / ATTACHMENTS
        self.attachments = _beside(self._there)
        """Where attachments are copied to, until `take`."""
        self.kept_aside = ""

    def __enter__(self) -> Self:
        """Refuse a place in use, and make room.

        Raises:
            StillRunning, NotEmpty: nothing was changed.
        """
        if self._options.owner_database_url:
            self._connection.close()
            owner = databases(self._options, as_owner=True)[DEFAULT_DB_ALIAS]
            self._connection.settings_dict.update(owner)
        path = Path(self._connection.settings_dict["NAME"])
        on_sqlite = self._connection.vendor == "sqlite"
        self._used = (path.exists() or not on_sqlite) and self._is_used()
        if not self._replace and (self._used or _holds_something(self._there)):
            raise NotEmpty
        rmtree(self.attachments, ignore_errors=True)
        if on_sqlite:
            self._path = path
            self._go_to(_beside(path))
            _remove(_beside(path))
        elif self._used:
            self._set_schema_aside()
        return self

    def put_attachments(self) -> None:
        """Give the restored attachments their folder's name, so that verifying finds them."""
        self._attachments_were = self._there.exists()
        self._keep_aside(self._there)
        if self.attachments.is_dir():
            self.attachments.rename(self._there)
            self._attachments_are = True

    def take(self) -> None:
        """Give what was restored the centre's names; what had them is kept under others."""
        if self._path is not None:
            with self._connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._go_to(self._path)
            for end in reversed(SIDE_FILES) if self._used else ():
                self._keep_aside(self._path.with_name(self._path.name + end))
            _remove(self._path)
            _beside(self._path).replace(self._path)
        self._taken = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing half made, and put back what was set aside for nothing."""
        if self._path is not None:
            self._go_to(self._path)
            _remove(_beside(self._path))
        elif self._schema and not self._taken:
            self._put_schema_back()
        if not self._taken:
            self._put_attachments_back()
        rmtree(self.attachments, ignore_errors=True)

    def _is_used(self) -> bool:
        """Whether people or entries are here; bare tables of a restore cut short are not.

        Raises:
            StillRunning: a watcher beat here a moment ago.
        """
        with suppress(DatabaseError), self._connection.cursor() as cursor:
            cursor.execute("SELECT max(at) FROM deadlines_heartbeat")
            beat = cursor.fetchone()[0]
            if beat and self._at - _moment(beat) < BEATS_AGAIN:
                raise StillRunning
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM ledger_entry) "
                "OR EXISTS (SELECT 1 FROM people_person WHERE kind <> 'system')"
            )
            return bool(cursor.fetchone()[0])
        return False

    def _set_schema_aside(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self._schema = cursor.fetchone()[0]
            self.kept_aside = self._name.replace("-", "_").lower()
            cursor.execute(f'ALTER SCHEMA "{self._schema}" RENAME TO "{self.kept_aside}"')
            cursor.execute(f'CREATE SCHEMA "{self._schema}"')

    def _put_schema_back(self) -> None:
        self._connection.close()
        with self._connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{self._schema}" CASCADE')
            cursor.execute(f'ALTER SCHEMA "{self.kept_aside}" RENAME TO "{self._schema}"')

    def _put_attachments_back(self) -> None:
        if self._attachments_are:
            rmtree(self._there, ignore_errors=True)
        if self._attachments_were:
            self._aside(self._there).rename(self._there)

    def _aside(self, path: Path) -> Path:
        return path.with_name(f"{path.name}.{self._name}")

    def _keep_aside(self, path: Path) -> None:
        if path.exists():
            path.rename(self._aside(path))
            self.kept_aside = str(self._aside(path))

    def _go_to(self, path: Path) -> None:
        self._connection.close()
        self._connection.settings_dict["NAME"] = str(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.restoring")


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _remove(path: Path) -> None:
    for end in SIDE_FILES:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _moment(raw: object) -> datetime:
    """Return a time as either engine gives it to raw SQL."""
    if isinstance(raw, datetime):
        return raw
    return datetime.fromisoformat(f"{raw}+00:00")
