"""Keep the list of a site's own agencies: written down, changed, checked, ended (S3-37)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Final

from stayline.command.errors import AgenciesMoved, AgenciesRefused, AgencyFaulty, ReasonMissing
from stayline.command.events import (
    AgenciesTakenIn,
    LocalAgencyAdded,
    LocalAgencyChanged,
    LocalAgencyEnded,
    LocalAgencyReviewed,
)
from stayline.command.models import LocalAgency
from stayline.command.policies import may_keep_agencies
from stayline.command.queries import (
    agency_changes,
    agency_faults,
    agency_fields,
    agency_of_site,
    agency_plan,
)
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.errors import PeopleNotYours
from stayline.platform.transactions import action
from stayline_core.agency_list import YES_NO, parts, ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

SHOWN_FAULTS: Final = 10


@action
def add_agency(
    *, site_id: UUID, fields: Mapping[str, str], actor: Actor, at: datetime
) -> LocalAgency:
    """Write an agency of a site's own down, with the source it is from.

    Raises:
        PeopleNotYours: `actor` manages another site, or none.
        AgencyFaulty: a field is wrong, or the site has one of this kind and name.
    """
    if not may_keep_agencies(actor, site_id):
        raise PeopleNotYours
    _refuse_faulty(site_id, fields, None)
    return _add_in_transaction(site_id, fields, actor=actor, at=at)


@action
def change_agency(
    *, agency_id: UUID, fields: Mapping[str, str], actor: Actor, at: datetime
) -> LocalAgency:
    """Change an agency; the log keeps what stood before. Without a change nothing happens.

    Raises:
        AgencyNotFound: none that is in use has this id.
        PeopleNotYours: `actor` manages another site, or none.
        AgencyFaulty: a field is wrong, or the site has another of this kind and name.
    """
    row = _locked(agency_id, actor)
    _refuse_faulty(row.site_id, fields, row.id)
    _change_in_transaction(row, fields, actor=actor, at=at)
    return row


@action
def review_agency(
    *, agency_id: UUID, checked_on: str, review_by: str, actor: Actor, at: datetime
) -> LocalAgency:
    """Record that an agency was compared with its source, and when that is due again.

    Raises:
        AgencyNotFound: none that is in use has this id.
        PeopleNotYours: `actor` manages another site, or none.
        AgencyFaulty: one of the days is none.
    """
    row = _locked(agency_id, actor)
    typed = {**agency_fields(row), "checked_on": checked_on, "review_by": review_by}
    faults = agency_faults(typed)
    if not checked_on:
        faults["checked_on"] = "A day as 2027-06-30."
    if faults:
        raise AgencyFaulty(faults)
    _put(row, typed)
    row.save()
    event = LocalAgencyReviewed(
        agency=str(row.id),
        site=str(row.site_id),
        name=row.name,
        checked_on=checked_on,
        review_by=review_by,
    )
    _log(event, actor=actor, at=at)
    return row


@action
def end_agency(*, agency_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Take an agency out of use; calls that were made to it keep its name.

    Raises:
        AgencyNotFound: none that is in use has this id.
        PeopleNotYours: `actor` manages another site, or none.
        ReasonMissing: no word of why.
    """
    row = _locked(agency_id, actor)
    if not reason.strip():
        raise ReasonMissing
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    event = LocalAgencyEnded(
        agency=str(row.id), site=str(row.site_id), name=row.name, reason=reason.strip()[:240]
    )
    _log(event, actor=actor, at=at)


@action
def import_agencies(
    *, site_id: UUID, text: str, expected: str, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Take a list of agencies in, all of it or nothing; return how many are new and changed.

    `expected` is the stamp of what was shown. Those that the list does not name stay.

    Raises:
        PeopleNotYours: `actor` manages another site, or none.
        AgenciesRefused: the list has faults.
        AgenciesMoved: it would do something else than what was shown.
    """
    if not may_keep_agencies(actor, site_id):
        raise PeopleNotYours
    plan = agency_plan(site_id, text)
    if plan.faults:
        faults = {f"{one.line} {one.column}": one.says for one in plan.faults[:SHOWN_FAULTS]}
        raise AgenciesRefused(faults)
    if plan.stamp != expected:
        raise AgenciesMoved
    for one in plan.lines:
        if one.agency_id is None:
            _add_in_transaction(site_id, one.fields, actor=actor, at=at)
        else:
            _change_in_transaction(_locked(one.agency_id, actor), one.fields, actor=actor, at=at)
    event = AgenciesTakenIn(
        site=str(site_id),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        added=plan.added,
        changed=plan.changed,
    )
    _log(event, actor=actor, at=at)
    return plan.added, plan.changed


def _locked(agency_id: UUID, actor: Actor) -> LocalAgency:
    found = agency_of_site(agency_id)
    if not may_keep_agencies(actor, found.site_id):
        raise PeopleNotYours
    return LocalAgency.objects.select_for_update().get(id=agency_id)


def _refuse_faulty(site_id: UUID, fields: Mapping[str, str], own: UUID | None) -> None:
    faults = agency_faults(fields)
    same = LocalAgency.objects.filter(
        site_id=site_id, kind=fields["kind"], name=fields["name"], ended_at=None
    )
    others = same.exclude(id=own) if own else same
    if others.exists():
        faults.setdefault("name", "The site has an agency of this kind and name already.")
    if faults:
        raise AgencyFaulty(faults)


def _add_in_transaction(
    site_id: UUID, fields: Mapping[str, str], *, actor: Actor, at: datetime
) -> LocalAgency:
    """Add an agency that was checked; the caller holds the transaction."""
    made = LocalAgency(site_id=site_id, added_at=at)
    _put(made, fields)
    made.save(force_insert=True)
    event = LocalAgencyAdded(
        agency=str(made.id),
        site=str(site_id),
        name=made.name,
        sort=made.kind,
        with_fields=agency_fields(made),
    )
    _log(event, actor=actor, at=at)
    return made


def _change_in_transaction(
    row: LocalAgency, fields: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    """Change an agency to fields that were checked; the caller holds the transaction."""
    was = agency_fields(row)
    _put(row, fields)
    changed = agency_changes(was, agency_fields(row))
    if not changed:
        return
    row.save()
    event = LocalAgencyChanged(
        agency=str(row.id), site=str(row.site_id), name=row.name, changed=changed
    )
    _log(event, actor=actor, at=at)


def _put(row: LocalAgency, fields: Mapping[str, str]) -> None:
    row.kind, row.name = fields["kind"], fields["name"].strip()
    row.country, row.number = fields["country"], fields["number"].strip()
    row.places, row.languages = parts(fields["places"]), parts(fields["languages"])
    row.ways = ways_of(fields["ways"])
    row.hours, row.zone = fields["hours"].strip(), fields["zone"].strip()
    row.can_dispatch = YES_NO[fields["can_dispatch"]]
    row.accepts_warm_transfer = YES_NO[fields["warm_transfer"]]
    row.procedure, row.source = fields["procedure"].strip(), fields["source"].strip()
    checked = fields["checked_on"]
    row.checked_on = date.fromisoformat(checked) if checked else None
    row.review_by = date.fromisoformat(fields["review_by"])


def _log(event: Event, *, actor: Actor, at: datetime) -> None:
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
