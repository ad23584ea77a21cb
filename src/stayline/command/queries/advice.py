"""What may be advised here, what was, and which advice was not approved (S3-14, S3-38)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.command.events import ApprovedAdviceGiven, FreeAdviceNoted
from stayline.command.models import AdviceGiven
from stayline.command.queries.words import danger_country
from stayline.incidents.queries import live_threats
from stayline.ledger.queries import entries
from stayline.library.queries import Advice, ApprovedAdvice, advice_for, advice_list
from stayline.people.queries import names

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident


@dataclass(frozen=True, slots=True)
class Given:
    """One advice that was given: its exact words, whether they were approved, who, when.

    `flagged`: it was not on the approved list, and no supervisor has looked at it yet.
    """

    id: UUID
    words: str
    free: bool
    flagged: bool
    at: datetime
    who: str


def approved_here(incident: Incident) -> list[ApprovedAdvice]:
    """Return the advice that may be given for the kinds of harm here, in the caller's country.

    Where the country is not known, what holds everywhere.
    """
    return advice_list(harms_of(incident), danger_country(incident))


def limits_here(incident: Incident) -> list[tuple[str, Advice]]:
    """Return the limits of advice for each kind of harm here, in the country of the site."""
    country = incident.site.country
    found = [(kind, advice_for(kind, country)) for kind in harms_of(incident)]
    return [(kind, one) for kind, one in found if one.may or one.must_not]


def harms_of(incident: Incident) -> list[str]:
    """Return the kinds of harm of an incident: its own first, then those of its threats."""
    return list(dict.fromkeys([incident.kind, *(one.kind for one in live_threats(incident))]))


def advice_given(incident: Incident) -> list[Given]:
    """Return the advice that was given in an incident, in order, in the words it had then.

    The reader must be allowed to see the incident: words of one's own are what was said.
    """
    rows = list(AdviceGiven.objects.filter(incident=incident).order_by("at", "id"))
    if not rows:
        return []
    words = {
        one.event.advice: one.event.words
        for one in entries(
            incident.stream_id, kinds={ApprovedAdviceGiven.kind, FreeAdviceNoted.kind}
        )
        if isinstance(one.event, ApprovedAdviceGiven | FreeAdviceNoted)
    }
    who = names({row.by for row in rows})
    return [
        Given(
            id=row.id,
            words=words.get(str(row.id), "words that were erased"),
            free=not row.phrase,
            flagged=not row.phrase and row.looked_at is None,
            at=row.at,
            who=who.get(row.by, ""),
        )
        for row in rows
    ]


def incidents_flagged(site_id: UUID, *, since: datetime) -> list[UUID]:
    """Return the incidents of a site that were opened since, and hold advice that is flagged."""
    rows = AdviceGiven.objects.filter(
        incident__site_id=site_id, incident__opened_at__gte=since, phrase="", looked_at=None
    )
    return list(rows.order_by("incident_id").values_list("incident_id", flat=True).distinct())


def flagged_advice(incident: Incident) -> int:
    """Return how many pieces of advice were not approved and wait for a supervisor's look."""
    return AdviceGiven.objects.filter(incident=incident, phrase="", looked_at=None).count()
