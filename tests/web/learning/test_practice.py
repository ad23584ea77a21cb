"""Practice on screens: a caller is chosen, reaches the desk, and is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from stayline.learning.models import PracticeAsked, PracticeAttempt
from stayline.learning.workers.practice import CallerDue
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.outsider(
    "learning:practice",
    "learning:practice_start",
    "learning:practice_replay",
    "learning:practice_end",
    "learning:practice_share",
    "learning:practice_forget",
)
@pytest.mark.covers("S4-44")
def test_a_caller_is_chosen_answers_on_the_desk_and_is_looked_at_again(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    ann, al = signed_in(cast.ann), signed_in(cast.al)
    page = ann.get("/learning/practice/").content.decode()
    assert "A caller ties their life to a bill" in page
    assert "Ask somebody to practise" not in page
    start = reverse("learning:practice_start", args=["self-harm"])
    desk = ann.post(start).headers["Location"]
    row = PracticeAttempt.objects.get()
    assert desk == reverse("desk:contact", args=[row.contact_id])
    shown = ann.get(desk).content.decode()
    assert "You are practising." in shown
    assert ann.get(reverse("learning:practice_replay", args=[row.id])).headers["Location"] == desk
    busy = ann.post(start)
    assert (busy.status_code, "practising already" in busy.content.decode()) == (409, True)
    # What is said in the bar is one's own words, and the caller answers to them.
    say = reverse("desk:act", args=[row.contact_id, "lines"])
    for words in ("I hear you.", "You need to calm down."):
        assert ann.post(say, {"who": "agent", "text": words}).status_code == 302
        CallerDue().fire(row.id, datetime.now(UTC) + timedelta(seconds=5))
    finish = reverse("learning:practice_end", args=[row.id, "finish"])
    replay = reverse("learning:practice_replay", args=[row.id])
    assert al.post(finish).status_code == 404
    assert ann.post(finish).headers["Location"] == replay
    again = ann.get(replay).content.decode()
    assert "“Calm down”" in again
    assert "You need to calm down." in again
    assert "Instead:" in again
    for name in ("practice_share", "practice_forget"):
        assert al.post(reverse(f"learning:{name}", args=[row.id])).status_code == 404
    for who in (al, signed_in(cast.bo), signed_in(cast.cy)):
        assert who.get(replay).status_code == 404
    share = reverse("learning:practice_share", args=[row.id])
    assert ann.post(share, {"shared": "yes"}).status_code == 302
    assert cast.ann.name in signed_in(cast.bo).get(replay).content.decode()
    assert ann.post(reverse("learning:practice_forget", args=[row.id])).status_code == 302
    assert "is gone" in ann.get(replay).content.decode()
    assert "left" not in PracticeAttempt.objects.get().how
    assert ann.post(start).status_code == 302
    second = PracticeAttempt.objects.get(ended_at=None)
    leave = reverse("learning:practice_end", args=[second.id, "leave"])
    assert ann.post(leave).headers["Location"] == "/learning/practice/"
    assert "The way back" not in ann.get("/learning/practice/").content.decode()
    assert ann.post(reverse("learning:practice_start", args=["nothing"])).status_code == 404
    for address in ("/learning/practice/", replay):
        assert "/sign-in/" in str(Client().get(address).headers["Location"])
    for address in (start, finish, leave):
        assert "/sign-in/" in str(Client().post(address).headers["Location"])


@pytest.mark.outsider("learning:practice_asked", "learning:practice_withdraw")
def test_a_supervisor_asks_for_a_practice_and_it_shows_on_the_persons_own_page(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    asked = reverse("learning:practice_asked")
    assert ann.get(asked).status_code == 403
    typed = {"person": str(cast.ann.id), "scenario": "irate", "until": "2026-12-24"}
    assert ann.post(asked, typed).status_code == 403
    assert bo.post(asked, typed | {"until": "soon"}).status_code == 422
    assert bo.post(asked, typed | {"person": str(uuid4())}).status_code == 403
    assert bo.post(asked, typed).status_code == 302
    assert cast.ann.name in bo.get(asked).content.decode()
    for address in ("/learning/", "/learning/practice/"):
        assert "Bo Example asks for it" in ann.get(address).content.decode()
    row = PracticeAsked.objects.get()
    withdraw = reverse("learning:practice_withdraw", args=[row.id])
    assert ann.post(withdraw).status_code == 403
    assert signed_in(cast.cy).post(withdraw).status_code == 403
    assert bo.post(withdraw).status_code == 302
    assert "asks for it" not in ann.get("/learning/practice/").content.decode()
