"""Pages that leave the screen, and are answered from themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from stayline.escalation.actions import accept_rung, call_off_ladder
from stayline.escalation.actions.answering import answer_page
from stayline.escalation.actions.noting import note_page_failed, note_page_sent
from stayline.escalation.models import Ladder, Page
from stayline.escalation.queries.paging import page_by_code, page_by_link, reachable
from stayline.outbox.actions import stop_way
from stayline.outbox.models import Message
from stayline.outbox.queries import opened
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline_core.paging import LIVES, Came, Reply
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.pages import (
    TWILIO,
    address,
    mail_server,
    mail_way,
    page_all,
    send_all,
    token_in,
    way,
)

pytestmark = pytest.mark.django_db

Kinds = Callable[[], list[str]]
MAIL = ("email",)


@pytest.fixture
def mailed(crisis: Ladder, cast: Cast) -> Ladder:
    """The manager and the lead can be reached by mail."""
    mail_way("25")
    address(cast.mo, "email", "mo@example.org")
    address(cast.lou, "email", "lou@example.org")
    return crisis


def said(channel: str = "email") -> dict[str, str]:
    """What the newest page says, as its sender gets it."""
    return dict(opened(Message.objects.filter(channel=channel).latest("created_at")).payload)


@pytest.mark.loopback
def test_a_page_leaves_by_mail_and_is_answered_from_its_link(
    crisis: Ladder, cast: Cast, logged: Kinds
) -> None:
    with mail_server() as server:
        mail_way(str(server.port))
        address(cast.mo, "email", "mo@example.org")
        assert page_all(crisis.id, cast.mo, channels=("screen", "email")) == 1
        send_all()
    [mail] = server.got
    text = mail.get_content()
    assert mail["To"] == "mo@example.org"
    assert mail["Subject"] == f"EXERCISE L{crisis.incident.level} · Here · {crisis.incident.number}"
    assert "Alex" not in text
    assert "Ann" not in text
    assert "harm" not in text
    page = Page.objects.get(channel="email")
    assert (page.state, page.sent_at) == ("sent", NOW)

    browser, link = Client(), f"/p/{token_in(text)}/"
    Page.objects.filter(id=page.id).update(expires_at=None)
    assert b"too old" in browser.get(link).content
    Page.objects.filter(id=page.id).update(expires_at=NOW + timedelta(days=36500))
    for _ in range(3):  # as a mail scanner does
        assert browser.head(link).status_code == browser.get(link).status_code == 200
    page.refresh_from_db()
    assert (page.answered_at, page.used_at) == (None, None)

    form = browser.get(link)
    stamp = form.context["stamp"]
    assert form["Referrer-Policy"] == "no-referrer"
    assert browser.post(link, {"answer": "take"}).status_code == 403
    assert not crisis.hand_overs.exists()
    taken = browser.post(link, {"answer": "take", "stamp": stamp})
    assert (taken.status_code, taken["Location"]) == (302, link)
    assert b"It is yours" in browser.get(link).content
    assert [one.receiver_id for one in crisis.hand_overs.all()] == [cast.mo.id]
    page.refresh_from_db()
    assert (page.answer, page.answered_by) == ("accepted", "link")
    assert page.contact_point is not None
    assert page.contact_point.confirmed_at is not None
    assert page.used_at is not None
    assert browser.post(link, {"answer": "decline", "stamp": stamp}).status_code == 409
    assert crisis.hand_overs.get().state == "accepted"
    assert "escalation.people.paged" in logged()


def test_nothing_that_answers_a_page_stands_in_the_database(mailed: Ladder, cast: Cast) -> None:
    page_all(mailed.id, cast.mo, channels=MAIL)
    token = token_in(said()["text"])
    with connection.cursor() as cursor:
        for table in ("escalation_page", "outbox_message", "ledger_content"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            rows = [value for row in cursor.fetchall() for value in row]
            kept = [bytes(one) if isinstance(one, memoryview) else one for one in rows]
            assert token not in str(kept)
            assert token.encode() not in b"".join(one for one in kept if isinstance(one, bytes))
    assert page_by_link(token, at=NOW) is not None
    assert page_by_link(token[:-1], at=NOW) is None
    assert page_by_link("", at=NOW) is None


def test_only_whoever_has_an_address_and_a_way_is_reachable(crisis: Ladder, cast: Cast) -> None:
    def by(*channels: str, exercise: bool = True) -> list[tuple[str, ...]]:
        people = [cast.mo.id, cast.lou.id]
        found = reachable(people, channels, site_id=cast.site.id, exercise=exercise)
        return list(found.values())

    assert by("email") == []
    mail_way("25")
    assert by("email") == []
    address(cast.mo, "email", "mo@example.org")
    address(cast.mo, "sms", "+15550100300")
    assert by("screen") == []
    assert by("screen", "phone", "email") == [("email",)]
    assert by("email", exercise=False) == []
    way("twilio_sms", "sms", TWILIO, site_id=cast.other_site.id)
    assert by("phone") == []
    way("twilio_sms", "sms", TWILIO, site_id=cast.site.id)
    assert by("phone", "email") == [("sms", "email")]


def test_an_address_is_not_paged_without_a_pause(mailed: Ladder, cast: Cast) -> None:
    assert page_all(mailed.id, cast.mo, channels=MAIL) == 1
    assert page_all(mailed.id, cast.mo, cast.lou, channels=MAIL, at=later(20)) == 1
    newest = Page.objects.get(person_id=cast.lou.id)
    assert newest.message_id is not None
    actor = system_actor("outbox")
    assert note_page_failed(newest.message_id, reason="away", actor=actor, at=later(21))
    assert page_all(mailed.id, cast.mo, cast.lou, channels=MAIL, at=later(22)) == 1
    assert page_all(mailed.id, cast.mo, channels=MAIL, at=later(301)) == 1


def test_a_page_that_did_not_leave_is_not_waited_for(
    mailed: Ladder, cast: Cast, logged: Kinds
) -> None:
    Ladder.objects.filter(id=mailed.id).update(due_at=later(60))
    mailed.pages.all().update(answered_at=NOW)
    page_all(mailed.id, cast.mo, cast.lou, channels=MAIL)
    first, second = Page.objects.filter(channel="email").values_list("message_id", flat=True)

    def fail(message: object) -> bool:
        return note_page_failed(
            message,  # type: ignore[arg-type]  # it is an id here
            reason="no answer",
            actor=system_actor("outbox"),
            at=later(2),
        )

    assert fail(first)
    mailed.refresh_from_db()
    assert mailed.due_at == later(60)
    assert fail(second)
    assert not fail(second)
    mailed.refresh_from_db()
    assert mailed.due_at == later(2)
    assert logged().count("escalation.page.failed") == 2
    assert first is not None
    note_page_sent(first, at=later(9))
    assert Page.objects.get(message_id=first).state == "sent"


def test_what_the_outbox_sets_aside_counts_as_not_reached(
    crisis: Ladder, cast: Cast, logged: Kinds
) -> None:
    way_id = mail_way("25")
    address(cast.mo, "email", "mo@example.org")
    page_all(crisis.id, cast.mo, channels=MAIL)
    stop_way(way_id=way_id, actor=system_actor("command_line"), at=NOW)
    send_all(later(1))
    page = Page.objects.get(channel="email")
    assert (page.state, page.failed) == (
        "failed",
        "no way out is set up for this channel any more",
    )
    assert "escalation.page.failed" in logged()
    assert page_all(crisis.id, cast.mo, channels=MAIL, at=later(2)) == 0


def test_a_failed_page_of_an_earlier_rung_changes_nothing_now(mailed: Ladder, cast: Cast) -> None:
    page_all(mailed.id, cast.mo, channels=MAIL)
    Ladder.objects.filter(id=mailed.id).update(due_at=later(60), rung=1)
    page = Page.objects.get(channel="email")
    assert page.message_id is not None
    assert note_page_failed(page.message_id, reason="x", actor=system_actor("outbox"), at=later(2))
    mailed.refresh_from_db()
    assert mailed.due_at == later(60)
    assert not note_page_failed(mailed.id, reason="x", actor=system_actor("outbox"), at=later(2))


def test_a_link_says_how_it_stands(mailed: Ladder, cast: Cast) -> None:
    page_all(mailed.id, cast.mo, cast.lou, channels=MAIL)
    token = token_in(said()["text"])

    def own(seconds: float = 1) -> str:
        page = page_by_link(token, at=later(seconds))
        assert page is not None
        return page.standing

    assert own() == "open"
    assert own(LIVES.total_seconds()) == "expired"
    others = {cast.mo.id: cast.lou, cast.lou.id: cast.mo}
    whose = page_by_link(token, at=NOW)
    assert whose is not None
    accept_rung(ladder_id=mailed.id, actor=others[whose.who.id], at=later(5))
    assert own() == "taken"
    refused = answer_page(page_by_link(token, at=later(6)), Reply.TAKE, how="link", at=later(6))
    assert refused is Came.TAKEN
    assert own() == "taken"
    call_off_ladder(ladder_id=mailed.id, reason="a mistake", actor=cast.bo, at=later(7))
    assert own() == "over"
    over = answer_page(page_by_link(token, at=later(8)), Reply.TAKE, how="link", at=later(8))
    assert over is Came.OVER
    Person.objects.filter(id=whose.who.id).update(is_active=False)
    assert page_by_link(token, at=NOW) is None


def test_whoever_cannot_says_so_from_the_page_once(mailed: Ladder, cast: Cast) -> None:
    page_all(mailed.id, cast.mo, channels=MAIL)
    token = token_in(said()["text"])
    page = page_by_link(token, at=later(1))
    assert answer_page(page, Reply.DECLINE, how="link", at=later(1)) is Came.NOT_YOU
    again = page_by_link(token, at=later(2))
    assert again is not None
    assert again.standing == "declined"
    assert answer_page(again, Reply.TAKE, how="link", at=later(2)) is Came.BEFORE
    assert answer_page(None, Reply.TAKE, how="link", at=later(2)) is Came.UNKNOWN


def test_a_code_answers_only_from_its_own_telephone(crisis: Ladder, cast: Cast) -> None:
    way("twilio_sms", "sms", TWILIO)
    address(cast.mo, "sms", "+15550100300")
    page_all(crisis.id, cast.mo, channels=("phone",))
    text = said("sms")["text"]
    code = text.split("Text back ")[1][:6]
    assert page_by_code("+15550100301", code, at=NOW) is None
    page = page_by_code("+15550100300", code, at=NOW)
    assert page is not None
    assert answer_page(page, Reply.TAKE, how="code", at=later(1)) is Came.YOURS
    assert Page.objects.get(channel="sms").answered_by == "code"


def test_a_call_says_what_to_press_and_nothing_of_the_contact(
    crisis: Ladder, cast: Cast, first: Actor
) -> None:
    way("twilio_voice", "voice", TWILIO)
    address(cast.mo, "voice", "+15550100300")
    page_all(crisis.id, cast.mo, channels=("phone",))
    payload = said("voice")
    assert "Press 1" in payload["say"]
    assert "Alex" not in payload["say"]
    assert "/api/v1/pages/calls/" in payload["answer_url"]
