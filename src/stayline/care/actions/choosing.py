"""What a person chooses in their own care: how long away, who comes, when, and whether."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.care.actions.records import (
    log_check_in_transaction,
    open_check_in_transaction,
    person_stream_in_transaction,
    subject_of,
)
from stayline.care.errors import ChoiceInvalid, NothingToTakeUp, NotOffTheQueue, NotYours
from stayline.care.events import CheckMoved, CheckTakenUp, SupporterChosen, TimeAwayChosen
from stayline.care.models import CareChoice, CheckNote, OffQueue, PrivateCheck
from stayline.care.policies import may_decline, may_move
from stayline.care.queries import OPEN, TIMES_AWAY, hours_of, people_near, supporter_choices
from stayline.ledger.actions import Receipt, append_in_transaction, lock_head_in_transaction
from stayline.people.queries import person
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.platform.actors import Actor

FURTHEST: Final = timedelta(days=60)
"""So far ahead a step can be moved."""

SHORT: Final = timedelta(minutes=30)
"""The shortest time away that is offered; the least that there is comes before it."""


@action
def choose_time_away(*, choice: str, actor: Actor, at: datetime) -> Receipt:
    """Keep how long `actor` stays off the queue after a contact (`TIMES_AWAY`).

    It is what they mean to do, so that others can plan: no clock takes anybody back. They can
    choose anew as often as they like, and come back by their own press.

    Raises:
        NotOffTheQueue: they are not off the queue after a contact.
        ChoiceInvalid: there is no such choice.
    """
    if choice not in TIMES_AWAY:
        raise ChoiceInvalid({"choice": "Choose one of the times that are offered."})
    who = person(actor.id)
    stream_id = person_stream_in_transaction(who, at=at)
    lock_head_in_transaction(stream_id)
    off = list(OffQueue.objects.select_for_update().filter(person=who, back_at=None).order_by("id"))
    if not off:
        raise NotOffTheQueue
    until = _until(who, choice, max(one.minimum_until for one in off), at=at)
    OffQueue.objects.filter(id__in=[one.id for one in off]).update(choice=choice, until=until)
    newest = max(off, key=lambda one: one.since)
    event = TimeAwayChosen(incident=str(newest.incident_id), choice=choice, subject=subject_of(who))
    publish_on_commit(f"person:{who.id}", "care")
    return append_in_transaction(stream_id, event, actor=actor, at=at)


@action
def choose_supporter(*, supporter_id: UUID | None, actor: Actor, at: datetime) -> Receipt:
    """Keep whom `actor` wants to look after them, now and after later contacts; None: nobody.

    What is still to come and not a trained colleague's goes to them at once. Whoever had it
    before reads no note of theirs any more.

    Raises:
        ChoiceInvalid: they cannot be chosen.
    """
    who = person(actor.id)
    if supporter_id is not None and supporter_id not in supporter_choices(who, at=at):
        raise ChoiceInvalid({"supporter": "Choose somebody of the list."})
    stream_id = person_stream_in_transaction(who, at=at)
    lock_head_in_transaction(stream_id)
    CareChoice.objects.update_or_create(
        person=who, defaults={"supporter_id": supporter_id, "changed_at": at}
    )
    if supporter_id is not None:
        _pass_to(who, supporter_id)
    event = SupporterChosen(supporter=str(supporter_id or ""), subject=subject_of(who))
    publish_on_commit(f"person:{who.id}", "care")
    return append_in_transaction(stream_id, event, actor=actor, at=at)


@action
def choose_company(*, company_id: UUID | None, actor: Actor, at: datetime) -> None:
    """Keep whom `actor` would ask to come to them when it gets hard; None: nobody.

    It stands in no log, and the chosen are told nothing before they are asked.

    Raises:
        ChoiceInvalid: they do not work at the person's site.
    """
    who = person(actor.id)
    if company_id is not None and company_id not in people_near(who):
        raise ChoiceInvalid({"company": "Choose somebody of the list."})
    CareChoice.objects.update_or_create(
        person=who, defaults={"company_id": company_id, "changed_at": at}
    )


@action
def move_check(*, check_id: UUID, to: datetime, actor: Actor, at: datetime) -> Receipt:
    """Move a step to another time, by the person or whoever comes to it.

    The person's own word goes before their hours: at night too, if that is when they want it.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: `actor` is neither the person nor who comes.
        CheckClosed: it was done or declined already.
        ChoiceInvalid: the time is past, or too far ahead.
    """
    row, stream_id = open_check_in_transaction(check_id, at=at)
    if not may_move(actor, row):
        raise NotYours
    if not at < to <= at + FURTHEST:
        raise ChoiceInvalid({"to": f"Choose a time in the next {FURTHEST.days} days."})
    waits = row.opt_in and row.taken_up_at is None
    row.planned_at, row.moved_at, row.missed_at = to, at, None
    row.due_at = None if waits else to + row.within
    row.save(update_fields=["planned_at", "moved_at", "missed_at", "due_at"])
    event = CheckMoved(
        incident=str(row.incident_id),
        to=to.isoformat(timespec="minutes"),
        subject=subject_of(row.person),
    )
    return log_check_in_transaction(row, stream_id, event, actor=actor, at=at)


@action
def take_up_check(*, check_id: UUID, actor: Actor, at: datetime) -> Receipt:
    """Take up a step that only those get who want it, such as a talk with a trained colleague.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: it is for somebody else.
        CheckClosed: it was done or declined already.
        NothingToTakeUp: it comes by itself, or was taken up already.
    """
    row, stream_id = open_check_in_transaction(check_id, at=at)
    if not may_decline(actor, row):
        raise NotYours
    if not row.opt_in or row.taken_up_at is not None:
        raise NothingToTakeUp
    row.taken_up_at = at
    row.planned_at = max(row.planned_at, at)
    row.due_at = row.planned_at + row.within
    row.save(update_fields=["taken_up_at", "planned_at", "due_at"])
    event = CheckTakenUp(incident=str(row.incident_id), subject=subject_of(row.person))
    return log_check_in_transaction(row, stream_id, event, actor=actor, at=at)


def _pass_to(who: Person, supporter_id: UUID) -> None:
    """Give what is still to come to the chosen supporter, and close the notes to the one before."""
    rows = PrivateCheck.objects.filter(OPEN, person=who, by="supporter")
    before = set(rows.exclude(supporter_id=None).values_list("supporter_id", flat=True))
    rows.update(supporter_id=supporter_id)
    CheckNote.objects.filter(of__person=who).exclude(reader_id=supporter_id).update(reader=None)
    for one in {*before, supporter_id}:
        publish_on_commit(f"person:{one}", "care")


def _until(who: Person, choice: str, least: datetime, *, at: datetime) -> datetime | None:
    """Return until when somebody means to be away; None where no time says it."""
    if choice == "short":
        return max(least, at + SHORT)
    if choice == "shift":
        ends = [one.ends_at for one in hours_of(who, at=at).shifts if one.covers(at)]
        return max(ends) if ends else _midnight(who, at)
    return None


def _midnight(who: Person, at: datetime) -> datetime:
    """Return the end of a person's day, where no rota says when their shift ends."""
    zone = ZoneInfo(who.site.zone if who.site else "UTC")
    local = at.astimezone(zone) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
