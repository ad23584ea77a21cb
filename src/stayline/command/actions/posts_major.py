"""An incident is called major, looked at on a clock, and stood down, by named people alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stayline.command.errors import MajorNotLike, MajorNotYours, NoCommandHere, NotMajor, WhyMissing
from stayline.command.events import MajorCalled, MajorLooked, MajorLookMissed, MajorTaskDone
from stayline.command.models import MajorIncident, MajorTask
from stayline.command.policies.posts import may_call_major, may_decide_here
from stayline.command.queries.dispatches import subject_of
from stayline.command.queries.posts_major import open_row
from stayline.command.queries.posts_structures import declaring, structure_for, structure_of
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    perform_in_transaction,
    tell_floor_in_transaction,
)
from stayline.people.queries import system_actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.command_roles import ENDED, STATES, may_follow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

WORDS_AT_MOST = 240
"""So many characters of a reason, and of what colleagues may know, are kept."""

LOOKED_AT = "declared"
"""In this state somebody is asked on a clock whether it still stands."""


@action
def declare_major(
    *, incident_id: UUID, state: str, reason: str, about: str = "", actor: Actor, at: datetime
) -> MajorIncident:
    """Call an incident major: standby, declared, stop, stand down or cancelled, with a reason.

    `about` is what every colleague of the site may read beside its number, so that a new
    contact about it is linked: a place and what is noticed there, no names. A declared one is
    asked about on a clock until it is stood down.

    Raises:
        IncidentNotFound: no incident has this id.
        MajorNotYours: `actor` holds no post that may, and does not supervise the site.
        MajorNotLike: `state` does not follow from how it stands now.
        WhyMissing: no reason is given.
    """
    incident = lock_incident_in_transaction(incident_id)
    return _call_in_transaction(incident, state, reason, about, actor=actor, at=at)


@action
def stand_down_major(
    *, incident_id: UUID, reason: str, actor: Actor, at: datetime
) -> MajorIncident:
    """End a major incident, with a reason; what was owed for the incident itself stays owed.

    Raises:
        IncidentNotFound: no incident has this id.
        MajorNotYours: `actor` holds no post that may, and does not supervise the site.
        MajorNotLike: it is not called major.
        WhyMissing: no reason is given.
    """
    incident = lock_incident_in_transaction(incident_id)
    return _call_in_transaction(incident, "stand_down", reason, "", actor=actor, at=at)


def _call_in_transaction(
    incident: Incident, state: str, reason: str, about: str, *, actor: Actor, at: datetime
) -> MajorIncident:
    """Let an incident stand as `state`; the caller holds the transaction and the head."""
    if not may_call_major(actor, incident, declaring()):
        raise MajorNotYours
    row = open_row(incident)
    before = row.state if row else ""
    if state not in may_follow(before):
        raise MajorNotLike
    if not reason.strip():
        raise WhyMissing
    row = row or _begin(incident, at)
    row.state, row.since, row.looks_missed = state, at, 0
    row.look_due_at = _next_look(row, at) if state == LOOKED_AT else None
    row.ended_at = at if state in ENDED else None
    row.save()
    event = MajorCalled(
        state=state,
        before=before,
        words=STATES[state],
        reason=reason.strip()[:WORDS_AT_MOST],
        about=about.strip()[:WORDS_AT_MOST],
        subject=subject_of(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    _tell_site(incident)
    return row


def _begin(incident: Incident, at: datetime) -> MajorIncident:
    structure = structure_of(incident.site)
    return MajorIncident(
        incident=incident,
        site_id=incident.site_id,
        exercise=incident.exercise,
        declared_at=at,
        structure=structure.id,
        look_every_s=int(structure.look_every.total_seconds()),
    )


def _next_look(row: MajorIncident, at: datetime) -> datetime:
    return at + timedelta(seconds=row.look_every_s)


@action
def look_at_major(*, incident_id: UUID, actor: Actor, at: datetime) -> MajorIncident:
    """Say, having looked, that a declared major incident stands; it is asked again later.

    Raises:
        IncidentNotFound: no incident has this id.
        MajorNotYours: `actor` holds no post that may, and does not supervise the site.
        NotMajor: it is not declared.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_call_major(actor, incident, declaring()):
        raise MajorNotYours
    row = open_row(incident)
    if row is None or row.state != LOOKED_AT:
        raise NotMajor
    row.looks_missed, row.look_due_at = 0, _next_look(row, at)
    row.save(update_fields=["looks_missed", "look_due_at"])
    event = MajorLooked(words=STATES[row.state])
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return row


@action
def do_major_task(*, incident_id: UUID, task: str, actor: Actor, at: datetime) -> MajorTask:
    """Say that a line of the checklist is done; pressed twice, the first stands.

    Raises:
        IncidentNotFound: no incident has this id.
        NoCommandHere: `actor` neither commands nor holds a post here.
        NotMajor: it is not called major, or the checklist has no such line.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide_here(actor, incident):
        raise NoCommandHere
    row = open_row(incident)
    lines = structure_for(row.structure).tasks if row else ()
    words = next((one.words for one in lines if one.id == task), "")
    if row is None or not words:
        raise NotMajor
    made, new = MajorTask.objects.get_or_create(
        major=row, task=task, defaults={"done_at": at, "done_by": actor.id}
    )
    if new:
        event = MajorTaskDone(task=task, words=words)
        log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return made


@action
def fire_major_look(*, major_id: UUID, at: datetime) -> bool:
    """Ask who commands, and supervisors, whether a major incident stands; nobody said so in time.

    False when somebody was first. What was missed while no watcher ran counts once.
    """
    found = MajorIncident.objects.filter(id=major_id).values_list("incident_id", flat=True)
    incident_id = found.first()
    if incident_id is None:
        return False
    incident = lock_incident_in_transaction(incident_id)
    row = MajorIncident.objects.get(id=major_id)
    if row.look_due_at is None or row.look_due_at > at:
        return False
    row.looks_missed += 1
    row.look_due_at = _next_look(row, at)
    row.save(update_fields=["looks_missed", "look_due_at"])
    watcher = system_actor("watcher")
    event = MajorLookMissed(words=STATES[row.state], times=row.looks_missed)
    log_in_transaction(incident, event, actor=watcher, at=at, live="command", urgent=True)
    because = "nobody has said whether the major incident stands"
    perform_in_transaction(incident, "notify", "supervisor", because=because, actor=watcher, at=at)
    tell_floor_in_transaction(incident, urgent=True)
    return True


def _tell_site(incident: Incident) -> None:
    """Let every screen of the site that carries the banner draw itself again."""
    tell_floor_in_transaction(incident, urgent=True)
    publish_on_commit(f"site:{incident.site_id}", "major", urgent=True)
