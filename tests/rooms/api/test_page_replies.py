"""Answers to pages by telephone: believed only when the provider signed them, and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from stayline.connectors.twilio.wire import signature_for
from stayline.escalation.models import Ladder, Page
from stayline.incidents.actions import get_help
from stayline.outbox.actions import stop_way
from stayline.outbox.models import Message
from stayline.outbox.queries import opened
from stayline.people.queries import system_actor
from tests.cast import Cast
from tests.rooms.escalation.pages import TWILIO, address, page_all, way

pytestmark = pytest.mark.django_db

PHONE = "+15550100300"
ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def ladder(cast: Cast, playbook: None) -> Ladder:
    """The manager can be reached by telephone, and Ann has asked for help."""
    contact = cast.contact(at=datetime.now(UTC))
    incident = get_help(
        contact_id=contact.id, kind="self_harm", actor=cast.ann, at=datetime.now(UTC)
    )
    address(cast.mo, "sms", PHONE)
    address(cast.mo, "voice", PHONE)
    return Ladder.objects.get(incident=incident, document_id="crisis")


def post(path: str, token: str = TWILIO["auth_token"], sign: str = "", **said: str) -> HttpResponse:
    """Post as the provider does; `sign` is another address than the one that is asked."""
    done: HttpResponse
    posted = {"AccountSid": TWILIO["account_sid"], "From": PHONE, **said}
    signature = signature_for(token, sign or ORIGIN + path, posted)
    done = Client().post(path, posted, headers={"X-Twilio-Signature": signature})  # type: ignore[assignment]  # the test client adds to what it returns
    return done


TEXTS = "/api/v1/pages/texts"


@pytest.mark.outsider("api-v1:post_text", "api-v1:post_key")
def test_nobody_but_the_provider_is_believed(ladder: Ladder, cast: Cast) -> None:
    assert post(TEXTS, Body="123456").status_code == 401
    way_id = way("twilio_sms", "sms", TWILIO)
    assert post(TEXTS, Body="123456").status_code == 200
    assert post(TEXTS, token="another", Body="123456").status_code == 401
    assert post(TEXTS, sign=f"{ORIGIN}/api/v1/other", Body="123456").status_code == 401
    assert post(TEXTS, AccountSid="AC" + "9" * 32, Body="123456").status_code == 401
    assert Client().post(TEXTS, {"Body": "123456"}).status_code == 401
    for path in (TEXTS, "/api/v1/pages/calls/some-token"):
        unsigned = Client().post(path, {"Digits": "1"}, headers={"X-Twilio-Signature": "x"})
        assert unsigned.status_code == 401
    stop_way(way_id=way_id, actor=system_actor("command_line"), at=datetime.now(UTC))
    assert post(TEXTS, Body="123456").status_code == 401


def test_a_code_is_texted_back_once(ladder: Ladder, cast: Cast) -> None:
    way("twilio_sms", "sms", TWILIO)
    page_all(ladder.id, cast.mo, channels=("phone",), at=datetime.now(UTC))
    text = opened(Message.objects.get(channel="sms")).payload["text"]
    code = text.split("Text back ")[1][:6]
    assert "not understood" in post(TEXTS, Body="Who is this?").content.decode()
    assert "not known" in post(TEXTS, From="+15550100301", Body=code).content.decode()
    assert not ladder.hand_overs.exists()
    assert "It is yours" in post(TEXTS, Body=code).content.decode()
    assert ladder.hand_overs.get().receiver_id == cast.mo.id
    replayed = post(TEXTS, Body=code)
    assert "before" in replayed.content.decode()
    assert ladder.hand_overs.count() == 1
    assert Page.objects.get(channel="sms").answered_by == "code"


def test_codes_are_not_tried_one_after_the_other(ladder: Ladder, cast: Cast) -> None:
    way("twilio_sms", "sms", TWILIO)
    page_all(ladder.id, cast.mo, channels=("phone",), at=datetime.now(UTC))
    right = opened(Message.objects.get(channel="sms")).payload["text"].split("Text back ")[1][:6]
    for number in range(5):
        wrong = f"{(int(right) + 1 + number) % 10**6:06d}"
        assert "not known" in post(TEXTS, Body=wrong).content.decode()
    assert "Too many" in post(TEXTS, Body=right).content.decode()
    assert not ladder.hand_overs.exists()


def test_a_key_answers_the_call(ladder: Ladder, cast: Cast) -> None:
    way("twilio_voice", "voice", TWILIO)
    page_all(ladder.id, cast.mo, channels=("phone",), at=datetime.now(UTC))
    url = opened(Message.objects.get(channel="voice")).payload["answer_url"]
    path = url.removeprefix(ORIGIN)
    assert path != url
    assert "means nothing" in post(path, Digits="7").content.decode()
    assert "you cannot" in post(path, Digits="2").content.decode()
    page = Page.objects.get(channel="voice")
    assert (page.answer, page.answered_by) == ("declined", "key")
    assert "before" in post(path, Digits="1").content.decode()
    Page.objects.filter(id=page.id).update(
        answered_at=None, answer="", expires_at=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert "too old" in post(path, Digits="1").content.decode()
    assert not ladder.hand_overs.exists()
