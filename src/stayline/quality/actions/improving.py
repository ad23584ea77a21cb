"""Improvement actions: opened with an owner and a day, closed by a later good contact (S3-28)."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from stayline.ledger.actions import append_in_transaction, seal_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.models import Person, Site
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline.quality.actions._sealing import (
    log_for_in_transaction,
    mail_in_transaction,
    seal_for_in_transaction,
    tell_in_transaction,
)
from stayline.quality.errors.feedback import (
    ImprovementEnded,
    ImprovementInvalid,
    ImprovementNotFound,
    ImprovementsNotYours,
    NotShownYet,
)
from stayline.quality.events.improving import (
    ImprovementClosed,
    ImprovementOpened,
    ImprovementOverdue,
    ImprovementPassedOn,
    ImprovementSetAside,
)
from stayline.quality.models import Improvement, Review
from stayline.quality.policies.improving import (
    may_change_improvement,
    may_improve,
    may_read_improvement,
    may_set_aside,
)
from stayline.quality.queries.improving import (
    KINDS,
    item_words,
    leaders_of,
    subject_of_improvement,
    why_not,
)
from stayline.quality.queries.told import subject_of
from stayline_core.scoring import ITEMS

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

WHAT: Final = 500
SOURCE: Final = 80
_HEX: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@action
def open_improvement(
    *,
    site_id: UUID,
    person_id: UUID | None = None,
    item: str,
    what: str,
    owner_id: UUID,
    due: date,
    source: str,
    about: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Open an improvement action at a site, with its owner and its last day; return its id.

    Without `person_id` it is about the team or the way things are done. `item` is one of the
    score card, `about` a kind of contact (empty: any), `source` what it came of, such as
    `review:<id>`. An exercise's stay an exercise's: where nothing is real, or from such a review.

    Raises:
        ImprovementsNotYours: `actor` opens none at this site.
        ImprovementInvalid: something is missing, its day is over, or somebody is not of the site.
    """
    if not may_improve(actor, site_id):
        raise ImprovementsNotYours
    site = Site.objects.get(id=site_id)
    there = Person.objects.filter(is_active=True, kind="person").select_related("site")
    owner = there.filter(id=owner_id, site=site).first()
    person = there.filter(id=person_id, site=site).first() if person_id else None
    said = what.strip()[:WHAT]
    today = at.astimezone(ZoneInfo(site.zone)).date()
    faults = {
        field: fault
        for field, wrong, fault in (
            ("item", item not in ITEMS, "Choose what is to get better."),
            ("about", about not in dict(KINDS), "Choose a kind of contact, or any."),
            ("what", not said, "Say what is to be done, in a few words."),
            ("owner", owner is None, "Choose somebody who works at this site."),
            ("person", bool(person_id) and person is None, "They do not work at this site."),
            ("due", due < today, "This day is over. Choose today or a later one."),
        )
        if wrong
    }
    if faults or owner is None:
        raise ImprovementInvalid(faults)
    row = Improvement(
        id=uuid4(),
        site=site,
        person=person,
        item=item,
        about=about,
        owner=owner,
        due=due,
        due_at=_end(site, due),
        source=source[:SOURCE],
        exercise=_is_exercise(source, site),
        opened_by_id=actor.id,
        opened_at=at,
    )
    row.what_sealed = _seal_in_transaction(row, said, at=at)
    row.save(force_insert=True)
    event = ImprovementOpened(
        improvement=str(row.id),
        item=item_words(item),
        due=due.isoformat(),
        owner=str(owner.pseudonym),
        source=row.source,
        subject=_subject(row),
    )
    _log(row, event, actor=actor, at=at)
    return row.id


@action
def pass_on_improvement(
    *, improvement_id: UUID, owner_id: UUID, due: date, actor: Actor, at: datetime
) -> None:
    """Give an open improvement action another owner, or another day, or both.

    Raises:
        ImprovementNotFound: there is none, or it is nothing of theirs.
        ImprovementsNotYours: `actor` may read it and not change it.
        ImprovementEnded: it is closed or set aside.
        ImprovementInvalid: the day is over, or the owner is not of the site.
    """
    row = _open_locked(improvement_id, actor)
    people = Person.objects.filter(is_active=True, kind="person", site_id=row.site_id)
    owner = people.filter(id=owner_id).first()
    if owner is None:
        raise ImprovementInvalid({"owner": "Choose somebody who works at this site."})
    if due < at.astimezone(ZoneInfo(row.site.zone)).date():
        raise ImprovementInvalid({"due": "This day is over. Choose today or a later one."})
    before = row.owner_id
    row.owner, row.due, row.due_at, row.told_at = owner, due, _end(row.site, due), None
    row.save(update_fields=["owner", "due", "due_at", "told_at"])
    event = ImprovementPassedOn(
        improvement=str(row.id),
        due=due.isoformat(),
        owner=str(owner.pseudonym),
        subject=_subject(row),
    )
    _log(row, event, actor=actor, at=at)
    tell_in_transaction([before])


