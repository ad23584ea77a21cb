"""Speaks SMTP with a mail server, and understands its answers."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

from stayline.connectors.mail_out import wire
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent

TIMEOUT_SECONDS: Final = 8.0
"""For each answer of the mail server; a slow one is tried again later."""


def send(message: Outgoing, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Send one email. A line in the open is used only to a server on this machine.

    What the server refuses for ever (5xx, a certificate that is not trusted, no STARTTLS) is
    refused; what may pass (4xx, no answer) is tried again. No reason holds an address.
    """
    made = wire.mail(message, sender=settings["sender"], at=at)
    try:
        server = _connected(settings)
        try:
            server.send_message(made)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
    except (OSError, smtplib.SMTPException) as fault:
        return _outcome(fault)
    return Sent(reference=str(made["Message-ID"]))


def _outcome(fault: OSError | smtplib.SMTPException) -> Outcome:
    """Return what a fault means for the message."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code = max((code for code, _ in fault.recipients.values()), default=0)
        return _by_code("the mail server does not take the address", code)
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return _by_code("the mail server does not take the name and password", fault.smtp_code)
    if isinstance(fault, smtplib.SMTPResponseException):
        return _by_code("the mail server does not take the message", fault.smtp_code)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return Refused("the mail server does not offer what is asked of it, such as STARTTLS")
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Refused("the mail server's certificate is not trusted")
    return Retry(f"no answer from the mail server: {_plainly(fault)}")


def _plainly(fault: Exception) -> str:
    """Return why there was no answer, in words that say what to look at."""
    known: tuple[tuple[type[Exception], str], ...] = (
        (socket.gaierror, "no machine has this name"),
        (ConnectionRefusedError, "nothing listens on this port"),
        (TimeoutError, "it took too long"),
        (ssl.SSLError, "the line could not be secured"),
    )
    return next((words for kind, words in known if isinstance(fault, kind)), type(fault).__name__)


def _connected(settings: Mapping[str, str]) -> smtplib.SMTP:
    """Return an open, secured, signed-in line to the mail server."""
    host, port = settings["host"].strip("[]"), int(settings["port"])
    own = wire.domain_of(settings["sender"])
    secured = settings["security"]
    trusted = ssl.create_default_context(cadata=settings.get("certificates") or None)
    server: smtplib.SMTP
    if secured == "tls":
        server = smtplib.SMTP_SSL(
            host, port, local_hostname=own, timeout=TIMEOUT_SECONDS, context=trusted
        )
    else:
        server = smtplib.SMTP(host, port, local_hostname=own, timeout=TIMEOUT_SECONDS)
    try:
        if secured == "starttls":
            server.starttls(context=trusted)
        if settings.get("username"):
            server.login(settings["username"], settings.get("password", ""))
    except BaseException:
        server.close()
        raise
    return server


def _by_code(words: str, code: int) -> Outcome:
    reason = f"{words} ({code})"
    return Refused(reason) if wire.for_ever(code) else Retry(reason)
