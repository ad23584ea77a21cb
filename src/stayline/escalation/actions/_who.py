"""Whom a rung may ring now: the right people of the right sites, and nobody who is kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from stayline.escalation.models import Ladder, Page
from stayline.escalation.queries.paging import reachable
from stayline.incidents.models import Incident
from stayline.people.models import Availability, Site
from stayline.people.policies import RECEIVES
from stayline.people.queries import Candidate, conflicting, everyone, on_call, on_duty
from stayline.people.queries.playing import played_colleagues
from stayline.platform.actors import Actor
from stayline.privacy.queries import excluded_people
from stayline_core import ladder as rules
from stayline_core.ways import PHONE
from stayline_core.whereabouts import Seen

NOT_AVAILABLE: Final = frozenset(
    {Availability.IN_CRISIS.value, Availability.OFF_QUEUE.value, Availability.BREAK.value}
)
"""Whom a rung leaves alone until the last one: in a crisis, in aftercare, on a break or leave.

So it does with whoever had enough crisis contacts in a row (`Candidate.had_enough`).
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be rung, as the rules see them, and each as the one who acts."""

    candidates: list[rules.Candidate]
    crew: dict[UUID, Actor]

    def ways(self, people: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
        """Return by what each of these can be paged away from a screen; who cannot, is left out."""
        return {one.id: one.ways for one in self.candidates if one.id in people and one.ways}


def kept_out_of(incident: Incident, value: rules.Ladder) -> set[UUID]:
    """Return whom this ladder never rings.

    Implicated people and the discloser (S0-35), the contact's agent and whoever owns the run,
    whoever a conflict of interest keeps from the agent (X-6), and who has it already.
    """
    out = excluded_people(incident.id) | {receiver.who for receiver in value.receivers}
    agent = incident.contact.agent_id if incident.contact is not None else None
    if agent is not None:
        out |= {agent} | conflicting(agent)
    if incident.owner_id is not None:
        out.add(incident.owner_id)
    return out


def clock_of(incident: Incident, at: datetime) -> str:
    """Return the time of day at the incident's site, such as 07:59."""
    return f"{at.astimezone(ZoneInfo(incident.site.zone)):%H:%M}"


def found_by(
    incident: Incident, row: Ladder, value: rules.Ladder, kept_out: set[UUID], *, at: datetime
) -> Found:
    """Return whom the current rung may ring, those of the fallback site last.

    The fallback site is asked only when none of its own people can be reached. Where somebody
    practises, colleagues are played, and nobody real is ever found (S4-44).
    """
    if incident.contact is not None and incident.contact.practised:
        return _played(incident)
    rung = value.current
    found = _of_site(incident.site_id, rung, kept_out, at=at)
    candidates = _candidates(incident, row, rung, found)
    if rules.needs_others(rung, candidates, last=value.last):
        others = _of_fallback(incident, rung, kept_out, at=at)
        found = [*found, *others]
        candidates = [*candidates, *_candidates(incident, row, rung, others)]
    return Found(candidates, {one.id: one.actor() for one in found})


def _played(incident: Incident) -> Found:
    found = (one.actor() for one in played_colleagues(incident.site_id))
    cast = {one.id: one for one in found if not one.roles.isdisjoint(RECEIVES)}
    return Found([rules.Candidate(id=one) for one in cast], cast)


def _of_site(
    site_id: UUID, rung: rules.Rung, kept_out: set[UUID], *, at: datetime
) -> list[Candidate]:
    roles = RECEIVES if rules.EVERYONE in rung.roles else frozenset(rung.roles)
    if rung.duty is rules.Duty.ON_DUTY:
        ask = on_duty
    else:
        ask = on_call if rung.duty is rules.Duty.ON_CALL else everyone
    found = ask(roles=roles, skills=rung.skills, site_id=site_id, at=at, exclude=kept_out)
    return [one for one in found if not rung.people or one.id in rung.people]


def _of_fallback(
    incident: Incident, rung: rules.Rung, kept_out: set[UUID], *, at: datetime
) -> list[Candidate]:
    """Return people of the fallback site, if it is open; an exercise floor rings no real one."""
    site = incident.site
    if site.fallback_id is None:
        return []
    open_one = Site.objects.filter(id=site.fallback_id, closed_at=None, exercise=site.exercise)
    if not open_one.exists():
        return []
    return _of_site(site.fallback_id, rung, kept_out, at=at)


def _candidates(
    incident: Incident, row: Ladder, rung: rules.Rung, found: list[Candidate]
) -> list[rules.Candidate]:
    people = [one.id for one in found]
    last = _last_rung(row, rung, people)
    ways = _ways(incident, rung, found)
    return [
        rules.Candidate(
            id=one.id,
            present=one.present,
            available=one.availability not in NOT_AVAILABLE and not one.had_enough,
            ways=ways.get(one.id, ()),
            last_rung_at=last.get(one.id),
        )
        for one in found
    ]


def _ways(
    incident: Incident, rung: rules.Rung, found: list[Candidate]
) -> dict[UUID, tuple[str, ...]]:
    """Return by what each can be paged: whom only a telephone reaches, by telephone as well.

    A rung that rings screens alone would pass them by.
    """
    by_phone = [one.id for one in found if one.seen is Seen.TELEPHONE]
    others = [one.id for one in found if one.seen is not Seen.TELEPHONE]
    place, real = incident.site_id, incident.exercise
    ways = reachable(others, rung.channels, site_id=place, exercise=real)
    called = (*rung.channels, PHONE)
    return ways | reachable(by_phone, called, site_id=place, exercise=real)


def _last_rung(row: Ladder, rung: rules.Rung, people: list[UUID]) -> dict[UUID, datetime]:
    """Return when each was rung last by any ladder of the same kind, for round robin."""
    if rung.pick is not rules.Pick.ROUND_ROBIN:
        return {}
    pages = Page.objects.filter(ladder__document_id=row.document_id, person__in=people)
    return dict(pages.values_list("person").annotate(last=Max("paged_at")))
