"""Sends a message to one address and understands the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from stayline.connectors.webhook_out import wire
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent

TIMEOUT_SECONDS: Final = 15.0
COME_AGAIN: Final = frozenset({408, 409, 425, 429})
"""Client errors that a later try can mend."""


@dataclass(frozen=True)
class WebhookOut:
    """`outbox.SenderPort` to one signed webhook. It follows no redirect and no proxy setting."""

    url: str
    secret: str = field(repr=False)
    channels: frozenset[str]
    for_exercise: bool = False
    reaches_outside: bool = True

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        """Post one message; what the receiver says decides.

        2xx: sent. 408, 409, 425, 429, 5xx and no answer: again later. All else: refused.
        """
        return _post(message, self.url, self.secret, at=at)


def post_page(message: Outgoing, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Post one page to the webhook of a way, signed; what stays here (the ways) is left out."""
    told = {name: value for name, value in message.payload.items() if name != "ways"}
    return _post(replace(message, payload=told), settings["url"], settings["secret"], at=at)


def _post(message: Outgoing, url: str, secret: str, *, at: datetime) -> Outcome:
    import httpx  # noqa: PLC0415 - slow to load, and needed by the sender alone

    content = wire.body(message)
    headers = wire.headers(message, content, secret, at)
    try:
        with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            answer = client.post(url, content=content, headers=headers)
    except httpx.HTTPError as fault:
        return Retry(f"no answer: {type(fault).__name__}")
    if answer.is_success:
        return Sent(wire.reference_in(answer.content))
    reason = f"the receiver answered {answer.status_code}"
    if answer.is_server_error or answer.status_code in COME_AGAIN:
        return Retry(reason)
    return Refused(reason)
