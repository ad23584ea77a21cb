"""Forms and cases over HTTP, for the people of an exercise alone."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from stayline.incidents.actions import get_help, start_aid, state_threat
from stayline.incidents.models import Incident
from stayline.people.actions import issue_token
from stayline.people.api import ACTING
from stayline.platform.actors import Actor
from stayline.reports.actions import submit_report
from stayline.reports.models import Report
from tests.cast import Cast
from tests.web.conftest import THREAT

pytestmark = pytest.mark.django_db


class Desk:
    """A machine that stands for one person of the exercise."""

    def __init__(self, cast: Cast, who: Actor, *, scope: str = "exercise:act") -> None:
        _, secret = issue_token(
            name="drill",
            scopes=[scope],
            source="tests",
            site_id=cast.site.id if who.site_id == cast.site.id else cast.other_site.id,
            exercise=True,
            actor=cast.mo,
            at=datetime.now(UTC),
        )
        self.client = Client(
            headers={"Authorization": f"Bearer {secret}", ACTING: who.name.split()[0].lower()}
        )

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        address = f"/api/v1/exercise/reports/{path}"
        sent = self.client.generic(
            method,
            address,
            "" if body is None else json.dumps(body),
            content_type="application/json",
        )
        return sent.status_code, sent.json()


@pytest.fixture
def report(incident: Incident) -> Report:
    return incident.reports.get()


def test_a_form_is_read_typed_into_and_amended(report: Report, cast: Cast) -> None:
    desk = Desk(cast, cast.ann)
    status, form = desk.ask("GET", f"{report.id}")
    assert status == 200
    words = {one["name"]: one["shown"] for one in form["fields"]}
    assert (words["exact_words"], form["version"], form["number"]) == (THREAT, 0, "")
    typed = {"caller_name": {"state": "observed", "value": "Alex T."}, "recorded_line": None}
    status, kept = desk.ask("PUT", f"{report.id}", {"answers": typed, "expected_version": 0})
    assert (status, kept) == (200, {"version": 1, "faults": []})
    assert desk.ask("POST", f"{report.id}/did-not-say") == (200, {"version": 2})
    submit_report(report_id=report.id, actor=cast.ann, at=datetime.now(UTC))
    fact = {"answers": {"further_facts": {"state": "observed", "value": "Calm at the end."}}}
    assert desk.ask("POST", f"{report.id}/amendments", fact) == (200, {"ordinal": 1})
    _, form = desk.ask("GET", f"{report.id}")
    assert form["submitted"]["number"] == form["number"]
    assert [one["ordinal"] for one in form["submitted"]["amendments"]] == [1]


def test_a_window_that_is_behind_is_told_which_fields(report: Report, cast: Cast) -> None:
    desk = Desk(cast, cast.ann)
    one = {"answers": {"caller_name": {"state": "observed", "value": "Alex T."}}}
    other = {"answers": {"caller_name": {"state": "observed", "value": "A. Thistle"}}}
    desk.ask("PUT", f"{report.id}", one)
    status, problem = desk.ask("PUT", f"{report.id}", other)
    assert (status, problem["code"]) == (409, "reports.draft.stale")
    assert "Name of the person making the threat" in problem["title"] + problem.get("detail", "")
    assert "Alex T." not in str(problem), "no value stands in an error"


def test_what_is_no_answer_is_named(report: Report, cast: Cast) -> None:
    wrong = {"answers": {"caller_name": {"state": "shouted"}}}
    status, problem = Desk(cast, cast.ann).ask("PUT", f"{report.id}", wrong)
    assert (status, problem["code"]) == (422, "reports.answers.invalid")
    assert "caller_name" in str(problem)


def test_the_case_follows(report: Report, cast: Cast) -> None:
    desk = Desk(cast, cast.ann)
    assert desk.ask("GET", f"{report.id}/case") == (200, {"case": None})
    status, problem = desk.ask("POST", f"{report.id}/case")
    assert (status, problem["code"]) == (409, "reports.report.not_submitted")
    done = submit_report(report_id=report.id, actor=cast.ann, at=datetime.now(UTC))
    _, case = desk.ask("POST", f"{report.id}/case")
    assert (case["reference"], case["referral_comments"]) == (done.case_reference, done.number)
    assert desk.ask("GET", f"{report.id}/case")[1] == case


@pytest.mark.outsider(
    "api-v1:get_case",
    "api-v1:get_report",
    "api-v1:post_amendment",
    "api-v1:post_case",
    "api-v1:post_did_not_say",
    "api-v1:put_report",
)
def test_outsiders_are_refused_everywhere(report: Report, cast: Cast) -> None:
    asks = (
        ("GET", f"{report.id}", None),
        ("PUT", f"{report.id}", {"answers": {}}),
        ("POST", f"{report.id}/amendments", {"answers": {}}),
        ("POST", f"{report.id}/did-not-say", None),
        ("GET", f"{report.id}/case", None),
        ("POST", f"{report.id}/case", None),
    )
    for desk, status in (
        (Desk(cast, cast.al), 403),
        (Desk(cast, cast.bo), 403),
        (Desk(cast, cast.cy), 401),
        (Desk(cast, cast.ann, scope="contacts:write"), 401),
    ):
        assert [desk.ask(*one)[0] for one in asks] == [status] * len(asks)
    Report.objects.update(exercise=False)
    assert [Desk(cast, cast.ann).ask(*one)[0] for one in asks] == [401] * len(asks)


def test_a_case_is_decided_read_and_put_right(
    report: Report, cast: Cast, settings: LazySettings
) -> None:
    settings.STAYLINE = dataclasses.replace(settings.STAYLINE, case_question="Is one needed?")
    desk = Desk(cast, cast.ann)
    news = {"answers": {"place": {"state": "observed", "value": "public_place"}}}
    submit_report(report_id=report.id, actor=cast.ann, at=datetime.now(UTC))
    status, problem = desk.ask("PUT", f"{report.id}/case", news)
    assert (status, problem["code"]) == (404, "reports.case.not_found")
    status, problem = desk.ask("POST", f"{report.id}/decision", {"needed": False})
    assert (status, problem["code"]) == (409, "reports.case.reason_missing")
    no = {"needed": False, "reason": "Security has it."}
    assert desk.ask("POST", f"{report.id}/decision", no) == (200, {"case": None})
    status, case = desk.ask("POST", f"{report.id}/decision", {"needed": True})
    assert (status, case["report_number"][:4]) == (200, "SLXR")
    status, case = desk.ask("PUT", f"{report.id}/case", news)
    assert status == 200
    assert {one["name"]: one["shown"] for one in case["fields"]}["place"] == "Public place"


@pytest.mark.usefixtures("playbook")
def test_what_follows_a_difficult_call_is_read_and_done(cast: Cast) -> None:
    contact = cast.contact()
    now = datetime.now(UTC)
    incident = start_aid(contact_id=contact.id, kind="abusive_language", actor=cast.ann, at=now)
    record = incident.reports.get()
    desk = Desk(cast, cast.ann)
    typed = {"answers": {"follow_up_tasks": {"state": "observed", "value": "Ring back."}}}
    desk.ask("PUT", f"{record.id}", typed)
    submit_report(report_id=record.id, actor=cast.ann, at=now)
    _, view = desk.ask("GET", f"{record.id}/followed")
    assert view["sent"] == [{"queue": "quality_assurance", "amendment": 0, "taken": False}]
    (task,) = view["tasks"]
    assert (task["text"], task["owner"], task["done"]) == ("Ring back.", "Ann Example", False)
    assert desk.ask("POST", f"{record.id}/tasks/{task['task']}/done") == (200, {"done": True})
    _, view = desk.ask("GET", f"{record.id}/followed")
    assert [one["done"] for one in view["tasks"]] == [True]
    status, problem = desk.ask("POST", f"{record.id}/tasks/{record.id}/done")
    assert (status, problem["code"]) == (404, "reports.task.not_found")
    status, problem = desk.ask("POST", f"{record.id}/further")
    assert (status, problem["code"]) == (409, "reports.people.another_form")


@pytest.mark.usefixtures("playbook")
def test_another_person_at_risk_is_added(cast: Cast) -> None:
    now = datetime.now(UTC)
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=now)
    state_threat(incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=now)
    record = incident.reports.get(form_id="people_at_risk")
    status, made = Desk(cast, cast.ann).ask("POST", f"{record.id}/further")
    assert (status, made["ordinal"]) == (200, 2)


@pytest.mark.parametrize("path", ["decision", "further", "followed"])
def test_another_centre_sees_nothing_of_what_follows(report: Report, cast: Cast, path: str) -> None:
    desk = Desk(cast, cast.cy)
    method, body = ("GET", None) if path == "followed" else ("POST", {"needed": True})
    status, _ = desk.ask(method, f"{report.id}/{path}", body)
    assert status in {401, 403, 404}
