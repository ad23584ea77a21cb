"""Which agency answers for the caller's place, how that was found, and what it has to be told.

A centre's own agencies come before those of the shipped directory where the place names one of
their towns or areas; nothing is guessed: how each was found stands beside it (S3-37, S4-8, S4-10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.command.models import LocalAgency
from stayline.command.queries.words import (
    ASSISTANCE,
    CRISIS_LINE,
    EMERGENCY,
    HERE,
    IN_HOUSE,
    POLICE,
    agency_of,
    clue,
    danger_country,
    place_noted,
    situations_of,
    spoken_facts,
)
from stayline.library.queries import Reach, Service, directory
from stayline_core.opening import parse_hours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stayline.incidents.models import Incident

KINDS_OF: Final = {
    EMERGENCY: ("police", "fire", "ambulance"),
    POLICE: ("police",),
    CRISIS_LINE: ("crisis_line",),
    ASSISTANCE: ("assistance",),
    IN_HOUSE: ("in_house",),
}
"""Which of a centre's own agencies answer one kind of help; any other kind answers itself."""

NEED_OF: Final = {"abuse_disclosure": "domestic_abuse"}
"""Which helplines are named first where a general crisis line is not the nearest (domain.md 6)."""

_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency as it stands beside a call: how it is reached, and why it is this one.

    `resolved` is place (the place names one of its towns or areas), country, site (in-house)
    or unknown; `how` says so in words. `open_now` is None where its hours are not known.
    """

    id: str
    local: bool
    kind: str
    name: str
    where: str
    number: str
    ways: tuple[Reach, ...]
    hours: str
    open_now: bool | None
    languages: tuple[str, ...]
    can_dispatch: bool | None
    accepts_warm_transfer: bool | None
    procedure: str
    source: str
    checked_on: str
    review_by: str
    unverified: bool
    overdue: bool
    resolved: str
    how: str


@dataclass(frozen=True, slots=True)
class Found:
    """A centre's own agency that answers, and how the place led to it."""

    row: LocalAgency
    resolved: str
    how: str
    length: int


def agencies_for(incident: Incident, need: str, *, at: datetime) -> list[AgencyView]:
    """Return the agencies that answer a need at the caller's place, the nearest first.

    `need` is one of the kinds of help that can be asked for, or a kind of local agency. Those
    of the centre's own list that name the place come first, then its own for the whole
    country, then the directory's. Empty where the country is not known: then the words ask
    to be routed, and no number is guessed.
    """
    found = [_local_view(one, incident, at) for one in local_agencies(incident, need)]
    shipped = (_shipped_view(one, need, at) for one in shipped_services(incident, need))
    return [*found, *shipped]


def local_agencies(incident: Incident, need: str) -> list[Found]:
    """Return the centre's own agencies that answer a need, the most exact place first.

    An in-house specialist is the site's whatever the place; every other is looked for by the
    place that was noted last, else by what was said of it, within the caller's country.
    """
    rows = LocalAgency.objects.filter(
        site_id=incident.site_id, ended_at=None, kind__in=KINDS_OF.get(need, (need,))
    ).order_by("name", "id")
    if need == IN_HOUSE:
        return [Found(row, "site", f"it belongs to {incident.site.name}", 0) for row in rows]
    country = danger_country(incident)
    if not country:
        return []
    places = _places(incident)
    kept = (_matched(row, places) for row in rows.filter(country=country))
    found = sorted((one for one in kept if one), key=lambda one: -one.length)
    return _said_when_several(found)


def shipped_services(incident: Incident, need: str) -> list[Service]:
    """Return the services of the directory that answer a need, for the caller's country.

    An in-house specialist is looked for in the centre's own country; every other service in
    the caller's, and in none when that is not known: a wrong number is worse than none.
    """
    contact = incident.contact
    country = contact.caller_country if contact else ""
    country = incident.site.country if need == IN_HOUSE else country
    if not country:
        return []
    first = NEED_OF.get(incident.kind, "") if need == CRISIS_LINE else ""
    wanted = agency_of(need).need
    found = [*(directory(country, first) if first else []), *directory(country, wanted)]
    return list({one.id: one for one in found}.values())


