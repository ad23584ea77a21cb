"""Sessions of a plan are planned and recorded; the support is reviewed; guidance is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.learning.actions._support import (
    log_in_transaction,
    plan_locked,
    said,
    seal_words_in_transaction,
    tell_in_transaction,
)
from stayline.learning.actions.support import set_review_in_transaction
from stayline.learning.errors.support import (
    PlanNotYours,
    SessionNotFound,
    SessionTooSoon,
    SupportInvalid,
)
from stayline.learning.events.support import (
    ColleagueGuided,
    SessionCalledOff,
    SessionHeld,
    SessionPlanned,
    SupportReviewDue,
    SupportReviewed,
)
from stayline.learning.models import (
    ColleagueGuidance,
    Helped,
    SupportPlan,
    SupportReview,
    SupportSession,
)
from stayline.learning.policies.support import may_review_support
from stayline.learning.queries.support import people_at
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline.quality.queries.told import subject_of
from stayline_core.scoring import ITEMS
from stayline_core.support import Stage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

SHORTEST, LONGEST = 5, 480
"""Minutes of a session."""

NOTE: Final = 2000


@action
def plan_session(
    *,
    plan_id: UUID,
    kind: str,
    beside_id: UUID | None = None,
    begins_at: datetime,
    minutes: int,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Plan a session: what kind, beside whom, when; return its id.

    `beside_id` is with whom; without it the supporter. It may lie in the past, to be recorded.

    Raises:
        PlanNotFound, PlanNotYours, PlanEnded, PlanNotAgreed: see `plan_locked`.
        SupportInvalid: no such kind, an odd length, or nobody who works here.
    """
    plan = plan_locked(plan_id, actor, agreed=True)
    beside = beside_id or plan.supporter_id
    there = Person.objects.filter(id=beside, is_active=True, kind="person").exists()
    faults = {}
    if kind not in list(Stage):
        faults["kind"] = "Choose what kind of session it is."
    if not SHORTEST <= minutes <= LONGEST:
        faults["minutes"] = f"Between {SHORTEST} and {LONGEST} minutes."
    if not there or beside == plan.person_id:
        faults["beside"] = "Choose somebody else who works here."
    if faults:
        raise SupportInvalid(faults)
    row = SupportSession.objects.create(
        plan=plan,
        kind=kind,
        beside_id=beside,
        begins_at=begins_at,
        minutes=minutes,
        planned_by_id=actor.id,
        planned_at=at,
    )
    event = SessionPlanned(
        session=str(row.id),
        what=kind,
        begins_at=begins_at.isoformat(timespec="minutes"),
        subject=subject_of(plan.person),
    )
    log_in_transaction(plan.person, event, actor=actor, at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id, beside])
    return row.id


@action
def record_session(*, session_id: UUID, note: str = "", actor: Actor, at: datetime) -> None:
    """Record that a session was held, with a note for the two if they want one (S3-26).

    Raises:
        SessionNotFound: no session that is ahead has this id, or it is none of theirs.
        SessionTooSoon: it has not begun.
        PlanEnded: the plan has ended.
    """
    row, plan = _ahead(session_id, actor)
    if row.begins_at > at:
        raise SessionTooSoon
    row.held_at, row.held_by = at, actor.id
    row.note_sealed = seal_words_in_transaction(plan.person, note.strip()[:NOTE], at=at)
    row.save(update_fields=["held_at", "held_by", "note_sealed"])
    event = SessionHeld(session=str(row.id), subject=subject_of(plan.person))
    log_in_transaction(plan.person, event, actor=actor, at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id])


@action
def call_off_session(*, session_id: UUID, actor: Actor, at: datetime) -> None:
    """Call a session off; either side can.

    Raises:
        SessionNotFound: no session that is ahead has this id, or it is none of theirs.
        PlanEnded: the plan has ended.
    """
    row, plan = _ahead(session_id, actor)
    row.called_off_at = at
    row.save(update_fields=["called_off_at"])
    event = SessionCalledOff(session=str(row.id), subject=subject_of(plan.person))
    log_in_transaction(plan.person, event, actor=actor, at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id])


