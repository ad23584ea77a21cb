"""Coaching and buddying: wished for, proposed, agreed by both, moved on, ended (S3-26, S3-48)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.learning.actions._support import (
    log_in_transaction,
    plan_locked,
    said,
    seal_words_in_transaction,
    tell_in_transaction,
)
from stayline.learning.errors.support import (
    PlanStands,
    PlanTextStale,
    StageRefused,
    SupportInvalid,
    SupportNotYours,
    WishNotFound,
)
from stayline.learning.events.support import (
    PlanAgreed,
    PlanEndedNow,
    PlanProposed,
    PlanWritten,
    StageMoved,
    SupportWished,
    SupportWishEnded,
)
from stayline.learning.models import PlanKind, PlanText, SupportPlan, SupportSession, Wish
from stayline.learning.policies.support import COACHES, leads_support
from stayline.people.models import Person
from stayline.people.queries import conflicting
from stayline.platform.transactions import action
from stayline.quality.queries.told import subject_of
from stayline_core.support import STAGE_WORDS, Stage, move

if TYPE_CHECKING:
    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

REVIEWED_AFTER: Final = timedelta(days=42)
"""So long after both agreed, and after each review, the support is to be reviewed (S3-27)."""


@action
def wish_for_support(*, words: str, actor: Actor, at: datetime) -> UUID:
    """Ask for support oneself; who leads or trains the site sees that, and the words.

    Raises:
        SupportInvalid: nothing is said.
    """
    who = Person.objects.select_related("site").get(id=actor.id)
    sealed = seal_words_in_transaction(who, said(words), at=at)
    row = Wish.objects.create(person=who, words_sealed=sealed, at=at)
    event = SupportWished(wish=str(row.id), subject=subject_of(who))
    log_in_transaction(who, event, actor=actor, at=at)
    return row.id


@action
def end_wish(*, wish_id: UUID, actor: Actor, at: datetime) -> None:
    """Take one's own wish for support back, or say that it was met; no reason is asked.

    Raises:
        WishNotFound: there is no such open wish of theirs.
    """
    mine = Wish.objects.filter(id=wish_id, person_id=actor.id, ended_at=None)
    if not mine.update(ended_at=at):
        raise WishNotFound
    who = Person.objects.select_related("site").get(id=actor.id)
    event = SupportWishEnded(wish=str(wish_id), subject=subject_of(who))
    log_in_transaction(who, event, actor=actor, at=at)


@action
def propose_plan(
    *,
    kind: str,
    person_id: UUID,
    supporter_id: UUID,
    words: str,
    coach_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Propose a plan between two people; it stands once both agreed. Return its id.

    Either of the two proposes it, and agrees by that; or who leads or trains the person's site,
    and then both still have to agree. `coach_id` is the supporter's own coach, who sees how far
    it is and reviews it, and not its words.

    Raises:
        SupportNotYours: `actor` is neither of the two and leads nobody there.
        SupportInvalid: a person does not fit, or nothing is said; each is named.
        PlanStands: there is an open plan of this kind between the two.
    """
    ids = [one for one in (person_id, supporter_id, coach_id) if one]
    rows = Person.objects.filter(id__in=ids, is_active=True, kind="person")
    people = {one.id: one for one in rows.select_related("site").prefetch_related("roles")}
    person, supporter = people.get(person_id), people.get(supporter_id)
    if person is None or supporter is None:
        raise SupportInvalid({"supporter": "Choose two people who work here."})
    if actor.id not in ids[:2] and not leads_support(actor, person.site_id):
        raise SupportNotYours
    coach = people.get(coach_id) if coach_id else None
    faults = _faults(kind, person, supporter, coach)
    if coach_id and coach is None:
        faults["coach"] = "Choose somebody who works here."
    if faults or person.site is None:
        raise SupportInvalid(faults)
    text = said(words)
    known = SupportPlan.objects.filter(kind=kind, person=person, supporter=supporter, ended_at=None)
    if known.exists():
        raise PlanStands
    plan = SupportPlan.objects.create(
        kind=kind,
        person=person,
        supporter=supporter,
        coach=coach,
        site=person.site,
        exercise=person.site.exercise,
        opened_by_id=actor.id,
        opened_at=at,
        stage=Stage.TALK.value,
        stage_since=at,
    )
    _write_in_transaction(plan, text, number=1, actor=actor, at=at)
    event = PlanProposed(
        plan=str(plan.id), what=str(PlanKind(kind).label).lower(), subject=subject_of(person)
    )
    _log(plan, event, actor=actor, at=at)
    return plan.id


@action
def rewrite_plan(*, plan_id: UUID, words: str, actor: Actor, at: datetime) -> int:
    """Write a plan anew; who writes it agrees by that, the other agrees again. Return its number.

    What both agreed to last stands until then.

    Raises:
        PlanNotFound: there is none that `actor` may know of.
        PlanNotYours: they are none of its two sides.
        PlanEnded: it has ended.
        SupportInvalid: nothing is said.
    """
    plan = plan_locked(plan_id, actor)
    text = said(words)
    number = plan.texts.count() + 1
    _write_in_transaction(plan, text, number=number, actor=actor, at=at)
    event = PlanWritten(plan=str(plan.id), number=number, subject=subject_of(plan.person))
    _log(plan, event, actor=actor, at=at)
    return number


