"""The screen of what must leave: who may, what it tells and never tells, and sending again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.models import Message
from stayline.outbox.ports import Refused, Retry
from tests.cast import Cast
from tests.rooms.outbox.senders import Clock, Way, put, sender
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

PAGE = "/admin/outbox/"


@pytest.mark.outsider("admin:outbox", "admin:outbox_again", "admin:outbox_channel_again")
def test_whoever_sets_nothing_up_sees_and_sends_nothing(cast: Cast, signed_in: SignIn) -> None:
    message = put()
    sender(Clock(), Way(lambda _message: Refused("it is wrong"))).step()
    again = (f"{PAGE}{message}/again/", f"{PAGE}channels/case/again/")
    for who in (cast.ann, cast.bo, cast.lou):
        client = signed_in(who)
        assert client.get(PAGE).status_code == 403
        assert [client.post(url).status_code for url in again] == [403, 403]
    assert Client().get(PAGE).status_code == 302
    assert Message.objects.get().state == "dead"


def test_what_was_set_aside_is_told_without_its_words_and_sent_again(
    cast: Cast, signed_in: SignIn
) -> None:
    put()
    put(kind="escalation.page", channel="email", useless_at=datetime(2026, 11, 22, tzinfo=UTC))
    wrong = Way(
        lambda _message: Refused("the receiver answered 400"), channels=frozenset({"case", "email"})
    )
    send = sender(Clock(), wrong)
    while send.step():
        pass
    manager = signed_in(cast.mo)
    page = manager.get(PAGE).content.decode()
    assert "The case of a report" in page
    assert "the receiver answered 400" in page
    assert "what was said" not in page
    assert "all the same" in page, "a page that came too late is a decision of its own"
    assert "Send everything" not in page, "one is no pile"

    case = Message.objects.get(channel="case")
    done = manager.post(f"{PAGE}{case.id}/again/", follow=True).content.decode()
    assert "Put back to be sent." in done
    case.refresh_from_db()
    assert (case.state, case.attempts) == ("queued", 0)
    refused = manager.post(f"{PAGE}{case.id}/again/")
    assert refused.status_code == 409
    assert manager.post(f"{PAGE}{uuid4()}/again/").status_code == 404


def test_a_pile_is_sent_again_by_one_press_and_what_came_too_late_stays(
    cast: Cast, signed_in: SignIn
) -> None:
    for number in range(120):
        put(key=f"case:{number}")
    late = put(useless_at=datetime(2026, 11, 22, tzinfo=UTC))
    Message.objects.update(state="dead", last_error="the receiver answered 400")
    manager = signed_in(cast.mo)
    page = manager.get(PAGE).content.decode()
    assert "Send everything for the case system" in page
    assert "And 21 more" in page
    done = manager.post(f"{PAGE}channels/case/again/", follow=True).content.decode()
    assert "120 put back to be sent." in done
    assert list(Message.objects.filter(state="dead").values_list("id", flat=True)) == [late]


def test_a_way_that_does_not_answer_is_named_with_what_waits(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(3):
        put(exercise=True)
    clock = Clock()
    gone = Way(lambda _message: Retry("no answer: ConnectTimeout"), for_exercise=True)
    send = sender(clock, gone)
    while send.step():
        pass
    with transaction.atomic():
        at = clock.at + timedelta(seconds=1)
        enqueue_in_transaction(kind="x.y", channel="other", payload={}, exercise=True, at=at)
    page = signed_in(cast.mo).get(PAGE).content.decode()
    assert "Exercises: the case system" in page
    assert "no answer: ConnectTimeout" in page
    assert "3 messages wait." in page
