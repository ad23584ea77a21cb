"""The edge of an action: one durable transaction, retried when the database asks for it.

An action is the outermost durable function (`design.md` section 2). `@action` gives it

- on SQLite, a process-wide lock round the transaction: one writer waits in line in
  Python instead of polling the file (p99 at 32 clients fell from 883 to 190 ms);
- `transaction.atomic(durable=True)`, so actions cannot call actions;
- three more tries after a serialisation failure, a deadlock or a busy database.
"""

from __future__ import annotations

import functools
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractContextManager

P = ParamSpec("P")
R = TypeVar("R")

TRIES: Final = 4
"""The first try and three more."""

RETRIED_STATES: Final = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialisation failure, deadlock detected, lock not available."""

_sqlite_writer = threading.RLock()


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: lock, one durable transaction, three retries.

    The function must be safe to run again from its first line: everything it did in a
    failed try was rolled back, and it must not touch the outside world.
    """

    @functools.wraps(function)
    def edge(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES):
            try:
                return _once(function, *args, **kwargs)
            except OperationalError as fault:
                if not _worth_another_try(fault):
                    raise
                time.sleep(0.01 * attempt)
        return _once(function, *args, **kwargs)

    edge.is_action = True  # type: ignore[attr-defined]  # read by the architecture tests
    return edge


def _once(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with writer_lock(), transaction.atomic(durable=True):
        _open.depth, _open.gathered = _depth(), {}
        try:
            result = function(*args, **kwargs)
            for write, rows in _open.gathered.items():
                write(list(rows))
        finally:
            _open.gathered = None
        return result


class _Open(threading.local):
    """What the action of this thread writes as its last thing; None outside of an action."""

    gathered: dict[Callable[[list[Any]], object], dict[Any, None]] | None = None
    depth: int = 0


_open = _Open()


def gather_for_commit(row: Hashable, write: Callable[[list[Any]], object]) -> None:
    """Let the action of this thread write `row` as its last thing before it commits.

    `write` is called once with all rows that were gathered for it, in order and each once: one
    statement instead of many. Outside of an action, and within a savepoint, which may be rolled
    back while the action goes on, it is called with this row at once.
    """
    if _open.gathered is None or _depth() > _open.depth:
        write([row])
        return
    _open.gathered.setdefault(write, {})[row] = None


def _depth() -> int:
    return len(connections[DEFAULT_DB_ALIAS].savepoint_ids)


def writer_lock(alias: str = DEFAULT_DB_ALIAS) -> AbstractContextManager[object]:
    """Return the process-wide writer lock on SQLite, and nothing on PostgreSQL."""
    if connections[alias].vendor == "sqlite":
        return _sqlite_writer
    return nullcontext()


def _worth_another_try(fault: OperationalError) -> bool:
    cause = fault.__cause__
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state in RETRIED_STATES
    return "database is locked" in str(fault)
