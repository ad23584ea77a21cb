"""Ways, addresses and a real mail server on this machine, as the tests of pages use them."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from django.db import transaction

from stayline.escalation.actions._moves import lock_ladder_in_transaction
from stayline.escalation.actions.paging import ToPage, page_in_transaction
from stayline.escalation.queries.paging import reachable
from stayline.outbox.actions import WaySettings, add_way
from stayline.outbox.workers import Sender
from stayline.people.actions import add_contact_point
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import NOW

TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "our-token", "from_number": "+15550100200"}


class MailServer(Controller):
    """A real mail server on a free port of this machine, which keeps what it gets."""

    def __init__(self, answer: str = "250 OK", **how: Any) -> None:
        self.got: list[EmailMessage] = []
        self.answer = answer
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port, **how)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the library's name
        del server, session
        content: bytes = envelope.content  # type: ignore[attr-defined]  # of the library, untyped
        self.got.append(BytesParser(_class=EmailMessage, policy=default).parsebytes(content))
        return self.answer


@contextmanager
def mail_server(**how: Any) -> Iterator[MailServer]:
    """A mail server that is up."""
    server = MailServer(**how)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def mail_way(port: str, **more: object) -> UUID:
    """A way by mail for exercises."""
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "stayline@example.org",
    }
    return way("smtp", "email", settings, **more)


def way(kind: str, channel: str, settings: dict[str, str], **more: object) -> UUID:
    """A way for exercises, of every site."""
    typed = WaySettings(
        kind=kind,
        channel=channel,
        name=f"Our {channel}",
        settings=settings,
        **{"for_exercise": True, **more},  # type: ignore[arg-type]  # whatever a test wants
    )
    return add_way(typed, actor=system_actor("command_line"), at=NOW)


def address(who: Actor, channel: str, where: str) -> UUID:
    """One more way in which a page reaches somebody."""
    return add_contact_point(person_id=who.id, channel=channel, address=where, actor=who, at=NOW).id


def page_all(ladder_id: UUID, *people: Actor, channels: tuple[str, ...], at: datetime = NOW) -> int:
    """Page these people as the rung that rings now would."""
    with transaction.atomic():
        incident, row, value = lock_ladder_in_transaction(ladder_id)
        by = reachable(
            [one.id for one in people],
            channels,
            site_id=incident.site_id,
            exercise=incident.exercise,
        )
        pages = [
            ToPage(person, theirs, value.rung, value.attempt, value.round)
            for person, theirs in by.items()
        ]
        return page_in_transaction(incident, row, pages, actor=system_actor("watcher"), at=at)


def send_all(at: datetime = NOW) -> None:
    """Let everything that waits leave, and the rooms hear of it."""
    sender = Sender(actor=system_actor("outbox"), wall=lambda: at)
    while sender.step():
        pass
    sender.tell()


def token_in(text: str) -> str:
    """The token of the link in a page."""
    found = re.search(r"/p/([\w-]{40,})/", text)
    assert found is not None
    return found[1]
