"""Sites as set-up sees them: what each works with, as typed and as the log tells it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from stayline.people.models import ApiToken, Person, Site
from stayline.people.policies import may_manage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline.platform.actors import Actor

SITE_WORDS: Final = {
    "name": "Name",
    "zone": "Time zone",
    "country": "Country",
    "language": "Language of its callers",
    "fallback": "Helped out by",
    "outside_name": "Called outside",
    "outside_number": "Number outside",
    "outside_words": "Words for it",
    "ending_needs_approval": "Ending a contact needs approval",
    "unresolved_threshold": "Complaints before a special team",
    "emergency_plan": "Crisis plan",
}
"""What each part of a site is called on screens and in the log."""


@dataclass(frozen=True, slots=True)
class SiteFields:
    """What can be changed of a site. `fallback` is the short name of another, or empty."""

    name: str
    zone: str = "UTC"
    country: str = "US"
    language: str = ""
    fallback: str = ""
    outside_name: str = ""
    outside_number: str = ""
    outside_words: str = ""
    ending_needs_approval: bool = False
    unresolved_threshold: int = 3
    emergency_plan: str = ""

    def told(self) -> dict[str, str]:
        """Return each part in words, as the log keeps it."""
        return {name: in_words(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site in the list, with how many people work there."""

    site: Site
    people: int
    fallback_name: str

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self.site.closed_at is not None


def in_words(value: object) -> str:
    """Return a value as the log tells it: yes and no for what is or is not."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def stamp_of(told: Mapping[str, str]) -> str:
    """Return what names these values: a form that was open meanwhile shows that it is stale."""
    canonical = json.dumps(dict(told), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:24]


def changes_between(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what differs, each with what stood before and what stands now."""
    return {name: [was[name], now[name]] for name in now if was[name] != now[name]}


def site_fields(site: Site) -> SiteFields:
    """Return what can be changed of this site, as it stands."""
    return SiteFields(
        name=site.name,
        zone=site.zone,
        country=site.country,
        language=site.language,
        fallback=site.fallback.slug if site.fallback else "",
        outside_name=site.outside_name,
        outside_number=site.outside_number,
        outside_words=site.outside_words,
        ending_needs_approval=site.ending_needs_approval,
        unresolved_threshold=site.unresolved_threshold,
        emergency_plan=site.emergency_plan,
    )


def sites_managed(actor: Actor, *, closed: bool = False) -> list[Site]:
    """Return the sites whose people `actor` may change; closed ones too where asked for."""
    found = Site.objects.select_related("fallback")
    if not closed:
        found = found.filter(closed_at=None)
    return [one for one in found if may_manage(actor, one.id)]


def site_rows(actor: Actor) -> list[SiteRow]:
    """Return the sites that `actor` may change, open ones first, each with its people."""
    mine = sites_managed(actor, closed=True)
    counted = dict(
        Site.objects.filter(id__in=[one.id for one in mine])
        .annotate(many=Count("people", filter=Q(people__is_active=True, people__kind="person")))
        .values_list("id", "many")
    )
    rows = [
        SiteRow(one, counted.get(one.id, 0), one.fallback.name if one.fallback else "")
        for one in mine
    ]
    return sorted(rows, key=lambda row: row.closed)


def reasons_not_to_close(site: Site, *, at: datetime) -> list[str]:
    """Return what still stands at a site, each in a sentence; none: it can be closed.

    A closed site is never one at which a contact still arrives: nobody works there, no machine
    sends to it, and no other site counts on it.
    """
    found = []
    if many := Person.objects.filter(site=site, is_active=True, kind="person").count():
        who = "1 person works" if many == 1 else f"{many} people work"
        found.append(f"{who} there: move them, or let them leave.")
    living = Q(expires_at=None) | Q(expires_at__gt=at)
    if tokens := ApiToken.objects.filter(living, site=site, revoked_at=None).count():
        what = "1 token lets" if tokens == 1 else f"{tokens} tokens let"
        found.append(f"{what} machines send contacts there: close it first.")
    found += [
        f"{one.name} is helped out by it: choose another for them."
        for one in Site.objects.filter(fallback=site, closed_at=None)
    ]
    return found
