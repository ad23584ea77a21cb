"""What incidents came to, how long until a human, and who was exposed (S3-49, S4-28)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.escalation.models import HandOver
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries.record import DRILLED, PRACTISED
from stayline.people.models import Exposure, Person
from stayline.people.queries import site as site_by_id
from stayline_core.counting import Spread, spread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from stayline.people.models import Site

FIRST_LEVELS: Final = (0, 1)
"""The levels whose time to a human is shown apart: danger now, and stated threats."""

FEW: Final = 5
"""A month with fewer incidents than this says little about how things go."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How long from the opening of an incident until somebody accepted it, and spoke."""

    words: str
    accepted: Spread
    spoke: Spread
    nobody: int
    """In how many nobody spoke to the caller: none accepted, or the contact ended before."""


@dataclass(slots=True)
class Month:
    """What the incidents of one month came to."""

    first: date
    incidents: int = 0
    in_error: int = 0
    closed: int = 0
    safe: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    spoke: Spread = field(default_factory=lambda: spread(()))

    @property
    def counted(self) -> int:
        """How many were no error (X-10)."""
        return self.incidents - self.in_error

    @property
    def few(self) -> bool:
        """Whether there are too few to say how things go."""
        return self.counted < FEW

    @property
    def danger(self) -> int:
        """How many were of the first level: life in danger now."""
        return self.levels[0]

    @property
    def met(self) -> int:
        """How many obligations were met in time or later."""
        return self.owed["met"]

    @property
    def missed(self) -> int:
        """How many obligations stand missed now."""
        return self.owed["missed"]

    @property
    def waived(self) -> int:
        """How many obligations a supervisor waived by name."""
        return self.owed["waived"]


@dataclass(frozen=True, slots=True)
class Exposed:
    """How often one person was in a crisis contact: in how many, and at the two first levels."""

    name: str
    times: int
    severe: int


@dataclass(frozen=True, slots=True)
class TeamExposure:
    """How often a site's people were in crisis contacts since a day (S4-28).

    `people` are in the order of their names: this is for looking after them, and no ranking.
    Who had none is in it too.
    """

    since: date
    times: int
    exposed: int
    team: int
    people: tuple[Exposed, ...]


def midnight(day: date, zone: str) -> datetime:
    """Return when a day begins in a zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def times_to_a_human(site_id: UUID, *, since: date) -> list[Reached]:
    """Return how long callers waited for a human who takes over, in all and at the first levels.

    Opened in error does not count. Few say less: see `Spread`.
    """
    site = site_by_id(site_id)
    rows = _incidents(site, since)
    first = _first_steps(rows)
    severe = [one for one in rows if one.level in FIRST_LEVELS]
    return [
        _reached("All incidents", rows, first),
        _reached("Danger now, and stated threats", severe, first),
    ]


def months(site_id: UUID, *, since: date) -> list[Month]:
    """Return what the incidents of each month came to, the newest first (S3-49)."""
    site = site_by_id(site_id)
    zone = ZoneInfo(site.zone)
    rows = _incidents(site, since, in_error=True)
    first = _first_steps(rows)
    found: dict[date, Month] = {}
    waits: dict[date, list[float]] = {}
    for row in rows:
        day = row.opened_at.astimezone(zone).date().replace(day=1)
        _add(found.setdefault(day, Month(day)), row)
        if row.opened_in_error_at is None and row.id in first and first[row.id][1] is not None:
            waits.setdefault(day, []).append(first[row.id][1] or 0.0)
    for opened_at, state in Obligation.objects.filter(
        incident__in=[row.id for row in rows if row.opened_in_error_at is None]
    ).values_list("incident__opened_at", "state"):
        found[opened_at.astimezone(zone).date().replace(day=1)].owed[state] += 1
    for day, month in found.items():
        month.spoke = spread(waits.get(day, ()))
    return [found[day] for day in sorted(found, reverse=True)]


def exposure(site_id: UUID, *, since: date) -> TeamExposure:
    """Return how often the people of a site were in crisis contacts since a day."""
    site = site_by_id(site_id)
    rows = Exposure.objects.filter(
        person__site=site, exercise=site.exercise, at__gte=midnight(since, site.zone)
    ).values_list("person_id", "level")
    times, severe = Counter[object](), Counter[object]()
    for who, level in rows:
        times[who] += 1
        severe[who] += level in FIRST_LEVELS
    people = Person.objects.filter(site=site, kind="person", left_at=None).order_by("name", "id")
    return TeamExposure(
        since=since,
        times=times.total(),
        exposed=len(times),
        team=people.count(),
        people=tuple(Exposed(one.name, times[one.id], severe[one.id]) for one in people),
    )


def _incidents(site: Site, since: date, *, in_error: bool = False) -> list[Incident]:
    rows = Incident.objects.filter(
        ~PRACTISED,
        ~DRILLED,
        site=site,
        exercise=site.exercise,
        opened_at__gte=midnight(since, site.zone),
    )
    if not in_error:
        rows = rows.filter(opened_in_error_at=None)
    return list(rows.order_by("opened_at"))


def _add(month: Month, row: Incident) -> None:
    month.incidents += 1
    if row.opened_in_error_at is not None:
        month.in_error += 1
        return
    month.kinds[row.kind] += 1
    month.levels[row.level] += 1
    month.closed += row.closed_at is not None
    month.safe += row.safety_recorded_at is not None
    if row.outcome:
        month.outcomes[row.outcome] += 1


def _first_steps(rows: Iterable[Incident]) -> dict[UUID, tuple[float, float | None]]:
    """Return for each incident after how many seconds somebody accepted first, and spoke first.

    Whoever only investigates what is reported speaks to no caller, and does not count.
    """
    opened = {row.id: row.opened_at for row in rows}
    steps = HandOver.objects.filter(ladder__incident__in=opened).exclude(purpose="investigate")
    found: dict[UUID, tuple[float, float | None]] = {}
    for incident, accepted_at, spoke_at in steps.values_list(
        "ladder__incident", "accepted_at", "spoke_at"
    ):
        accepted = (accepted_at - opened[incident]).total_seconds()
        spoke = (spoke_at - opened[incident]).total_seconds() if spoke_at else None
        before = found.get(incident, (accepted, None))
        known = [one for one in (before[1], spoke) if one is not None]
        found[incident] = (min(before[0], accepted), min(known, default=None))
    return found


def _reached(
    words: str, rows: list[Incident], first: dict[UUID, tuple[float, float | None]]
) -> Reached:
    mine = [first[row.id] for row in rows if row.id in first]
    spoke = [one for _, one in mine if one is not None]
    return Reached(
        words=words,
        accepted=spread(accepted for accepted, _ in mine),
        spoke=spread(spoke),
        nobody=len(rows) - len(spoke),
    )
