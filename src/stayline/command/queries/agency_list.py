"""The list of a site's own agencies: what stands, what is overdue, what a file would do."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from stayline.command.errors import AgencyNotFound
from stayline.command.models import LocalAgency
from stayline.command.models.agencies import KINDS
from stayline.command.policies import may_keep_agencies, may_see_agencies
from stayline.command.queries.agencies import open_now
from stayline.library.queries import WAYS
from stayline.people.errors import PeopleNotYours
from stayline.people.queries import site, sites
from stayline_core import agency_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline_core.agency_list import Fault

AGENCY_KINDS: Final = KINDS
"""What kinds of agency the list holds, with the words for each."""

FURTHER_WAYS: Final = tuple(name for name in WAYS if name != "phone")
"""How an agency can be reached beside its number."""

_SAID: Final = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency of a site as the list shows it."""

    id: UUID
    kind: str
    fields: Mapping[str, str]
    open_now: bool | None
    unverified: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class PlannedAgency:
    """One line of a file: what it would do (add, change, same), and what would change."""

    line: int
    fields: Mapping[str, str]
    agency_id: UUID | None
    what: str
    changed: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """What a file would do, or every fault of it. `stamp` names exactly this."""

    lines: tuple[PlannedAgency, ...]
    faults: tuple[Fault, ...]

    @property
    def stamp(self) -> str:
        """A name for what would be done."""
        told = [[one.what, dict(one.changed), dict(one.fields)] for one in self.lines]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def added(self) -> int:
        """How many would be new."""
        return sum(one.what == "add" for one in self.lines)

    @property
    def changed(self) -> int:
        """How many would be changed."""
        return sum(one.what == "change" for one in self.lines)


def agency_rows(site_id: UUID, *, at: datetime) -> list[AgencyRow]:
    """Return the agencies of a site that are in use, those to look at again first."""
    today = at.astimezone(ZoneInfo(site(site_id).zone)).date()
    rows = LocalAgency.objects.filter(site_id=site_id, ended_at=None).order_by("kind", "name", "id")
    found = [
        AgencyRow(
            id=row.id,
            kind=AGENCY_KINDS[row.kind],
            fields=agency_fields(row),
            open_now=open_now(row.hours, row.zone, at=at),
            unverified=row.unverified,
            overdue=row.review_by <= today,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.overdue)


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """A site's list as one reader sees it; `keeps`: they may change it."""

    site: Site
    sites: tuple[Site, ...]
    rows: tuple[AgencyRow, ...]
    keeps: bool

    @property
    def overdue(self) -> int:
        """How many are to be looked at again."""
        return sum(one.overdue for one in self.rows)


def agency_page(actor: Actor, slug: str, *, at: datetime) -> AgencyPage:
    """Return the list of the site of this short name, else of the reader's own, else the first.

    Raises:
        PeopleNotYours: the reader may see the list of no site, or not of this one.
    """
    mine = tuple(one for one in sites() if may_see_agencies(actor, one.id))
    own = (one for one in mine if one.id == actor.site_id)
    named = (one for one in mine if one.slug == slug)
    found = next(named, None) if slug else next(own, mine[0] if mine else None)
    if found is None:
        raise PeopleNotYours
    rows = tuple(agency_rows(found.id, at=at))
    return AgencyPage(found, mine, rows, may_keep_agencies(actor, found.id))


def agency_of_site(agency_id: UUID) -> LocalAgency:
    """Return an agency that is in use, with its site.

    Raises:
        AgencyNotFound: none has this id.
    """
    rows = LocalAgency.objects.select_related("site")
    found = rows.filter(id=agency_id, ended_at=None).first()
    if found is None:
        raise AgencyNotFound(agency=str(agency_id))
    return found


def agency_fields(row: LocalAgency) -> dict[str, str]:
    """Return the fields of an agency as they would be typed."""
    return {
        "kind": row.kind,
        "name": row.name,
        "country": row.country,
        "places": "; ".join(row.places),
        "number": row.number,
        "ways": "; ".join(f"{one['kind']}: {one['value']}" for one in row.ways),
        "hours": row.hours,
        "zone": row.zone,
        "languages": "; ".join(row.languages),
        "can_dispatch": _SAID[row.can_dispatch],
        "warm_transfer": _SAID[row.accepts_warm_transfer],
        "procedure": row.procedure,
        "source": row.source,
        "checked_on": row.checked_on.isoformat() if row.checked_on else "",
        "review_by": row.review_by.isoformat(),
    }


def agency_faults(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the fields of an agency, each with the mend."""
    found = agency_list.faults_of(fields, kinds=AGENCY_KINDS, ways=FURTHER_WAYS)
    if fields["zone"] and fields["zone"] not in available_timezones():
        found.setdefault("zone", "There is no such zone: write one as Europe/London.")
    return found


def agency_changes(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the fields that differ, each with what stood before and what stands now."""
    return {name: [was[name], now[name]] for name in agency_list.COLUMNS if was[name] != now[name]}


def agency_plan(site_id: UUID, text: str) -> AgencyPlan:
    """Return what a file would do to the list of a site, or every fault. Writes nothing."""
    read = agency_list.read(text, kinds=AGENCY_KINDS, ways=FURTHER_WAYS)
    faults = list(read.faults)
    held = {
        (row.kind, row.name.casefold()): row
        for row in LocalAgency.objects.filter(site_id=site_id, ended_at=None).order_by("id")
    }
    lines = []
    for row in read.rows:
        zone = row.fields["zone"]
        if zone and zone not in available_timezones():
            faults.append(agency_list.Fault(row.line, "zone", "There is no such zone."))
        stands = held.get((row.fields["kind"], row.fields["name"].casefold()))
        was = agency_fields(stands) if stands else {}
        fields = {name: row.fields[name] or was.get(name, "") for name in agency_list.COLUMNS}
        changed = agency_changes(was, fields) if stands else {}
        what = "add" if stands is None else ("change" if changed else "same")
        lines.append(PlannedAgency(row.line, fields, stands.id if stands else None, what, changed))
    return AgencyPlan(() if faults else tuple(lines), tuple(faults))
