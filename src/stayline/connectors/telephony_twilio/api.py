"""What Twilio posts to us, each signed with the account's secret: calls, workers, the door.

Nothing here is believed without its signature. A call-back that is repeated, late or about a
call that nobody knows is taken and answered, so that the provider does not try for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse  # ninja reads the annotations
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from stayline.connectors.telephony_twilio import wire
from stayline.connectors.twilio.wire import SIGNATURE, valid_signature
from stayline.contacts.actions import (
    Conference,
    NewContact,
    note_call,
    note_handset,
    note_leg,
    note_reports,
    open_contact,
)
from stayline.contacts.queries import contact_of_call, leg_of
from stayline.escalation.actions.telephoning import note_not_reached
from stayline.escalation.actions.telling import pass_on_call
from stayline.people.actions import (
    LegReport,
    PhoneWord,
    note_own_leg,
    note_phone_call_over,
    note_phone_state,
)
from stayline.people.errors import PersonNotFound
from stayline.people.queries import (
    person,
    person_by_platform_user,
    site_by_slug,
    system_actor,
)
from stayline_core import telephone as rules

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

router = Router(tags=["telephony"])
CALLS = UUID("5ca1ab1e-0004-4000-8000-000000000000")
XML = "text/xml; charset=utf-8"
AT_THE_DOOR = (
    "This is Stayline. You accepted a contact. Press 1 to listen first, and nobody hears you. "
    "Press 2 to come in and be heard."
)
DOOR_SECONDS = 10
SILENT, AT_ONCE = "1", "2"


def signed(request: HttpRequest) -> bool:
    """Return whether the provider signed this request with the secret of the centre's account."""
    options = settings.STAYLINE
    if options.telephony != "twilio":
        return False
    base = options.twilio_callback_url or options.public_url
    url = f"{base}{request.get_full_path()}" if base else request.build_absolute_uri()
    given = request.headers.get(SIGNATURE, "")
    return valid_signature(options.twilio_auth_token, url, request.POST, given)


@router.post("/telephony/twilio/conference", auth=signed, summary="A call changed")
def post_conference(request: HttpRequest) -> HttpResponse:
    """Take a conference's status call-back: somebody came in, left or changed, or it is over."""
    at, telephone = timezone.now(), system_actor("telephone")
    event = wire.conference_event(request.POST.dict(), now=at)
    if event is None:
        return HttpResponse(status=204)
    _own_legs(event, telephone, at)
    contact_id = _contact(event, telephone, at)
    if contact_id is None:
        return HttpResponse(status=204)
    conference = Conference(wire.PLATFORM, event.conference, event.name)
    note_call(contact_id=contact_id, conference=conference, actor=telephone, at=at)
    note_reports(
        contact_id=contact_id,
        reports=[event.report] if event.report else [],
        ended_at=min(event.at, at) if event.over else None,
        actor=telephone,
        at=at,
    )
    pass_on_call(contact_id=contact_id, at=at)
    return HttpResponse(status=204)


@router.post("/telephony/twilio/leg/{leg_id}", auth=signed, summary="A phone rang")
def post_leg(request: HttpRequest, leg_id: UUID) -> HttpResponse:
    """Take how the call to a receiver's phone goes: it rings, or they were not reached."""
    at, telephone = timezone.now(), system_actor("telephone")
    status, call_sid = request.POST.get("CallStatus", ""), request.POST.get("CallSid", "")
    if status == "ringing":
        note_leg(leg_id=leg_id, state="ringing", call_sid=call_sid, actor=telephone, at=at)
    elif status in wire.FAILED or status == "completed":
        why = "no answer" if status in {"no-answer", "completed"} else status
        note_not_reached(leg_id=leg_id, because=f"their phone: {why}", actor=telephone, at=at)
    return HttpResponse(status=204)


@router.post("/telephony/twilio/door/{leg_id}", auth=signed, summary="Somebody answered")
def post_door(request: HttpRequest, leg_id: UUID) -> HttpResponse:
    """Answer what a receiver hears who picked up: in by a key only, never an answering machine."""
    leg = leg_of(leg_id)
    if leg is None or leg.call.ended_at is not None or leg.call.contact.released_at is not None:
        return HttpResponse(wire.hang_up(), content_type=XML)
    pressed = request.POST.get("Digits", "")
    if pressed not in {SILENT, AT_ONCE}:
        door = _address(request, reverse("api-v1:post_door", args=[leg_id]))
        words = wire.ask_at_the_door(door, words=AT_THE_DOOR, seconds=DOOR_SECONDS)
        return HttpResponse(words, content_type=XML)
    within = wire.let_in(
        leg.call.name or leg.call.conference,
        label=f"stayline-{leg.person_id}",
        silent=pressed == SILENT,
        callback=_address(request, reverse("api-v1:post_conference")),
    )
    return HttpResponse(within, content_type=XML)


