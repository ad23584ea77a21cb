"""Skills of people: recorded with what shows them and until when, withdrawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.errors import PeopleNotYours, SkillInvalid
from stayline.people.events import SkillRecorded, SkillWithdrawn
from stayline.people.models import Person, Skill
from stayline.people.policies import may_manage
from stayline.people.queries.places import changes_between
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LONGEST_EVIDENCE: Final = 200


@action
def record_skill(
    *,
    person_id: UUID,
    name: str,
    evidence: str = "",
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> Skill:
    """Record that somebody has a skill, what shows it, and its last day; or change these.

    A ladder that asks for the skill rings them until the end of that day.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them.
        SkillInvalid: no such name, or too long an evidence; every fault at once.
    """
    person = person_locked(person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    faults: dict[str, str] = {}
    if not NAME.fullmatch(name):
        faults["name"] = "Small letters, digits and underscores, such as suicide_first_response."
    if len(evidence) > LONGEST_EVIDENCE:
        faults["evidence"] = f"At most {LONGEST_EVIDENCE} characters."
    if faults:
        raise SkillInvalid(faults)
    return record_skill_in_transaction(
        person, name=name, evidence=evidence, valid_until=valid_until, actor=actor, at=at
    )


def record_skill_in_transaction(
    person: Person,
    *,
    name: str,
    evidence: str,
    valid_until: date | None,
    actor: Actor,
    at: datetime,
) -> Skill:
    """Record a skill; the caller holds the transaction and has asked the policy."""
    row = Skill.objects.select_for_update().filter(person=person, name=name).first()
    was = _told(row)
    now = {"evidence": evidence, "valid_until": valid_until.isoformat() if valid_until else ""}
    changed = changes_between(was, now)
    if row is not None and not changed:
        return row
    row = row or Skill(person=person, name=name)
    row.evidence, row.valid_until = evidence, valid_until
    row.recorded_at, row.recorded_by = at, actor.id
    row.save()
    append_in_transaction(
        person_stream(person, at),
        SkillRecorded(
            person=str(person.pseudonym),
            skill=name,
            changed=changed,
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    return row


@action
def withdraw_skill(*, person_id: UUID, name: str, actor: Actor, at: datetime) -> None:
    """Take a skill away; one that they do not have changes nothing.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them.
    """
    person = person_locked(person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    withdraw_skill_in_transaction(person, name=name, actor=actor, at=at)


def withdraw_skill_in_transaction(person: Person, *, name: str, actor: Actor, at: datetime) -> None:
    """Take a skill away; the caller holds the transaction and has asked the policy."""
    row = Skill.objects.select_for_update().filter(person=person, name=name).first()
    if row is None:
        return
    told = _told(row)
    row.delete()
    append_in_transaction(
        person_stream(person, at),
        SkillWithdrawn(
            person=str(person.pseudonym),
            skill=name,
            evidence=told["evidence"],
            valid_until=told["valid_until"],
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )


def _told(row: Skill | None) -> dict[str, str]:
    until = row.valid_until if row else None
    return {
        "evidence": row.evidence if row else "",
        "valid_until": until.isoformat() if until else "",
    }
