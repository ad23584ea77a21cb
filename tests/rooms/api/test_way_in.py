"""No endpoint is open: without a token, with a dead one, or for the wrong thing, one is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from stayline.config.api import api
from stayline.people.actions import issue_token, revoke_token
from tests.cast import Cast
from tests.rooms.api.conftest import Machine, MakeMachine, problem

pytestmark = pytest.mark.django_db

SOME = "00000000-0000-4000-8000-000000000000"
PRESS = {"do": "next"}
CONTACTS = [
    ("POST", "contacts", {}),
    ("GET", f"contacts/{SOME}", None),
    ("POST", f"contacts/{SOME}/lines", {"lines": [{"text": "Hello"}]}),
    ("POST", "lines", {"lines": [{"contact": SOME, "text": "Hello"}]}),
    ("POST", f"contacts/{SOME}/leg", {"event": "caller_left"}),
    ("POST", f"contacts/{SOME}/attachments?kind=audio", None),
]
COMPLAINTS = [
    ("POST", "complaints", {"what": "Nobody rang back.", "about": "handling"}),
    ("GET", f"complaints/{SOME}", None),
]
PRESENCE = [
    ("POST", "presence", {"user": "al", "state": "available", "at": "2026-11-22T09:00:00Z"})
]
WORDING = [("POST", "wording", {"text": "Hello"})]
DEPLOYMENTS = [
    ("GET", "deployments", None),
    ("POST", f"deployments/{SOME}/status", {"state": "heard"}),
]
EXERCISE = [
    ("POST", "exercise/care", None),
    ("GET", "exercise/rings", None),
    ("GET", f"exercise/incidents/{SOME}", None),
    ("POST", f"exercise/contacts/{SOME}", PRESS),
    ("POST", f"exercise/incidents/{SOME}", PRESS),
    ("POST", f"exercise/ladders/{SOME}", PRESS),
    ("POST", f"exercise/dispatches/{SOME}", PRESS),
    ("POST", f"exercise/reports/{SOME}/submit", None),
    ("POST", f"exercise/incidents/{SOME}/bundle", None),
    ("GET", f"exercise/reports/{SOME}", None),
    ("PUT", f"exercise/reports/{SOME}", {"answers": {}}),
    ("POST", f"exercise/reports/{SOME}/did-not-say", {}),
    ("POST", f"exercise/reports/{SOME}/amendments", {"answers": {}}),
    ("POST", f"exercise/reports/{SOME}/case", None),
    ("GET", f"exercise/reports/{SOME}/case", None),
    ("PUT", f"exercise/reports/{SOME}/case", {"answers": {}}),
    ("POST", f"exercise/reports/{SOME}/decision", {"needed": True}),
    ("POST", f"exercise/reports/{SOME}/further", None),
    ("GET", f"exercise/reports/{SOME}/followed", None),
    ("POST", f"exercise/reports/{SOME}/tasks/{SOME}/done", None),
]


SITE = [
    ("GET", "exercise/floor", None),
    ("POST", "exercise/presence", {"people": []}),
]
"""What an exercise asks of its own site, without standing for anybody."""


SIGNED = [
    ("POST", "telephony/twilio/conference", None),
    ("POST", f"telephony/twilio/leg/{SOME}", None),
    ("POST", f"telephony/twilio/door/{SOME}", None),
    ("POST", "telephony/twilio/workers", None),
    ("POST", "telephony/twilio/calls", None),
    ("POST", f"pages/calls/{SOME}", None),
    ("POST", "pages/texts", None),
]
"""What a provider calls: no token, but its signature over address and fields."""


def called(operations: list[tuple[str, str, object]]) -> set[tuple[str, str]]:
    return {(method, path.split("?")[0].replace(SOME, "{}")) for method, path, _ in operations}


def test_the_lists_above_name_every_operation() -> None:
    paths = api.get_openapi_schema()["paths"]
    offered = {
        (method.upper(), "/".join("{}" if "{" in part else part for part in path.split("/")[3:]))
        for path, methods in paths.items()
        for method in methods
    }
    assert (
        called(CONTACTS + COMPLAINTS + PRESENCE + WORDING + DEPLOYMENTS + EXERCISE + SITE + SIGNED)
        == offered
    )


@pytest.mark.parametrize(
    ("method", "path", "body"),
    CONTACTS + COMPLAINTS + PRESENCE + WORDING + DEPLOYMENTS + EXERCISE + SITE,
)
@pytest.mark.outsider(
    "api-v1:post_contact",
    "api-v1:get_contact",
    "api-v1:post_lines",
    "api-v1:post_leg",
    "api-v1:get_floor",
    "api-v1:post_presence",
    "api-v1:post_line_state",
    "api-v1:post_care",
    "api-v1:get_rings",
    "api-v1:get_incident",
    "api-v1:press_desk",
    "api-v1:post_incident",
    "api-v1:post_ladder",
    "api-v1:post_dispatch",
    "api-v1:post_report",
    "api-v1:post_bundle",
    "api-v1:get_report",
    "api-v1:put_report",
    "api-v1:post_did_not_say",
    "api-v1:post_amendment",
    "api-v1:post_case",
    "api-v1:get_case",
    "api-v1:put_case",
    "api-v1:post_decision",
    "api-v1:post_further",
    "api-v1:get_followed",
    "api-v1:post_done",
    "api-v1:post_attachment",
)
def test_nobody_gets_in_without_a_token_or_with_a_made_up_one(
    method: str, path: str, body: object
) -> None:
    answer = Machine().ask(method, path, body)
    problem(answer, 401, "people.token.missing")
    assert answer["WWW-Authenticate"] == "Bearer"
    problem(Machine("sl_made-up").ask(method, path, body), 401, "people.token.invalid")


@pytest.mark.parametrize(("method", "path", "body"), SIGNED)
def test_what_a_provider_calls_is_refused_without_its_signature(
    method: str, path: str, body: object
) -> None:
    assert Machine().ask(method, path, body).status_code in {401, 403, 404}


@pytest.mark.parametrize(("method", "path", "body"), CONTACTS)
def test_contacts_need_their_scope(
    machine: MakeMachine, method: str, path: str, body: object
) -> None:
    other = machine("exercise:act", "incidents:read")
    problem(other.ask(method, path, body), 401, "people.token.invalid")


@pytest.mark.parametrize(("method", "path", "body"), EXERCISE + SITE)
def test_exercises_need_their_scope(
    machine: MakeMachine, cast: Cast, method: str, path: str, body: object
) -> None:
    other = machine("contacts:write", "incidents:read").stands_for(cast.bo)
    problem(other.ask(method, path, body), 401, "people.token.invalid")


@pytest.mark.parametrize(("method", "path", "body"), EXERCISE)
def test_an_exercise_says_for_whom_it_acts_and_for_nobody_of_another_site(
    drill: Machine, cast: Cast, method: str, path: str, body: object
) -> None:
    problem(drill.ask(method, path, body), 404, "people.person.not_found")
    stranger = drill.stands_for(cast.cy)
    problem(stranger.ask(method, path, body), 404, "people.person.not_found")


@pytest.mark.parametrize(("method", "path", "body"), EXERCISE[2:])
def test_what_is_not_there_is_not_found(
    drill: Machine, cast: Cast, method: str, path: str, body: object
) -> None:
    if "ladders" in path:
        body = {"do": "accept"}
    code = {
        "incidents": "incidents.incident.not_found",
        "contacts": "contacts.contact.not_found",
        "ladders": "escalation.ladder.not_found",
        "dispatches": "command.dispatch.not_found",
        "reports": "reports.report.not_found",
    }[path.split("/")[1]]
    problem(drill.stands_for(cast.bo).ask(method, path, body), 404, code)


def test_a_revoked_token_is_a_dead_one(cast: Cast) -> None:
    at = datetime.now(UTC)
    row, secret = issue_token(
        name="old",
        scopes=["contacts:write"],
        source="old",
        site_id=cast.site.id,
        exercise=False,
        actor=cast.mo,
        at=at,
    )
    assert Machine(secret).post("contacts", {}).status_code == 201
    revoke_token(token_id=row.id, actor=cast.mo, at=at)
    problem(Machine(secret).post("contacts", {}), 401, "people.token.invalid")


def test_a_signed_in_person_is_no_machine(cast: Cast) -> None:
    browser = Client()
    browser.login(username="mo", password="tests-need-no-secret")
    answer = browser.post("/api/v1/contacts", "{}", content_type="application/json")
    problem(answer, 401, "people.token.missing")


def test_a_body_that_is_no_json_is_a_problem_and_echoes_nothing(platform: Machine) -> None:
    body = problem(platform.post("contacts", "{secret words"), 400, "platform.http.400")
    assert "secret words" not in json.dumps(body)


def test_an_id_that_is_none_is_named(platform: Machine) -> None:
    body = problem(platform.get("contacts/17"), 422, "platform.invalid")
    assert [one["pointer"] for one in body["errors"]] == ["/path/contact_id"]


def test_an_address_that_is_none(platform: Machine) -> None:
    assert platform.get("nothing").status_code == 404


def test_the_description_of_the_api_is_the_same_for_everybody() -> None:
    answer = Machine().get("openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
