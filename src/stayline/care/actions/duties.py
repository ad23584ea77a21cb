"""What leaders owe to staff and to the people who called: owed, met, waived, missed (S4-52)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.care.errors import DutyClosed, DutyNotFound, OwnInvalid
from stayline.care.events import DutiesOwed, DutyMet, DutyMissed, DutyWaived
from stayline.care.models import LeaderDuty, PrivateCheck
from stayline.care.policies import may_end_duty
from stayline.care.queries.duties import duties_by_digest, duties_document
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_stream, system_stream
from stayline.people.models import Person, Role
from stayline.people.queries import everyone
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from stayline.incidents.models import Incident
    from stayline.ledger.events import Event
    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline_core.leading import Duties, Duty

ROLES = {"supervisor": (Role.SUPERVISOR, Role.MANAGER), "manager": (Role.MANAGER,)}
"""Who can owe a duty of each kind, first choice first."""


def owe_duties_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> int:
    """Owe what the list says after an incident: to each person in it, and to who called.

    What is owed already is not owed again. Where nobody is offered care, as after somebody
    practised, nothing is owed. The caller holds the transaction and the head of the incident's
    stream.
    """
    found = duties_document()
    cared = PrivateCheck.objects.filter(incident_id=incident.id).values("person_id")
    people = list(Person.objects.filter(id__in=cared).order_by("id"))
    if found is None or not people:
        return 0
    digest, document = found
    kept_out = excluded_people(incident.id)
    made = []
    for duty in _after(document, incident):
        for person in people if duty.each == "person" else [None]:
            key = f"{duty.id}:{incident.id}:{person.id if person else ''}"
            owner = _leader(ROLES[duty.owner], incident.site_id, {*kept_out, *_id_of(person)}, at)
            made.append(
                LeaderDuty(
                    duty=duty.id,
                    document_digest=digest,
                    site_id=incident.site_id,
                    incident_id=incident.id,
                    person=person,
                    owner_id=owner,
                    key=key,
                    owed_at=at,
                    until=at + duty.within,
                    due_at=at + duty.within,
                    exercise=incident.exercise,
                )
            )
    return _owe(made, document, about=str(incident.id), actor=actor, at=at)


def owe_for_month_in_transaction(site: Site, month: date, *, actor: Actor, at: datetime) -> int:
    """Owe what comes every month at a site; the caller holds the transaction."""
    found = duties_document()
    if found is None:
        return 0
    digest, document = found
    made = [
        LeaderDuty(
            duty=duty.id,
            document_digest=digest,
            site=site,
            month=month,
            owner_id=_leader(ROLES[duty.owner], site.id, (), at),
            key=f"{duty.id}:{site.id}:{month:%Y-%m}",
            owed_at=at,
            until=at + duty.within,
            due_at=at + duty.within,
            exercise=site.exercise,
        )
        for duty in document.duties
        if duty.each == "month"
    ]
    return _owe(made, document, about="", actor=actor, at=at)


@action
def meet_duty(*, duty_id: UUID, actor: Actor, at: datetime) -> None:
    """Record that a duty of care was met: that and when, never what was said.

    Raises:
        DutyNotFound: there is none of this id that `actor` may end; which, is not said.
        DutyClosed: it was met or waived already.
    """
    row = _open_duty_locked(duty_id, actor)
    row.met_at = at
    _end(row, DutyMet(duty=row.duty, **_subject(row)), actor=actor, at=at)


@action
def waive_duty(*, duty_id: UUID, because: str, actor: Actor, at: datetime) -> None:
    """Waive a duty of care for a reason of the document's list; own words are not asked.

    Raises:
        DutyNotFound: there is none of this id that `actor` may end; which, is not said.
        DutyClosed: it was met or waived already.
        OwnInvalid: the reason is not in the list.
    """
    row = _open_duty_locked(duty_id, actor)
    if because not in duties_by_digest(row.document_digest).reasons:
        raise OwnInvalid({"because": "Choose a reason of the list."})
    row.waived_at, row.waived_because = at, because
    _end(row, DutyWaived(duty=row.duty, because=because, **_subject(row)), actor=actor, at=at)


@action
def miss_duty(*, duty_id: UUID, actor: Actor, at: datetime) -> bool:
    """Notice that a duty was not met in time, and make it also the one's above who owes it.

    It stays open. Above a supervisor is a manager of the site, above a manager one of the
    fallback site, else an administrator. False when somebody was first, or it is not due.
    """
    rows = LeaderDuty.objects.select_for_update(of=("self",)).select_related("site", "owner")
    row = rows.filter(id=duty_id, due_at__lte=at).first()
    if row is None:
        return False
    row.missed_at, row.due_at = at, None
    row.above_id = _above(row, at)
    row.save(update_fields=["missed_at", "due_at", "above"])
    _log(row, DutyMissed(duty=row.duty, **_subject(row)), actor=actor, at=at)
    _tell(row)
    return True


def _after(document: Duties, incident: Incident) -> list[Duty]:
    """Return what an incident brings; one opened in error harmed nobody who called."""
    found = [one for one in document.duties if one.each != "month"]
    found = [one for one in found if one.for_level(incident.level)]
    if incident.opened_in_error_at is None:
        return found
    return [one for one in found if one.towards == "staff"]


def _owe(
    made: Iterable[LeaderDuty], document: Duties, *, about: str, actor: Actor, at: datetime
) -> int:
    rows = list(made)
    known = set(
        LeaderDuty.objects.filter(key__in=[one.key for one in rows]).values_list("key", flat=True)
    )
    new = [one for one in rows if one.key not in known]
    LeaderDuty.objects.bulk_create(new)
    owners = Counter(one.owner_id for one in new if one.owner_id)
    people = Person.objects.select_related("site").in_bulk(list(owners))
    for owner_id in sorted(people):
        event = DutiesOwed(
            duties=owners[owner_id],
            incident=about,
            document=document.id,
            subject=f"person:{people[owner_id].pseudonym}",
        )
        append_in_transaction(person_stream(people[owner_id], at), event, actor=actor, at=at)
        publish_on_commit(f"person:{owner_id}", "care")
    return len(new)


def _open_duty_locked(duty_id: UUID, actor: Actor) -> LeaderDuty:
    rows = LeaderDuty.objects.select_for_update(of=("self",)).select_related("owner__site")
    row = rows.filter(id=duty_id).first()
    if row is None or not may_end_duty(actor, row):
        raise DutyNotFound
    if row.incident_id and actor.id in excluded_people(row.incident_id):
        raise DutyNotFound
    if row.met_at or row.waived_at:
        raise DutyClosed
    return row


def _end(row: LeaderDuty, event: Event, *, actor: Actor, at: datetime) -> None:
    row.due_at, row.ended_by_id = None, actor.id
    row.save(update_fields=["met_at", "waived_at", "waived_because", "due_at", "ended_by"])
    _log(row, event, actor=actor, at=at)
    _tell(row)


def _log(row: LeaderDuty, event: Event, *, actor: Actor, at: datetime) -> None:
    stream_id = person_stream(row.owner, at) if row.owner else system_stream(at)
    append_in_transaction(stream_id, event, actor=actor, at=at)


def _subject(row: LeaderDuty) -> dict[str, str]:
    return {"subject": f"person:{row.owner.pseudonym}"} if row.owner else {}


def _tell(row: LeaderDuty) -> None:
    for one in filter(None, (row.owner_id, row.above_id)):
        publish_on_commit(f"person:{one}", "care")


def _leader(
    roles: Collection[Role], site_id: UUID | None, kept_out: Collection[UUID], at: datetime
) -> UUID | None:
    for role in roles:
        found = everyone(roles=[role.value], site_id=site_id, at=at, exclude=kept_out)
        if found:
            return found[0].id
    return None


def _above(row: LeaderDuty, at: datetime) -> UUID | None:
    """Return who stands above whoever owes a duty, never the one whom it is owed to."""
    kept_out = {one for one in (row.owner_id, row.person_id) if one}
    kept_out |= excluded_people(row.incident_id) if row.incident_id else set()
    manages = row.owner is not None and row.owner.actor().is_a(Role.MANAGER.value)
    where = [None if manages else row.site_id, row.site.fallback_id]
    found = (_leader((Role.MANAGER,), one, kept_out, at) for one in where if one)
    above = next(filter(None, found), None)
    return above or _leader((Role.ADMINISTRATOR,), None, kept_out, at)


def _id_of(person: Person | None) -> tuple[UUID, ...]:
    return (person.id,) if person else ()
