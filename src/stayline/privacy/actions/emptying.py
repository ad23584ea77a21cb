"""Words whose time is over, in rows of any table: emptied, or deleted where nothing is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from stayline.platform.transactions import action
from stayline.privacy.actions.keeping import is_held_in_transaction
from stayline.privacy.ports import Old

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor
    from stayline_core.retention import Kind

CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class Words:
    """Rows of one table that still hold words, and how they are let go.

    `since` is the field from which their time is counted, `incident` the way to the incident they
    speak of (empty: none), `leave` what is written instead; empty: the row is deleted.
    """

    rows: Callable[[], QuerySet[Any]] = field(compare=False)
    since: str
    leave: Mapping[str, object] = field(default_factory=dict, compare=False)
    incident: str = ""

    def over(self, before: datetime) -> QuerySet[Any]:
        """Return what is older than a moment, the oldest first."""
        return self.rows().filter(**{f"{self.since}__lt": before}).order_by(self.since, "pk")

    def parted(
        self, before: datetime, held: Collection[UUID]
    ) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
        """Return what may go, what a hold keeps, and what waits for its incident."""
        rows = self.over(before)
        if not self.incident:
            return rows, rows.none(), rows.none()
        kept = rows.filter(**{f"{self.incident}__in": held})
        free = rows.exclude(**{f"{self.incident}__in": held})
        waits = {f"{self.incident}__isnull": False}
        closed = {f"{self.incident}__state": CLOSED}
        is_open = free.filter(**waits).exclude(**closed)
        return free.exclude(pk__in=is_open.values("pk")), kept, is_open


@dataclass(frozen=True, slots=True)
class WordsKept:
    """One kind of words, in one table or several (`privacy.KeptPort`)."""

    kind: Kind
    tables: tuple[Words, ...]

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many would go, and what keeps the others."""
        go, kept, waits = 0, 0, 0
        first: list[datetime] = []
        for one in self.tables:
            free, of_hold, is_open = one.parted(before, held)
            go, kept, waits = go + free.count(), kept + of_hold.count(), waits + is_open.count()
            first += [_moment(at) for at in free.values_list(one.since, flat=True)[:1]]
        return Old(go, kept, min(first, default=None), waits)

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Let the words of up to `limit` rows go, each by itself."""
        gone = 0
        for one in self.tables:
            free, _, _ = one.parted(before, held)
            for pk in list(free.values_list("pk", flat=True)[: limit - gone]):
                gone += empty_words(words=one, row_id=pk, before=before, actor=actor, at=at)
        return gone


@action
def empty_words(
    *, words: Words, row_id: UUID, before: datetime, actor: Actor, at: datetime
) -> bool:
    """Let the words of one row go; privacy logs how many went.

    False: they went before, a hold was placed, or its incident is open again.
    """
    del actor, at  # named in the entry that counts them
    free, _, _ = words.parted(before, ())
    rows = free.filter(pk=row_id)
    if words.incident:
        found = rows.values_list(words.incident, flat=True).first()
        if found is not None and is_held_in_transaction(found):
            return False
    if words.leave:
        return bool(
            words.rows()
            .filter(pk__in=list(rows.values_list("pk", flat=True)))
            .update(**words.leave)
        )
    return bool(words.rows().filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0])


def _moment(found: datetime | date) -> datetime:
    """Return a moment; a day begins at midnight."""
    if isinstance(found, datetime):
        return found
    return datetime.combine(found, time.min, tzinfo=UTC)
