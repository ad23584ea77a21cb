"""A new centre adopts all that needs no expert, on one page."""

from __future__ import annotations

import pytest

from stayline.library import queries
from stayline.library.models import InForce
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

PAGE = "/studio/adopt/"


def test_what_is_ticked_is_adopted_once_the_notice_was_read(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.mo)
    assert b"Nothing waits" in browser.get(PAGE).content
    InForce.objects.filter(kind__in=["ladder", "form"]).delete()
    page = browser.get(PAGE).content.decode()
    there = queries.adoptable()
    for one in there:
        assert one.digest in page
    left = next(one for one in there if one.document_id == "case")
    chosen = [one.digest for one in there if one != left]
    form = {"digest": chosen, "notice": queries.risk_notice().digest}
    refused = browser.post(PAGE, form)
    assert refused.status_code == 409
    assert "Read the notice of personal and legal risk" in refused.content.decode()
    assert not InForce.objects.filter(kind="ladder").exists()
    assert browser.post(PAGE, {**form, "read": "1"}).status_code == 302
    assert queries.adoptable() == [left]
    assert queries.standing("ladder", "crisis", left.loaded_at).state == "active"


@pytest.mark.outsider("studio:adopt_all")
def test_an_agent_adopts_nothing(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.ann).get(PAGE).status_code == 403
    assert signed_in(cast.ann).post(PAGE, {}).status_code == 403
