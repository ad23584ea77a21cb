"""What the people of an exercise do at their desks, over HTTP.

A centre rehearses through the very actions its screens use. Every endpoint needs a token with
the scope `exercise:act`, bound to an exercise-flagged site, names the person it stands for in
a header, and touches exercise contacts alone; the policies are those of the screens.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from stayline.command.actions import record_arrived, record_called
from stayline.command.queries import dispatch
from stayline.contacts.queries import contact
from stayline.desk.queries.exercise import (
    PLAYED,
    exercise_floor,
    exercise_incident,
    persons_at_screens,
)
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    join_contact,
    record_spoke,
)
from stayline.escalation.queries import ladder, rings_for
from stayline.incidents import actions
from stayline.incidents.errors import IncidentNotFound, NotASupervisor
from stayline.incidents.queries import IncidentRow, by_contact, laws_at_closing, obligations
from stayline.incidents.queries import incident as incident_of
from stayline.ledger.actions import export_bundle
from stayline.people.actions import note_seen, set_duty
from stayline.people.api import Scope, acting, machine, own_site
from stayline.people.errors import TokenInvalid
from stayline.people.policies import supervises
from stayline.people.queries import Token, people_of
from stayline.platform.actors import Actor
from stayline.platform.errors import Invalid
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import is_excluded, may_see_incident
from stayline.reports.actions import submit_report
from stayline.reports.queries import report

router = Router(tags=["exercise"])
ACT = Scope("exercise:act")


class Press(Schema):
    """One press of a person: what, with what they typed."""

    do: str = Field(
        description="answer, next, skip, take, back, switch, safety, close, waive, approve, "
        "refuse; on the desk: help, out, aid, ask_to_end, release"
    )
    expected: int = Field(0, description="the run's sequence number as the screen showed it")
    field: str = ""
    value: str = ""
    text: str = ""
    reason: str = ""
    step: str = ""
    to: str = Field("", description="switch: the harm; aid: the kind; waive: the obligation's id")


class Played(Schema):
    """Whom an exercise plays as being at a screen, for the next seconds."""

    people: list[str] = Field(description="sign-in names of the token's site")


class LadderPress(Schema):
    """One press of the person a ladder rings."""

    do: str = Field(description="accept, join, spoke, complete")


class DispatchPress(Schema):
    """What a person reports of help from outside."""

    do: str = Field(description="called or arrived")
    place: str = ""


@router.get("/exercise/floor", auth=ACT, summary="The floor of the token's site")
def get_floor(request: HttpRequest) -> dict[str, Any]:
    """Return who works at the site, who is at a screen, and its contacts that are not done with."""
    token = _token(request)
    _refuse_real(exercise=token.exercise)
    return exercise_floor(token.site_id, at=timezone.now())


@router.post("/exercise/presence", auth=ACT, summary="Who is played as being at a screen")
def post_presence(request: HttpRequest, played: Played) -> dict[str, Any]:
    """Keep that these people are on duty at their screens; who is there in person is left alone."""
    token, at = _token(request), timezone.now()
    _refuse_real(exercise=token.exercise)
    there = persons_at_screens(token.site_id, at=at)
    known = {one.username: one.id for one in people_of(token.site_id)}
    ids = {known[name] for name in played.people if name in known} - there
    for one in people_of(token.site_id):
        if one.id in ids and not one.on_duty:
            set_duty(person_id=one.id, on_duty=True, actor=machine(token), at=at)
    note_seen(person_ids=ids, at=at, process=PLAYED)
    return {"people": len(ids)}


@router.get("/exercise/rings", auth=ACT, summary="What rings for the person")
def get_rings(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what rings for the acting person: level, site and number alone."""
    actor = _actor(request)
    return [
        {
            "ladder": str(one.ladder_id),
            "incident": str(one.incident_id),
            "level": one.level,
            "number": one.number,
            "informs": one.informs,
        }
        for one in rings_for(actor.id, at=timezone.now())
    ]


@router.get("/exercise/incidents/{incident_id}", auth=ACT, summary="The person's screen")
def get_incident(request: HttpRequest, incident_id: UUID) -> dict[str, Any]:
    """Return what the acting person's screen shows of an incident they handle."""
    actor = _actor(request)
    row = _exercise(request, incident_of(incident_id))
    if not may_see_incident(actor, row.id):
        raise NotOnTheList(incident=str(row.id))
    return exercise_incident(row)


@router.post("/exercise/contacts/{contact_id}", auth=ACT, summary="A press on the desk")
def press_desk(request: HttpRequest, contact_id: UUID, press: Press) -> dict[str, Any]:
    """Do what a desk's button does: get help, I need out, the aid, end or ask to end."""
    actor, at = _actor(request), timezone.now()
    row = contact(contact_id)
    own_site(_token(request), row.site_id)
    _refuse_real(exercise=row.exercise)
    which: dict[str, Any] = {"contact_id": contact_id}
    if press.do == "help":
        actions.get_help(**which, actor=actor, at=at)
    elif press.do == "out":
        actions.need_out(**which, actor=actor, at=at)
    elif press.do == "aid":
        actions.start_aid(**which, kind=press.to or "abusive_language", actor=actor, at=at)
    elif press.do == "ask_to_end":
        actions.ask_to_end(incident_id=_incident_of(contact_id), actor=actor, at=at)
    elif press.do == "release":
        actions.release_contact(**which, reason=press.reason, actor=actor, at=at)
    else:
        raise _unknown(press.do)
    found = by_contact(contact_id)
    return exercise_incident(found) if found else {"incident": None}


