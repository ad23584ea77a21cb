"""Sites: opened, changed, closed, opened again; each with what stood before in the log."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import available_timezones

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.points import phone_number
from stayline.people.actions.system import system_stream
from stayline.people.errors import (
    ChangedMeanwhile,
    PeopleNotYours,
    SiteInvalid,
    SiteNotFound,
    SiteStands,
)
from stayline.people.events import SiteAdded, SiteChanged, SiteClosed, SiteReopened
from stayline.people.models import Site
from stayline.people.policies import may_administer, may_manage
from stayline.people.queries.places import (
    SiteFields,
    changes_between,
    reasons_not_to_close,
    site_fields,
    stamp_of,
)
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.protocol.overlay import language_tag

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
COUNTRY: Final = re.compile(r"[A-Z]{2}")
SHORT_NUMBER: Final = re.compile(r"\d{2,6}")
LENGTHS: Final = {"name": 120, "outside_name": 120, "outside_words": 300, "emergency_plan": 4000}
MOST_COMPLAINTS: Final = 99


@action
def open_site(*, slug: str, fields: SiteFields, exercise: bool, actor: Actor, at: datetime) -> Site:
    """Open a site. Whether everything there is an exercise is said now, and never changed.

    Raises:
        PeopleNotYours: `actor` is no administrator.
        SiteInvalid: the short name is taken or none, or a field is wrong; every fault at once.
    """
    if not may_administer(actor):
        raise PeopleNotYours
    typed, faults = checked(fields, slug=slug, exercise=exercise)
    if not SLUG.fullmatch(slug):
        faults["slug"] = "Small letters, digits and hyphens, such as north-office."
    elif slug == "new" or Site.objects.filter(slug=slug).exists():
        faults["slug"] = "Another site has this short name."
    if faults:
        raise SiteInvalid(faults)
    made = Site(slug=slug, exercise=exercise)
    _put(made, typed)
    made.save(force_insert=True)
    log_site_added_in_transaction(made, actor=actor, at=at)
    return made


def log_site_added_in_transaction(made: Site, *, actor: Actor, at: datetime) -> None:
    """Log that a site was opened, with what it began with; the caller holds the transaction."""
    append_in_transaction(
        system_stream(at),
        SiteAdded(
            site=str(made.id),
            slug=made.slug,
            name=made.name,
            exercise=made.exercise,
            with_fields=site_fields(made).told(),
        ),
        actor=actor,
        at=at,
    )


@action
def change_site(
    *, site_id: UUID, fields: SiteFields, expected: str, actor: Actor, at: datetime
) -> Site:
    """Change what a site works with. `expected` names what the form showed before.

    Raises:
        SiteNotFound: no site has this id.
        PeopleNotYours: `actor` manages another site, or none.
        ChangedMeanwhile: somebody else changed it since.
        SiteInvalid: a field is wrong; every fault at once.
    """
    site = _site_locked(site_id)
    if not may_manage(actor, site.id):
        raise PeopleNotYours
    was = site_fields(site).told()
    if expected != stamp_of(was):
        raise ChangedMeanwhile
    typed, faults = checked(fields, slug=site.slug, exercise=site.exercise)
    if faults:
        raise SiteInvalid(faults)
    changed = changes_between(was, typed.told())
    if not changed:
        return site
    _put(site, typed)
    site.save()
    append_in_transaction(
        system_stream(at),
        SiteChanged(site=str(site.id), name=site.name, changed=changed),
        actor=actor,
        at=at,
    )
    publish_on_commit(f"board:{site.id}", "board")
    return site


@action
def close_site(*, site_id: UUID, actor: Actor, at: datetime) -> None:
    """Close a site at which nothing happens any more; closed twice, it stays closed.

    Raises:
        SiteNotFound: no site has this id.
        PeopleNotYours: `actor` is no administrator.
        SiteStands: somebody works there, a machine sends there, or another site counts on it.
    """
    site = _site_locked(site_id)
    if not may_administer(actor):
        raise PeopleNotYours
    if site.closed_at is not None:
        return
    if blocking := reasons_not_to_close(site, at=at):
        raise SiteStands(blocking)
    site.closed_at = at
    site.save(update_fields=["closed_at"])
    event = SiteClosed(site=str(site.id), name=site.name)
    append_in_transaction(system_stream(at), event, actor=actor, at=at)


@action
def reopen_site(*, site_id: UUID, actor: Actor, at: datetime) -> None:
    """Open a site again that was closed.

    Raises:
        SiteNotFound: no site has this id.
        PeopleNotYours: `actor` is no administrator.
    """
    site = _site_locked(site_id)
    if not may_administer(actor):
        raise PeopleNotYours
    if site.closed_at is None:
        return
    site.closed_at = None
    site.save(update_fields=["closed_at"])
    event = SiteReopened(site=str(site.id), name=site.name)
    append_in_transaction(system_stream(at), event, actor=actor, at=at)


def checked(fields: SiteFields, *, slug: str, exercise: bool) -> tuple[SiteFields, dict[str, str]]:
    """Return the fields as they are kept, and what is wrong with them by field."""
    faults = _length_faults(fields)
    if fields.zone not in available_timezones():
        faults["zone"] = "Write a time zone such as Europe/London."
    country = fields.country.upper()
    if not COUNTRY.fullmatch(country):
        faults["country"] = "Write the two letters of the country, such as GB."
    language = language_tag(fields.language) or ""
    if fields.language and not language:
        faults["language"] = "Write a language such as en or es-MX, or leave it empty."
    if not 1 <= fields.unresolved_threshold <= MOST_COMPLAINTS:
        faults["unresolved_threshold"] = f"A number from 1 to {MOST_COMPLAINTS}."
    number = outside_number(fields.outside_number, "" if "country" in faults else country)
    if number is None:
        faults["outside_number"] = "Write a number with its country, such as +44 20 7946 0000."
    if fault := _fallback_fault(fields.fallback, slug=slug, exercise=exercise):
        faults["fallback"] = fault
    typed = replace(fields, country=country, language=language, outside_number=number or "")
    return typed, faults


def _length_faults(fields: SiteFields) -> dict[str, str]:
    faults = {
        name: f"At most {most} characters."
        for name, most in LENGTHS.items()
        if len(getattr(fields, name)) > most
    }
    if not fields.name:
        faults["name"] = "Write the name of the site."
    if fields.outside_number and not fields.outside_name:
        faults["outside_name"] = "Say who answers this number."
    return faults


def outside_number(typed: str, country: str) -> str | None:
    """Return a number as it is kept: E.164 or a short one; None where nobody answers it."""
    plain = re.sub(r"[\s()-]", "", typed)
    if not plain or SHORT_NUMBER.fullmatch(plain):
        return plain
    return phone_number(typed, country)


def _fallback_fault(fallback: str, *, slug: str, exercise: bool) -> str:
    """Return what is wrong with who helps out: practice is never rung for what is real."""
    if not fallback:
        return ""
    found = Site.objects.filter(slug=fallback, closed_at=None).first()
    if found is None or fallback == slug:
        return "Choose another site that is open."
    if found.exercise != exercise:
        return "A site of exercises and a real one do not help each other out."
    return ""


def _put(site: Site, fields: SiteFields) -> None:
    site.name, site.zone, site.country = fields.name, fields.zone, fields.country
    site.language = fields.language
    site.fallback = Site.objects.filter(slug=fields.fallback).first() if fields.fallback else None
    site.outside_name, site.outside_number = fields.outside_name, fields.outside_number
    site.outside_words, site.emergency_plan = fields.outside_words, fields.emergency_plan
    site.ending_needs_approval = fields.ending_needs_approval
    site.unresolved_threshold = fields.unresolved_threshold


def _site_locked(site_id: UUID) -> Site:
    found = (
        Site.objects.select_for_update(of=("self",))
        .select_related("fallback")
        .filter(id=site_id)
        .first()
    )
    if found is None:
        raise SiteNotFound(site=str(site_id))
    return found
