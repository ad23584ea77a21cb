"""Courses in force, what somebody owes of them, and how they stand.

`gaps_of` is what other rooms ask. A gap is shown and keeps nobody from helping: no contact,
no ladder and no step asks it (S4-23, S0-15).
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from stayline.learning.errors import CourseNotFound
from stayline.learning.models import CourseAsked, CourseAttempt, Training
from stayline.learning.queries.days import day_of
from stayline.learning.queries.lists import TAKES_CONTACTS, versions_to_train
from stayline.library.models import DocumentVersion, ForceSpan, InForce
from stayline.library.queries import protocol_by_digest
from stayline.library.queries.standing import lineage
from stayline.people.models import Exposure, Person, RoleGrant
from stayline_core.courses import (
    EVERYBODY,
    Course,
    Curriculum,
    Owed,
    Pass,
    Stand,
    Standing,
    course_of_procedure,
    owed,
    parse_course,
    parse_curriculum,
    stand,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


COURSE: Final = "course"
CURRICULUM: Final = "curriculum"
OF_PROCEDURE: Final = "procedure-"
"""How the id of a procedure's own training begins."""

LOOKED_BACK: Final = timedelta(days=730)
"""How far back exposure is looked at."""


@dataclass(frozen=True, slots=True)
class Held:
    """A course, and the version of the document or procedure that it is."""

    course: Course
    digest: str
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class Mine:
    """A course that somebody owes: why, how they stand, when they last passed."""

    course: Course
    because: tuple[str, ...]
    stand: str
    due: date | None
    late: bool
    passed_on: date | None
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A course that is to be done: `missing`, `lapsed`, or `soon` to run out, by `due`."""

    course_id: str
    title: str
    state: str
    due: date | None
    late: bool = False


def courses() -> list[Held]:
    """Return the courses in force, by the knowledge item they answer, then by title."""
    rows = InForce.objects.filter(kind=COURSE).select_related("version")
    rows = rows.defer("version__source", "version__body")
    found = [_held(row.version) for row in rows]
    return sorted(found, key=lambda one: (_item(one.course), one.course.title))


def course(course_id: str, digest: str = "") -> Held:
    """Return a course in force, or the version of it that is asked for.

    `procedure-…` is the training of a procedure: of the version that people are to be trained
    on now, or of the one of this digest.

    Raises:
        CourseNotFound: there is none of this id, or no such version of it.
    """
    if course_id.startswith(OF_PROCEDURE):
        return _of_procedure(course_id.removeprefix(OF_PROCEDURE), digest)
    rows = DocumentVersion.objects.filter(kind=COURSE, document_id=course_id)
    if digest:
        row = rows.filter(digest=digest).first()
    else:
        held = InForce.objects.filter(kind=COURSE, document_id=course_id)
        row = rows.filter(digest__in=held.values_list("version_id")).first()
    if row is None:
        raise CourseNotFound(course=course_id)
    return _held(row)


def curricula() -> list[tuple[Curriculum, datetime]]:
    """Return the curricula in force, each with since when there has been one of its id."""
    rows = InForce.objects.filter(kind=CURRICULUM).order_by("document_id")
    found = []
    for document_id, digest in rows.values_list("document_id", "version_id"):
        spans = ForceSpan.objects.filter(
            version__kind=CURRICULUM, version__document_id=document_id
        ).order_by("from_at")
        since = spans.values_list("from_at", flat=True).first()
        if since is not None:
            found.append((_curriculum(digest), since))
    return found


def learning_of(person_id: UUID, *, at: datetime) -> list[Mine]:
    """Return what one person owes and how they stand: what is late first, then by its day."""
    people = Person.objects.filter(id=person_id).select_related("site")
    return learning_at(list(people), at=at).get(person_id, [])


def learning_at(people: Collection[Person], *, at: datetime) -> dict[UUID, list[Mine]]:
    """Return what each of these people owes and how they stand, in a few questions for all."""
    named = {one.course.id: one.course for one in courses()}
    here = curricula()
    known = _Known(people, at)
    found: dict[UUID, list[Mine]] = {}
    for who in people:
        today = day_of(who, at)
        owing: list[Owed] = known.asked_of(who)
        for curriculum, since in here:
            owing = owed(
                [curriculum],
                roles=known.roles_of(who, day_of(who, since)),
                exposed=known.exposed(who),
                asked=owing,
                today=today,
            )
        mine = [
            _mine(named[one.course], one, known.passes[who.id], today)
            for one in owing
            if one.course in named
        ]
        found[who.id] = sorted(mine, key=_first)
    _add_procedures(found, people, known, at)
    return found


def gaps_of(person_id: UUID, *, at: datetime) -> list[Gap]:
    """Return the courses that somebody is to do: missing, lapsed, or soon to run out.

    The training of each certified procedure in force is among them (`procedure-…`).
    """
    return gaps_in(learning_of(person_id, at=at))


def gaps_in(mine: Iterable[Mine]) -> list[Gap]:
    """Return what of this is to be done."""
    return [
        Gap(one.course.id, one.course.title, one.stand, one.due, one.late)
        for one in mine
        if one.stand != Stand.DONE
    ]


def lapsed_of(person_id: UUID, *, at: datetime) -> list[Gap]:
    """Return what has run out for somebody, to be shown to them before a contact.

    It is shown and blocks no help: nothing that rings, guides or lets somebody speak asks it.
    """
    return [one for one in gaps_of(person_id, at=at) if one.state == Stand.LAPSED]


def practise_days(person: Person) -> int:
    """Return how often somebody is to practise a scenario, in days; 0: it is not asked (S4-44)."""
    roles = [*RoleGrant.objects.filter(person=person).values_list("role", flat=True), EVERYBODY]
    days = [one.practise_days(roles) for one, _ in curricula()]
    return min((each for each in days if each), default=0)


def subject_of(person: Person) -> str:
    """Return whose data an answer is, as the log names it."""
    return f"person:{person.pseudonym}"


def course_named(course_id: str) -> str:
    """Return the title of a course, also of one that is in force no more."""
    row = DocumentVersion.objects.filter(document_id=course_id.removeprefix(OF_PROCEDURE))
    kind = "protocol" if course_id.startswith(OF_PROCEDURE) else COURSE
    found = row.filter(kind=kind).order_by("-loaded_at").values_list("title", flat=True).first()
    return found or course_id


class _Known:
    """What is known of a number of people, read at once."""

    def __init__(self, people: Collection[Person], at: datetime) -> None:
        ids = [one.id for one in people]
        self.at = at
        self.grants: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
        for who, role, since in RoleGrant.objects.filter(person_id__in=ids).values_list(
            "person_id", "role", "granted_at"
        ):
            self.grants[who].append((role, since))
        self._exposed: dict[UUID, list[tuple[datetime, bool]]] = defaultdict(list)
        rows = Exposure.objects.filter(person_id__in=ids, at__lte=at, at__gt=at - LOOKED_BACK)
        for who, when, exercise in rows.values_list("person_id", "at", "exercise"):
            self._exposed[who].append((when, exercise))
        self._asked: dict[UUID, list[CourseAsked]] = defaultdict(list)
        for one in CourseAsked.objects.filter(person_id__in=ids).select_related("by"):
            self._asked[one.person_id].append(one)
        zones = {one.id: one for one in people}
        self.passes: dict[UUID, list[Pass]] = defaultdict(list)
        for row in CourseAttempt.objects.filter(person_id__in=ids, passed=True, at__lte=at):
            day = day_of(zones[row.person_id], row.at)
            self.passes[row.person_id].append(Pass(row.course_id, day, row.valid_until))

    def roles_of(self, who: Person, since: date) -> dict[str, date]:
        """Roles with the day each became theirs, no earlier than the curriculum itself."""
        days = {EVERYBODY: max(since, day_of(who, who.created_at))}
        return days | {role: max(since, day_of(who, day)) for role, day in self.grants[who.id]}

    def exposed(self, who: Person) -> list[date]:
        """The days of their crisis contacts; exercises count on a floor for exercises alone."""
        exercise = bool(who.site and who.site.exercise)
        return [day_of(who, when) for when, one in self._exposed[who.id] if one == exercise]

    def asked_of(self, who: Person) -> list[Owed]:
        """What was asked of them by name."""
        return [
            Owed(one.course_id, (one.because,), day, max(one.due, day), day)
            for one in self._asked[who.id]
            for day in [day_of(who, one.at)]
        ]


def _mine(of: Course, owing: Owed, passes: Iterable[Pass], today: date) -> Mine:
    stands: Standing = stand(owing, passes, remind_days=of.remind_days, today=today)
    days = [one.on for one in passes if one.course == of.id]
    return Mine(
        course=of,
        because=owing.because,
        stand=stands.stand.value,
        due=stands.due,
        late=stands.late(today),
        passed_on=max(days, default=None),
    )


def _first(one: Mine) -> tuple[bool, bool, date, str]:
    return (not one.late, one.stand == Stand.DONE, one.due or date.max, one.course.title)


def _add_procedures(
    found: dict[UUID, list[Mine]], people: Collection[Person], known: _Known, at: datetime
) -> None:
    """Add the training of each certified procedure in force, for those who take contacts."""
    takers = [
        one for one in people if not TAKES_CONTACTS.isdisjoint(r for r, _ in known.grants[one.id])
    ]
    asked = [one for one in versions_to_train() if one.in_force and one.asked] if takers else []
    since = dict(InForce.objects.filter(kind="protocol").values_list("version_id", "since"))
    for version in asked:
        trained = _trained(lineage(version.digest), [one.id for one in takers], at)
        of = _procedure(version.digest)
        for who in takers:
            records = [Pass(of.id, on, until) for on, until in trained[who.id]]
            day = day_of(who, since[version.digest])
            owing = Owed(of.id, ("Certified here, and in force",), day, day)
            found[who.id].append(_mine(of, owing, records, day_of(who, at)))
            found[who.id].sort(key=_first)


def _trained(
    digests: Collection[str], person_ids: Collection[UUID], at: datetime
) -> dict[UUID, list[tuple[date, date | None]]]:
    """From when until when each was trained on one of these versions, what is over included."""
    rows = Training.objects.filter(
        version_id__in=list(digests), person_id__in=list(person_ids), taken_back_at=None
    ).filter(counts_from__lte=at)
    found: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for who, on, until in rows.values_list("person_id", "trained_on", "valid_until"):
        found[who].append((on, until))
    return found


def _of_procedure(document_id: str, digest: str) -> Held:
    """The training of the version named, or of the one that people are to be trained on now."""
    rows = DocumentVersion.objects.filter(kind="protocol", document_id=document_id)
    if not digest:
        named = [one.digest for one in versions_to_train() if one.protocol_id == document_id]
        digest = named[0] if named else ""
    row = rows.filter(digest=digest).defer("source", "body").first()
    if row is None:
        raise CourseNotFound(course=f"{OF_PROCEDURE}{document_id}")
    return _held(row)


def _held(row: DocumentVersion) -> Held:
    of = _procedure(row.digest) if row.kind == "protocol" else _course(row.digest)
    return Held(of, row.digest, row.state, str(row.get_state_display()))


def _item(of: Course) -> int:
    return int(of.item[1:]) if of.item else 0


def _body(digest: str) -> Mapping[str, Any]:
    row = DocumentVersion.objects.only("body").get(digest=digest)
    return cast("dict[str, Any]", row.body)


@functools.lru_cache(maxsize=256)
def _course(digest: str) -> Course:
    return parse_course(_body(digest))


@functools.lru_cache(maxsize=256)
def _procedure(digest: str) -> Course:
    return course_of_procedure(protocol_by_digest(digest))


@functools.lru_cache(maxsize=16)
def _curriculum(digest: str) -> Curriculum:
    return parse_curriculum(_body(digest))