@action
def agree_plan(*, plan_id: UUID, number: int, actor: Actor, at: datetime) -> bool:
    """Agree to the version of a plan that one read; True when both have agreed by that.

    Raises:
        PlanNotFound: there is none that `actor` may know of.
        PlanNotYours: they are none of its two sides.
        PlanEnded: it has ended.
        PlanTextStale: it was written anew since.
    """
    plan = plan_locked(plan_id, actor)
    text = plan.texts.order_by("-number").first()
    if text is None or text.number != number:
        raise PlanTextStale
    if _agree(text, plan, actor.id, at):
        text.save(update_fields=["person_agreed_at", "supporter_agreed_at"])
        tell_in_transaction([plan.person_id, plan.supporter_id])
        if text.person_agreed_at and text.supporter_agreed_at:
            _agreed_in_transaction(plan, number, actor=actor, at=at)
    return bool(text.person_agreed_at and text.supporter_agreed_at)


@action
def move_stage(*, plan_id: UUID, stage: str, actor: Actor, at: datetime) -> None:
    """Take a plan to another stage: shadowing, then reverse shadowing, then on their own.

    Raises:
        PlanNotFound: there is none that `actor` may know of.
        PlanNotYours: they are none of its two sides.
        PlanEnded: it has ended.
        PlanNotAgreed: both sides did not agree to it yet.
        StageRefused: a session of the stage before was not held; the sentence says which.
        SupportInvalid: there is no such stage.
    """
    plan = plan_locked(plan_id, actor, agreed=True)
    if stage not in list(Stage):
        raise SupportInvalid({"stage": "Choose a stage."})
    held = SupportSession.objects.filter(plan=plan, held_at__isnull=False)
    kinds = {Stage(one) for one in held.values_list("kind", flat=True)}
    if why := move(Stage(plan.stage), Stage(stage), held=kinds):
        raise StageRefused(why)
    plan.stage, plan.stage_since = stage, at
    plan.save(update_fields=["stage", "stage_since"])
    words = STAGE_WORDS[Stage(stage)]
    event = StageMoved(plan=str(plan.id), stage=words, subject=subject_of(plan.person))
    _log(plan, event, actor=actor, at=at)


@action
def end_plan(*, plan_id: UUID, actor: Actor, at: datetime) -> None:
    """End a plan; either side can, at any time, and no reason is asked.

    Raises:
        PlanNotFound: there is none that `actor` may know of.
        PlanNotYours: they are none of its two sides.
        PlanEnded: it has ended already.
    """
    plan = plan_locked(plan_id, actor)
    plan.ended_at, plan.ended_by, plan.due_at = at, actor.id, None
    plan.save(update_fields=["ended_at", "ended_by", "due_at"])
    ahead = SupportSession.objects.filter(plan=plan, held_at=None, called_off_at=None)
    ahead.update(called_off_at=at)
    event = PlanEndedNow(plan=str(plan.id), subject=subject_of(plan.person))
    _log(plan, event, actor=actor, at=at)


def set_review_in_transaction(plan: SupportPlan, *, at: datetime) -> None:
    """Say when the support is to be reviewed next. The caller holds the transaction."""
    zone = ZoneInfo(plan.site.zone)
    plan.review_by = (at + REVIEWED_AFTER).astimezone(zone).date()
    plan.due_at = datetime.combine(plan.review_by, time.min, tzinfo=zone)
    plan.save(update_fields=["agreed_at", "review_by", "due_at"])


def _agreed_in_transaction(plan: SupportPlan, number: int, *, actor: Actor, at: datetime) -> None:
    if plan.agreed_at is None:
        plan.agreed_at = at
        set_review_in_transaction(plan, at=at)
    event = PlanAgreed(plan=str(plan.id), number=number, subject=subject_of(plan.person))
    _log(plan, event, actor=actor, at=at)


def _write_in_transaction(
    plan: SupportPlan, words: str, *, number: int, actor: Actor, at: datetime
) -> None:
    text = PlanText(
        plan=plan,
        number=number,
        words_sealed=seal_words_in_transaction(plan.person, words, at=at),
        written_by_id=actor.id,
        written_at=at,
    )
    _agree(text, plan, actor.id, at)
    text.save(force_insert=True)


def _agree(text: PlanText, plan: SupportPlan, who: UUID, at: datetime) -> bool:
    """Note that this side agrees to a text; False when it did already, or is no side."""
    if who == plan.person_id and text.person_agreed_at is None:
        text.person_agreed_at = at
        return True
    if who == plan.supporter_id and text.supporter_agreed_at is None:
        text.supporter_agreed_at = at
        return True
    return False


def _faults(kind: str, person: Person, supporter: Person, coach: Person | None) -> dict[str, str]:
    roles = {grant.role for grant in supporter.roles.all()}
    tests = (
        ("kind", kind not in PlanKind.values, "Choose coaching or buddying."),
        ("supporter", person.id == supporter.id, "Nobody supports themselves."),
        (
            "supporter",
            supporter.id in conflicting(person.id),
            "These two are kept apart by a conflict of interest.",
        ),
        (
            "supporter",
            kind == PlanKind.COACHING and roles.isdisjoint(COACHES),
            "They do not coach: choose a supervisor, a lead, a reviewer or a trainer.",
        ),
        (
            "coach",
            coach is not None and coach.id in {person.id, supporter.id},
            "The coach of the supporter is a third person.",
        ),
    )
    return {field: fault for field, wrong, fault in tests if wrong}


def _log(plan: SupportPlan, event: Event, *, actor: Actor, at: datetime) -> None:
    log_in_transaction(plan.person, event, actor=actor, at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id, plan.coach_id])
