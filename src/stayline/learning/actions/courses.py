"""What is done about courses: taken, asked for, spoken of; who made them, who teaches them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from stayline.learning.actions._records import record_in_transaction, stream_in_transaction
from stayline.learning.errors import (
    CourseExpertKnown,
    CourseInvalid,
    CourseNotFound,
    CourseNotYours,
    FeedbackGiven,
)
from stayline.learning.events import (
    CourseAskedFor,
    CourseExpertNamed,
    CourseFeedbackGiven,
    CourseTaken,
    TrainerCredentialRecorded,
    TrainerCredentialTakenBack,
)
from stayline.learning.models import (
    CourseAsked,
    CourseAttempt,
    CourseExpert,
    CourseFeedback,
    HowTrained,
    TrainerCredential,
)
from stayline.learning.policies import may_ask_course, may_name_experts, may_teach
from stayline.learning.queries.courses import course, subject_of
from stayline.learning.queries.days import day_of
from stayline.ledger.actions import (
    append_in_transaction,
    open_stream_in_transaction,
    seal_in_transaction,
)
from stayline.library.models import Expert
from stayline.library.queries import subject_of_document
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core.courses import CREDENTIALS, last_day, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from stayline.learning.queries.courses import Held
    from stayline.platform.actors import Actor
    from stayline_core.courses import Marked

LONGEST: Final = 300
LONGEST_COMMENT: Final = 2000
SCALE: Final = ("1", "2", "3", "4")
WITHIN: Final = timedelta(days=365)
"""How far ahead a course can be asked for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an assessment."""

    attempt_id: UUID
    marked: Marked
    valid_until: date | None


@action
def take_course(
    *, course_id: str, digest: str, answers: Mapping[str, str], actor: Actor, at: datetime
) -> Taken:
    """Mark what `actor` answered to a course's questions, and keep it for them (S0-20).

    A pass of a procedure's own training records that they are trained on that version, as
    assessed here (S0-14). Whoever did not pass goes on helping as before, and tries again.

    Raises:
        CourseNotFound: there is no such course or version.
        CourseInvalid: a question has no answer; each is named.
    """
    held = course(course_id, digest)
    marked = mark(held.course, answers)
    if faults := {one.question.id: one.question.asks for one in marked.markings if not one.chosen}:
        raise CourseInvalid(faults, "Some questions have no answer yet.")
    who = Person.objects.select_related("site").get(id=actor.id)
    today = day_of(who, at)
    until = last_day(today, held.course.months) if marked.passed else None
    stream = stream_in_transaction(who, at=at)
    chosen = {one.question.id: one.chosen for one in marked.markings}
    row = CourseAttempt.objects.create(
        person=who,
        course_id=held.course.id,
        version_id=held.digest,
        answers_sealed=seal_in_transaction(stream, subject_of(who), json.dumps(chosen).encode()),
        passed=marked.passed,
        at=at,
        valid_until=until,
    )
    event = CourseTaken(
        attempt=str(row.id),
        course=held.course.id,
        digest=held.digest,
        result="passed" if marked.passed else "not yet",
        subject=subject_of(who),
    )
    append_in_transaction(stream, event, actor=actor, at=at)
    if marked.passed and held.course.procedure:
        _train(who, held, until, actor=actor, at=at)
    return Taken(row.id, marked, until)


@action
def give_feedback(
    *, attempt_id: UUID, scores: Mapping[str, str], comment: str, actor: Actor, at: datetime
) -> None:
    """Keep what somebody made of a course they took, without who it was (S4-51).

    `scores` are `clear`, `useful` and `ready`, 1 (not at all) to 4 (very). The row has the week
    alone, and the log a system's name: only that feedback was given stands with the person.

    Raises:
        CourseNotFound: it is no attempt of theirs.
        FeedbackGiven: they gave it already.
        CourseInvalid: a score is none.
    """
    rows = CourseAttempt.objects.select_for_update(of=("self",)).select_related("person__site")
    row = rows.filter(id=attempt_id, person_id=actor.id).first()
    if row is None or row.person.site_id is None:
        raise CourseNotFound(attempt=str(attempt_id))
    if row.told_us:
        raise FeedbackGiven
    wanted = ("clear", "useful", "ready")
    if faults := {one: "Choose one." for one in wanted if scores.get(one) not in SCALE}:
        raise CourseInvalid(faults)
    row.told_us = True
    row.save(update_fields=["told_us"])
    today = day_of(row.person, at)
    stream, feedback = _stream_of(row.course_id, at=at), uuid4()
    said = comment.strip()[:LONGEST_COMMENT]
    CourseFeedback.objects.create(
        id=feedback,
        course_id=row.course_id,
        version_id=row.version_id,
        site_id=row.person.site_id,
        week=today - timedelta(days=today.weekday()),
        **{one: int(scores[one]) for one in wanted},
        comment_sealed=(
            seal_in_transaction(stream, f"feedback:{feedback}", said.encode()) if said else b""
        ),
    )
    # Not under the person's own name: an entry in the log would tell what the row leaves out.
    event = CourseFeedbackGiven(course=row.course_id)
    append_in_transaction(stream, event, actor=system_actor("watcher"), at=at)


@action
def ask_course(
    *, person_id: UUID, course_id: str, because: str, due: date, actor: Actor, at: datetime
) -> UUID:
    """Ask somebody for a course by name, or oneself; it is done by passing after this (S2-44).

    Raises:
        CourseNotFound: there is no such course, or nobody has this id.
        CourseNotYours: `actor` neither teaches nor leads their site, and it is not themselves.
        CourseInvalid: no reason is given, or the day is past or more than a year ahead.
    """
    who = Person.objects.select_related("site").filter(id=person_id, kind="person").first()
    if who is None:
        raise CourseNotFound(person=str(person_id))
    if not may_ask_course(actor, who.id, who.site_id):
        raise CourseNotYours
    faults, today = {}, day_of(who, at)
    if not because.strip():
        faults["because"] = "Say why, in a few words."
    if not today <= due <= today + WITHIN:
        faults["due"] = "A day from today on, within a year."
    if faults:
        raise CourseInvalid(faults)
    return ask_course_in_transaction(
        who, course_id=course_id, because=because, due=due, actor=actor, at=at
    )


def ask_course_in_transaction(
    who: Person, *, course_id: str, because: str, due: date, actor: Actor, at: datetime
) -> UUID:
    """Ask somebody for a course; return its id. The caller holds the transaction.

    Who may ask is the caller's to know.

    Raises:
        CourseNotFound: there is no such course.
    """
    held = course(course_id)
    row = CourseAsked.objects.create(
        person=who,
        course_id=held.course.id,
        because=because.strip()[:LONGEST],
        by_id=actor.id,
        at=at,
        due=due,
    )
    event = CourseAskedFor(
        asked=str(row.id),
        course=held.course.id,
        due=due.isoformat(),
        because=row.because,
        subject=subject_of(who),
    )
    append_in_transaction(stream_in_transaction(who, at=at), event, actor=actor, at=at)
    return row.id


@action
def name_expert(*, course_id: str, expert_id: UUID, what: str, actor: Actor, at: datetime) -> UUID:
    """Record that an expert of the register made or reviewed the course in force (S4-16, S4-17).

    The credential is copied as it stands today.

    Raises:
        CourseNotYours: `actor` does not keep the documents.
        CourseNotFound: there is no such course or expert.
        CourseInvalid: the credential has ended, or `what` is neither `made` nor `reviewed`.
        CourseExpertKnown: it is on record already.
    """
    if not may_name_experts(actor):
        raise CourseNotYours
    held = course(course_id)
    expert = Expert.objects.filter(id=expert_id, left_at=None).first()
    if expert is None:
        raise CourseNotFound(expert=str(expert_id))
    if what not in {"made", "reviewed"}:
        raise CourseInvalid({"what": "Made it, or reviewed it."})
    if expert.expires_on < at.date():
        raise CourseInvalid({"expert": "This credential has ended."})
    row, made = CourseExpert.objects.get_or_create(
        version_id=held.digest,
        expert=expert,
        what=what,
        defaults={
            "course_id": held.course.id,
            "credential": {
                "kind": expert.credential,
                "issuer": expert.issuer,
                "number": expert.number,
                "expires_on": expert.expires_on.isoformat(),
            },
            "recorded_by_id": actor.id,
            "at": at,
        },
    )
    if not made:
        raise CourseExpertKnown
    event = CourseExpertNamed(
        course=held.course.id,
        digest=held.digest,
        what=what,
        expert=str(expert.id),
        credential=expert.credential,
    )
    append_in_transaction(_stream_of(held.course.id, at=at), event, actor=actor, at=at)
    return row.id


@action
def record_trainer(
    *,
    person_id: UUID,
    typed: Mapping[str, str],
    expires_on: date | None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Record what lets somebody of this centre teach: kind, issuer, number, until when.

    `typed` has `credential`, `teaches`, `issuer` and `number`.

    Raises:
        CourseNotFound: nobody has this id.
        CourseNotYours: `actor` does not teach at their site, or it is their own credential.
        CourseInvalid: something is missing, or it has ended.
    """
    who = Person.objects.select_related("site").filter(id=person_id, kind="person").first()
    if who is None:
        raise CourseNotFound(person=str(person_id))
    if not may_teach(actor, who.site_id) or who.id == actor.id:
        raise CourseNotYours(sentence="Somebody else of the site records what lets you teach.")
    wanted = {one: typed.get(one, "").strip() for one in ("teaches", "issuer", "number")}
    faults = {name: "This is needed." for name, said in wanted.items() if not said}
    if typed.get("credential") not in CREDENTIALS:
        faults["credential"] = "Choose one."
    if expires_on is None or expires_on < day_of(who, at):
        faults["expires_on"] = "A day from today on."
    if faults or expires_on is None:
        raise CourseInvalid(faults)
    row = TrainerCredential.objects.create(
        person=who,
        credential=typed["credential"],
        teaches=wanted["teaches"][:200],
        issuer=wanted["issuer"][:150],
        number=wanted["number"][:80],
        expires_on=expires_on,
        recorded_by_id=actor.id,
        at=at,
    )
    event = TrainerCredentialRecorded(
        credential_id=str(row.id),
        credential=row.credential,
        teaches=row.teaches,
        until=expires_on.isoformat(),
        subject=subject_of(who),
    )
    append_in_transaction(stream_in_transaction(who, at=at), event, actor=actor, at=at)
    return row.id


