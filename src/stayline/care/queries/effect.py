"""The effect on staff beside the effect on service, month by month, for managers (S4-4).

Of staff only counts and the pulse's bands: nothing by which a person could be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Min

from stayline.care.models import LeaderDuty, OffQueue, PrivateCheck
from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.contacts.queries import PRACTISED
from stayline.escalation.models import Ladder
from stayline.incidents.models import Incident
from stayline.incidents.queries.record import PRACTISED as PRACTISED_INCIDENTS
from stayline.people.queries import site
from stayline.people.queries.rota import moment
from stayline_core.recurrence import first_of_month, next_month

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.people.models import Site


@dataclass(frozen=True, slots=True)
class MonthOfEffect:
    """One month: what callers met (service), and what it meant for those who work here (staff).

    `human_after_s` is the median of seconds until somebody senior took the contact on, over
    `human_of` ladders; None where none was answered.
    """

    month: date
    contacts: int
    incidents: int
    human_after_s: int | None
    human_of: int
    offered: int
    checks_done: int
    checks_missed: int
    duties_met: int
    duties_missed: int


def effect(site_id: UUID, *, at: datetime, months: int = 6) -> list[MonthOfEffect]:
    """Return the last months of a site, this one first, in the site's own days."""
    here = site(site_id)
    first, found = first_of_month(at.astimezone(ZoneInfo(here.zone)).date()), []
    for _ in range(months):
        found.append(_month(here, first))
        first = first_of_month(first - timedelta(days=1))
    return found


def _month(here: Site, month: date) -> MonthOfEffect:
    began, ended = (moment(day, time.min, here.zone) for day in (month, next_month(month)))
    own = {"site": here, "exercise": here.exercise}
    incidents = Incident.objects.filter(opened_at__gte=began, opened_at__lt=ended, **own)
    incidents = incidents.filter(~PRACTISED_INCIDENTS, opened_in_error_at=None)
    contacts = Contact.objects.filter(opened_at__gte=began, opened_at__lt=ended, **own)
    waits = _waits(here, began, ended)
    checks = PrivateCheck.objects.filter(person__site=here)
    duties = LeaderDuty.objects.filter(**own)
    return MonthOfEffect(
        month=month,
        contacts=contacts.filter(~PRACTISED).count(),
        incidents=incidents.count(),
        human_after_s=round(median(waits)) if waits else None,
        human_of=len(waits),
        offered=OffQueue.objects.filter(
            person__site=here, since__gte=began, since__lt=ended
        ).count(),
        checks_done=checks.filter(done_at__gte=began, done_at__lt=ended).count(),
        checks_missed=checks.filter(missed_at__gte=began, missed_at__lt=ended).count(),
        duties_met=duties.filter(met_at__gte=began, met_at__lt=ended).count(),
        duties_missed=duties.filter(missed_at__gte=began, missed_at__lt=ended).count(),
    )


def _waits(here: Site, began: datetime, ended: datetime) -> list[float]:
    """Return for each ladder of the month how many seconds its first acceptance took."""
    rows = Ladder.objects.filter(
        incident__site=here, exercise=here.exercise, started_at__gte=began, started_at__lt=ended
    ).exclude(incident__contact__source=PRACTICE_ROOM)
    first = rows.annotate(first=Min("hand_overs__accepted_at")).filter(first__isnull=False)
    return [
        (accepted - started).total_seconds()
        for started, accepted in first.values_list("started_at", "first")
    ]