@action
def close_improvement(*, improvement_id: UUID, review_id: UUID, actor: Actor, at: datetime) -> None:
    """Close an improvement action with the review of a later contact that shows it (S3-28).

    Raises:
        ImprovementNotFound: there is none, or it is nothing of theirs.
        ImprovementsNotYours: `actor` may read it and not close it.
        ImprovementEnded: it is closed or set aside.
        NotShownYet: that review does not show it; the sentence says why.
    """
    row = _open_locked(improvement_id, actor)
    review = Review.objects.filter(id=review_id).select_related("incident", "contact").first()
    why = why_not(row, review) if review else "There is no such review."
    if review is None or why:
        raise NotShownYet(why)
    row.closed_at, row.closed_by_id, row.closed_with, row.due_at = at, actor.id, review, None
    row.save(update_fields=["closed_at", "closed_by", "closed_with", "due_at"])
    event = ImprovementClosed(
        improvement=str(row.id),
        item=item_words(row.item),
        review=str(review.id),
        subject=_subject(row),
    )
    _log(row, event, actor=actor, at=at)


@action
def set_improvement_aside(
    *, improvement_id: UUID, because: str, actor: Actor, at: datetime
) -> None:
    """Set an action aside that nobody can show any more, such as of somebody who left.

    It is not closed by that, and lists say so. A manager of the site does it, with a reason.

    Raises:
        ImprovementNotFound: there is none, or it is nothing of theirs.
        ImprovementsNotYours: `actor` is no manager of the site, or it is about themselves.
        ImprovementEnded: it is closed or set aside already.
        ImprovementInvalid: no reason is given.
    """
    row = _open_locked(improvement_id, actor)
    if not may_set_aside(actor, row):
        raise ImprovementsNotYours
    if not because.strip():
        raise ImprovementInvalid({"because": "Say why, in a few words."})
    row.set_aside_at, row.set_aside_by, row.due_at = at, actor.id, None
    row.set_aside_sealed = _seal_in_transaction(row, because.strip()[:WHAT], at=at)
    row.save(update_fields=["set_aside_at", "set_aside_by", "due_at", "set_aside_sealed"])
    event = ImprovementSetAside(improvement=str(row.id), subject=_subject(row))
    _log(row, event, actor=actor, at=at)


@action
def fire_improvement_overdue(*, row_id: UUID, at: datetime) -> bool:
    """Tell the owner and who leads the site that an action is late; False: somebody was first."""
    late = Improvement.objects.filter(id=row_id, due_at__lte=at)
    if not late.update(due_at=None, told_at=at):
        return False
    row = _rows().get(id=row_id)
    event = ImprovementOverdue(
        improvement=str(row.id), due=row.due.isoformat(), subject=_subject(row)
    )
    _log(row, event, actor=system_actor("watcher"), at=at)
    leaders = leaders_of(row.site_id)
    tell_in_transaction(leaders)
    mail_in_transaction(
        [row.owner_id, *leaders], site=row.site, row_id=row.id, exercise=row.exercise, at=at
    )
    return True


def _rows() -> QuerySet[Improvement]:
    return Improvement.objects.select_for_update(of=("self",)).select_related(
        "site", "person__site", "owner"
    )


def _open_locked(improvement_id: UUID, actor: Actor) -> Improvement:
    row = _rows().filter(id=improvement_id).first()
    if row is None or not may_read_improvement(actor, row):
        raise ImprovementNotFound
    if not may_change_improvement(actor, row):
        raise ImprovementsNotYours
    if row.closed_at or row.set_aside_at:
        raise ImprovementEnded
    return row


def _is_exercise(source: str, site: Site) -> bool:
    """Say whether what it came of was an exercise; a drill's lesson is real where the site is."""
    kind, _, which = source.partition(":")
    if kind == "review" and _HEX.fullmatch(which):
        flags = Review.objects.filter(id=which, site=site).values_list("exercise", flat=True)
        return site.exercise or flags.first() is True
    return site.exercise


def _end(site: Site, day: date) -> datetime:
    """Return when a day is over at a site."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(site.zone))


def _subject(row: Improvement) -> str:
    return subject_of(row.person) if row.person else subject_of_improvement(row)


def _seal_in_transaction(row: Improvement, words: str, *, at: datetime) -> bytes:
    if row.person is not None:
        return seal_for_in_transaction(row.person, words, at=at)
    return seal_in_transaction(system_stream(at), _subject(row), words.encode())


def _log(row: Improvement, event: Event, *, actor: Actor, at: datetime) -> None:
    if row.person is not None:
        log_for_in_transaction(row.person, event, actor=actor, at=at)
    else:
        append_in_transaction(system_stream(at), event, actor=actor, at=at)
    tell_in_transaction([row.owner_id, row.person_id])
