"""The played colleague: accepts, joins, speaks, takes over and ends it, as a real one would."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from stayline.contacts.queries import Line, contact
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    join_contact,
    record_spoke,
)
from stayline.escalation.queries import ladders
from stayline.incidents.actions import hear_lines, record_safety, release_contact
from stayline.incidents.queries import by_contact
from stayline.learning.queries.practice import OURS
from stayline.people.queries.playing import played_colleagues
from stayline.platform.errors import StaylineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from stayline.escalation.queries import HandOverView, LadderView
    from stayline.incidents.queries import IncidentRow
    from stayline.learning.models import PracticeAttempt
    from stayline.platform.actors import Actor
    from stayline_core.scenario import Colleague, Scenario, Standing

SAM: Final = ":sam"
"""How the name of the played agent ends, from whom a supervisor takes a contact over."""

SAYS_EVERY: Final = timedelta(seconds=8)
COMPLETES: Final = timedelta(seconds=5)
LETS_GO: Final = timedelta(seconds=8)
SAFE: Final = "Practice: a played colleague spoke with the caller."
OVER: Final = "Practice: the caller and the played colleague have said goodbye."


def come_over(contact_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let who practises taking over accept what rings for the played agent, and join."""
    incident = by_contact(contact_id)
    for one in ladders(incident) if incident is not None else ():
        if one.open and not one.informs:
            accept_rung(ladder_id=one.id, actor=actor, at=at)
            join_contact(ladder_id=one.id, actor=actor, at=at)


def move_colleague(
    row: PracticeAttempt, scenario: Scenario, standing: Standing, *, at: datetime
) -> dict[str, Any]:
    """Do the next thing of the played colleague, and return what they have said so far.

    What is refused is tried again at the next beat: somebody was first, or it is not time yet.
    """
    said: dict[str, Any] = dict(row.colleague)
    incident = by_contact(row.contact_id)
    if incident is None:
        return said
    cast = [one.actor() for one in played_colleagues(incident.site_id)]
    cast = [one for one in cast if not one.is_a("agent")]
    for ladder in ladders(incident):
        with suppress(StaylineError):
            if ladder.open:
                _answer(ladder, cast, scenario.colleague, at=at)
            _speak(row, ladder, cast, scenario.colleague, said, at=at)
    if standing.ended:
        with suppress(StaylineError):
            _end(incident, cast, said, at=at)
    return said


def _answer(
    ladder: LadderView, cast: Sequence[Actor], colleague: Colleague, *, at: datetime
) -> None:
    """Accept what rings, then join, speak and take over, each in its time."""
    on = [one for one in ladder.hand_overs if one.state in {"accepted", "joined", "spoke"}]
    if not on:
        first = min((one.at for one in ladder.pages), default=at)
        rung_s = (at - first).total_seconds()
        free = _free(ladder, cast)
        if rung_s >= colleague.after and free is not None:
            accept_rung(ladder_id=ladder.id, actor=free, at=at)
        return
    mine = {one.id: one for one in cast}
    for one in on:
        if one.who_id in mine:
            _come(ladder.id, one, mine[one.who_id], colleague, at=at)


def _free(ladder: LadderView, cast: Sequence[Actor]) -> Actor | None:
    """Return who of the cast takes this one: a manager what only informs, else a supervisor."""
    taken = {one.who_id for one in ladder.hand_overs}
    role = "manager" if ladder.informs else "supervisor"
    free = [one for one in cast if one.id not in taken]
    return next((one for one in free if one.is_a(role)), None)


def _come(
    ladder_id: UUID, one: HandOverView, who: Actor, colleague: Colleague, *, at: datetime
) -> None:
    if one.state == "accepted":
        if at >= one.accepted_at + timedelta(seconds=colleague.joins):
            join_contact(ladder_id=ladder_id, actor=who, at=at)
    elif one.state == "joined":
        if one.joined_at and at >= one.joined_at + timedelta(seconds=colleague.speaks):
            record_spoke(ladder_id=ladder_id, actor=who, at=at)
    elif one.spoke_at and at >= one.spoke_at + COMPLETES:
        complete_hand_over(ladder_id=ladder_id, actor=who, at=at)


def _speak(
    row: PracticeAttempt,
    ladder: LadderView,
    cast: Sequence[Actor],
    colleague: Colleague,
    said: dict[str, Any],
    *,
    at: datetime,
) -> None:
    """Say the colleague's lines, one after the other, once they have the caller."""
    number = int(said.get("lines", 0))
    mine = {one.id: one for one in cast}
    spoke = [one for one in ladder.hand_overs if one.spoke_at and one.who_id in mine]
    turn = (one.spoke_at + SAYS_EVERY * number for one in spoke[:1] if one.spoke_at)
    if ladder.informs or number >= len(colleague.says) or at < next(turn, at + SAYS_EVERY):
        return
    line = Line(f"{OURS}{row.id}-colleague-{number}", "supervisor", at, colleague.says[number])
    hear_lines(contact_id=row.contact_id, lines=[line], actor=mine[spoke[0].who_id], at=at)
    said["lines"] = number + 1


def _end(
    incident: IncidentRow, cast: Sequence[Actor], said: dict[str, Any], *, at: datetime
) -> None:
    """Record the caller's safety and let the line go, a moment after the caller's last word."""
    here = contact(incident.contact_id) if incident.contact_id else None
    if here is None or here.released_at is not None:
        return
    since = said.setdefault("ended", at.isoformat())
    owner = next((one for one in cast if one.id == incident.owner_id), None)
    if owner is None or at < datetime.fromisoformat(since) + LETS_GO:
        return
    if incident.safety_recorded_at is None:
        record_safety(incident_id=incident.id, text=SAFE, actor=owner, at=at)
    release_contact(contact_id=here.id, reason=OVER, actor=owner, at=at)
