"""Queries and complaints over HTTP: a platform or a web form raises one for a caller (S3-24)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Field, Router, Schema

from stayline.people.api import Scope, machine, own_site
from stayline.people.queries import Token, site
from stayline.quality.actions.complaints import NewComplaint, raise_complaint
from stayline.quality.errors.complaints import ComplaintInvalid
from stayline.quality.queries.complaints import complaint_of_source
from stayline_core.forms import answers_from_json

router = Router(tags=["complaints"])
WRITE = Scope("complaints:write")


class ComplaintIn(Schema):
    """A query or complaint as a machine raises it. Sent twice with one id, it is kept once."""

    id: UUID = Field(default_factory=uuid4, description="Made by you; it makes a second try safe.")
    kind: str = Field(description="query or complaint")
    topic: str = Field(description="A topic of the limits of authority, such as handling.")
    answers: dict[str, dict[str, Any]] = Field(
        description='By field of the form: {"what": {"state": "answered", "value": "…"}}'
    )
    incident: str = Field(default="", description="The number of an incident of the site.")
    report: str = Field(default="", description="The number of a report of the site.")


class ComplaintOut(Schema):
    """How one stands. Nothing of what it says, and nothing of who has it."""

    complaint: UUID
    number: str
    state: str
    answered_at: datetime | None


@router.post("/complaints", auth=WRITE, response={201: ComplaintOut}, summary="Raise one")
def post_complaint(request: HttpRequest, new: ComplaintIn) -> dict[str, Any]:
    """Raise a query or complaint for a caller, at the site of the token."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    own_site(token, token.site_id, exercise=site(token.site_id).exercise)
    try:
        answers = answers_from_json(new.answers)
    except ValueError as fault:
        field, _, problem = str(fault).partition(": ")
        raise ComplaintInvalid({field: problem}) from fault
    made = raise_complaint(
        NewComplaint(
            id=new.id,
            kind=new.kind,
            topic=new.topic,
            site_id=token.site_id,
            answers=answers,
            incident=new.incident,
            report=new.report,
            on_behalf=True,
        ),
        actor=machine(token),
        at=datetime.now(UTC),
    )
    return _out(made.id, token)


@router.get("/complaints/{complaint_id}", auth=WRITE, response=ComplaintOut, summary="One's state")
def get_complaint(request: HttpRequest, complaint_id: UUID) -> dict[str, Any]:
    """Say how one stands that this token raised; there is none for any other."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return _out(complaint_id, token)


def _out(complaint_id: UUID, token: Token) -> dict[str, Any]:
    row = complaint_of_source(complaint_id, token.id)
    return {
        "complaint": row.id,
        "number": row.number,
        "state": row.state,
        "answered_at": row.answered_at,
    }
