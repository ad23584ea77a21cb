"""What is still to do after a difficult call stands with its incident."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stayline.incidents.actions import start_aid
from stayline.reports.actions import finish_task, save_draft, submit_report
from stayline.reports.queries import tasks_of
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

TASKS = "Ring back about the bill.\nSend the letter again."


@pytest.mark.covers("S2-40")
@pytest.mark.usefixtures("playbook")
def test_the_incident_shows_each_task_whose_it_is_and_what_is_done(
    cast: Cast, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    contact = cast.contact(at=now)
    incident = start_aid(contact_id=contact.id, kind="abusive_language", actor=cast.ann, at=now)
    record = incident.reports.get()
    typed = {"follow_up_tasks": Answer(AnswerState.OBSERVED, TASKS)}
    save_draft(report_id=record.id, answers=typed, expected_version=0, actor=cast.ann, at=now)
    submit_report(report_id=record.id, actor=cast.ann, at=now)
    first, _ = tasks_of(incident)
    finish_task(task_id=first.id, actor=cast.ann, at=now)
    assert [one.text for one in tasks_of(incident)] == [*reversed(TASKS.splitlines())]
    shown = signed_in(cast.ann).get(reverse("floor:incident", args=[incident.id])).content.decode()
    for text in TASKS.splitlines():
        assert text in shown
    assert "Ann Example, done " in shown
    assert "Ann Example, by " in shown
