"""Queries and complaints on screens: raised by anybody, seen by few, answered within limits."""

from __future__ import annotations

import pytest
from django.test import Client

from stayline.quality.models import Complaint
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

LIST = "/quality/complaints/"
WORDS = "I rang three times about the pelican and nobody rang back."


@pytest.mark.covers("S3-24", "S3-47")
@pytest.mark.outsider(
    "quality:complaints", "quality:complaint_new", "quality:complaint", "quality:complaint_act"
)
def test_one_is_raised_passed_on_answered_and_never_there_for_whom_it_is_about(
    cast: Cast, signed_in: SignIn
) -> None:
    for address in (LIST, LIST + "new/"):
        assert Client().get(address).status_code == 302
    agent = signed_in(cast.ann)
    assert "Raised by you" in agent.get(LIST).content.decode()
    typed = {"kind": "complaint", "topic": "handling", "subject": str(cast.al.id), "wish": "A call"}
    page = agent.post(LIST + "new/", {**typed, "incident": "SL-1", "subject": "x"})
    assert page.status_code == 422
    assert "No incident of this site" in page.content.decode()
    assert "Nobody of this site is meant" in page.content.decode()
    page = agent.post(LIST + "new/", typed)
    assert 'value="A call"' in page.content.decode()  # nothing that was typed is lost
    made = agent.post(LIST + "new/", {**typed, "what": WORDS, "on_behalf": "yes"})
    row = Complaint.objects.get()
    one = f"{LIST}{row.id}/"
    assert made["Location"] == one
    assert row.on_behalf
    assert WORDS in agent.get(one).content.decode()

    for who in (cast.al, cast.cy, cast.mo):
        assert signed_in(who).get(one).status_code == 404
        assert signed_in(who).post(one + "take/").status_code == 404
        assert row.number not in signed_in(who).get(LIST).content.decode()
    _answered(cast, signed_in, row)


def _answered(cast: Cast, signed_in: SignIn, row: Complaint) -> None:
    """A supervisor takes it and passes it on; a manager answers, and who raised it reads that."""
    one, agent = f"{LIST}{row.id}/", signed_in(cast.ann)
    supervisor = signed_in(cast.bo)
    assert row.number in supervisor.get(LIST).content.decode()
    assert supervisor.post(one + "take/").status_code == 302
    assert "Bo Example is on it" in supervisor.get(one).content.decode()
    assert supervisor.post(one + "dance/").status_code == 404
    answer = {"words": "Sorry, and here.", "upheld": "yes", "remedy": "goodwill"}
    page = supervisor.post(one + "answer/", {**answer, "amount": "12,50"})
    assert page.status_code == 409
    assert "may not decide this" in page.content.decode()
    assert "Sorry, and here." in page.content.decode()
    page = supervisor.post(one + "answer/", {**answer, "amount": "much"})
    assert "write 12.50" in page.content.decode()
    assert supervisor.post(one + "pass/", {"reason": ""}).status_code == 422
    supervisor.post(one + "pass/", {"reason": "Money"})
    assert supervisor.get(one).status_code == 404
    manager = signed_in(cast.mo)
    assert "passed on" in manager.get(one).content.decode()
    assert manager.post(one + "answer/", {**answer, "amount": "12,5"}).status_code == 302
    page = agent.get(one)
    assert "12.50 GBP" in page.content.decode()
    assert "Sorry, and here." in page.content.decode()
    assert "Answered" in agent.get(LIST).content.decode()