def as_service(found: Found) -> Service:
    """Return a local agency as a service of the directory, for the lists that name services."""
    row = found.row
    return Service(
        id=str(row.id),
        country=row.country,
        name=row.name,
        where=", ".join(row.places),
        audience="",
        needs=(row.kind,),
        channels=(Reach("phone", row.number), *_ways(row)),
        hours=row.hours,
        zone=row.zone,
        languages=tuple(row.languages),
        cost="",
        can_dispatch_help=row.can_dispatch,
        accepts_warm_transfer=row.accepts_warm_transfer,
        third_party_accepted=None,
        source=row.source,
        checked_on=row.checked_on.isoformat() if row.checked_on else "",
        review_by=row.review_by.isoformat(),
        unverified=row.unverified,
        note=row.procedure,
    )


def open_now(hours: str, zone: str, *, at: datetime) -> bool | None:
    """Return whether somebody answers at `at`; None where the hours cannot be read or told."""
    try:
        read = parse_hours(hours) if hours else None
    except ValueError:
        return None
    if read is None or (read.windows and not zone):
        return None
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return read.open_at(local.weekday(), local.hour * 60 + local.minute)


def _places(incident: Incident) -> list[tuple[str, str]]:
    """Return the places to look for, the surest first, each with where it is from."""
    if HERE in situations_of(incident):
        return [(incident.site.name, "the name of the site, where the danger is")]
    noted = place_noted(incident)
    said = clue(incident, spoken_facts(incident))
    return [
        (place, words)
        for place, words in ((noted, "the place noted"), (said, "what was said"))
        if place
    ]


def _matched(row: LocalAgency, places: Iterable[tuple[str, str]]) -> Found | None:
    """Return the agency with how a place led to it; None where it is for other places."""
    if not row.places:
        return Found(row, "country", f"it is for the whole of {row.country}", 0)
    for said, source in places:
        hits = [one for one in row.places if _names(said, one)]
        if hits:
            best = max(hits, key=lambda one: (len(one), one))
            return Found(row, "place", f"{source} names “{best}”", len(_folded(best)))
    return None


def _said_when_several(found: list[Found]) -> list[Found]:
    """Return the agencies, saying of those that fit equally well that a person has to choose."""
    best = [one for one in found if one.resolved == "place" and one.length == found[0].length]
    kinds = [one.row.kind for one in best]
    return [
        Found(one.row, one.resolved, f"{one.how}; more than one does: ask which", one.length)
        if one in best and kinds.count(one.row.kind) > 1
        else one
        for one in found
    ]


def _names(said: str, place: str) -> bool:
    """Return whether the words of a place stand together in what was said of it."""
    return f" {_folded(place)} " in f" {_folded(said)} "


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _ways(row: LocalAgency) -> tuple[Reach, ...]:
    return tuple(Reach(one["kind"], one["value"]) for one in row.ways)


def _local_view(found: Found, incident: Incident, at: datetime) -> AgencyView:
    row = found.row
    return AgencyView(
        id=str(row.id),
        local=True,
        kind=row.kind,
        name=row.name,
        where=", ".join(row.places),
        number=row.number,
        ways=_ways(row),
        hours=f"{row.hours} ({row.zone})" if row.zone else row.hours,
        open_now=open_now(row.hours, row.zone, at=at),
        languages=tuple(row.languages),
        can_dispatch=row.can_dispatch,
        accepts_warm_transfer=row.accepts_warm_transfer,
        procedure=row.procedure,
        source=row.source,
        checked_on=row.checked_on.isoformat() if row.checked_on else "",
        review_by=row.review_by.isoformat(),
        unverified=row.unverified,
        overdue=row.review_by <= _day(incident, at),
        resolved=found.resolved,
        how=found.how,
    )


def _shipped_view(one: Service, need: str, at: datetime) -> AgencyView:
    return AgencyView(
        id=one.id,
        local=False,
        kind=need,
        name=one.name,
        where=one.where,
        number=one.number,
        ways=tuple(way for way in one.channels if way is not one.first),
        hours=one.open,
        open_now=open_now(one.hours, one.zone, at=at),
        languages=one.languages,
        can_dispatch=one.can_dispatch_help,
        accepts_warm_transfer=one.accepts_warm_transfer,
        procedure=one.note,
        source=one.source,
        checked_on=one.checked_on,
        review_by=one.review_by,
        unverified=one.doubtful,
        overdue=date.fromisoformat(one.review_by) <= at.date(),
        resolved="country",
        how=f"the directory has it for {one.where or one.country}",
    )


def _day(incident: Incident, at: datetime) -> date:
    return at.astimezone(ZoneInfo(incident.site.zone)).date()
