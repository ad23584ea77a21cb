"""Pages on their way: by mail, to messengers, by webhook, by telephone."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from standardwebhooks.webhooks import Webhook

from stayline.connectors import apprise_out, mail_out, sms_voice
from stayline.connectors.apprise_out.wire import address_for
from stayline.connectors.pages_out import PagesOut
from stayline.connectors.webhook_out import post_page
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent
from stayline.outbox.queries import OpenWay
from tests.cast import NOW
from tests.rooms.connectors.receiver import Receiver, receiving
from tests.rooms.escalation.pages import TWILIO, mail_server

pytestmark = pytest.mark.loopback

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

PAGE = Outgoing(
    id=UUID(int=7),
    kind="escalation.page",
    channel="email",
    key="7",
    payload={
        "ways": [],
        "to": "mo@example.org",
        "subject": "L0 · Here ·\r\n SL-2026-000001",
        "text": "A colleague needs you.",
    },
    exercise=False,
    created_at=NOW,
    attempt=1,
)


def to(where: str, **more: object) -> Outgoing:
    """The page, to another address."""
    return replace(PAGE, payload={**PAGE.payload, "to": where, **more})


# ── mail ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A mail server's certificate that only its own centre knows: the context, and its PEM."""
    folder: Path = tmp_path_factory.mktemp("tls")
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, pem.decode()


def mail(port: object, **more: str) -> Outcome:
    """Send the page by a mail server on this machine."""
    settings = {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "sender": "stayline@example.org",
        **more,
    }
    return mail_out.send(PAGE, settings, at=NOW)


def only_us(
    server: object, session: object, envelope: object, mechanism: object, data: Any
) -> AuthResult:
    del server, session, envelope, mechanism
    right = (data.login, data.password) == (b"us", b"right")
    return AuthResult(success=right, handled=False)


def test_mail_is_marked_as_a_machine_s_and_known_by_its_id() -> None:
    with mail_server() as server:
        assert mail(server.port) == Sent(f"<{PAGE.id.hex}@example.org>")
    [got] = server.got
    assert got["Subject"] == "L0 · Here · SL-2026-000001"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["From"].addresses[0].addr_spec == "stayline@example.org"
    assert got.get_content().strip() == "A colleague needs you."


def test_the_line_is_secured_and_the_server_known(authority: tuple[ssl.SSLContext, str]) -> None:
    context, pem = authority
    for secured in (
        {"tls_context": context, "require_starttls": True},
        {"ssl_context": context},
    ):
        security = "tls" if "ssl_context" in secured else "starttls"
        with mail_server(**secured) as server:
            unknown = mail(server.port, security=security)
            assert unknown == Refused("the mail server's certificate is not trusted")
            assert isinstance(mail(server.port, security=security, certificates=pem), Sent)
    with mail_server() as server:
        plain = mail(server.port, security="starttls")
        assert plain == Refused(
            "the mail server does not offer what is asked of it, such as STARTTLS"
        )
        assert not server.got


def test_a_name_and_password_are_given_only_over_a_secured_line(
    authority: tuple[ssl.SSLContext, str],
) -> None:
    context, pem = authority
    more = {"security": "starttls", "certificates": pem, "username": "us"}
    with mail_server(tls_context=context, authenticator=only_us, auth_required=True) as server:
        assert isinstance(mail(server.port, password="right", **more), Sent)
        wrong = mail(server.port, password="wrong", **more)
    assert wrong == Refused("the mail server does not take the name and password (535)")


@pytest.mark.parametrize(
    ("answer", "kind"), [("451 later", Retry), ("552 too much", Refused), ("421 bye", Retry)]
)
def test_what_the_mail_server_says_decides(answer: str, kind: type) -> None:
    with mail_server(answer=answer) as server:
        said = mail(server.port)
    assert isinstance(said, kind)
    assert "mo@" not in str(said)
    assert mail(9) == Retry("no answer from the mail server: nothing listens on this port")


def test_an_address_that_is_refused_is_not_told_to_anybody() -> None:
    async def refuse(*_: object) -> str:
        return "550 no such mo@example.org"

    with mail_server() as server:
        server.handle_RCPT = refuse  # type: ignore[attr-defined]  # the library looks for it
        said = mail(server.port)
    assert said == Refused("the mail server does not take the address (550)")


# ── messengers and webhooks ─────────────────────────────────────────────────────────────────


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_a_page_by_webhook_is_verified_by_the_reference(receiver: Receiver) -> None:
    at = datetime.now(UTC)
    settings = {"url": receiver.url, "secret": SECRET}
    assert post_page(to("team-7"), settings, at=at) == Sent("CASE-9")
    ((headers, body),) = receiver.got
    event = Webhook(SECRET).verify(body, headers)
    assert event["type"] == "stayline.escalation.page"
    assert event["data"]["to"] == "team-7"
    assert "ways" not in event["data"]
    with pytest.raises(Exception, match="signature"):
        Webhook(SECRET).verify(body + b" ", headers)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # of a library of Apprise's
