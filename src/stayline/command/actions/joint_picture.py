"""Keep plans of a place, and mark points on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.errors import (
    MarkerInvalid,
    MarkerNotFound,
    PlanInvalid,
    PlanTooLarge,
)
from stayline.command.events import MarkerPlaced, MarkerRemoved, PlanRemoved
from stayline.command.models import EDGE, MARKS, Marker, SitePlan
from stayline.command.policies import may_command, may_keep_plans
from stayline.command.queries.dispatches import subject_of
from stayline.command.queries.joint_plans import LARGEST, plan_row
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.queries import incident as incident_of
from stayline.ledger.actions import Received, Receiving, append_in_transaction, drop
from stayline.ledger.events import AttachmentKept
from stayline.ledger.queries import stream_about
from stayline.people.actions.system import SYSTEM, system_stream
from stayline.people.models import Site
from stayline.people.queries import site as site_of
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core.picture import Picture, picture_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

WIDEST: Final = 6000
"""Dots that a plan has at most on its longer side."""

LABEL: Final = "Site plan"
LONGEST_LABEL: Final = 60
_ENDS: Final = {"image/png": "png", "image/jpeg": "jpg"}


def add_plan(
    *,
    title: str,
    content: bytes,
    site_id: UUID | None = None,
    incident_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> SitePlan:
    """Keep a picture of a place: of an incident, or with `site_id` of a site for all of them.

    It is sealed as attachments are, and belongs to the incident's record or the system's own.
    PNG and JPEG are taken, as their first bytes say; an SVG is a program and is not.

    Raises:
        PlanInvalid: it has no title, or is no PNG or JPEG.
        PlanTooLarge: it has more bytes or dots than a plan may have.
        NotOnTheList: `actor` does not command the incident, or does not run the site.
        IncidentNotFound, SiteNotFound: there is none of this id.
        AttachmentNotKept: the data folder cannot be written.
    """
    picture = _picture(title, content)
    row = incident_of(incident_id) if incident_id else None
    place = row.site if row else site_of(_site_id(site_id))
    if not (may_command(actor, row) if row else may_keep_plans(actor, place.id)):
        raise NotOnTheList
    coming = Receiving(row.stream_id if row else _system(at=at))
    coming.write(content)
    received = coming.finish()
    try:
        return _keep_plan(
            received=received,
            picture=picture,
            title=title.strip()[:80],
            incident_id=incident_id,
            place=place,
            actor=actor,
            at=at,
        )
    except BaseException:
        drop(received)
        raise


@action
def remove_plan(*, plan_id: UUID, actor: Actor, at: datetime) -> SitePlan:
    """Show a plan no longer; its file stays in the record, and so do the markers in the log.

    Raises:
        PlanNotFound: there is none of this id that is still shown.
        NotOnTheList: `actor` does not command its incident, or does not run its site.
    """
    plan = plan_row(plan_id)
    row = lock_incident_in_transaction(plan.incident_id) if plan.incident_id else None
    if not (may_command(actor, row) if row else may_keep_plans(actor, plan.site_id)):
        raise NotOnTheList
    plan = plan_row(plan_id)  # again: in the same moment somebody else may have removed it
    plan.removed_at, plan.removed_by = at, actor.id
    plan.save(update_fields=["removed_at", "removed_by"])
    event = PlanRemoved(plan=str(plan.id), title=plan.title, subject=subject_of(row) if row else "")
    if row:
        log_in_transaction(row, event, actor=actor, at=at, live="command")
    else:
        append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return plan


@action
def place_marker(
    *,
    incident_id: UUID,
    plan_id: UUID,
    kind: str,
    x: int,
    y: int,
    label: str = "",
    actor: Actor,
    at: datetime,
) -> Marker:
    """Mark a point on a plan, at thousandths from the left (`x`) and the top (`y`).

    The label is sealed in the log; write a place, never a name.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command it.
        PlanNotFound: the plan is none of this incident or its site, or is no longer shown.
        MarkerInvalid: the kind is none, or the point does not lie on the plan.
    """
    faults = _marker_faults(kind, x, y)
    if faults:
        raise MarkerInvalid(faults)
    row = lock_incident_in_transaction(incident_id)
    if not may_command(actor, row):
        raise NotOnTheList
    plan = plan_row(plan_id, of=row)
    made = Marker(incident=row, plan=plan, kind=kind, x=x, y=y, placed_at=at, placed_by=actor.id)
    event = MarkerPlaced(
        marker=str(made.id),
        plan=str(plan.id),
        title=plan.title,
        what=MARKS[kind],
        label=label.strip()[:LONGEST_LABEL],
        x=x,
        y=y,
        subject=subject_of(row),
    )
    receipt = log_in_transaction(row, event, actor=actor, at=at, live="command")
    made.sequence = receipt.sequence
    made.save(force_insert=True)
    return made


@action
def remove_marker(*, incident_id: UUID, marker_id: UUID, actor: Actor, at: datetime) -> Marker:
    """Take a marker off its plan; the log keeps where it was.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command it.
        MarkerNotFound: none of this id is on a plan in this incident.
    """
    row = lock_incident_in_transaction(incident_id)
    if not may_command(actor, row):
        raise NotOnTheList
    rows = Marker.objects.filter(incident=row, id=marker_id, removed_at=None)
    found = rows.select_related("plan").first()
    if found is None:
        raise MarkerNotFound(marker=str(marker_id))
    found.removed_at, found.removed_by = at, actor.id
    found.save(update_fields=["removed_at", "removed_by"])
    event = MarkerRemoved(
        marker=str(found.id),
        title=found.plan.title,
        what=MARKS.get(found.kind, found.kind),
        subject=subject_of(row),
    )
    log_in_transaction(row, event, actor=actor, at=at, live="command")
    return found


@action
def _open_system(*, at: datetime) -> UUID:
    """Return the record of the system's own acts, opened where nothing was logged in it yet."""
    return system_stream(at)


