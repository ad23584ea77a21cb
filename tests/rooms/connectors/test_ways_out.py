"""The ways out: a signed webhook, a file of lines; and the key store."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook

from stayline.connectors.jsonl_file import JsonlFile
from stayline.connectors.keys_file import FileKeys
from stayline.connectors.keys_file.client import NoMasterKey
from stayline.connectors.webhook_out import WebhookOut
from stayline.outbox.ports import Outgoing, Refused, Retry, Sent
from stayline.platform.crypto import CannotUnseal, signed_by
from tests.cast import NOW

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CASE = frozenset({"case"})

MESSAGE = Outgoing(
    id=UUID(int=7),
    kind="reports.case.opened",
    channel="case",
    key="case:7",
    payload={"referral_comments": "SLR-2026-000007", "note": "ümlaut"},
    exercise=False,
    created_at=NOW,
    attempt=1,
)


@dataclass
class Receiver:
    """A receiver of webhooks on loopback."""

    status: int = 200
    answer: bytes = b'{"reference": "CASE-9"}'
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.got.append(({name.lower(): v for name, v in self.headers.items()}, body))
            self.send_response(made.status)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", str(len(made.answer)))
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/in"
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.loopback
def test_a_webhook_is_a_cloud_event_that_standard_webhooks_verify(receiver: Receiver) -> None:
    outcome = WebhookOut(receiver.url, SECRET, CASE).send(MESSAGE, at=NOW)
    assert outcome == Sent("CASE-9")
    ((headers, body),) = receiver.got
    event = json.loads(body)
    assert event["specversion"] == "1.0"
    assert event["type"] == "stayline.reports.case.opened"
    assert event["data"] == MESSAGE.payload
    assert event["exercise"] is False
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["idempotency-key"] == "case:7"
    signed = f"{headers['webhook-id']}.{int(NOW.timestamp())}.{body.decode()}"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    expected = Webhook(SECRET).sign(headers["webhook-id"], NOW, body.decode())
    assert headers["webhook-signature"] == expected
    assert signed


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, Sent), (202, Sent), (302, Refused), (400, Refused), (401, Refused), (410, Refused)]
    + [(status, Retry) for status in (408, 409, 425, 429, 500, 503)],
)
def test_what_the_receiver_says_decides(receiver: Receiver, status: int, kind: type) -> None:
    receiver.status = status
    outcome = WebhookOut(receiver.url, SECRET, CASE).send(MESSAGE, at=NOW)
    assert isinstance(outcome, kind)
    assert len(receiver.got) == 1, "no redirect is followed"


@pytest.mark.loopback
@pytest.mark.parametrize("answer", [b"", b"not json", b"[1]", b'{"other": 1}'])
def test_an_answer_without_a_reference_is_still_sent(receiver: Receiver, answer: bytes) -> None:
    receiver.answer = answer
    assert WebhookOut(receiver.url, SECRET, CASE).send(MESSAGE, at=NOW) == Sent("")


@pytest.mark.loopback
def test_nobody_there_is_another_time() -> None:
    outcome = WebhookOut("http://127.0.0.1:9/in", SECRET, CASE).send(MESSAGE, at=NOW)
    assert isinstance(outcome, Retry)


def test_the_secret_is_in_no_representation() -> None:
    assert "MfKQ9r8" not in repr(WebhookOut("http://127.0.0.1:9/in", SECRET, CASE))


def test_the_file_has_one_private_line_a_message(tmp_path: Path) -> None:
    file = JsonlFile(tmp_path / "out" / "cases.jsonl", CASE, for_exercise=True)
    assert file.send(MESSAGE, at=NOW) == Sent(str(MESSAGE.id))
    file.send(MESSAGE, at=NOW)
    lines = file.path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["data"] for line in lines] == [MESSAGE.payload] * 2
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_another_time(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").mkdir()
    file = JsonlFile(tmp_path / "cases.jsonl", CASE, for_exercise=True)
    assert isinstance(file.send(MESSAGE, at=NOW), Retry)


def test_keys_wrap_under_a_context_and_sign_with_a_key_of_their_own() -> None:
    keys, other = FileKeys(bytes(32)), FileKeys(bytes([1]) * 32)
    wrapped = keys.wrap(b"a data key", b"stream:1")
    assert keys.unwrap(wrapped, b"stream:1") == b"a data key"
    for store, context in ((keys, b"stream:2"), (other, b"stream:1")):
        with pytest.raises(CannotUnseal):
            store.unwrap(wrapped, context)
    assert signed_by(keys.public_key(), keys.sign(b"heads"), b"heads")
    assert not signed_by(other.public_key(), keys.sign(b"heads"), b"heads")
    assert FileKeys(bytes(32)).public_key() == keys.public_key(), "the same after a restart"


def test_without_a_master_key_everything_is_refused() -> None:
    keys = FileKeys(None)
    for use in (lambda: keys.wrap(b"", b""), lambda: keys.sign(b""), keys.public_key):
        with pytest.raises(NoMasterKey):
            use()
