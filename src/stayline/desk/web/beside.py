"""What is pressed beside the step: a message read, an answer asked for, another way used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import Http404

from stayline.command.actions import give_advice, note_free_advice
from stayline.desk.queries import ContactPage
from stayline.escalation.actions import see_guidance
from stayline.incidents.actions.demand import flag_demand, record_answered
from stayline.incidents.actions.ways import record_way
from stayline.people.web.session import StaffRequest
from stayline.platform.errors import Invalid


def _seen(request: StaffRequest, page: ContactPage) -> None:
    del page  # the message knows whose it is
    try:
        message = UUID(request.POST.get("message", ""))
    except ValueError:
        raise Invalid({"message": "This message is not there any more."}) from None
    see_guidance(guidance_id=message, actor=request.actor, at=request.at)


def _demand(request: StaffRequest, page: ContactPage) -> None:
    flag_demand(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _answered(request: StaffRequest, page: ContactPage) -> None:
    record_answered(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _way(request: StaffRequest, page: ContactPage) -> None:
    if page.incident is None:
        raise Http404
    typed = request.POST
    record_way(
        incident_id=page.incident.id,
        way=typed.get("way", ""),
        outcome=typed.get("outcome", ""),
        note=typed.get("note", ""),
        actor=request.actor,
        at=request.at,
    )


def _advice(request: StaffRequest, page: ContactPage) -> None:
    if page.incident is None:
        raise Http404
    phrase = request.POST.get("phrase", "")
    give_advice(incident_id=page.incident.id, phrase=phrase, actor=request.actor, at=request.at)


def _own_advice(request: StaffRequest, page: ContactPage) -> None:
    if page.incident is None:
        raise Http404
    words = request.POST.get("own_words", "")
    note_free_advice(incident_id=page.incident.id, words=words, actor=request.actor, at=request.at)


BESIDE: Final[Mapping[str, Callable[[StaffRequest, ContactPage], None]]] = MappingProxyType(
    {
        "seen": _seen,
        "demand": _demand,
        "answered": _answered,
        "way": _way,
        "advice": _advice,
        "own-advice": _own_advice,
    }
)
"""What can be pressed beside the step, by the last part of its address."""