@action
def take_back_trainer(*, credential_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a trainer's credential count no more; the row stays.

    Raises:
        CourseNotFound: there is no such credential that counts.
        CourseNotYours: `actor` does not teach at their site.
    """
    rows = TrainerCredential.objects.select_for_update(of=("self",)).select_related("person__site")
    row = rows.filter(id=credential_id, taken_back_at=None).first()
    if row is None:
        raise CourseNotFound(credential=str(credential_id))
    if not may_teach(actor, row.person.site_id):
        raise CourseNotYours
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    event = TrainerCredentialTakenBack(
        credential_id=str(row.id), teaches=row.teaches, subject=subject_of(row.person)
    )
    append_in_transaction(stream_in_transaction(row.person, at=at), event, actor=actor, at=at)


def _train(who: Person, held: Held, until: date | None, *, actor: Actor, at: datetime) -> None:
    record_in_transaction(
        who,
        digest=held.digest,
        protocol_id=held.course.id.removeprefix("procedure-"),
        trained_on=day_of(who, at),
        valid_until=until,
        how=HowTrained.ASSESSED,
        actor=actor,
        at=at,
    )


def _stream_of(course_id: str, *, at: datetime) -> UUID:
    """The log of a course's document, or of the procedure whose training it is."""
    name = course_id.removeprefix("procedure-")
    kind = "course" if name == course_id else "protocol"
    subject = subject_of_document(kind, name)
    return open_stream_in_transaction(kind="document", subject_id=subject, exercise=False, at=at)
