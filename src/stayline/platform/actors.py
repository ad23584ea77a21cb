"""Who acts: a person or one of the system's own named actors, as a small frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the log will name them.

    The ledger keeps `pseudonym` alone: the person behind it can be erased and the chain
    still verifies (`design.md` 3.3). `name` is for screens of this moment, never for the
    chain.
    """

    id: UUID
    pseudonym: str
    name: str
    kind: Literal["person", "system"] = "person"
    roles: frozenset[str] = frozenset()
    site_id: UUID | None = None

    def is_a(self, *roles: str) -> bool:
        """Return whether the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)
