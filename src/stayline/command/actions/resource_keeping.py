"""The list of resources, kept by hand: added and changed, with what stood before in the log."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stayline.command.actions.resources import resource_locked, subject_of_resource
from stayline.command.errors import ResourceInvalid, ResourceMoved, ResourcesNotYours
from stayline.command.events import ResourceAdded, ResourceChanged
from stayline.command.models import Resource, ResourceKind
from stayline.command.policies.resources import may_keep_resources
from stayline.command.queries.resource_fields import (
    CHANNELS,
    ResourceFields,
    fields_of,
    parted,
    reach_context,
)
from stayline.command.queries.resources import rules_in_force
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.points import NO_NUMBER, hint_of, phone_number
from stayline.people.actions.system import system_stream
from stayline.people.models import Person, Site
from stayline.people.queries import site as site_of
from stayline.people.queries.places import changes_between, stamp_of
from stayline.platform.crypto import keys
from stayline.platform.transactions import action
from stayline_core.hours import parse_hours

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

CALLED: Final = frozenset({"voice", "sms"})
LENGTHS: Final = {"name": 120, "call_sign": 40, "area": 200, "contact": 120, "address": 254}
"""The most characters of each field that is kept as it was typed."""


@action
def add_resource(*, site_id: UUID, fields: ResourceFields, actor: Actor, at: datetime) -> Resource:
    """Put somebody or something on a site's list of what can be sent (S3-17).

    Raises:
        SiteNotFound: no site has this id.
        ResourcesNotYours: `actor` does not manage that site.
        ResourceInvalid: a field is wrong; every fault at once.
    """
    site = site_of(site_id)
    if not may_keep_resources(actor, site.id):
        raise ResourcesNotYours
    typed, faults = checked(fields, site=site, resource=None)
    if faults:
        raise ResourceInvalid(faults)
    return add_in_transaction(typed, site=site, actor=actor, at=at)


def add_in_transaction(
    fields: ResourceFields, *, site: Site, actor: Actor, at: datetime
) -> Resource:
    """Put a resource on the list whose fields were checked; the caller holds the transaction."""
    made = Resource(id=uuid4(), site=site, added_at=at)
    put(made, fields)
    made.save(force_insert=True)
    event = ResourceAdded(
        resource=str(made.id),
        site=str(site.id),
        name=made.name,
        sort=str(ResourceKind(made.kind).label),
        capabilities=list(made.capabilities),
        subject=subject_of_resource(made),
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return made


@action
def change_resource(
    *, resource_id: UUID, fields: ResourceFields, expected: str, actor: Actor, at: datetime
) -> Resource:
    """Change a resource. `expected` names what the form showed before (`queries.stamp_of`).

    Raises:
        ResourceNotFound: none has this id.
        ResourcesNotYours: `actor` does not manage its site.
        ResourceMoved: somebody else changed it since.
        ResourceInvalid: a field is wrong; every fault at once.
    """
    row = resource_locked(resource_id)
    if not may_keep_resources(actor, row.site_id):
        raise ResourcesNotYours
    if expected != stamp_of(fields_of(row).told()):
        raise ResourceMoved
    typed, faults = checked(fields, site=row.site, resource=row)
    if faults:
        raise ResourceInvalid(faults)
    change_in_transaction(row, typed, actor=actor, at=at)
    return row


def change_in_transaction(
    row: Resource, fields: ResourceFields, *, actor: Actor, at: datetime
) -> dict[str, list[str]]:
    """Change a locked resource to fields that were checked, and return what differs.

    The caller holds the transaction. Of an address, and of whom to ask for, the log keeps no
    more than the end.
    """
    was, hint = fields_of(row).told(), row.hint
    changed = changes_between(was, fields.told())
    if not changed:
        return {}
    put(row, fields)
    row.save()
    if "address" in changed:
        changed["address"] = [hint, row.hint]
    if "contact" in changed:
        changed["contact"] = ["somebody" if one else "" for one in changed["contact"]]
    event = ResourceChanged(
        resource=str(row.id), name=row.name, changed=changed, subject=subject_of_resource(row)
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return changed


def put(row: Resource, fields: ResourceFields) -> None:
    """Write checked fields into a row; its address is sealed and bound to it."""
    row.name, row.kind, row.call_sign = fields.name, fields.kind, fields.call_sign
    row.capabilities, row.near = parted(fields.capabilities), parted(fields.near)
    row.area, row.channel, row.zone = fields.area, fields.channel, fields.zone
    row.person = Person.objects.get(username=fields.person) if fields.person else None
    row.hours = [one.told() for one in parse_hours(fields.hours)]
    plain = json.dumps({"address": fields.address, "contact": fields.contact})
    kept = bool(fields.address or fields.contact)
    row.contact_sealed = keys().wrap(plain.encode(), reach_context(row.id)) if kept else b""
    row.hint = _hint(fields.channel, fields.address)


def checked(
    fields: ResourceFields, *, site: Site, resource: Resource | None
) -> tuple[ResourceFields, dict[str, str]]:
    """Return the fields as they are kept, and what is wrong with them by field.

    `resource` is which one is changed; None: a new one.
    """
    faults = {
        name: f"At most {most} characters."
        for name, most in LENGTHS.items()
        if len(getattr(fields, name)) > most
    }
    faults |= _name_fault(fields, site, resource)
    if fields.kind not in ResourceKind.values:
        faults["kind"] = f"Choose one of {', '.join(ResourceKind.values)}."
    faults |= _able_fault(fields)
    faults |= _hours_faults(fields)
    person, fault = _person(fields.person, site)
    address, wrong = _address(fields, site)
    faults |= fault | wrong
    typed = replace(fields, person=person, address=address, zone=fields.zone or site.zone)
    return typed, faults


def _name_fault(fields: ResourceFields, site: Site, resource: Resource | None) -> dict[str, str]:
    if not fields.name:
        return {"name": "Write a name that people know it by."}
    same = Resource.objects.filter(site=site, name=fields.name, removed_at=None)
    if resource is not None:
        same = same.exclude(id=resource.id)
    return {"name": "Another one of this site has this name."} if same.exists() else {}


def _able_fault(fields: ResourceFields) -> dict[str, str]:
    """Return a fault where a capability is none of the document; without one, any is taken."""
    found = rules_in_force()
    if found is None:
        return {}
    known = [one.id for one in found[1].capabilities]
    unknown = [one for one in parted(fields.capabilities) if one not in known]
    if not unknown:
        return {}
    return {"capabilities": f"“{unknown[0]}” is none of {', '.join(known)}."}


def _hours_faults(fields: ResourceFields) -> dict[str, str]:
    faults = {}
    try:
        parse_hours(fields.hours)
    except ValueError as fault:
        faults["hours"] = f"{fault}."
    if fields.zone and fields.zone not in available_timezones():
        faults["zone"] = "Write a time zone such as Europe/London."
    return faults


def _person(username: str, site: Site) -> tuple[str, dict[str, str]]:
    """Return who it is as they sign in, or what is wrong: they work at this site."""
    if not username:
        return "", {}
    found = Person.objects.filter(
        username__iexact=username, site=site, is_active=True, kind="person"
    ).first()
    if found is None:
        return "", {"person": "Nobody of this site signs in with this name."}
    return found.username, {}


def _address(fields: ResourceFields, site: Site) -> tuple[str, dict[str, str]]:
    """Return the address as it is kept, or what is wrong with it or its channel."""
    if fields.channel not in CHANNELS:
        names = ", ".join(one for one in CHANNELS if one)
        return "", {"channel": f"Choose one of {names}."}
    if not fields.address:
        return "", {}
    if not fields.channel:
        return "", {"channel": "Say how it is reached there."}
    if fields.channel in CALLED:
        number = phone_number(fields.address, site.country)
        return number or "", {} if number else {"address": NO_NUMBER}
    if fields.channel == "email" and not _is_mail(fields.address):
        return "", {"address": "Write an email address, such as crew@example.org."}
    return fields.address, {}


def _is_mail(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


def _hint(channel: str, address: str) -> str:
    """Return enough of an address to know it again; a call sign on the radio is no secret."""
    if not address:
        return ""
    return address[:60] if channel == "radio" else hint_of(channel, address)
