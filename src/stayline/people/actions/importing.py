"""Lists of people: shown first, then taken in whole, and undone (S3-6)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.editing import (
    change_in_transaction,
    checked,
    employ_in_transaction,
)
from stayline.people.actions.leaving import leave_in_transaction, take_back_in_transaction
from stayline.people.actions.skills import (
    record_skill_in_transaction,
    withdraw_skill_in_transaction,
)
from stayline.people.actions.system import person_locked, system_stream
from stayline.people.errors import ListMoved, ListNotFound, ListRefused, PeopleNotYours
from stayline.people.events import PeopleListUndone, PeopleTakenIn
from stayline.people.models import PeopleImport, Person
from stayline.people.policies import may_administer, may_manage
from stayline.people.queries.directory import PersonFields, person_fields
from stayline.people.queries.listing import Plan, Planned, plan_of, planned_rows, settled
from stayline.platform.crypto import keys
from stayline.platform.transactions import action
from stayline_core.people_list import Fault

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

LIST_SKILL: Final = "from a list of people"
"""What stands as evidence of a skill that a list brought."""

SHOWN_FAULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: how many left again, were restored, and stay as somebody changed them."""

    left: int
    restored: int
    kept: int


def people_plan(text: str, *, actor: Actor) -> Plan:
    """Return what this list would do, or every fault of it by line and column. Writes nothing."""
    rows, faults = planned_rows(text, actor=actor)
    found: list[Planned] = []
    for row in rows:
        typed, wrong = checked(row.fields, person=row.person, actor=actor)
        faults += [Fault(row.line, column, says) for column, says in wrong.items()]
        found.append(settled(row, typed))
    faults += _platform_twice(found)
    return plan_of(found, _without_doubles(faults))


@action
def import_people(
    *, text: str, name: str, expected: str, actor: Actor, at: datetime
) -> PeopleImport:
    """Take a list of people in, all of it or nothing. `expected` is the stamp that was shown.

    Whoever is new cannot sign in until they are given a password; whoever had left works here
    again. What is empty in the list stays as it is, and skills are added, never taken away.

    Raises:
        ListRefused: the list has faults, or does nothing.
        ListMoved: it would do something else than what was shown.
        LastAdministrator: nobody else could set this centre up.
    """
    plan = people_plan(text, actor=actor)
    if plan.faults:
        raise ListRefused({f"{one.line}": one.says for one in plan.faults[:SHOWN_FAULTS]})
    if plan.stamp != expected:
        raise ListMoved
    if plan.same == len(plan.lines):
        raise ListRefused({"text": "Everything in it is so already."})
    before: dict[str, dict[str, Any]] = {}
    added: list[str] = []
    for row in plan.lines:
        person = _take_in(row, before, actor=actor, at=at)
        if row.kind == "add":
            added.append(str(person.id))
    made = PeopleImport(
        id=uuid4(), name=name[:200], by_id=actor.id, at=at, added=added, changed=sorted(before)
    )
    made.before_sealed = keys().wrap(json.dumps(before).encode(), _context(made.id))
    made.save(force_insert=True)
    append_in_transaction(
        system_stream(at),
        PeopleTakenIn(
            intake=str(made.id),
            digest=hashlib.sha256(text.encode()).hexdigest(),
            added=len(added),
            changed=len(before),
        ),
        actor=actor,
        at=at,
    )
    return made


def _take_in(
    row: Planned, before: dict[str, dict[str, Any]], *, actor: Actor, at: datetime
) -> Person:
    """Do what one line says; of somebody known, keep in `before` how they were."""
    if row.person is None:
        person = employ_in_transaction(row.fields, password=None, actor=actor, at=at)
    else:
        person = person_locked(row.person.id)
        if row.kind != "same":
            before[str(person.id)] = {
                "was": person_fields(person).told(),
                "now": row.fields.told(),
                "skills": list(row.skills),
                "back": row.kind == "back",
            }
        if row.kind == "back":
            take_back_in_transaction(person, actor=actor, at=at)
        change_in_transaction(person, row.fields, actor=actor, at=at)
    for skill in row.skills:
        record_skill_in_transaction(
            person, name=skill, evidence=LIST_SKILL, valid_until=None, actor=actor, at=at
        )
    return person