@pytest.mark.filterwarnings("ignore:Unverified HTTPS")  # this test's own server, on this machine
def test_teams_and_others_hear_it_by_apprise(
    receiver: Receiver, authority: tuple[ssl.SSLContext, str]
) -> None:
    with receiving(authority[0]) as teams:
        flow = {"url": f"workflows://127.0.0.1:{teams.port}/flow/signature?verify=no"}
        assert apprise_out.send(PAGE, flow, at=NOW) == Sent()
    assert "A colleague needs you." in teams.got[-1][1].decode()

    plain = {"url": f"json://127.0.0.1:{receiver.port}/hook"}
    assert apprise_out.send(PAGE, plain, at=NOW) == Sent()
    assert json.loads(receiver.got[-1][1])["message"] == "A colleague needs you."
    receiver.status = 500
    assert apprise_out.send(PAGE, plain, at=NOW) == Retry("the messenger did not take it")
    assert isinstance(apprise_out.send(PAGE, {"url": "nothing://"}, at=NOW), Refused)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # of a library of Apprise's
def test_apprise_reads_a_slack_address_with_the_persons_own_in_it() -> None:
    import apprise  # noqa: PLC0415 - slow to load

    template = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/{address}"
    for own in ("#crisis-desk", "@morgan"):
        slack = apprise.Apprise.instantiate(address_for(template, own))
        assert slack is not None
        assert slack.channels == [own]


def test_a_persons_address_changes_nothing_but_itself() -> None:
    template = "slack://token/{address}"
    there = address_for(template, "a/../?verify=no&@b")
    assert there == "slack://token/a%2F..%2F%3Fverify%3Dno%26%40b"


# ── telephones ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("send", "what"), [(sms_voice.text, "Messages"), (sms_voice.call, "Calls")]
)
def test_the_telephone_is_reached_by_the_official_client(
    receiver: Receiver, send: Callable[..., Outcome], what: str
) -> None:
    receiver.status, receiver.answer = 201, b'{"sid": "SM1"}'
    settings = {**TWILIO, "base_url": receiver.url.removesuffix("/in")}
    page = to("+15550100300", say="Press 1", answer_url="https://s.example.org/api/x")
    assert send(page, settings, at=NOW) == Sent("SM1")
    assert receiver.paths[-1] == f"/2010-04-01/Accounts/{TWILIO['account_sid']}/{what}.json"
    said = {name: one for name, (one,) in parse_qs(receiver.got[-1][1].decode()).items()}
    assert (said["To"], said["From"]) == ("+15550100300", TWILIO["from_number"])
    assert "A colleague" in said.get("Body", "") or "<Gather" in said["Twiml"]
    if what == "Calls":
        assert send(to("+15550100300", say="A test"), settings, at=NOW) == Sent("SM1")
        assert "Gather" not in receiver.got[-1][1].decode()
    receiver.status, receiver.answer = 503, b"{}"
    assert isinstance(send(page, settings, at=NOW), Retry)
    receiver.status, receiver.answer = 400, b'{"code": 21211, "message": "+15550100300 bad"}'
    refused = send(page, settings, at=NOW)
    assert refused == Refused("the provider answered 400 (21211)")


# ── one sender for all of them ──────────────────────────────────────────────────────────────


def out(*ways: OpenWay, demo: bool = False) -> PagesOut:
    known = {one.id: one for one in ways}
    return PagesOut(known.get, for_exercise=False, demo=demo)


def hook(url: str, **more: object) -> OpenWay:
    made = OpenWay(uuid4(), "webhook", "Ours", "email", False, {"url": url, "secret": SECRET})
    return replace(made, **more)  # type: ignore[arg-type]  # whatever a test wants


def test_each_try_takes_the_next_way_that_still_stands(receiver: Receiver) -> None:
    dead, alive = hook("http://127.0.0.1:9/"), hook(receiver.url)
    named = replace(PAGE, payload={**PAGE.payload, "ways": [str(dead.id), str(alive.id)]})
    sender = out(dead, alive)
    assert isinstance(sender.send(named, at=NOW), Retry)
    second = replace(named, attempt=2)
    assert sender.destination(named) == f"way:{dead.id}"
    assert sender.destination(second) == f"way:{alive.id}"
    assert isinstance(sender.send(second, at=NOW), Sent)
    assert isinstance(out(alive).send(named, at=NOW), Sent)
    gone = Refused("no way out is set up for this channel any more")
    assert out().send(named, at=NOW) == gone
    assert out(replace(alive, for_exercise=True)).send(named, at=NOW) == gone
    assert out(replace(alive, channel="sms")).send(named, at=NOW) == gone
    assert out().destination(PAGE) == "email"
    assert out().send(PAGE, at=NOW) == gone


def test_a_demo_sends_nothing_to_the_world(receiver: Receiver) -> None:
    here, world = hook(receiver.url), hook("https://hooks.example.org/")
    for one, kind in ((here, Sent), (world, Refused)):
        named = replace(PAGE, payload={**PAGE.payload, "ways": [str(one.id)]})
        assert isinstance(out(one, demo=True).send(named, at=NOW), kind)
