"""The list of the studio: every document with its state, and who may come in at all."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_every_document_stands_in_the_list_with_its_state(manager: Client) -> None:
    page = manager.get("/studio/").content.decode()
    assert "Threat of suicide or self-harm" in page
    assert "Uncertified template" in page
    assert 'href="/studio/"' in page


@pytest.mark.outsider("studio:index")
def test_an_agent_is_not_shown_the_studio(cast: Cast, playbook: None, signed_in: SignIn) -> None:
    agent = signed_in(cast.ann)
    assert agent.get("/studio/").status_code == 403
    assert 'href="/studio/"' not in agent.get("/desk/").content.decode()
    assert Client().get("/studio/").status_code == 302
