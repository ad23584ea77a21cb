"""Lists of resources: shown first, then taken in whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stayline.command.actions.resource_keeping import (
    add_in_transaction,
    change_in_transaction,
    checked,
)
from stayline.command.actions.resources import resource_locked
from stayline.command.errors import ResourceInvalid, ResourceListMoved, ResourcesNotYours
from stayline.command.events import ResourceListTaken
from stayline.command.models import Resource
from stayline.command.policies.resources import may_keep_resources
from stayline.command.queries.resource_lists import ListFault, ResourcePlan, planned_lines
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.queries import site as site_of
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Site
    from stayline.platform.actors import Actor

SHOWN_FAULTS: Final = 10


def resource_plan(text: str, *, site: Site) -> ResourcePlan:
    """Return what a list would do to a site's resources, or every fault of it. Writes nothing."""
    lines, faults = planned_lines(text, site=site)
    found = []
    for one in lines:
        there = Resource.objects.filter(id=one.resource_id).first() if one.resource_id else None
        typed, wrong = checked(one.fields, site=site, resource=there)
        faults += [ListFault(one.line, column, says) for column, says in wrong.items()]
        changed = {name: [was, getattr(typed, name)] for name, (was, _) in one.changed.items()}
        kept = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
        found.append(replace(one, fields=typed, changed=kept))
    ordered = sorted(set(faults), key=lambda one: (one.line, one.column, one.says))
    return ResourcePlan(tuple(found), tuple(ordered))


@action
def take_in_resources(
    *, site_id: UUID, text: str, expected: str, actor: Actor, at: datetime
) -> ResourcePlan:
    """Take a list of resources in, all of it or nothing. `expected` is the stamp that was shown.

    Raises:
        SiteNotFound: no site has this id.
        ResourcesNotYours: `actor` does not manage that site.
        ResourceInvalid: the list has faults.
        ResourceListMoved: it would do something else than what was shown.
    """
    site = site_of(site_id)
    if not may_keep_resources(actor, site.id):
        raise ResourcesNotYours
    plan = resource_plan(text, site=site)
    if plan.faults:
        raise ResourceInvalid(
            {f"line {one.line}": f"{one.line}: {one.says}" for one in plan.faults[:SHOWN_FAULTS]}
        )
    if plan.stamp != expected:
        raise ResourceListMoved
    for one in plan.lines:
        if one.resource_id is None:
            add_in_transaction(one.fields, site=site, actor=actor, at=at)
        else:
            row = resource_locked(one.resource_id)
            change_in_transaction(row, one.fields, actor=actor, at=at)
    event = ResourceListTaken(
        site=str(site.id),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        added=plan.many("add"),
        changed=plan.many("change"),
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return plan
