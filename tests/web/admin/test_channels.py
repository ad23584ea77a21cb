"""The screens of ways to reach people: set up, tried for real, changed, stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from stayline.ledger.queries import entries, stream_about
from stayline.outbox.actions.settle import OUTBOX
from stayline.outbox.models import Way
from stayline.outbox.queries import open_way, way_view
from stayline.people.models import ContactPoint, Person, RoleGrant
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast
from tests.rooms.escalation.pages import address, mail_server, send_all
from tests.rooms.escalation.pages import way as other_way
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

PAGE = "/admin/channels/"
ME = "/me/"
MAIL = {
    "name": "Our mail",
    "host": "127.0.0.1",
    "port": "25",
    "security": "none",
    "sender": "stayline@example.org",
}
HOOK = {"url": "https://hooks.example.org/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}


@pytest.fixture
def admin(cast: Cast) -> Actor:
    RoleGrant.objects.create(person_id=cast.lou.id, role="administrator", granted_at=NOW)
    return Person.objects.get(id=cast.lou.id).actor()


def set_up(client: Client, kind: str = "email/smtp", **typed: str) -> UUID:
    done = client.post(f"{PAGE}new/{kind}/", {**MAIL, **typed})
    assert done.status_code == 302, done.content.decode()
    return UUID(done["Location"].split("/")[3])


@pytest.mark.outsider(
    "admin:channels",
    "admin:new_way",
    "admin:way",
    "admin:stop_way",
    "admin:send_test",
    "admin:trial",
)
def test_only_whoever_sets_up_and_only_for_their_own_site(
    cast: Cast, signed_in: SignIn, admin: Actor
) -> None:
    everywhere = set_up(signed_in(admin))
    one = f"{PAGE}{everywhere}/"
    for who in (cast.ann, cast.bo):
        client = signed_in(who)
        for path in (PAGE, f"{PAGE}new/email/smtp/", one, f"{one}trial/"):
            assert client.get(path).status_code == 403
        for path in (f"{PAGE}new/email/smtp/", one, f"{one}stop/", f"{one}test/"):
            assert client.post(path, MAIL).status_code == 403
    assert Client().get(PAGE).status_code == 302

    manager = signed_in(cast.mo)
    assert "Our mail" in manager.get(PAGE).content.decode()
    assert manager.get(one).status_code == 403
    for path in (one, f"{one}stop/", f"{one}test/"):
        assert manager.post(path, MAIL).status_code == 403
    assert manager.post(f"{PAGE}new/email/smtp/", MAIL).status_code == 403
    elsewhere = {**MAIL, "site": str(cast.other_site.id)}
    assert manager.post(f"{PAGE}new/email/smtp/", elsewhere).status_code == 403
    own = set_up(manager, site=str(cast.site.id))
    assert way_view(own).site_id == cast.site.id
    moved = manager.post(f"{PAGE}{own}/", MAIL)
    assert moved.status_code == 403, "nobody makes a way everybody's who may not"
    assert manager.get(f"{PAGE}new/email/twilio_sms/").status_code == 404
    assert manager.get(f"{PAGE}{cast.site.id}/").status_code == 404


@pytest.mark.loopback
def test_a_way_is_set_up_and_tried_for_real(cast: Cast, signed_in: SignIn, admin: Actor) -> None:
    client = signed_in(admin)
    empty = client.get(PAGE).content.decode()
    assert empty.count("not set up") == 6
    assert "STAYLINE_PUBLIC_URL" in empty
    with mail_server() as server:
        way = f"{PAGE}{set_up(client, port=str(server.port))}/"
        assert "Not tested" in client.get(way).content.decode()
        wrong = client.post(f"{way}test/", {"address": "nobody"})
        assert wrong.status_code == 422
        assert "Write an email address" in wrong.content.decode()
        client.post(f"{way}test/", {"address": "lou@example.org"})
        assert "on its way" in client.get(f"{way}trial/").content.decode()
        send_all(datetime.now(UTC))
        mine = address(admin, "email", "own@example.org")
        assert "…" in client.get(way).content.decode()
        assert "never tested" in client.get(ME).content.decode()
        client.post(f"{way}test/", {"point": str(mine), "address": "else@example.org"})
        assert "a test is on its way" in client.get(ME).content.decode()
        send_all(datetime.now(UTC))
        assert "a test left" in client.get(ME).content.decode()
    assert [one["To"] for one in server.got] == ["lou@example.org", "own@example.org"]
    assert "A test left" in client.get(f"{way}trial/").content.decode()
    assert "a test left" in client.get(PAGE).content.decode()
    client.post(f"{way}test/", {"address": "lou@example.org"})
    send_all(datetime.now(UTC))
    assert "did not leave" in client.get(f"{way}trial/").content.decode()
    assert "did not leave" in client.get(PAGE).content.decode()
    assert "a test left" in client.get(ME).content.decode(), "the test of another address"
    client.post(f"{way}test/", {"point": str(mine)})
    send_all(datetime.now(UTC))
    told = client.get(ME).content.decode()
    assert " failed: " in told
    assert ContactPoint.objects.get(id=mine).tested_at is not None


def test_what_was_typed_stays_and_every_fault_is_named(signed_in: SignIn, admin: Actor) -> None:
    client = signed_in(admin)
    bad = {**MAIL, "host": "a b", "password": "a secret", "name": ""}
    refused = client.post(f"{PAGE}new/email/smtp/", bad)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Write a host name" in page
    assert "Give it a name" in page
    assert 'value="a b"' in page
    assert "a secret" not in page
    assert not Way.objects.exists()


def test_a_secret_is_kept_sealed_and_asked_for_again_when_it_would_go_elsewhere(
    signed_in: SignIn, admin: Actor
) -> None:
    client = signed_in(admin)
    way_id = set_up(client, "webhook/webhook", **HOOK)
    way = f"{PAGE}{way_id}/"
    assert b"MfKQ9r8" not in bytes(Way.objects.get().settings_sealed)
    assert "MfKQ9r8" not in client.get(way).content.decode()
    unchanged = {**MAIL, **HOOK, "secret": ""}
    client.post(way, unchanged)
    client.post(way, {**unchanged, "name": "The other system"})
    opened = open_way(way_id)
    assert opened is not None
    assert opened.settings["secret"] == HOOK["secret"]
    assert opened.name == "The other system"
    elsewhere = client.post(way, {**unchanged, "url": "https://elsewhere.example.org/"})
    assert elsewhere.status_code == 422
    assert "This is needed." in elsewhere.content.decode()
    again = open_way(way_id)
    assert again is not None
    assert again.settings["url"] == HOOK["url"]

    stream = stream_about("system", OUTBOX)
    assert stream is not None
    log = list(entries(stream.id))
    assert [one.kind for one in log] == ["outbox.way.added", "outbox.way.changed"]
    assert "MfKQ9r8" not in str(log)


def test_a_way_that_is_stopped_is_used_no_more(signed_in: SignIn, admin: Actor) -> None:
    client = signed_in(admin)
    way_id = other_way("webhook", "webhook", HOOK)
    way = f"{PAGE}{way_id}/"
    done = client.post(f"{way}stop/", follow=True)
    assert "It is not used any more" in done.content.decode()
    assert open_way(way_id) is None
    assert b"hooks" not in bytes(Way.objects.get().settings_sealed)
    assert "not used since" in client.get(way).content.decode()
    assert client.post(f"{way}stop/").status_code == 409
    assert client.post(f"{way}test/", {"address": "x"}).status_code == 409
    assert client.post(way, {**MAIL, **HOOK}).status_code == 409


def test_an_answer_address_is_shown_for_texts(signed_in: SignIn, admin: Actor) -> None:
    page = signed_in(admin).get(f"{PAGE}new/sms/twilio_sms/").content.decode()
    assert "/api/v1/pages/texts" in page
