"""What people kept for themselves, once they have left (`privacy.KeptPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.care.models import CheckNote, OwnPlan, Reflection, Reminder
from stayline.people.models import Person
from stayline.platform.transactions import action
from stayline.privacy.actions import Words, WordsKept
from stayline.privacy.ports import Old
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

OWN: Final = Kind(
    id="own_care",
    title="What people kept for themselves, after they left",
    since="since they left",
    goes="Their own plans, reminders and thoughts. While they work here nobody else takes these.",
    stays="Nothing of it.",
)
NOTES: Final = Kind(
    id="care_note",
    title="Notes written with private checks",
    since="since they were written",
    goes="The note as a whole. Whoever it is about can let it go before.",
    stays="That the check was offered, and whether it was done.",
    least=30,
)
TABLES: Final = (OwnPlan, Reminder, Reflection)


def _notes() -> QuerySet[CheckNote]:
    """Return every note: it is its person's, and no hold on an incident reaches it."""
    return CheckNote.objects.all()


NOTES_KEPT: Final = WordsKept(NOTES, (Words(_notes, "written_at"),))


class OwnKept:
    """Plans, reminders and thoughts of people who left."""

    kind = OWN

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many people left before that moment and still have something here."""
        del held  # a hold is on an incident, and these point at none
        rows = _left(before)
        return Old(rows.count(), 0, rows.values_list("left_at", flat=True).first())

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Delete what up to `limit` of them kept."""
        del held
        return let_own_go(before=before, limit=limit, actor=actor, at=at)


@action
def let_own_go(*, before: datetime, limit: int, actor: Actor, at: datetime) -> int:
    """Delete what up to `limit` people who left before a moment kept; return of how many.

    Privacy logs how many went.
    """
    del actor, at  # named in the entry that counts them
    ids = list(_left(before).values_list("id", flat=True)[:limit])
    for table in TABLES:
        table._default_manager.filter(person_id__in=ids).delete()  # noqa: SLF001 - Django's own name
    return len(ids)


def _left(before: datetime) -> QuerySet[Person]:
    have = Q()
    for table in TABLES:
        have |= Q(id__in=table._default_manager.values("person_id"))  # noqa: SLF001 - as above
    return Person.objects.filter(have, left_at__lt=before).order_by("left_at", "id")