def _system(*, at: datetime) -> UUID:
    found = stream_about("system", SYSTEM)
    return found.id if found else _open_system(at=at)


@action
def _keep_plan(
    *,
    received: Received,
    picture: Picture,
    title: str,
    incident_id: UUID | None,
    place: Site,
    actor: Actor,
    at: datetime,
) -> SitePlan:
    """Write the entry that makes a received plan part of the record, and its row."""
    row = lock_incident_in_transaction(incident_id) if incident_id else None
    event = AttachmentKept(
        attachment=str(received.id),
        label=LABEL,
        name=f"{title}.{_ENDS[picture.media_type]}",
        media_type=picture.media_type,
        size=received.size,
        sha256=received.sha256,
        key=received.key.hex(),
        subject=subject_of(row) if row else "",
    )
    receipt = _logged(row, event, received.stream_id, actor=actor, at=at)
    return SitePlan.objects.create(
        site=place,
        incident=row,
        title=title,
        stream_id=received.stream_id,
        sequence=receipt,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        added_at=at,
        added_by=actor.id,
    )


def _logged(
    row: Incident | None, event: AttachmentKept, stream_id: UUID, *, actor: Actor, at: datetime
) -> int:
    if row:
        return log_in_transaction(row, event, actor=actor, at=at, live="command").sequence
    return append_in_transaction(stream_id, event, actor=actor, at=at).sequence


def _picture(title: str, content: bytes) -> Picture:
    if not title.strip():
        raise PlanInvalid({"title": "Say which place it shows: Ground floor, North yard."})
    if len(content) > LARGEST:
        raise PlanTooLarge
    found = picture_of(content)
    if found is None:
        raise PlanInvalid({"file": "Choose a picture: PNG or JPEG. SVG and PDF are not taken."})
    if max(found.width, found.height) > WIDEST:
        raise PlanTooLarge
    return found


def _site_id(site_id: UUID | None) -> UUID:
    if site_id is None:
        raise PlanInvalid({"site": "Say which site it is of."})
    return site_id


def _marker_faults(kind: str, x: int, y: int) -> dict[str, str]:
    faults = {}
    if kind not in MARKS:
        faults["kind"] = f"Choose one of {', '.join(MARKS.values()).lower()}."
    for name, value, edge in (("x", x, "left"), ("y", y, "top")):
        if not 0 <= value <= EDGE:
            faults[name] = f"Give how far from the {edge} it is: 0 to 100 per cent."
    return faults
