"""What somebody is to learn is looked at once a day: what is new, late, runs out or has run out.

Each is told once, on their own screens and in their own log. Nothing of it touches a contact.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.learning.actions._records import stream_in_transaction
from stayline.learning.events import CourseTold
from stayline.learning.models import CourseNotice, CourseStanding
from stayline.learning.queries.courses import learning_of, subject_of
from stayline.ledger.actions import append_in_transaction
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core.courses import Stand

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.learning.queries.courses import Mine

EVERY: Final = timedelta(days=1)
AT_ONCE: Final = 500
"""How many people are taken in at most in one go."""


@action
def fire_newcomers(*, at: datetime) -> int:
    """Let it be looked at from now on what those who came are to learn; return how many."""
    known = CourseStanding.objects.values("person_id")
    rows = Person.objects.filter(kind="person", is_active=True).exclude(id__in=known)
    ids = rows.order_by("id").values_list("id", flat=True)[:AT_ONCE]
    made = [CourseStanding(person_id=one, due_at=at) for one in ids]
    CourseStanding.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@action
def fire_standing(*, person_id: UUID, at: datetime) -> bool:
    """Tell one person what became new, late, or runs out; False: somebody was first.

    Whoever left is looked at no more.
    """
    held = CourseStanding.objects.filter(person_id=person_id, due_at__lte=at)
    if not held.update(due_at=at + EVERY):
        return False
    who = Person.objects.select_related("site").get(id=person_id)
    if not who.is_active:
        CourseStanding.objects.filter(person_id=person_id).delete()
        return True
    told = [words for one in learning_of(person_id, at=at) for words in _told(who, one, at=at)]
    if told:
        event = CourseTold(told="; ".join(told), subject=subject_of(who))
        stream = stream_in_transaction(who, at=at)
        append_in_transaction(stream, event, actor=system_actor("watcher"), at=at)
    return True


def _told(who: Person, one: Mine, *, at: datetime) -> list[str]:
    """What is told of one course now, if anything; kept so that it is told once."""
    says = _says(one)
    if not says or one.due is None:
        return []
    row, made = CourseNotice.objects.get_or_create(
        person=who, course_id=one.course.id, says=says, due=one.due, defaults={"at": at}
    )
    words = f"{row.course_id} {str(row.get_says_display()).lower()}, {one.due}"
    return [words] if made else []


def _says(one: Mine) -> str:
    if one.stand == Stand.MISSING:
        return "late" if one.late else "new"
    return {Stand.SOON: "soon", Stand.LAPSED: "lapsed"}.get(Stand(one.stand), "")
