"""Is it alive, is it ready, and how is it doing: answers for supervisors and load balancers."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from stayline.platform.http.asgi import Scope, header
from stayline.platform.models import Installation
from stayline.platform.plugs import Rack


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must be well before contacts are taken here."""

    name: str
    well: bool
    say: str


Check = Callable[[datetime], Finding]

readiness: Rack[Check] = Rack("platform.readiness")
"""Checks from the rooms above (the watcher's heartbeat); config/wiring.py adds them."""


class Readiness:
    """Asks every check. Applied migrations are asked about until they are, then never again."""

    def __init__(self) -> None:
        self._migrated = False

    def findings(self) -> list[Finding]:
        """Return what each check found, the database first; without it nothing else is asked."""
        at = timezone.now()
        try:
            found = [self._database(), self._migrations()]
            if self._migrated:
                found += [_mode(), *(check(at) for check in readiness)]
        except DatabaseError:
            for connection in connections.all(initialized_only=True):
                connection.close()
            found = [Finding("database", well=False, say="does not answer")]
        return found

    def _database(self) -> Finding:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        return Finding("database", well=True, say="answers")

    def _migrations(self) -> Finding:
        if not self._migrated:
            self._migrated = not pending_migrations()
        return Finding("migrations", self._migrated, "applied" if self._migrated else "pending")


def pending_migrations() -> list[str]:
    """Return the migrations that the main database still needs, as `room.name`."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _mode() -> Finding:
    row = Installation.objects.first()
    well = row is not None and row.mode == settings.STAYLINE.mode
    return Finding("mode", well, "matches the database" if well else "differs from the database")


def may_read_metrics(scope: Scope) -> bool:
    """Return whether this request may read the numbers: a token, or straight from loopback."""
    token = settings.STAYLINE.metrics_token
    given = header(scope, b"authorization")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    client = (scope.get("client") or ("",))[0]
    through_proxy = header(scope, b"x-forwarded-for") or header(scope, b"forwarded")
    return client in {"127.0.0.1", "::1"} and not through_proxy


def numbers() -> tuple[bytes, bytes]:
    """Return the metrics and their content type."""
    return generate_latest(), CONTENT_TYPE_LATEST.encode()
