"""What the library needs from above: who is trained on which version of a document."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from stayline.platform.plugs import Slot


class TrainingPort(Protocol):
    """Says who was trained on versions, read in the transaction that asks (S0-14)."""

    def trained(
        self, digests: Collection[str], person_ids: Collection[UUID], *, at: datetime
    ) -> frozenset[UUID]:
        """Return who of these people is trained, at this moment, on at least one of `digests`.

        Whoever asks gives every digest whose training counts (`library.queries.lineage`). It
        is a read of one statement, and none where nobody or nothing is asked for.
        """
        ...


class TrainedAsTold:
    """An answer that knows only whom it was told of: for practice runs and for tests."""

    def __init__(self, *pairs: tuple[str, UUID]) -> None:
        """Begin with these (digest, person id)."""
        self.pairs = set(pairs)

    def trained(
        self, digests: Collection[str], person_ids: Collection[UUID], *, at: datetime
    ) -> frozenset[UUID]:
        """Return who was told of, whatever the time."""
        del at
        return frozenset(who for name, who in self.pairs if name in digests and who in person_ids)


training: Final[Slot[TrainingPort]] = Slot("library.TrainingPort")
"""Where the room that keeps training is plugged in; `training()` returns it."""
