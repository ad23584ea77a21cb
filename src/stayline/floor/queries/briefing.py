"""What a receiver sees on the way: five lines, how to join, how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from stayline.escalation.models import Ladder
from stayline.escalation.ports import Instruction
from stayline.escalation.queries import BriefingLine, Coming, briefing, coming, how_to_join, ladder
from stayline.floor.policies import may_read_briefing, may_see_record
from stayline.incidents.models import Incident
from stayline.incidents.queries import LineView, lines
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.queries import gathering


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """The briefing of one ladder for one person."""

    ladder: Ladder
    incident: Incident
    briefing: tuple[BriefingLine, ...]
    coming: Coming
    mine: bool
    ringing: bool
    lines: tuple[LineView, ...]
    join: Instruction | None
    zone: str
    live_topic: str


def briefing_page(ladder_id: UUID, *, actor: Actor) -> BriefingPage:
    """Return the briefing of a ladder.

    Raises:
        LadderNotFound: no ladder has this id.
        NotOnTheList: `actor` neither handles the incident nor was rung for it.
    """
    row = ladder(ladder_id)
    if not may_read_briefing(actor, ladder_id):
        raise NotOnTheList
    incident = row.incident
    stands = coming(incident)
    seen = may_see_record(actor, incident) and incident.contact_id is not None
    said = lines(incident.contact_id, limit=5) if seen and incident.contact_id else []
    return BriefingPage(
        ladder=row,
        incident=incident,
        briefing=briefing(ladder_id, known=gathering(incident).known),
        coming=stands,
        mine=stands.who_id == actor.id,
        ringing=row.ended_at is None and stands.who_id is None,
        lines=tuple(said),
        join=how_to_join(ladder_id, actor.id),
        zone=incident.site.zone,
        live_topic=f"incident:{incident.id}",
    )
