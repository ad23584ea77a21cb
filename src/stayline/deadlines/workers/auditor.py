"""The watchdog: whatever is open has a deadline ahead of it, or one that has just fired.

The watcher fires what is due, so what has no deadline any more it never meets, and what it
cannot fire it leaves alone for longer and longer. This loop asks the other way round: what is
open, and will nothing ever happen to it? It runs in a thread of its own, mends what it finds,
and says it loudly: in the log, as a number, and on every screen until it is mended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from stayline.deadlines.actions import clear_unwatched, note_mended, note_unwatched
from stayline.deadlines.ports import AuditPort, Unwatched, audit_ports
from stayline.deadlines.workers.watcher import wall_clock
from stayline.platform import metrics
from stayline.platform.actors import Actor

log = structlog.get_logger("stayline.watchdog")

EVERY_SECONDS: Final = 5.0
GRACE: Final = timedelta(seconds=15)
"""How long past its time something counts as having just fired: a full queue takes its time."""

LIMIT: Final = 50


class Auditor:
    """The loop over all audit ports. `run` is for a thread; tests call `step`."""

    def __init__(
        self,
        ports: Iterable[AuditPort] = audit_ports,
        *,
        actor: Actor,
        wall: Callable[[], datetime] = wall_clock,
    ) -> None:
        """Audit `ports`. `actor` is the system's own actor, for what the log says."""
        self._ports = ports
        self._actor = actor
        self._wall = wall

    def run(self, ended: threading.Event) -> None:
        """Audit until `ended` is set. A database that is away is waited for."""
        try:
            while not ended.is_set():
                try:
                    self.step()
                except DatabaseError as error:
                    log.warning("the watchdog lost the database", exc_info=error)
                    connections[DEFAULT_DB_ALIAS].close()
                ended.wait(EVERY_SECONDS)
        finally:
            connections.close_all()

    def step(self) -> int:
        """Ask every port once, mend what nothing watches, and return how many were found."""
        return sum(self._audit(port) for port in self._ports)

    def _audit(self, port: AuditPort) -> int:
        at = self._wall()
        try:
            found = port.unwatched(at, GRACE, LIMIT)
        except DatabaseError:
            raise
        except Exception:  # one room's broken query must not blind the others
            log.exception("an audit failed", kind=port.name)
            return 0
        metrics.UNWATCHED.labels(port.name).set(len(found))
        for one in found:
            self._put_right(port, one)
        clear_unwatched(port.name, besides=[one.id for one in found], at=at)
        return len(found)

    def _put_right(self, port: AuditPort, one: Unwatched) -> None:
        at = self._wall()
        if note_unwatched(port.name, one, actor=self._actor, at=at):
            log.error("nothing watches this", kind=port.name, id=str(one.id), why=one.why)
        try:
            mended = port.mend(one.id, at)
        except Exception as error:  # it stays found, so every screen stays red
            log.exception("what nothing watches was not mended", kind=port.name, id=str(one.id))
            if isinstance(error, DatabaseError):
                connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
            return
        if mended:
            note_mended(port.name, one.id, at=at)
            metrics.UNWATCHED_MENDED.labels(port.name).inc()
