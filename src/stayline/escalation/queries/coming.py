"""Who is coming: what the desk, the floor and the incident page show of a ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from stayline.escalation.models import ACTIVE, HandOver, Ladder
from stayline.incidents.models import Incident
from stayline.people.models import Role
from stayline_core.ladder import EVERYONE

Moment = Literal["done", "now", "next"]

STAGES: Final = ("ringing", "accepted", "joined", "spoke", "completed")
WORDS: Final = ("Ringing", "Accepted", "On the line", "Has spoken", "Handed over")

KEEP_TALKING: Final = "Keep talking. You are not alone with this."
NOBODY: Final = (
    "Nobody is on duty at a screen. Everyone is being rung, again and again. Keep talking. "
    "From another phone, call the emergency number for the caller's place: the number of your "
    "own place may reach the wrong control room."
)

OUTSIDE: Final = (
    "Nobody of your own can be rung for this contact. Keep talking. From another phone, call "
    "%(name)s: %(number)s. You are not left alone with this: it goes on ringing."
)
"""What the agent reads when a ladder was emptied, by people who are kept out or are not there."""

NOBODY_AT_ALL: Final = (
    "Nobody of your own can be rung for this contact. Keep talking. From another phone, call the "
    "emergency number for the caller's place: the number of your own place may reach the wrong "
    "control room."
)

SENTENCES: Final = {
    "nobody": NOBODY,
    "nobody_at_all": NOBODY_AT_ALL,
    "outside": OUTSIDE,
    "accepted": "%(who)s is coming. You stay until %(who)s has spoken to the caller.",
    "joined": "%(who)s is on the line. You stay until %(who)s has spoken to the caller.",
    "spoke": "%(who)s has spoken to the caller and guides the contact now. "
    "You may stay and listen.",
    "completed": "%(who)s has taken over.",
    "called_off": "A supervisor has called the ladder off. You can ring again at any time.",
}
"""How a ladder stands, as the desk says it; each is looked up in the reader's language."""

BESIDE: Final = "Others are being rung as well."
LATE: Final = frozenset({"accepted", "joined", "spoke"})
"""In which states a ladder may ring others beside whoever has accepted."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The site's outside route: who, on which number, and how, in a sentence for the agent."""

    name: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Who is coming to an incident, in one sentence for the agent, and stage by stage.

    `state` is none, ringing, nobody, accepted, joined, spoke, completed or called_off.
    `nobody_on_duty` asks the desk to show the emergency number for the caller's place.
    `due_at` is when the rung or the state runs out: for the floor, never for the desk.
    """

    state: str
    sentence: str
    who: str = ""
    who_id: UUID | None = None
    stages: tuple[tuple[str, Moment], ...] = ()
    nobody_on_duty: bool = False
    late: bool = False
    rung_words: str = ""
    ladder_id: UUID | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    purpose: str = "respond"
    """What they come for: respond or investigate (S0-33)."""
    outside: Outside | None = None
    """Whom to call outside, when the ladder has nobody at all to ring."""


def coming(incident: Incident) -> Coming:
    """Return who is coming to take over, from the newest ladder that brings somebody."""
    rows = Ladder.objects.filter(incident=incident).order_by("-started_at")
    row = next((one for one in rows if not one.informs), None)
    if row is None:
        return Coming(state="none", sentence=_("Nobody has been rung yet."))
    return coming_by(row)


def coming_by(row: Ladder) -> Coming:
    """Return how one ladder stands."""
    hand_over = _furthest(row)
    state = _state(row, hand_over)
    who = hand_over.receiver.name if hand_over else ""
    late = bool(hand_over and hand_over.late)
    outside = _outside(row, state)
    return Coming(
        state=state,
        sentence=_sentence(row, state, who, outside, late=late),
        who=who,
        who_id=hand_over.receiver_id if hand_over else None,
        stages=_stages(state),
        nobody_on_duty=row.nobody_on_duty,
        late=late,
        rung_words=rung_words(row),
        ladder_id=row.id,
        started_at=row.started_at,
        due_at=row.due_at or (hand_over.due_at if hand_over else None),
        purpose=row.purpose,
        outside=outside,
    )


def rung_words(row: Ladder) -> str:
    """Return which rung rings and whom it means: `Rung 2 of 4: lead resolution specialist`."""
    if row.due_at is None:
        return ""
    rung = row.rungs[row.rung]
    again = f", time {row.attempt}" if row.attempt > 1 else ""
    return f"Rung {row.rung + 1} of {len(row.rungs)}: {_roles(rung['roles'])}{again}"


def _furthest(row: Ladder) -> HandOver | None:
    rows = row.hand_overs.filter(state__in=(*ACTIVE, "completed")).select_related("receiver")
    found = list(rows.order_by("accepted_at"))
    return max(found, key=lambda one: STAGES.index(one.state), default=None)


def _state(row: Ladder, hand_over: HandOver | None) -> str:
    if row.ended_at is not None:
        return row.state
    if hand_over is not None:
        return hand_over.state
    return "nobody" if row.nobody_on_duty else "ringing"


def _stages(state: str) -> tuple[tuple[str, Moment], ...]:
    if state not in {*STAGES, "nobody"}:
        return ()
    now = STAGES.index("ringing" if state == "nobody" else state)
    if state == "completed":
        now = len(STAGES)
    return tuple((_(word), _moment(place, now)) for place, word in enumerate(WORDS))


def _moment(place: int, now: int) -> Moment:
    if place < now:
        return "done"
    return "now" if place == now else "next"


def _outside(row: Ladder, state: str) -> Outside | None:
    """Return whom to call outside, while the ladder rings nobody."""
    if state != "nobody" or row.outside_at is None or _rings_anybody(row):
        return None
    site = row.incident.site
    return Outside(site.outside_name, site.outside_number, site.outside_words)


def _rings_anybody(row: Ladder) -> bool:
    return row.pages.filter(round=row.round).exists()


def _nobody(row: Ladder, outside: Outside | None) -> str:
    """Say that nobody is there, and who is to be called instead where that is known."""
    if outside is not None:
        named = {"name": outside.name, "number": outside.number or "—"}
        told = _(SENTENCES["outside"]) % named
        return f"{told} {outside.words}".strip()
    return _(SENTENCES["nobody" if _rings_anybody(row) else "nobody_at_all"])


def _sentence(row: Ladder, state: str, who: str, outside: Outside | None, *, late: bool) -> str:
    if state == "nobody":
        return _nobody(row, outside)
    if state == "ringing":
        lost = row.hand_overs.filter(state="lost").select_related("receiver").order_by("lost_at")
        gone = lost.last()
        ringing = _("Ringing: %(roles)s.") % {"roles": _roles(row.rungs[row.rung]["roles"])}
        parts = [ringing, _(KEEP_TALKING)]
        if gone is not None:
            parts.insert(0, _("%(who)s could not come after all.") % {"who": gone.receiver.name})
        return " ".join(parts)
    found = _(SENTENCES[state]) % {"who": who}
    return f"{found} {_(BESIDE)}" if late and state in LATE else found


def _roles(roles: list[str]) -> str:
    """Return the words of roles, in the small letters of a sentence."""
    words = [
        _("everyone who can take over") if role == EVERYONE else _(str(Role(role).label))
        for role in roles
    ]
    return _(" or ").join(word[0].lower() + word[1:] for word in words)
