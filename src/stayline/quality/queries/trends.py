"""What each week counted, what the watch makes of it, and which alarms stand (S4-3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.contacts.queries import PRACTISED
from stayline.incidents.models import Incident, Threat
from stayline.people.models import Site
from stayline.people.queries import site as site_by_id
from stayline.quality.errors.trends import AlarmNotFound
from stayline.quality.models import CountAlarm, CountedWeek, CountWatch
from stayline_core.counting import (
    DAYS,
    RULE,
    Point,
    State,
    Week,
    by_month,
    dispersion,
    monday_of,
    mondays,
    watch,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

WATCHED: Final = ("self_harm",)
"""What alarms managers when it rises (S4-3)."""

KINDS: Final = ("self_harm", "violence", "bomb", "abuse_disclosure")
"""What is counted: threats and disclosures."""

FARTHEST: Final = timedelta(weeks=156)
"""Weeks before this are not counted any more when a site is counted for the first time."""

NEVER_COUNTED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Since when a site is due that was never counted."""

AFTER: Final = timedelta(minutes=30)
"""So long after its end a week is counted: what came in the last minute is written by then."""

CLUSTERED: Final = 1.5
"""From this dispersion on, a page says that the counts come in clusters."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in one week."""

    contacts: int
    incidents: Mapping[str, int]
    threats: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one kind at one site: weeks that are over, their months, the week that runs.

    `why_not` says in words why nothing alarms yet, and is empty once something can.
    """

    kind: str
    points: tuple[Point, ...]
    months: tuple[Week, ...]
    running: Week
    threats: int
    dispersion: float | None
    watched: bool
    why_not: str

    @property
    def clustered(self) -> bool:
        """Whether the counts vary by much more than chance."""
        return self.dispersion is not None and self.dispersion >= CLUSTERED

    @property
    def usual(self) -> float | None:
        """What is usual in a week like the last one; None while it is being learnt."""
        known = [one.expected for one in self.points if one.expected is not None]
        return known[-1] if known else None


def bounds(monday: date, zone: str) -> tuple[datetime, datetime]:
    """Return when a week begins and ends, in UTC; its days are those of the site's zone."""
    here = ZoneInfo(zone)
    first, last = (
        datetime.combine(day, time.min, here).astimezone(UTC)
        for day in (monday, monday + timedelta(days=DAYS))
    )
    return first, last


def this_week(zone: str, at: datetime) -> date:
    """Return the Monday of the week that runs in a zone."""
    return monday_of(at.astimezone(ZoneInfo(zone)).date())


def counted_at(zone: str, at: datetime) -> datetime:
    """Return when the week that runs is counted."""
    return bounds(this_week(zone, at), zone)[1] + AFTER


def count(site: Site, monday: date) -> Counts:
    """Return what one week counted at a site, by the record as it is now."""
    first, last = bounds(monday, site.zone)
    contacts = Contact.objects.filter(
        ~PRACTISED, site=site, exercise=site.exercise, opened_at__gte=first, opened_at__lt=last
    )
    return Counts(contacts.count(), *threats_in(site, monday))


