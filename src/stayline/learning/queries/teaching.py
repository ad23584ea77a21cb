"""For whoever teaches a site: who is to learn what, what was said of courses, credentials."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.learning.models import CourseExpert, CourseFeedback, TrainerCredential
from stayline.learning.queries.courses import course_named, learning_at
from stayline.learning.queries.days import day_of
from stayline.ledger.queries import stream_about, unseal
from stayline.library.queries import subject_of_document
from stayline.library.queries.experts import experts
from stayline.people.models import Person, Site
from stayline.people.queries import people_of, sites
from stayline_core.courses import CREDENTIALS, Stand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stayline.learning.queries.courses import Mine
    from stayline.library.queries.experts import ExpertView

FEWEST: Final = 3
"""So many answers are needed before a site reads what was said of a course (S4-51)."""

ENDS_SOON: Final = 60
"""Days before its end from which a credential is said to end soon."""


@dataclass(frozen=True, slots=True)
class CourseAtSite:
    """How a site stands to one course, and who is to do it, by name and in no other order."""

    course_id: str
    title: str
    owed_by: int
    done: int
    to_do: tuple[tuple[UUID, str, str, date | None], ...]


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """What was said of a course: how often each answer was given, and words without a name.

    `few`: too few said anything for it to be shown.
    """

    course_id: str
    title: str
    number: int
    clear: tuple[int, int, int, int]
    useful: tuple[int, int, int, int]
    ready: tuple[int, int, int, int]
    words: tuple[str, ...]
    few: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """What lets somebody teach. `stands`: `valid`, `soon` to end, or `over`."""

    id: UUID
    person_id: UUID
    name: str
    words: str
    teaches: str
    issuer: str
    number: str
    expires_on: date
    stands: str


@dataclass(frozen=True, slots=True)
class ExpertNamed:
    """An expert who made or reviewed a version of a course, as their credential stood."""

    name: str
    what: str
    words: str
    issuer: str
    number: str
    expires_on: str


def courses_at(site: Site, *, at: datetime) -> list[CourseAtSite]:
    """Return each course that somebody of a site owes, and who is to do it (S4-23)."""
    people = people_of(site.id)
    return courses_among(people, learning_at(people, at=at))


def courses_among(people: Iterable[Person], learning: dict[UUID, list[Mine]]) -> list[CourseAtSite]:
    """Return each course that one of these people owes: first those that most are to do."""
    counted: Counter[str] = Counter()
    titles: dict[str, str] = {}
    to_do: dict[str, list[tuple[UUID, str, str, date | None]]] = defaultdict(list)
    for who in people:
        for one in learning.get(who.id, ()):
            name = one.course.id
            titles[name] = one.course.title
            counted[name] += 1
            if one.stand in {Stand.MISSING, Stand.LAPSED}:
                to_do[name].append((who.id, who.name, one.stand, one.due))
    found = [
        CourseAtSite(name, titles[name], number, number - len(to_do[name]), tuple(to_do[name]))
        for name, number in counted.items()
    ]
    return sorted(found, key=lambda one: (-len(one.to_do), one.title))


def feedback_of(site_ids: Iterable[UUID]) -> list[FeedbackReport]:
    """Return what people of these sites said of courses, a report a course, by its title."""
    rows: dict[str, list[CourseFeedback]] = defaultdict(list)
    for row in CourseFeedback.objects.filter(site_id__in=list(site_ids)):
        rows[row.course_id].append(row)
    found = [_report(name, given) for name, given in rows.items()]
    return sorted(found, key=lambda one: one.title)


def credentials_at(site: Site, *, at: datetime) -> list[Credential]:
    """Return what lets people of a site teach, the one that ends first at the top."""
    rows = TrainerCredential.objects.filter(
        person__site=site, person__is_active=True, taken_back_at=None
    ).select_related("person__site")
    return [_credential(row, day_of(row.person, at)) for row in rows]


def experts_of(digest: str) -> list[ExpertNamed]:
    """Return the experts who made or reviewed this version of a course (S4-16, S4-17)."""
    rows = CourseExpert.objects.filter(version_id=digest).select_related("expert")
    return [
        ExpertNamed(
            name=row.expert.name,
            what=str(row.get_what_display()),
            words=CREDENTIALS.get(row.credential["kind"], CREDENTIALS["other"]),
            issuer=row.credential["issuer"],
            number=row.credential["number"],
            expires_on=row.credential["expires_on"],
        )
        for row in rows
    ]


def experts_known(*, at: datetime) -> list[ExpertView]:
    """Return the experts of the register whose credential holds today."""
    return [one for one in experts(at=at) if one.valid]


def sites_of(site_id: UUID | None, *, every: bool) -> list[Site]:
    """Return the sites that somebody teaches: every one, or their own."""
    return [one for one in sites() if every or one.id == site_id]


def _report(course_id: str, rows: list[CourseFeedback]) -> FeedbackReport:
    few = len(rows) < FEWEST
    return FeedbackReport(
        course_id=course_id,
        title=course_named(course_id),
        number=len(rows),
        clear=_counted(one.clear for one in rows),
        useful=_counted(one.useful for one in rows),
        ready=_counted(one.ready for one in rows),
        words=() if few else tuple(sorted(_words(rows))),
        few=few,
    )


def _counted(given: Iterable[int]) -> tuple[int, int, int, int]:
    """How often each was chosen, from “very” down."""
    found = Counter(given)
    return (found[4], found[3], found[2], found[1])


def _words(rows: Iterable[CourseFeedback]) -> list[str]:
    found = []
    for row in rows:
        if row.comment_sealed:
            name = row.course_id.removeprefix("procedure-")
            kind = "course" if name == row.course_id else "protocol"
            stream = stream_about("document", subject_of_document(kind, name))
            if stream is not None:
                plain = unseal(stream.id, f"feedback:{row.id}", bytes(row.comment_sealed))
                found.append(plain.decode())
    return found


def _credential(row: TrainerCredential, today: date) -> Credential:
    left = (row.expires_on - today).days
    return Credential(
        id=row.id,
        person_id=row.person_id,
        name=row.person.name,
        words=CREDENTIALS[row.credential],
        teaches=row.teaches,
        issuer=row.issuer,
        number=row.number,
        expires_on=row.expires_on,
        stands="over" if left < 0 else "soon" if left <= ENDS_SOON else "valid",
    )
