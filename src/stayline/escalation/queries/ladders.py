"""Ladders, rings and hand-overs as screens read them, and what of them is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from stayline.contacts.queries import contact
from stayline.escalation.errors import LadderNotFound
from stayline.escalation.models import ACTIVE, HandOver, Ladder, Page
from stayline.escalation.ports import Instruction, telephony
from stayline.escalation.queries.coming import Coming, coming_by
from stayline.incidents.models import DRILL, Incident
from stayline.incidents.queries import LEVEL_WORDS
from stayline.people.queries import person
from stayline.privacy.models import Exclusion

ASKS: Final = {
    "respond": "Respond: come to the contact and take it over",
    "investigate": "Investigate: look into what was reported",
    "informs": "Know of it: nothing is taken over",
    "drill": "Press to say that you are here. Nothing else is needed.",
}
"""What a ladder asks of whoever accepts, as rings, pages and the briefing say it (S0-33)."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring on somebody's screen: level, site and number alone (`design.md` 3.4, 3.7)."""

    ladder_id: UUID
    incident_id: UUID
    level: int
    level_words: str
    site: str
    number: str
    age_s: int
    exercise: bool
    informs: bool
    """It only asks to be told: accepting brings nobody onto the line."""
    purpose: str = "respond"
    """respond or investigate (S0-33)."""
    drill: bool = False
    """Nothing happened: it is rung to see who answers (S4-44)."""

    @property
    def asks(self) -> str:
        """Return what whoever accepts comes for, in words."""
        if self.drill:
            return ASKS["drill"]
        return ASKS["informs" if self.informs else self.purpose]


@dataclass(frozen=True, slots=True)
class PageView:
    """Who was rung when, by which rung and what, and what came of it: accepted, declined or not.

    `channel` is screen, voice, sms and so on; `state` rings, queued, sent or failed.
    """

    who: str
    rung: int
    round: int
    at: datetime
    answer: str
    answered_at: datetime | None
    channel: str = "screen"
    state: str = "rings"
    answered_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandOverView:
    """How far somebody came who accepted, with the time of each stage."""

    who: str
    who_id: UUID
    state: str
    late: bool
    accepted_at: datetime
    briefed_at: datetime | None
    joined_at: datetime | None
    spoke_at: datetime | None
    completed_at: datetime | None
    lost_at: datetime | None
    purpose: str = "respond"
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LadderView:
    """One ladder of an incident: how it stands, whom it rang, who accepted."""

    id: UUID
    document: str
    digest: str
    informs: bool
    open: bool
    exercise: bool
    coming: Coming
    pages: tuple[PageView, ...]
    hand_overs: tuple[HandOverView, ...]
    ended_at: datetime | None
    reason: str
    purpose: str = "respond"
    """respond or investigate (S0-33)."""
    outside_at: datetime | None = None
    """When the outside route was named, for want of anybody to ring."""

    @property
    def asks(self) -> str:
        """Return what whoever accepts comes for, in words."""
        return ASKS["informs" if self.informs else self.purpose]


def ladder(ladder_id: UUID) -> Ladder:
    """Return the ladder of this id with its incident.

    Raises:
        LadderNotFound: no ladder has it.
    """
    row = Ladder.objects.filter(id=ladder_id).select_related("incident__site").first()
    if row is None:
        raise LadderNotFound(ladder=str(ladder_id))
    return row


def ladders(incident: Incident) -> list[LadderView]:
    """Return every ladder of an incident, the newest first."""
    rows = Ladder.objects.filter(incident=incident).order_by("-started_at")
    return [_view(row) for row in rows]


def rings_for(person_id: UUID, *, at: datetime) -> list[Ring]:
    """Return what rings for a person now, the most danger to life first, then the oldest.

    What they have answered, what somebody else has taken, and what they are kept out of does
    not ring. Nothing about the contact but level, site and number is in it.
    """
    kept_out = Exclusion.objects.filter(person_id=person_id).values("incident_id")
    pages = Page.objects.filter(
        person_id=person_id,
        answered_at=None,
        round=F("ladder__round"),
        ladder__ended_at=None,
        ladder__due_at__isnull=False,
    ).exclude(ladder__incident_id__in=kept_out)
    rows = Ladder.objects.filter(id__in=pages.values("ladder"))
    found = rows.select_related("incident__site").order_by("incident__level", "started_at")
    return [_ring(row, at) for row in found]


