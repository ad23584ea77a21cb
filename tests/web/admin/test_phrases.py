"""The screen of a centre's own phrases: who may, what is refused, and what agents then see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import start_aid
from stayline.library.queries import own_phrases
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

PAGE = "/phrases/"
WORDS = "That matters, and here is the next step."


def post(client: Client, **typed: str) -> tuple[int, str]:
    given = {
        "at": "here",
        "expected": own_phrases("here")[0],
        "group": "redirect",
        "text": WORDS,
        "purpose": "redirect and focus",
    }
    answer = client.post(PAGE, {**given, **typed}, follow=True)
    return answer.status_code, answer.content.decode()


@pytest.mark.outsider("admin:phrases")
def test_whoever_may_not_change_phrases_sees_and_changes_none(
    cast: Cast, signed_in: SignIn
) -> None:
    assert Client().get(PAGE).status_code == 302
    for who in (cast.ann, cast.bo, cast.lou):
        client = signed_in(who)
        assert client.get(PAGE).status_code == 403
        assert post(client)[0] == 403
    manager = signed_in(cast.mo)
    for key in ("there", "every-site", "nowhere"):
        assert manager.get(PAGE, {"at": key}).status_code == 403
        assert post(manager, at=key)[0] == 403
    assert own_phrases("here") == own_phrases("there") == ("", ())


@pytest.mark.covers("S4-39")
def test_a_manager_adds_changes_and_withdraws_one_and_agents_see_it(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    manager, agent = signed_in(cast.mo), signed_in(cast.ann)
    status, page = post(manager)
    assert status == 200
    assert "Saved" in page
    assert "Added by Mo Example" in page
    start_aid(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    desk = reverse("desk:contact", args=[contact.id])
    shown = agent.get(desk).content.decode()
    assert WORDS in shown
    assert "Redirect and focus · your site’s own" in shown
    form = manager.get(PAGE, {"at": "here", "phrase": "1"}).content.decode()
    assert "Change a phrase" in form
    assert f">{WORDS}</textarea>" in form
    changed = "That matters. Here is the next step."
    assert "Changed by Mo Example" in post(manager, phrase="1", text=changed)[1]
    status, page = post(manager, phrase="1", what="withdraw")
    assert "Withdrawn by Mo Example" in page
    assert changed not in agent.get(desk).content.decode()
    assert manager.get(PAGE, {"phrase": "1"}).status_code == 404


def test_what_is_judged_is_not_saved_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignIn
) -> None:
    manager = signed_in(cast.mo)
    status, page = post(manager, text="I see that, but we cannot do it.")
    assert status == 422
    assert 'aria-invalid="true">I see that, but we cannot do it.</textarea>' in page
    assert "defensive" in page
    post(manager)
    status, page = post(manager, expected="", text="And this one too.")
    assert status == 409
    assert ">And this one too.</textarea>" in page
    assert len(own_phrases("here")[1]) == 1
