"""Which incidents are called major, since when, and what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.command.events import MajorCalled
from stayline.command.models import MajorIncident, MajorTask
from stayline.command.policies.posts import may_see_command
from stayline.command.queries.posts_structures import structure_for
from stayline.ledger.queries import entries
from stayline.people.queries import names
from stayline.privacy.policies import is_excluded
from stayline_core.command_roles import STATES, may_follow

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class TaskView:
    """One line of the checklist: its words, and who did it when."""

    id: str
    words: str
    done_at: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class Major:
    """An incident that is called major.

    `check_every` and `situation_every` are the intervals for check-ins and situation reports
    meanwhile; the shorter of these and the usual ones holds. `about` is what colleagues of the
    site may read beside the number. `late`: nobody has said in time whether it stands.
    """

    incident_id: UUID
    number: str
    site_id: UUID
    exercise: bool
    state: str
    words: str
    about: str
    since: datetime
    check_every: timedelta
    situation_every: timedelta
    look_due_at: datetime | None
    late: bool
    next_states: tuple[str, ...]
    tasks: tuple[TaskView, ...]


def major(incident: Incident) -> Major | None:
    """Return how an incident is called major; None when it is not."""
    row = _rows().filter(incident=incident).first()
    return _view(row, incident) if row else None


def major_of_site(site_id: UUID, *, exercise: bool = False) -> Major | None:
    """Return the major incident of a site: a declared one before standby, then the oldest."""
    found = majors_of_site(site_id, exercise=exercise)
    return found[0] if found else None


def majors_of_site(site_id: UUID, *, exercise: bool = False) -> list[Major]:
    """Return the major incidents of a site: the declared ones first, then the oldest.

    An exercise stands beside live incidents and is never among them.
    """
    rows = _rows().filter(site_id=site_id, exercise=exercise)
    ordered = sorted(rows, key=lambda one: (one.state != "declared", one.declared_at, one.id))
    return [_view(one, one.incident) for one in ordered]


@dataclass(frozen=True, slots=True)
class Banner:
    """A major incident as one colleague reads of it; `opens`: its command page is theirs to see."""

    major: Major
    opens: bool


def major_banners(actor: Actor) -> list[Banner]:
    """Return the major incidents that `actor` reads of: live ones of the site to everybody.

    An exercise is read of by those who are in it alone, so that nobody else takes it for real.
    The implicated read of none.
    """
    rows = list(_rows().filter(site_id=actor.site_id)) if actor.site_id else []
    found = [
        Banner(_view(one, one.incident), may_see_command(actor, one.incident))
        for one in rows
        if not is_excluded(actor.id, one.incident_id)
    ]
    return [one for one in found if one.opens or not one.major.exercise]


def open_row(incident: Incident) -> MajorIncident | None:
    """Return the row of an incident that is called major."""
    return MajorIncident.objects.filter(incident=incident, ended_at=None).first()


def major_due(at: datetime, limit: int) -> list[UUID]:
    """Return the major incidents at which somebody should have looked by `at`."""
    rows = MajorIncident.objects.filter(look_due_at__lte=at).order_by("look_due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_major_due() -> datetime | None:
    """Return when somebody is to look at a major incident next."""
    rows = MajorIncident.objects.filter(look_due_at__isnull=False).order_by("look_due_at", "id")
    return rows.values_list("look_due_at", flat=True).first()


def _rows() -> QuerySet[MajorIncident]:
    return (
        MajorIncident.objects.filter(ended_at=None)
        .select_related("incident")
        .order_by("declared_at", "id")
    )


def _view(row: MajorIncident, incident: Incident) -> Major:
    structure = structure_for(row.structure)
    done = {one.task: one for one in MajorTask.objects.filter(major=row)}
    named = names({one.done_by for one in done.values()})
    return Major(
        incident_id=incident.id,
        number=incident.number,
        site_id=row.site_id,
        exercise=row.exercise,
        state=row.state,
        words=STATES[row.state],
        about=_about(incident),
        since=row.since,
        check_every=structure.check_every,
        situation_every=structure.situation_every,
        look_due_at=row.look_due_at,
        late=row.looks_missed > 0,
        next_states=may_follow(row.state),
        tasks=tuple(
            TaskView(
                task.id,
                task.words,
                done[task.id].done_at if task.id in done else None,
                named.get(done[task.id].done_by, "") if task.id in done else "",
            )
            for task in structure.tasks
        ),
    )


def _about(incident: Incident) -> str:
    """Return what was last said for colleagues to know, from the log."""
    said = [
        entry.event.about
        for entry in entries(incident.stream_id, kinds={MajorCalled.kind})
        if isinstance(entry.event, MajorCalled) and entry.event.about
    ]
    return said[-1] if said else ""
