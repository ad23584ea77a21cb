"""How people and crews who were sent stand, reported by their own system over HTTP (S3-23)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime  # the API's schemas are read at run time
from uuid import UUID

from django.http import HttpRequest  # ninja reads the annotations
from django.utils import timezone
from ninja import Field, Router, Schema

from stayline.command.actions.field import LONGEST, report_status
from stayline.command.queries.deployments import OutView, deployment, out_at, out_view
from stayline.people.api import Scope, own_site
from stayline.people.queries import Token

router = Router(tags=["deployments"])
WRITE = Scope("deployments:write")


class StatusIn(Schema):
    """How somebody who was sent stands."""

    state: str = Field(
        description="acknowledged, en_route, on_scene, working, complete, declined, heard"
    )
    words: str = Field("", max_length=LONGEST, description="what they said, word for word")


class DeploymentOut(Schema):
    """How somebody who was sent stands. What they were asked to do is not told to machines."""

    id: UUID
    who: str
    call_sign: str
    state: str
    needed_by: datetime
    check_in_due_at: datetime | None
    last_heard_at: datetime | None
    exercise: bool


@router.get("/deployments", auth=WRITE, response=list[DeploymentOut], summary="Who is out")
def get_deployments(request: HttpRequest) -> list[DeploymentOut]:
    """Return who of the token's site is out now, in the order they were sent."""
    token = _token(request)
    return [_out(one) for one in out_at(token.site_id, exercise_only=token.exercise)]


@router.post(
    "/deployments/{deployment_id}/status",
    auth=WRITE,
    response=DeploymentOut,
    summary="Report how somebody stands",
)
def post_status(request: HttpRequest, deployment_id: UUID, report: StatusIn) -> DeploymentOut:
    """Take how somebody who was sent stands, from their own system.

    Sent again it is heard again, which changes nothing but when they were last heard.
    """
    row = deployment(deployment_id)
    own_site(_token(request), row.incident.site_id, exercise=row.exercise)
    report_status(
        deployment_id=deployment_id,
        state=report.state,
        channel="api",
        words=report.words,
        at=timezone.now(),
    )
    return _out(out_view(deployment(deployment_id)))


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return token


def _out(one: OutView) -> DeploymentOut:
    return DeploymentOut(**asdict(one))
