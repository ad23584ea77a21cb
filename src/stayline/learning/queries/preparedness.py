"""How prepared the people of a site are: whom each rung finds, drills, practice, lapses (S4-44).

Beside `readiness`, which is about documents and training on them. Nobody is named: the report is
about a site. Live contacts are not in it, and it blocks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.learning.models import DrillState, PracticeAttempt
from stayline.learning.queries.courses import gaps_of
from stayline.learning.queries.drills import last_held
from stayline.learning.queries.readiness import readiness
from stayline.library.errors import DocumentNotFound
from stayline.library.models import InForce
from stayline.library.queries import ladder_in_force
from stayline.people.models import Person
from stayline.people.policies import RECEIVES
from stayline.people.queries import everyone, sites
from stayline_core import ladder as rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.learning.queries.drills import RoundShown
    from stayline.learning.queries.readiness import SiteReadiness

PRACTISED_WITHIN: Final = timedelta(days=90)
DRILLED_WITHIN: Final = timedelta(days=90)
"""A ladder that was not drilled for so long is said to be due."""


@dataclass(frozen=True, slots=True)
class RungHeld:
    """One rung, and how many people of the site it could ring at any hour."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class LadderPrepared:
    """One ladder at a site: whom its rungs find, and its last drill in words."""

    id: str
    rungs: tuple[RungHeld, ...]
    says: str
    well: bool
    """Every rung finds somebody, and a drill of it was answered lately."""


@dataclass(frozen=True, slots=True)
class SitePrepared:
    """A site: its readiness by documents, and that of its people.

    `people` take contacts or take them over; `practised` of them finished a scenario in 90
    days; `lapsed` have a course that is missing or has run out.
    """

    site: SiteReadiness
    zone: str
    ladders: tuple[LadderPrepared, ...]
    people: int
    practised: int
    lapsed: int


def preparedness(*, at: datetime) -> list[SitePrepared]:
    """Return every site that takes contacts, with how prepared it is."""
    places = {one.slug: one for one in sites()}
    found = []
    for one in readiness(at=at):
        place = places[one.slug]
        ids = _takers(place.id)
        done = PracticeAttempt.objects.filter(
            person_id__in=ids, how="finished", ended_at__gte=at - PRACTISED_WITHIN
        )
        found.append(
            SitePrepared(
                site=one,
                zone=place.zone,
                ladders=_ladders(place.id, at=at),
                people=len(ids),
                practised=done.values("person").distinct().count(),
                lapsed=sum(_lapsed(person, at=at) for person in ids),
            )
        )
    return found


def preparedness_rows(*, at: datetime) -> list[dict[str, object]]:
    """Return the report as plain rows, one a thing that was looked at, for files."""
    rows: list[dict[str, object]] = []
    for one in preparedness(at=at):
        name = one.site.name
        rows += [
            _row(name, f"{cell.harm}, {cell.channel_words}", ready=cell.ready, says=cell.says)
            for cell in one.site.cells
        ]
        rows += [
            _row(name, f"ladder {row.id}", ready=row.well, says=row.says) for row in one.ladders
        ]
        says = f"{one.practised} of {one.people} practised in 90 days"
        rows.append(_row(name, "practice", ready=one.practised == one.people, says=says))
        says = f"{one.lapsed} of {one.people} have a course missing or lapsed"
        rows.append(_row(name, "courses", ready=not one.lapsed, says=says))
    return rows


def _row(site: str, what: str, *, ready: bool, says: str) -> dict[str, object]:
    return {"site": site, "what": what, "ready": "yes" if ready else "no", "says": says}


def _takers(site_id: UUID) -> list[UUID]:
    """Return who takes contacts at a site, or takes them over."""
    rows = Person.objects.filter(
        site_id=site_id, is_active=True, kind="person", roles__role__in=[*RECEIVES, "agent"]
    )
    return list(rows.order_by("id").values_list("id", flat=True).distinct())


def _lapsed(person_id: UUID, *, at: datetime) -> bool:
    return any(gap.state in {"missing", "lapsed"} for gap in gaps_of(person_id, at=at))


def _ladders(site_id: UUID, *, at: datetime) -> tuple[LadderPrepared, ...]:
    held = {one.row.drill.ladder_id: one for one in last_held(site_id)}
    in_force = InForce.objects.filter(kind="ladder").values_list("document_id", flat=True)
    names = sorted({"crisis", *in_force})
    return tuple(_ladder(name, site_id, held.get(name), at=at) for name in names)


def _ladder(
    ladder_id: str, site_id: UUID, last: RoundShown | None, *, at: datetime
) -> LadderPrepared:
    rungs = _rungs(ladder_id, site_id, at=at)
    empty = [one.name for one in rungs if not one.people]
    says, well = _last(last, at=at)
    if empty:
        says = f"{says}. Nobody here is found by: {', '.join(empty)}"
    return LadderPrepared(ladder_id, rungs, says, well and not empty)


def _rungs(ladder_id: str, site_id: UUID, *, at: datetime) -> tuple[RungHeld, ...]:
    try:
        rungs = [(one.name, one.roles, one.skills) for one in ladder_in_force(ladder_id)[1].rungs]
    except DocumentNotFound:
        rungs = [(one.name, one.roles, one.skills) for one in rules.BUILT_IN]
    return tuple(
        RungHeld(
            name,
            len(
                everyone(
                    roles=RECEIVES if rules.EVERYONE in roles else roles,
                    skills=skills,
                    site_id=site_id,
                    at=at,
                )
            ),
        )
        for name, roles, skills in rungs
    )


def _last(last: RoundShown | None, *, at: datetime) -> tuple[str, bool]:
    if last is None:
        return "never drilled", False
    day = f"{last.row.began_at:%Y-%m-%d}"
    if last.row.state != DrillState.ANSWERED:
        return f"nobody answered the drill of {day}", False
    says = f"answered after {last.answered_s} s in the drill of {day}"
    if last.row.began_at < at - DRILLED_WITHIN:
        return f"{says}: it is time for another", False
    return says, True