def threats_in(site: Site, monday: date) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return one week's contacts with a threat, and its threats, each by kind.

    Opened in error counts for nothing (X-10). Exercises count at a site that is one, and there
    alone; what somebody practised counts nowhere.
    """
    first, last = bounds(monday, site.zone)
    rows = list(
        Threat.objects.filter(
            Q(at__gte=first, at__lt=last),
            ~Q(incident__contact__source=PRACTICE_ROOM, incident__exercise=True),
            incident__site=site,
            incident__exercise=site.exercise,
            incident__opened_in_error_at=None,
            void_at=None,
        ).values_list("kind", "incident_id")
    )
    return Counter(kind for kind, _ in set(rows)), Counter(kind for kind, _ in rows)


def first_week(site: Site, at: datetime) -> date:
    """Return the first week in which a site had a contact or an incident, within reason."""
    own = {"site": site, "exercise": site.exercise}
    known = [
        Contact.objects.filter(**own).order_by("opened_at").values_list("opened_at", flat=True),
        Incident.objects.filter(**own).order_by("opened_at").values_list("opened_at", flat=True),
    ]
    first = min((one for rows in known for one in rows[:1]), default=at)
    return this_week(site.zone, max(first, at - FARTHEST))


def next_week(site: Site, at: datetime) -> date | None:
    """Return the first week of a site that is over and not counted; None: all are."""
    known = set(CountedWeek.objects.filter(site=site).values_list("week", flat=True))
    last = this_week(site.zone, at) - timedelta(days=DAYS)
    over = mondays(min(known) if known else min(first_week(site, at), last), last)
    return next((one for one in over if one not in known), None)


def weeks(site: Site, kind: str, *, at: datetime) -> list[Week]:
    """Return the weeks that are over, side by side; one that nobody counted is missing."""
    rows = {row.week: row for row in CountedWeek.objects.filter(site=site)}
    if not rows:
        return []
    last = this_week(site.zone, at) - timedelta(days=DAYS)
    return [
        Week(one, rows[one].contacts, rows[one].incidents.get(kind, 0))
        if one in rows
        else Week(one, 0, 0)
        for one in mondays(min(rows), max(last, *rows))
    ]


def figures(site_id: UUID, kind: str, *, at: datetime) -> Figures:
    """Return the counts of one kind at a site, with what the watch makes of each week."""
    site = site_by_id(site_id)
    known = weeks(site, kind, at=at)
    points = tuple(watch(known))
    now = count(site, this_week(site.zone, at))
    running = Week(this_week(site.zone, at), now.contacts, now.incidents.get(kind, 0))
    rows = CountedWeek.objects.filter(site=site).values_list("threats", flat=True)
    return Figures(
        kind=kind,
        points=points,
        months=tuple(by_month(known)),
        running=running,
        threats=sum(one.get(kind, 0) for one in rows),
        dispersion=dispersion(points),
        watched=kind in WATCHED,
        why_not=_why_not(points),
    )


def _why_not(points: tuple[Point, ...]) -> str:
    if any(one.state is State.COUNTED for one in points):
        return ""
    needs = RULE.learn + RULE.guard
    have = sum(one.state is State.LEARNING for one in points)
    return (
        f"Nothing can alarm yet: what is usual is learnt from {needs} weeks with contacts, and"
        f" there are {have}. Until then, compare with your own experience."
    )


# ── alarms ──


def alarms(site_id: UUID, *, limit: int = 20) -> list[CountAlarm]:
    """Return the alarms of a site, those that nobody has answered first, the newest first."""
    rows = CountAlarm.objects.filter(site_id=site_id).select_related("seen_by", "site")
    return sorted(rows.order_by("-week")[:limit], key=lambda one: one.seen_at is not None)


def alarm(alarm_id: UUID) -> CountAlarm:
    """Return one alarm.

    Raises:
        AlarmNotFound: there is none with this id.
    """
    row = CountAlarm.objects.filter(id=alarm_id).select_related("site", "seen_by").first()
    if row is None:
        raise AlarmNotFound(alarm=str(alarm_id))
    return row


# ── for the watcher ──


def counts_due(at: datetime, limit: int) -> list[UUID]:
    """Return the sites whose last week is over and not counted, new sites first."""
    new = _unwatched()[:limit]
    due = CountWatch.objects.filter(due_at__lte=at).order_by("due_at")
    return [*new, *due.values_list("site_id", flat=True)][:limit]


def next_count() -> datetime | None:
    """Return when the next site is counted; a site that never was, at once."""
    if _unwatched():
        return NEVER_COUNTED
    return CountWatch.objects.order_by("due_at").values_list("due_at", flat=True).first()


def _unwatched() -> list[UUID]:
    known = CountWatch.objects.values_list("site_id", flat=True)
    rows = Site.objects.filter(closed_at=None).exclude(id__in=known).order_by("name")
    return list(rows.values_list("id", flat=True))
