"""A situation report drafted from what is known: who is where, what is missing, when the next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stayline.command.models import Dispatch, Message
from stayline.command.queries.deployments import deployments
from stayline.command.queries.message_words import report_every
from stayline.command.queries.posts_major import major

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident


def report_draft(incident: Incident, *, at: datetime) -> str:
    """Return a situation report to look over and send, one fact a line.

    It holds no names and no words of a contact: it goes onto phones. What nobody knows is said
    to be not known.
    """
    return "\n".join(
        [
            f"Situation of {incident.number} at {_clock(incident, at)}.",
            *_standing(incident),
            *_sent(incident, at),
            _help(incident),
            *_waiting(incident),
            f"Next report by {_clock(incident, at + report_every(incident))}.",
        ]
    )


def _standing(incident: Incident) -> list[str]:
    found = major(incident)
    return [f"Major incident: {found.state}."] if found else []


def _sent(incident: Incident, at: datetime) -> list[str]:
    out = [one for one in deployments(incident, at=at) if one.ended_at is None]
    said = [f"{one.call_sign or one.who}: {one.state_words.lower()}, {one.where}." for one in out]
    return said or ["Nobody is out."]


def _help(incident: Incident) -> str:
    called = Dispatch.objects.filter(incident=incident, called_at__isnull=False)
    if not called.exists():
        return "Help from outside: not called."
    arrived = called.filter(arrived_at__isnull=False).exists()
    return f"Help from outside: {'has arrived' if arrived else 'called, arrival not confirmed'}."


def _waiting(incident: Incident) -> list[str]:
    waits = Message.objects.filter(incident=incident, needs_ack=True, ack_at=None).count()
    return [f"Messages without an answer: {waits}."] if waits else []


def _clock(incident: Incident, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(incident.site.zone)):%H:%M %Z}"