@action
def review_support(*, plan_id: UUID, result: str, words: str, actor: Actor, at: datetime) -> UUID:
    """Say what the support came to: the person, the coach's coach or who leads, never who gave it.

    The next review is due in 42 days (S3-27). The words are read by the person, the coach's
    coach and who wrote them.

    Raises:
        PlanNotFound, PlanEnded, PlanNotAgreed: see `plan_locked`.
        PlanNotYours: `actor` gave the support themselves.
        SupportInvalid: no result is chosen, or nothing is said.
    """
    plan = plan_locked(plan_id, actor, side=False, agreed=True)
    if not may_review_support(actor, plan):
        raise PlanNotYours
    if result not in Helped.values:
        raise SupportInvalid({"result": "Choose what it came to."})
    row = SupportReview.objects.create(
        plan=plan,
        by_id=actor.id,
        at=at,
        result=result,
        words_sealed=seal_words_in_transaction(plan.person, said(words), at=at),
    )
    set_review_in_transaction(plan, at=at)
    label = str(Helped(result).label)
    event = SupportReviewed(plan=str(plan.id), result=label, subject=subject_of(plan.person))
    log_in_transaction(plan.person, event, actor=actor, at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id, plan.coach_id])
    return row.id


@action
def record_guidance(
    *, receiver_id: UUID, words: str, item: str = "", actor: Actor, at: datetime
) -> UUID:
    """Record that one guided a colleague in handling incidents, and in what (S3-5); return its id.

    What is said of it stays between the two. What is written into a running contact is recorded
    by itself, in the incident.

    Raises:
        SupportInvalid: the colleague does not work at the same site, or nothing is said.
    """
    here = people_at(actor.site_id)
    receiver = here.select_related("site").filter(id=receiver_id).exclude(id=actor.id).first()
    faults = {}
    if receiver is None or receiver.site is None:
        faults["receiver"] = "Choose a colleague of your site."
    if item and item not in ITEMS:
        faults["item"] = "Choose what it was about, or nothing."
    if faults or receiver is None or receiver.site is None:
        raise SupportInvalid(faults)
    row = ColleagueGuidance.objects.create(
        giver_id=actor.id,
        receiver=receiver,
        site=receiver.site,
        item=item,
        words_sealed=seal_words_in_transaction(receiver, said(words), at=at),
        at=at,
        exercise=receiver.site.exercise,
    )
    event = ColleagueGuided(
        guidance=str(row.id), giver=actor.pseudonym, subject=subject_of(receiver)
    )
    log_in_transaction(receiver, event, actor=actor, at=at)
    tell_in_transaction([receiver.id])
    return row.id


@action
def fire_support_review(*, row_id: UUID, at: datetime) -> bool:
    """Tell the two and the coach that the support is to be reviewed; False: somebody was first."""
    due = SupportPlan.objects.filter(id=row_id, due_at__lte=at, ended_at=None)
    if not due.update(due_at=None):
        return False
    plan = SupportPlan.objects.select_related("person__site").get(id=row_id)
    event = SupportReviewDue(plan=str(plan.id), subject=subject_of(plan.person))
    log_in_transaction(plan.person, event, actor=system_actor("watcher"), at=at)
    tell_in_transaction([plan.person_id, plan.supporter_id, plan.coach_id])
    return True


def _ahead(session_id: UUID, actor: Actor) -> tuple[SupportSession, SupportPlan]:
    about = SupportSession.objects.filter(id=session_id).values_list("plan_id", flat=True).first()
    if about is None:
        raise SessionNotFound
    sides = SupportPlan.objects.values_list("person_id", "supporter_id").get(id=about)
    if actor.id not in sides:
        raise SessionNotFound
    plan = plan_locked(about, actor)
    row = SupportSession.objects.filter(id=session_id, held_at=None, called_off_at=None).first()
    if row is None:
        raise SessionNotFound
    return row, plan
