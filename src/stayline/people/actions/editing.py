"""People: added by hand, changed; each part with what stood before in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.adding import add_person_in_transaction
from stayline.people.actions.points import (
    NO_NUMBER,
    add_point_in_transaction,
    phone_number,
    remove_point_in_transaction,
)
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.errors import (
    ChangedMeanwhile,
    LastAdministrator,
    PeopleNotYours,
    PersonInvalid,
)
from stayline.people.events import PersonChanged
from stayline.people.models import ContactPoint, Person, Role, RoleGrant, Site
from stayline.people.policies import may_grant, may_manage
from stayline.people.queries.directory import PersonFields, person_fields
from stayline.people.queries.places import changes_between, stamp_of
from stayline.people.queries.points import contact_points
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.people_list import LONGEST, USERNAME

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.people.actions.passwords import Hashed
    from stayline.platform.actors import Actor

REACHED_BY: Final = {"email": ("email",), "phone": ("sms", "voice")}
"""By which channels a page goes to somebody's work email and work phone."""

LONGEST_PLATFORM: Final = 200


@action
def employ_person(*, fields: PersonFields, password: Hashed, actor: Actor, at: datetime) -> Person:
    """Add somebody by hand, with a password that they are asked to replace by their own.

    Pages reach them by the work email and phone that are given.

    Raises:
        PeopleNotYours: `actor` does not manage people of that site.
        PersonInvalid: a field is wrong, or a role is not `actor`'s to give; every fault at once.
    """
    typed, faults = checked(fields, person=None, actor=actor)
    site = Site.objects.filter(slug=fields.site).first()
    if site is not None and not may_manage(actor, site.id):
        raise PeopleNotYours
    if faults:
        raise PersonInvalid(faults)
    return employ_in_transaction(typed, password=password, actor=actor, at=at)


def employ_in_transaction(
    fields: PersonFields, *, password: Hashed | None, actor: Actor, at: datetime
) -> Person:
    """Add somebody whose fields were checked; the caller holds the transaction.

    Without a password they cannot sign in until they are given one.
    """
    made = add_person_in_transaction(
        username=fields.username,
        name=fields.name,
        password="",
        roles=sorted(fields.roles),
        site_id=Site.objects.get(slug=fields.site).id,
        actor=actor,
        at=at,
        platform_user=fields.platform_user,
        demo=False,
        on_duty=False,
    )
    made.email, made.phone = fields.email, fields.phone
    if password is not None:
        made.password, made.password_by_other = password, True
    made.save(update_fields=["email", "phone", "password", "password_by_other"])
    reach_in_transaction(made, was=PersonFields("", "", ""), now=fields, actor=actor, at=at)
    return made


@action
def change_person(
    *, person_id: UUID, fields: PersonFields, expected: str, actor: Actor, at: datetime
) -> Person:
    """Change a person. `expected` names what the form showed before.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage people of the site they are at, or go to.
        ChangedMeanwhile: somebody else changed them since.
        PersonInvalid: a field is wrong, or a role is not `actor`'s to give or take.
        LastAdministrator: nobody else could set this centre up.
    """
    person = person_locked(person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    was = person_fields(person)
    if expected != stamp_of(was.told()):
        raise ChangedMeanwhile
    typed, faults = checked(fields, person=person, actor=actor)
    target = Site.objects.filter(slug=fields.site).first()
    if target is not None and not may_manage(actor, target.id):
        raise PeopleNotYours
    if faults:
        raise PersonInvalid(faults)
    change_in_transaction(person, typed, actor=actor, at=at)
    return person


def change_in_transaction(
    person: Person, fields: PersonFields, *, actor: Actor, at: datetime
) -> dict[str, list[str]]:
    """Change a person to fields that were checked, and return what differs.

    The caller holds the transaction and the person's row.

    Raises:
        LastAdministrator: nobody else could set this centre up.
    """
    was = person_fields(person)
    changed = changes_between(was.told(), fields.told())
    if not changed:
        return {}
    gone, new = was.roles - fields.roles, fields.roles - was.roles
    if Role.ADMINISTRATOR.value in gone and is_last_administrator(person):
        raise LastAdministrator
    boards = {person.site_id}
    person.name, person.username = fields.name, fields.username
    person.email, person.phone = fields.email, fields.phone
    person.platform_user = fields.platform_user
    person.site = Site.objects.get(slug=fields.site)
    person.save(update_fields=["name", "username", "email", "phone", "platform_user", "site"])
    person.roles.filter(role__in=gone).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, granted_at=at) for role in sorted(new)
    )
    append_in_transaction(
        person_stream(person, at),
        PersonChanged(
            person=str(person.pseudonym), changed=changed, subject=f"person:{person.pseudonym}"
        ),
        actor=actor,
        at=at,
    )
    reach_in_transaction(person, was=was, now=fields, actor=actor, at=at)
    for site_id in boards | {person.site_id}:
        publish_on_commit(f"board:{site_id}", "board")
    return changed