@action
def undo_import(*, import_id: UUID, actor: Actor, at: datetime) -> Undone:
    """Undo a list: whoever it added leaves, whomever it changed is as before.

    What somebody changed since stays as it is, part by part. Taking the same list in again takes
    the same people back.

    Raises:
        ListNotFound: none has this id, or it was undone.
        PeopleNotYours: somebody else took it in, and `actor` is no administrator; or `actor` no
            longer manages everybody whom it touched.
        LastAdministrator: nobody else could set this centre up.
    """
    intake = PeopleImport.objects.select_for_update().filter(id=import_id, undone_at=None).first()
    if intake is None:
        raise ListNotFound(intake=str(import_id))
    if not (may_administer(actor) or intake.by_id == actor.id):
        raise PeopleNotYours
    before = json.loads(keys().unwrap(bytes(intake.before_sealed), _context(intake.id)))
    left = sum(_leaves(UUID(one), actor=actor, at=at) for one in intake.added)
    kept = 0
    for person_id, told in before.items():
        person = _managed(UUID(person_id), actor)
        kept += not _restore(person, told, actor=actor, at=at)
        if told["back"] and person.is_active:
            leave_in_transaction(person, actor=actor, at=at)
            left += 1
    done = Undone(left, len(before) - kept, kept)
    intake.undone_at, intake.undone_by = at, actor.id
    intake.before_sealed = b""
    intake.save(update_fields=["undone_at", "undone_by", "before_sealed"])
    append_in_transaction(
        system_stream(at),
        PeopleListUndone(
            intake=str(intake.id), left=done.left, restored=done.restored, kept=done.kept
        ),
        actor=actor,
        at=at,
    )
    return done


def _leaves(person_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Let somebody whom the list added leave again; false where they have left since."""
    person = _managed(person_id, actor)
    if not person.is_active:
        return False
    leave_in_transaction(person, actor=actor, at=at)
    return True


def _managed(person_id: UUID, actor: Actor) -> Person:
    person = person_locked(person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    return person


def _restore(person: Person, told: dict[str, Any], *, actor: Actor, at: datetime) -> bool:
    """Put back each part that still is as the list made it; false where one is not."""
    stands = person_fields(person).told()
    whole = all(stands[name] == value for name, value in told["now"].items())
    target = {
        name: told["was"][name] if stands[name] == told["now"][name] else stands[name]
        for name in stands
    }
    change_in_transaction(person, _fields(target), actor=actor, at=at)
    for skill in told["skills"]:
        withdraw_skill_in_transaction(person, name=skill, actor=actor, at=at)
    return whole


def _fields(told: dict[str, str]) -> PersonFields:
    roles = frozenset(one for one in told["roles"].split(", ") if one)
    return PersonFields(**{**told, "roles": roles})  # type: ignore[arg-type]  # roles are a set


def _platform_twice(rows: list[Planned]) -> list[Fault]:
    """Return a fault where two lines give one id of the platform at one site."""
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for row in rows:
        given = (row.fields.site, row.fields.platform_user)
        if given[1] and seen.setdefault(given, row.line) != row.line:
            says = f"Line {seen[given]} has this id already."
            faults.append(Fault(row.line, "platform_user", says))
    return faults


def _without_doubles(faults: list[Fault]) -> list[Fault]:
    """Return one fault a place, the first: what is empty is not also wrong."""
    first: dict[tuple[int, str], Fault] = {}
    for one in faults:
        first.setdefault((one.line, one.column), one)
    return list(first.values())


def _context(import_id: UUID) -> bytes:
    return f"people:import:{import_id}".encode()
