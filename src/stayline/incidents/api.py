"""Contacts and their lines in, over HTTP: idempotent, one or many, never a lost contact."""

from __future__ import annotations

from datetime import datetime  # the API's schemas are read at run time
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4, uuid5

import structlog
from django.http import HttpRequest  # ninja reads the annotations
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import (
    AwareDatetime,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.errors import ContactNotFound, LineInvalid, LineUnkept
from stayline.contacts.queries import Caller, Line, contact, place_of, places_of
from stayline.incidents.actions import (
    Kept,
    hear_contacts,
    hear_lines,
    line_faults,
    note_released,
    record_caller_back,
    record_caller_left,
)
from stayline.incidents.queries import by_contact
from stayline.people.api import Scope, machine, own_site
from stayline.people.errors import TokenInvalid
from stayline.people.queries import Token
from stayline.platform.errors import Invalid, StaylineError

log = structlog.get_logger("stayline.web")
router = Router(tags=["contacts"])
CONTACTS = UUID("5ca1ab1e-0003-4000-8000-000000000000")
WRITE = Scope("contacts:write")


class CallerIn(Schema):
    """What the platform knows of the caller; all of it may be missing."""

    name: str = Field("", max_length=200)
    number: str = Field("", max_length=40, description="E.164 where known")
    job_link: str = Field(
        "", max_length=500, description="link to the job on the customer platform"
    )
    country: str = Field(
        "",
        pattern="^([A-Za-z]{2})?$",
        description="two letters, ISO 3166-1; decides the emergency number",
    )


class ContactIn(Schema):
    """A contact that begins."""

    id: UUID | None = Field(None, description="made at the edge; the same id opens it once")
    external_id: str = Field("", max_length=200, description="the platform's id, unique per source")
    channel: str = "voice"
    agent: str = Field("", max_length=200, description="the platform's user id of the agent")
    caller: CallerIn = CallerIn(name="", number="", job_link="", country="")
    language: str = Field(
        "",
        max_length=35,
        description="what the caller speaks, BCP 47 (es, pt-BR); left out: the site's language",
    )
    exercise: bool = False
    recorded_line: bool | None = None
    recording: str = Field("", max_length=500)
    authentication: Literal["not_done", "passed", "failed"] = Field(
        "not_done", description="how far the identity check came; it gates nothing"
    )


class LineIn(Schema):
    """One line: who said it, its exact words, and when."""

    id: str = Field(
        "", max_length=80, description="unique in the contact; sent again, it counts once"
    )
    who: str = "caller"
    text: str
    at: AwareDatetime | None = Field(None, description="when it was said, with its offset")


class LinesIn(Schema):
    """One line or many."""

    lines: list[LineIn]


class LineOfIn(LineIn):
    """One line of any contact."""

    contact: UUID


class Faulty(Schema):
    """A line that cannot be taken as it came; the others of its request are."""

    faults: dict[str, str]


def _apart(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Let a line that is no line stand for itself, so that it holds no other back."""
    try:
        return handler(value)
    except ValidationError as refused:
        faults = refused.errors(include_url=False, include_context=False, include_input=False)
        return Faulty(
            faults={"/".join(map(str, one["loc"])): one["msg"] for one in faults},
        )


class LinesOfManyIn(Schema):
    """Lines of many contacts, in the order they were said."""

    lines: list[Annotated[LineOfIn, WrapValidator(_apart)]] = Field(
        ..., min_length=1, max_length=500
    )


class ContactOut(Schema):
    """How a contact stands."""

    id: UUID
    channel: str
    exercise: bool
    assigned: bool
    opened_at: datetime
    caller_left_at: datetime | None
    released_at: datetime | None
    incident: UUID | None
    number: str | None
    level: int | None


class KeptOut(Schema):
    """What became of lines."""

    kept: int
    signals: list[dict[str, str]]
    incident: UUID | None
    opened: bool


class FaultOut(Schema):
    """What is wrong in one field of a line."""

    pointer: str
    detail: str


class LineOut(Schema):
    """What became of one line."""

    kept: bool = Field(..., description="now or before: sent again, it counts once")
    id: str = Field(default="", description="the one given, or the one it has here")
    contact: UUID | None = None
    incident: UUID | None = None
    code: str = Field(default="", description="why it was refused: a stable code")
    detail: str = ""
    errors: list[FaultOut] = Field(default=[], description="what is wrong, field by field")
    again: bool = Field(default=False, description="the fault is ours: send this line again")


class SignalOut(Schema):
    """What one contact's lines raised."""

    contact: UUID
    line: str
    kind: str
    form: str
    rule: str


class ManyOut(Schema):
    """An answer to each line, in the order of the request."""

    lines: list[LineOut]
    refused: int
    signals: list[SignalOut]
    opened: list[UUID] = Field(..., description="the incidents that these lines opened")


class LegIn(Schema):
    """What happened to the caller's or the last leg."""

    event: Literal["caller_left", "caller_back", "released"]
    by: Literal["caller", "network", "platform", "handset"] = "caller"


@router.post("/contacts", auth=WRITE, response={201: ContactOut}, summary="Open a contact")
def post_contact(request: HttpRequest, new: ContactIn) -> ContactOut:
    """Keep a contact that begins. The same id, or the same external id, opens it once.

    A contact whose agent is unknown here is kept and shown on the floor as unassigned.
    """
    token = _token(request)
    row = open_contact(
        NewContact(
            id=new.id or _id_of(token, new),
            site_id=token.site_id,
            channel=new.channel,
            source=token.source,
            exercise=new.exercise or token.exercise,
            external_id=new.external_id,
            platform_agent=new.agent,
            caller=Caller(new.caller.name, new.caller.number, new.caller.job_link),
            caller_country=new.caller.country,
            language=new.language,
            recorded_line=new.recorded_line,
            recording=new.recording,
            authentication=new.authentication,
        ),
        actor=machine(token),
        at=timezone.now(),
    )
    return _out(row.id, token)


@router.get("/contacts/{contact_id}", auth=WRITE, response=ContactOut, summary="How it stands")
def get_contact(request: HttpRequest, contact_id: UUID) -> ContactOut:
    """Return how a contact of the token's site stands."""
    return _out(contact_id, _token(request))


@router.post(
    "/contacts/{contact_id}/lines", auth=WRITE, response={202: KeptOut}, summary="Send lines"
)
def post_lines(request: HttpRequest, contact_id: UUID, body: LinesIn) -> KeptOut:
    """Keep lines, listen to them, and act on a threat at once.

    Lines that are sent again change nothing: whoever got no answer sends them again. A line is
    known again by its id; without one by its words and its time, or by the header
    Idempotency-Key of the request. Without any of these it counts as said anew: a caller
    who says yes twice has said it twice.
    """
    token, at = _token(request), timezone.now()
    key = request.headers.get("Idempotency-Key", "")
    _own(token, contact_id)
    kept = hear_lines(
        contact_id=contact_id,
        lines=[
            Line(one.id or _line_id(contact_id, place, one, key), one.who, one.at or at, one.text)
            for place, one in enumerate(body.lines)
        ],
        actor=machine(token),
        at=at,
    )
    return KeptOut(
        kept=kept.lines,
        signals=[{"kind": one.kind, "form": one.form, "rule": one.rule} for one in kept.signals],
        incident=kept.incident_id,
        opened=kept.opened,
    )


@router.post("/lines", auth=WRITE, response={202: ManyOut}, summary="Send lines of many contacts")
def post_lines_of_many(request: HttpRequest, body: LinesOfManyIn) -> ManyOut:
    """Keep lines of many contacts, listen to them, and act on each threat at once.

    For a platform that hears many contacts at a time: what came in the last 50 ms goes in one
    request, of 1 to 500 lines, those of a contact in the order said. Each line is kept and known
    again as if it was sent alone. Each has an answer, in the order of the request: a line that is
    refused holds no other back, its answer names why, and `again` says whether sending it again
    can help. Whoever got no answer at all sends all of them again. Threats are acted on first.
    """
    token, at = _token(request), timezone.now()
    key = request.headers.get("Idempotency-Key", "")
    answers, said = _sorted_out(body.lines, token=token, key=key, at=at)
    heard = hear_contacts(
        said={one: list(lines.values()) for one, lines in said.items()},
        actor=machine(token),
        at=at,
    )
    for contact_id, lines in said.items():
        outcome = heard[contact_id]
        for place, line in lines.items():
            answers[place] = _line_out(contact_id, line.line_id, outcome)
    kept = {one: outcome for one, outcome in heard.items() if isinstance(outcome, Kept)}
    return ManyOut(
        lines=[answers[place] for place in range(len(body.lines))],
        refused=sum(not one.kept for one in answers.values()),
        signals=[
            SignalOut(
                contact=one,
                line=raised.line_id,
                kind=raised.kind,
                form=raised.form,
                rule=raised.rule,
            )
            for one, outcome in kept.items()
            for raised in outcome.signals
        ],
        opened=[one.incident_id for one in kept.values() if one.opened and one.incident_id],
    )


def _sorted_out(
    sent: list[Any], *, token: Token, key: str, at: datetime
) -> tuple[dict[int, LineOut], dict[UUID, dict[int, Line]]]:
    """Answer the lines that cannot be heard; return the others by contact and place."""
    places = places_of({one.contact for one in sent if isinstance(one, LineOfIn)})
    answers: dict[int, LineOut] = {}
    said: dict[UUID, dict[int, Line]] = {}
    for place, one in enumerate(sent):
        if isinstance(one, Faulty):
            answers[place] = _line_out(None, "", LineInvalid(one.faults))
            continue
        line_id = one.id or _line_id(one.contact, place, one, key)
        line = Line(line_id, one.who, one.at or at, one.text)
        fault = _why_not(token, places.get(one.contact), line)
        if fault is None:
            said.setdefault(one.contact, {})[place] = line
        else:
            answers[place] = _line_out(one.contact, one.id, fault)
    return answers, said


def _why_not(token: Token, place: tuple[UUID, bool] | None, line: Line) -> StaylineError | None:
    """Return why this token's line cannot be heard; None where it can."""
    if place is None:
        return ContactNotFound()
    try:
        own_site(token, place[0], exercise=place[1])
    except TokenInvalid as foreign:
        return foreign
    faults = line_faults(line)
    return LineInvalid(faults) if faults else None


def _line_out(contact_id: UUID | None, line_id: str, outcome: Kept | Exception) -> LineOut:
    if isinstance(outcome, Kept):
        return LineOut(
            kept=True,
            id=line_id,
            contact=contact_id,
            incident=outcome.incident_id,
        )
    known = outcome if isinstance(outcome, StaylineError) else LineUnkept()
    if known is not outcome:
        log.error("lines of a contact were not kept", exc_info=outcome)
    return LineOut(
        kept=False,
        id=line_id,
        contact=contact_id,
        code=known.code,
        detail=known.sentence,
        errors=[
            FaultOut(pointer=f"/{name}", detail=fault)
            for name, fault in (known.faults if isinstance(known, Invalid) else {}).items()
        ],
        again=known.status >= 500,  # noqa: PLR2004 - faults of ours start there
    )


@router.post("/contacts/{contact_id}/leg", auth=WRITE, response=ContactOut, summary="A leg ended")
def post_leg(request: HttpRequest, contact_id: UUID, body: LegIn) -> ContactOut:
    """Take what the world reports of a contact's legs: a fact, never refused."""
    token, at = _token(request), timezone.now()
    _own(token, contact_id)
    actor = machine(token)
    if body.event == "caller_left":
        record_caller_left(contact_id=contact_id, by=body.by, actor=actor, at=at)
    elif body.event == "caller_back":
        record_caller_back(contact_id=contact_id, actor=actor, at=at)
    else:
        note_released(contact_id=contact_id, by=body.by, actor=actor, at=at)
    return _out(contact_id, token)


def _own(token: Token, contact_id: UUID) -> None:
    site_id, exercise = place_of(contact_id)
    own_site(token, site_id, exercise=exercise)


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return token


def _id_of(token: Token, new: ContactIn) -> UUID:
    if new.external_id:
        return uuid5(CONTACTS, f"{token.source}\n{new.external_id}")
    return uuid4()


def _line_id(contact_id: UUID, place: int, line: LineIn, key: str) -> str:
    if line.at is None and not key:
        return str(uuid4())
    known_by = line.at.isoformat() if line.at else f"{key}\n{place}"
    return str(uuid5(contact_id, f"{known_by}\n{line.who}\n{line.text}"))


def _out(contact_id: UUID, token: Token) -> ContactOut:
    row = contact(contact_id)
    own_site(token, row.site_id, exercise=row.exercise)
    incident = by_contact(contact_id)
    return ContactOut(
        id=row.id,
        channel=row.channel,
        exercise=row.exercise,
        assigned=row.agent_id is not None,
        opened_at=row.opened_at,
        caller_left_at=row.caller_left_at,
        released_at=row.released_at,
        incident=incident.id if incident else None,
        number=incident.number if incident else None,
        level=incident.level if incident else None,
    )
