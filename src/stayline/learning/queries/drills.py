"""Drills as screens show them: what is planned, what runs, and what came of each (S4-44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.escalation.models import Page
from stayline.incidents.models import DRILL_ROOM, Incident
from stayline.learning.errors.drills import DrillNotFound
from stayline.learning.models import Drill, DrillRound, DrillState, DrillTarget
from stayline.library.models import InForce
from stayline.outbox.queries import served_channels
from stayline.people.models import Person
from stayline.people.policies import RECEIVES
from stayline.people.queries import names
from stayline_core.drilling import Ring, RungResult, results

if TYPE_CHECKING:
    from stayline.people.models import Site

TARGETS: Final = tuple(DrillTarget.choices)
"""Whom a drill can be for, each with its words."""

GRAVE: Final = 1
"""A real contact at this level or above holds every drill of its site."""

NOT_REAL: Final = (DRILL_ROOM, PRACTICE_ROOM)
"""Contacts that hold no drill: those of drills, and those that somebody practises on."""

SHOWN: Final = 20
"""So many of the latest rounds are shown."""


@dataclass(frozen=True, slots=True)
class RungShown:
    """What came of one rung, with its name and that of whoever answered."""

    name: str
    result: RungResult
    answered_by: str


@dataclass(frozen=True, slots=True)
class RoundShown:
    """One holding of a drill as its screen shows it."""

    row: DrillRound
    rungs: tuple[RungShown, ...]

    @property
    def under_way(self) -> bool:
        """Whether it runs now."""
        return self.row.ended_at is None

    @property
    def answered_s(self) -> int | None:
        """Seconds from its beginning to the first answer, over all rungs; None: nobody."""
        found = [
            one.result.after_s + one.result.answered_s
            for one in self.rungs
            if one.result.answered_s is not None
        ]
        return min(found, default=None)


def drill(drill_id: UUID) -> Drill:
    """Return a drill.

    Raises:
        DrillNotFound: none has this id.
    """
    row = Drill.objects.select_related("site", "person", "planned_by").filter(id=drill_id).first()
    if row is None:
        raise DrillNotFound(drill=str(drill_id))
    return row


def drill_of_round(round_id: UUID) -> Drill:
    """Return the drill that was held then.

    Raises:
        DrillNotFound: no holding has this id.
    """
    found = Drill.objects.filter(rounds=round_id).first()
    if found is None:
        raise DrillNotFound(round=str(round_id))
    return found


def drills_at(site_id: UUID) -> list[Drill]:
    """Return the drills of a site: those to come first, then the latest planned."""
    rows = Drill.objects.filter(site_id=site_id).select_related("person", "planned_by")
    far = list(rows)[: SHOWN * 2]
    return sorted(far, key=lambda one: (one.due_at is None, one.due_at or one.planned_at))


def rounds_of(drill_id: UUID) -> list[RoundShown]:
    """Return the latest holdings of a drill with their results, the newest first."""
    rows = DrillRound.objects.filter(drill_id=drill_id).select_related(
        "ladder", "ended_by", "incident", "drill"
    )
    return [shown(one) for one in rows[:SHOWN]]


def under_way_at(site_id: UUID) -> list[DrillRound]:
    """Return the drills that run at a site now."""
    rows = DrillRound.objects.filter(drill__site_id=site_id, ended_at=None)
    return list(rows.select_related("drill", "incident"))


def to_come_for(person_id: UUID, site_id: UUID | None) -> list[Drill]:
    """Return the announced drills that somebody may be rung by, the soonest first."""
    if site_id is None:
        return []
    rows = Drill.objects.filter(site_id=site_id, announced=True, due_at__isnull=False)
    return [one for one in rows.order_by("due_at", "id") if one.person_id in {None, person_id}]


def shown(row: DrillRound) -> RoundShown:
    """Return one holding with what came of each of its rungs."""
    if row.ladder is None:
        return RoundShown(row, ())
    rings = [
        Ring(
            rung=one.rung,
            person=one.person_id,
            channel=one.channel,
            at=one.paged_at,
            answered_at=one.answered_at,
            answer=one.answer,
            failed=one.state == "failed",
        )
        for one in Page.objects.filter(ladder=row.ladder).order_by("paged_at", "id")
    ]
    found = results(rings, began=row.began_at)
    who = names([one.answered_by for one in found if one.answered_by])
    rungs = row.ladder.rungs
    return RoundShown(
        row,
        tuple(
            RungShown(
                rungs[one.rung]["name"],
                one,
                who.get(one.answered_by, "") if one.answered_by else "",
            )
            for one in found
        ),
    )


def comes_first(drill_row: Drill) -> str:
    """Return what real comes before this drill now, in words; empty where nothing does.

    A contact with danger to life or a stated threat at its site, or a contact of the person it
    is for. In a demo everything is an exercise, and its contacts count as real here.
    """
    exercise = drill_row.site.exercise
    grave = Incident.objects.filter(
        site_id=drill_row.site_id, state="open", level__lte=GRAVE, exercise=exercise
    ).exclude(contact__source__in=NOT_REAL)
    if grave.filter(contact_ended_at=None).exists():
        return "a contact in which somebody may be in danger is open at this site"
    if drill_row.person_id is None:
        return ""
    mine = Contact.objects.filter(agent_id=drill_row.person_id, released_at=None, exercise=exercise)
    return "they are in a contact" if mine.exclude(source__in=NOT_REAL).exists() else ""


def ladders_to_drill() -> list[str]:
    """Return the ladders that can be drilled: those of the playbook, and the built-in one."""
    found = InForce.objects.filter(kind="ladder").values_list("document_id", flat=True)
    return sorted({"crisis", *found})


def people_to_drill(site_id: UUID) -> list[Person]:
    """Return whom a drill at a site may be for: whoever takes contacts, or takes them over."""
    rows = Person.objects.filter(
        site_id=site_id, is_active=True, kind="person", roles__role__in=[*RECEIVES, "agent"]
    )
    return list(rows.distinct().order_by("name", "id"))


def ways_of_drills(site: Site) -> list[str]:
    """Return the channels by which a drill pages people away from their screens at a site."""
    return sorted(served_channels(site_id=site.id, exercise=True))


def rounds_due(at: datetime, limit: int) -> list[UUID]:
    """Return the drills under way that are to be looked at, the earliest first."""
    rows = DrillRound.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def drills_due(at: datetime, limit: int) -> list[UUID]:
    """Return the drills whose time has come, the earliest first."""
    rows = Drill.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_drill() -> datetime | None:
    """Return when the next drill begins."""
    rows = Drill.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def next_round() -> datetime | None:
    """Return when a drill under way is looked at next."""
    rows = DrillRound.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def last_held(site_id: UUID) -> list[RoundShown]:
    """Return the last holding of each ladder that was drilled at a site, by ladder."""
    held = DrillRound.objects.filter(
        drill__site_id=site_id, drill__target=DrillTarget.LADDER, ended_at__isnull=False
    ).exclude(state__in=(DrillState.LEFT_OUT, DrillState.STOPPED))
    latest: dict[str, DrillRound] = {}
    for one in held.select_related("drill", "ladder").order_by("began_at", "id"):
        latest[one.drill.ladder_id] = one
    return [shown(latest[name]) for name in sorted(latest)]