@router.post("/telephony/twilio/workers", auth=signed, summary="Somebody's line")
def post_workers(request: HttpRequest) -> HttpResponse:
    """Take what somebody's line does now: it takes calls, or it does not.

    A person's own word in Stayline, a contact and aftercare stand above what a telephone says.
    """
    at, options = timezone.now(), settings.STAYLINE
    event = wire.worker_event(request.POST.dict(), now=at)
    if event is None or not options.twilio_site:
        return HttpResponse(status=204)
    site_id = site_by_slug(options.twilio_site).id
    found = person_by_platform_user(event.worker, site_id) or person_by_platform_user(
        event.name, site_id
    )
    if found is None:
        return HttpResponse(status=204)
    available = event.available or (event.activity_sid == options.twilio_free_activity != "")
    newer = note_handset(
        person_id=found.id,
        platform=wire.PLATFORM,
        worker=event.worker,
        activity=event.activity,
        available=available,
        happened_at=event.at,
        actor=system_actor("telephone"),
        at=at,
    )
    if newer and event.activity_sid != options.twilio_busy_activity:
        pause = "break" in event.activity.casefold()
        word = PhoneWord(wire.PLATFORM, event.phone(available=available), event.at, pause=pause)
        note_phone_state(person_id=found.id, word=word, actor=system_actor("telephone"), at=at)
    return HttpResponse(status=204)


@router.post("/telephony/twilio/calls", auth=signed, summary="Somebody's own call")
def post_calls(request: HttpRequest) -> HttpResponse:
    """Take how a call of somebody's own goes, which may be none of Stayline's: up, or gone.

    Whose it is, the address says by `user`, or the client at one of its ends.
    """
    at, slug = timezone.now(), settings.STAYLINE.twilio_site
    event = wire.call_event(request.POST.dict(), user=request.GET.get("user", ""), now=at)
    if event is None or not slug:
        return HttpResponse(status=204)
    site_id = site_by_slug(slug).id
    report = LegReport(wire.PLATFORM, event.call, event.call, event.sequence, event.up, event.at)
    for user in event.users:
        found = person_by_platform_user(user, site_id)
        if found is not None:
            leg = replace(report, leg=f"{found.id}")
            note_own_leg(person_id=found.id, report=leg, actor=system_actor("telephone"), at=at)
    return HttpResponse(status=204)


def _own_legs(event: wire.ConferenceEvent, telephone: Actor, at: datetime) -> None:
    """Keep that somebody of ours is in a call, or is not any more, whoever's call it is."""
    if event.over:
        note_phone_call_over(
            source=wire.PLATFORM,
            call=event.conference,
            happened_at=event.at,
            actor=telephone,
            at=at,
        )
    person_id = _whose(event.report) if event.report else None
    if person_id is None or event.report is None:
        return
    report = LegReport(
        wire.PLATFORM,
        event.conference,
        event.report.leg,
        event.report.sequence,
        event.report.what is not rules.What.LEFT,
        event.report.at,
    )
    note_own_leg(person_id=person_id, report=report, actor=telephone, at=at)


def _whose(report: rules.Report) -> UUID | None:
    said, slug = rules.label(report.label), settings.STAYLINE.twilio_site
    if said.person is not None:
        try:
            return person(said.person).id
        except PersonNotFound:
            return None
    if not said.platform_user or not slug:
        return None
    found = person_by_platform_user(said.platform_user, site_by_slug(slug).id)
    return found.id if found else None


def _contact(event: wire.ConferenceEvent, telephone: Actor, at: datetime) -> UUID | None:
    """Return the contact of a conference; where the telephone opens contacts, a new one.

    None: a platform opens the centre's contacts itself and has not opened this one, or the
    conference is over before anything was heard of it.
    """
    leg = event.report.leg if event.report else ""
    known = contact_of_call(wire.PLATFORM, event.conference, event.name, leg)
    slug = settings.STAYLINE.twilio_site
    if known is not None or not slug or event.over or not settings.STAYLINE.twilio_opens:
        return known
    if event.report is None or event.report.what is rules.What.LEFT:
        return None
    label = rules.label(event.report.label)
    new = NewContact(
        id=uuid5(CALLS, event.conference),
        site_id=site_by_slug(slug).id,
        channel="voice",
        source=wire.PLATFORM,
        exercise=False,
        external_id=event.conference,
        platform_agent=label.platform_user,
    )
    return open_contact(new, actor=telephone, at=at).id


def _address(request: HttpRequest, path: str) -> str:
    base = settings.STAYLINE.twilio_callback_url or settings.STAYLINE.public_url
    return f"{base}{path}" if base else request.build_absolute_uri(path)