def reach_in_transaction(
    person: Person, *, was: PersonFields, now: PersonFields, actor: Actor, at: datetime
) -> None:
    """Let pages follow somebody's work email and phone; the caller holds the transaction.

    The point of the one before goes, one of the new comes. Points given otherwise stay.
    """
    for field, channels in REACHED_BY.items():
        before, after = getattr(was, field), getattr(now, field)
        if before == after:
            continue
        for one in contact_points([person.id], channels=channels):
            if one.address == before:
                row = ContactPoint.objects.get(id=one.id)
                remove_point_in_transaction(row, person, actor=actor, at=at)
        for channel in channels if after else ():
            add_point_in_transaction(person, channel=channel, address=after, actor=actor, at=at)


def checked(
    fields: PersonFields, *, person: Person | None, actor: Actor
) -> tuple[PersonFields, dict[str, str]]:
    """Return the fields as they are kept, and what is wrong with them by field.

    `person` is who is changed; None: somebody new.
    """
    site = Site.objects.filter(slug=fields.site).first()
    faults = _name_faults(fields, person)
    if fault := _site_fault(site, person):
        faults["site"] = fault
    if fault := _roles_fault(fields, person, actor):
        faults["roles"] = fault
    if fields.email and not _is_mail(fields.email):
        faults["email"] = "Write an email address, such as bo@example.org."
    number = phone_number(fields.phone, site.country if site else "") if fields.phone else ""
    if number is None:
        faults["phone"] = NO_NUMBER
    if fault := _platform_fault(fields, site, person):
        faults["platform_user"] = fault
    return replace(fields, phone=number or ""), faults


def is_last_administrator(person: Person) -> bool:
    """Return whether nobody but this person could administer the centre."""
    others = Person.objects.filter(
        is_active=True, kind="person", roles__role=Role.ADMINISTRATOR
    ).exclude(id=person.id)
    return not others.exists()


def _name_faults(fields: PersonFields, person: Person | None) -> dict[str, str]:
    faults = {}
    if not fields.name or len(fields.name) > LONGEST:
        faults["name"] = f"Write their name, at most {LONGEST} characters."
    same = Person.objects.filter(username__iexact=fields.username)
    if person is not None:
        same = same.exclude(id=person.id)
    if not USERNAME.fullmatch(fields.username) or len(fields.username) > LONGEST:
        faults["username"] = "Write a name without spaces, such as bo or bo.example."
    elif same.exists():
        faults["username"] = "Somebody else signs in with this name."
    return faults


def _site_fault(site: Site | None, person: Person | None) -> str:
    if site is None or site.closed_at is not None:
        return "Choose a site that is open."
    if person is not None and person.site and person.site.exercise != site.exercise:
        return "Nobody moves between a site of exercises and a real one: add them anew."
    return ""


def _roles_fault(fields: PersonFields, person: Person | None, actor: Actor) -> str:
    unknown = sorted(fields.roles - set(Role.values))
    if not fields.roles:
        return "Choose at least one role."
    if unknown:
        return f"There is no role “{unknown[0]}”: use {', '.join(Role.values)}."
    had = person_fields(person).roles if person else frozenset[str]()
    others = sorted(role for role in had ^ fields.roles if not may_grant(actor, role))
    if others:
        labels = ", ".join(str(Role(role).label).lower() for role in others)
        return f"An administrator gives and takes these: {labels}."
    return ""


def _platform_fault(fields: PersonFields, site: Site | None, person: Person | None) -> str:
    """Return what is wrong with an id on the platform: a contact must reach one person."""
    if not fields.platform_user:
        return ""
    if len(fields.platform_user) > LONGEST_PLATFORM:
        return f"At most {LONGEST_PLATFORM} characters."
    same = Person.objects.filter(site=site, platform_user=fields.platform_user, is_active=True)
    if person is not None:
        same = same.exclude(id=person.id)
    found = same.first()
    return f"{found.name} has this id already." if found else ""


def _is_mail(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
