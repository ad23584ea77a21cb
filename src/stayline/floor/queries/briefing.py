"""What a receiver sees on the way: five lines, how to join, how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stayline.escalation.models import Ladder
from stayline.escalation.ports import Instruction
from stayline.escalation.queries import BriefingLine, Coming, briefing, coming, how_to_join, ladder
from stayline.escalation.queries.telephone import how_to_be_heard
from stayline.floor.policies import may_read_briefing, may_see_record
from stayline.incidents.models import Incident
from stayline.incidents.queries import LineView, banners, lines
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
    was_lost: bool
    """The reader had accepted and was lost: they can take their place again."""

    ringing: bool
    lines: tuple[LineView, ...]
    join: Instruction | None
    heard: Instruction | None
    zone: str
    live_topic: str
    standing: tuple[str, ...]


def briefing_page(ladder_id: UUID, *, actor: Actor, at: datetime) -> BriefingPage:
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
    join = how_to_join(ladder_id, actor.id)
    on_the_line = incident.contact_id if join is not None and join.done else None
    heard = how_to_be_heard(on_the_line, actor.id) if on_the_line is not None else None
    return BriefingPage(
        ladder=row,
        incident=incident,
        briefing=briefing(ladder_id, known=gathering(incident).known),
        coming=stands,
        mine=stands.who_id == actor.id,
        was_lost=row.ended_at is None and stands.who_id is None and _was_lost(row, actor),
        ringing=row.ended_at is None and stands.who_id is None,
        lines=tuple(said),
        join=join,
        heard=heard,
        zone=incident.site.zone,
        live_topic=f"incident:{incident.id}",
        standing=tuple(banners(incident, actor, at=at)),
    )


def _was_lost(row: Ladder, actor: Actor) -> bool:
    mine = row.hand_overs.filter(receiver_id=actor.id).order_by("-accepted_at")
    return mine.values_list("state", flat=True).first() == "lost"
