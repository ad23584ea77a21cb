"""The message that is sent (RFC 5322), and how a mail server's answer is read (RFC 5321)."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from stayline.outbox.ports import Outgoing

FOR_EVER: Final = 500
"""From this answer on a mail server will not take the same message another time."""


def mail(message: Outgoing, *, sender: str, at: datetime) -> EmailMessage:
    """Return a message as an email in plain text, marked as sent by a machine.

    The identifier is the message's own, so a mail server that is told it twice sees one email.
    """
    made = EmailMessage()
    made["Subject"] = " ".join(str(message.payload["subject"]).split())
    made["From"] = Address("Stayline", addr_spec=sender)
    made["To"] = Address(addr_spec=str(message.payload["to"]))
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{message.id.hex}@{domain_of(sender)}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["Importance"] = "high"
    made.set_content(str(message.payload["text"]))
    return made


def domain_of(address: str) -> str:
    """Return the part of an address behind its @."""
    return address.rsplit("@", 1)[-1]


def for_ever(code: int) -> bool:
    """Return whether a mail server's answer is final."""
    return code >= FOR_EVER