def accepted_by(person_id: UUID) -> list[Ladder]:
    """Return the open ladders on which this person is on their way or on the line."""
    rows = HandOver.objects.filter(
        receiver_id=person_id, state__in=ACTIVE, ladder__ended_at=None
    ).select_related("ladder__incident__site")
    return [row.ladder for row in rows.order_by("accepted_at")]


def how_to_join(ladder_id: UUID, person_id: UUID) -> Instruction | None:
    """Return how this person comes onto the line; None where there is no contact to join.

    Raises:
        LadderNotFound: no ladder has this id.
    """
    found = ladder(ladder_id).incident.contact
    if found is None or found.released_at is not None:
        return None
    return telephony().bring_in(found, person(person_id))


def how_to_hold(contact_id: UUID) -> Instruction:
    """Return how the agent's own leg is kept up after the caller's has dropped (S1-40).

    Raises:
        ContactNotFound: no contact has this id.
    """
    return telephony().hold_open(contact(contact_id))


def how_to_release(contact_id: UUID) -> Instruction:
    """Return how the last leg is ended, once a supervisor has decided so.

    Raises:
        ContactNotFound: no contact has this id.
    """
    return telephony().release(contact(contact_id))


def rungs_due(at: datetime, limit: int) -> list[UUID]:
    """Return the ladders whose rung has run out by `at`, the earliest first."""
    rows = Ladder.objects.filter(ended_at=None, due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_rung_due() -> datetime | None:
    """Return when the next rung runs out."""
    rows = Ladder.objects.filter(ended_at=None, due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def limits_due(at: datetime, limit: int) -> list[UUID]:
    """Return the hand-overs whose state has lasted too long by `at`, the earliest first."""
    rows = HandOver.objects.filter(due_at__lte=at, ladder__ended_at=None).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_limit_due() -> datetime | None:
    """Return when the next state of a hand-over has lasted too long."""
    rows = HandOver.objects.filter(due_at__isnull=False, ladder__ended_at=None)
    return rows.order_by("due_at").values_list("due_at", flat=True).first()


def _ring(row: Ladder, at: datetime) -> Ring:
    incident = row.incident
    return Ring(
        ladder_id=row.id,
        incident_id=incident.id,
        level=incident.level,
        level_words=LEVEL_WORDS[incident.level],
        site=incident.site.name,
        number=incident.number,
        age_s=max(0, int((at - row.started_at).total_seconds())),
        exercise=row.exercise,
        informs=row.informs,
        purpose=row.purpose,
        drill=incident.opened_how == DRILL,
    )


def _view(row: Ladder) -> LadderView:
    pages = row.pages.select_related("person").order_by("paged_at", "rung")
    hand_overs = row.hand_overs.select_related("receiver").order_by("accepted_at")
    return LadderView(
        id=row.id,
        document=row.document_id,
        digest=row.document_digest,
        informs=row.informs,
        open=row.ended_at is None,
        exercise=row.exercise,
        coming=coming_by(row),
        pages=tuple(
            PageView(
                one.person.name,
                one.rung + 1,
                one.round,
                one.paged_at,
                one.answer,
                one.answered_at,
                one.channel,
                one.state,
                one.answered_by,
                one.reason,
            )
            for one in pages
        ),
        hand_overs=tuple(
            HandOverView(
                who=one.receiver.name,
                who_id=one.receiver_id,
                state=one.state,
                late=one.late,
                accepted_at=one.accepted_at,
                briefed_at=one.briefed_at,
                joined_at=one.joined_at,
                spoke_at=one.spoke_at,
                completed_at=one.completed_at,
                lost_at=one.lost_at,
                purpose=one.purpose,
                returned_at=one.returned_at,
            )
            for one in hand_overs
        ),
        ended_at=row.ended_at,
        reason=row.reason,
        purpose=row.purpose,
        outside_at=row.outside_at,
    )