@router.post("/exercise/incidents/{incident_id}", auth=ACT, summary="A press on the step")
def post_incident(request: HttpRequest, incident_id: UUID, press: Press) -> dict[str, Any]:
    """Do what the step card's and the incident page's buttons do."""
    actor = _actor(request)
    row = _exercise(request, incident_of(incident_id))
    if not (_on_step(row, press, actor) or _on_page(row, press, actor)):
        raise _unknown(press.do)
    return exercise_incident(incident_of(incident_id))


@router.post("/exercise/ladders/{ladder_id}", auth=ACT, summary="A press on a ring")
def post_ladder(request: HttpRequest, ladder_id: UUID, press: LadderPress) -> dict[str, Any]:
    """Accept, join, say that one spoke, or complete the hand-over."""
    actor, at = _actor(request), timezone.now()
    presses: dict[str, Callable[..., object]] = {
        "accept": accept_rung,
        "join": join_contact,
        "spoke": record_spoke,
        "complete": complete_hand_over,
    }
    if press.do not in presses:
        raise _unknown(press.do)
    _exercise(request, ladder(ladder_id).incident)
    presses[press.do](ladder_id=ladder_id, actor=actor, at=at)
    return {"done": press.do}


@router.post("/exercise/dispatches/{dispatch_id}", auth=ACT, summary="Help from outside")
def post_dispatch(request: HttpRequest, dispatch_id: UUID, press: DispatchPress) -> dict[str, Any]:
    """Report that the call for help was made, or that help arrived."""
    actor, at = _actor(request), timezone.now()
    _exercise(request, dispatch(dispatch_id).incident)
    if press.do == "called":
        record_called(dispatch_id=dispatch_id, place=press.place, actor=actor, at=at)
    elif press.do == "arrived":
        record_arrived(dispatch_id=dispatch_id, actor=actor, at=at)
    else:
        raise _unknown(press.do)
    return {"done": press.do}


@router.post("/exercise/reports/{report_id}/submit", auth=ACT, summary="File a report")
def post_report(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Submit a report as it stands; partial is enough."""
    actor = _actor(request)
    row = report(report_id)
    _exercise(request, row.incident)
    done = submit_report(report_id=report_id, actor=actor, at=timezone.now())
    return {"form": row.form_id, "report_number": done.number}


@router.post("/exercise/incidents/{incident_id}/bundle", auth=ACT, summary="The sealed record")
def post_bundle(request: HttpRequest, incident_id: UUID) -> FileResponse:
    """Return the record of an exercise as a plain bundle, zipped; the disclosure is logged."""
    actor, at = _actor(request), timezone.now()
    row = _exercise(request, incident_of(incident_id))
    # A difficult call names no supervisor: what is an exercise's, any of them may read.
    if not supervises(actor, row.site_id) or is_excluded(actor.id, row.id):
        raise NotASupervisor
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "bundle"
        export_bundle(
            stream_ids=[row.stream_id],
            target=target,
            to=actor.name,
            purpose="exercise",
            recipient=None,
            actor=actor,
            at=at,
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(target.rglob("*")):
                archive.write(file, file.relative_to(target))
        packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{row.number}.zip")


def _on_step(row: IncidentRow, press: Press, actor: Actor) -> bool:
    """Do what the step card's buttons do; False for a press that is not one of them."""
    on: dict[str, Any] = {
        "incident_id": row.id,
        "expected": press.expected,
        "actor": actor,
        "at": timezone.now(),
    }
    if press.do == "answer":
        actions.answer_step(
            **on, field=press.field, value=press.value, text=press.text, reason=press.reason
        )
    elif press.do == "next":
        actions.go_on(**on)
    elif press.do == "skip":
        actions.skip_step(**on, reason=press.reason)
    elif press.do == "take":
        actions.take_step(**on, step=press.step)
    elif press.do == "back":
        actions.go_back(**on)
    elif press.do == "switch":
        actions.switch_run(**on, to=press.to)
    else:
        return False
    return True


def _on_page(row: IncidentRow, press: Press, actor: Actor) -> bool:
    """Do what the incident's page offers; False for a press that is not one of them."""
    on: dict[str, Any] = {"incident_id": row.id, "actor": actor, "at": timezone.now()}
    if press.do == "safety":
        actions.record_safety(**on, text=press.text)
    elif press.do == "close":
        laws = {law.id: "" for law in laws_at_closing(row)}  # a played person confirms them all
        actions.close_incident(**on, resolution=press.reason, laws=laws)
    elif press.do in {"approve", "refuse"}:
        actions.decide_ending(**on, approve=press.do == "approve", reason=press.reason)
    elif press.do == "waive":
        del on["incident_id"]
        owed = next((one for one in obligations(row) if str(one.id) == press.to), None)
        actions.waive_obligation(
            obligation_id=owed.id if owed else UUID(int=0), reason=press.reason, **on
        )
    else:
        return False
    return True


def _incident_of(contact_id: UUID) -> UUID:
    found = by_contact(contact_id)
    if found is None:
        raise IncidentNotFound(contact=str(contact_id))
    return found.id


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return token


def _actor(request: HttpRequest) -> Actor:
    return acting(request, _token(request))


def _exercise(request: HttpRequest, row: IncidentRow) -> IncidentRow:
    own_site(_token(request), row.site_id)
    _refuse_real(exercise=row.exercise)
    return row


def _refuse_real(*, exercise: bool) -> None:
    if not exercise:
        raise TokenInvalid("An exercise's token touches exercise contacts only.")


def _unknown(press: str) -> Invalid:
    return Invalid({"do": f"There is no press called {press!r} here."})
