"""The list of what is commanded: open incidents, and what is late or not said in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.command.policies import may_know_of, may_see_overview
from stayline.command.queries.assessing import priorities
from stayline.command.queries.deployments import late_by_incident, open_count
from stayline.command.queries.joint import leads_of
from stayline.command.queries.messages import situation_report_due
from stayline.command.queries.posts import posts
from stayline.command.queries.posts_major import major
from stayline.incidents.queries import open_incidents
from stayline.people.queries import site
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import may_see_incident

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One open incident of the list.

    Without `content` the reader does not handle it: number, level and age stand there alone,
    as on the floor (S1-36). `joined_to` is the number of the one that leads, `joined` how many
    are joined to this one. `late` counts those who were sent and have not been heard in time.
    """

    incident: Incident
    content: bool
    joined_to: str = ""
    joined: int = 0
    priority: int | None = None
    posts: tuple[str, ...] = ()
    sent: int = 0
    late: int = 0
    report_overdue: bool = False
    major: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is commanded at one site at one moment."""

    at: datetime
    zone: str
    site_name: str
    live_topic: str
    rows: tuple[IndexRow, ...]


def overview(actor: Actor, *, at: datetime) -> Overview:
    """Return the open incidents of the actor's site, danger to life first, joint ones together.

    Raises:
        NotOnTheList: `actor` takes no contacts over, or belongs to no site.
    """
    if actor.site_id is None or not may_see_overview(actor):
        raise NotOnTheList
    here = site(actor.site_id)
    seen = [one for one in open_incidents([actor.site_id]) if may_know_of(actor, one)]
    leads = leads_of([one.id for one in seen])
    numbers = {one.id: one.number for one in seen}
    ids = [one.id for one in seen]
    bulk = _Bulk(leads, numbers, priorities(ids), late_by_incident(ids, at=at))
    rows = [_row(one, actor, bulk, at=at) for one in seen]
    first = {row.incident.id: row for row in rows}

    def place(row: IndexRow) -> tuple[object, ...]:
        lead = first.get(leads.get(row.incident.id, row.incident.id), row)
        same = lead.incident.id != row.incident.id
        return (*_rank(lead), same, *_rank(row))

    return Overview(
        at, here.zone, here.name, f"board:{actor.site_id}", tuple(sorted(rows, key=place))
    )


def _rank(row: IndexRow) -> tuple[object, ...]:
    """Where a row stands: the level, then whichever waits longest; the number settles it."""
    return row.incident.level, row.incident.opened_at, row.incident.number


@dataclass(frozen=True, slots=True)
class _Bulk:
    """What is asked once for all rows."""

    leads: dict[UUID, UUID]
    numbers: dict[UUID, str]
    priorities: dict[UUID, int]
    late: dict[UUID, int]


def _row(one: Incident, actor: Actor, bulk: _Bulk, *, at: datetime) -> IndexRow:
    if not may_see_incident(actor, one.id):
        return IndexRow(one, content=False)
    report, called = situation_report_due(one), major(one)
    leader = bulk.leads.get(one.id)
    return IndexRow(
        incident=one,
        content=True,
        joined_to=bulk.numbers.get(leader, "another incident") if leader else "",
        joined=list(bulk.leads.values()).count(one.id),
        priority=bulk.priorities.get(one.id),
        posts=tuple(f"{post.title}: {post.name}" for post in posts(one) if not post.vacant),
        sent=open_count(one),
        late=bulk.late.get(one.id, 0),
        report_overdue=report is not None and report.late(at),
        major=called.words if called else "",
    )
