"""What one transaction has read under the lock of a head, so that it need not ask again.

Opening an incident appends some thirty entries to one stream in one transaction. The first asks
where the stream ends and which key seals; nobody else can change that before the transaction is
over, so the others go on from what the one before has written.

Django begins a new list of what is to be done at the commit whenever a transaction ends and
whenever a savepoint is rolled back. What is held belongs to one such list, and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from stayline.ledger.queries.engine import database

if TYPE_CHECKING:
    from stayline.ledger.actions.streams import Head
    from stayline.ledger.queries.keyring import DataKey

_HELD: Final = "_stayline_ledger_held"


@dataclass
class Held:
    """The heads and keys of one transaction; `of` is the list that ends with it.

    A key stands beside the stream's newest erasure at that time: after another it is asked again.
    """

    of: list[Any]
    heads: dict[UUID, Head] = field(default_factory=dict)
    keys: dict[tuple[UUID, str], tuple[int, DataKey]] = field(default_factory=dict)


def held() -> Held:
    """Return what the open transaction holds; nothing at its beginning, and after a rollback."""
    connection = database()
    there = getattr(connection, _HELD, None)
    if not isinstance(there, Held) or there.of is not connection.run_on_commit:
        there = Held(connection.run_on_commit)
        setattr(connection, _HELD, there)
    return there
