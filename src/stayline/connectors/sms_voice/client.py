"""Texts and calls by the provider's official client, and vouches for the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from stayline.connectors.twilio import client, valid_signature, worth_a_retry
from stayline.connectors.twilio.wire import reason_of
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent
from stayline.outbox.queries import OpenWay
from stayline_core.paging import call_xml, said_xml

RINGS_SECONDS: Final = 40
"""How long a telephone rings before the provider gives up."""

KINDS: Final = ("twilio_sms", "twilio_voice")


def text(message: Outgoing, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Send one text message. One that got no answer may arrive twice; both say the same."""
    del at
    return _asked(
        lambda: client(settings).messages.create(
            to=str(message.payload["to"]),
            from_=settings["from_number"],
            body=str(message.payload["text"]),
        )
    )


def call(message: Outgoing, settings: Mapping[str, str], *, at: datetime) -> Outcome:
    """Call once; what is said waits for a key where the page can be answered by one."""
    del at
    say, answer = str(message.payload["say"]), str(message.payload.get("answer_url", ""))
    return _asked(
        lambda: client(settings).calls.create(
            to=str(message.payload["to"]),
            from_=settings["from_number"],
            twiml=call_xml(say, answer) if answer else said_xml(say),
            timeout=RINGS_SECONDS,
        )
    )


class TwilioReplies:
    """Vouches that an answer comes from the provider (`escalation.ports.ReplyPort`)."""

    def __init__(self, ways: Callable[[tuple[str, ...]], list[OpenWay]]) -> None:
        """Take from where the ways of some kinds are read, opened."""
        self._ways = ways

    def vouched(self, *, url: str, posted: Mapping[str, str], signature: str) -> bool:
        """Return whether one of our accounts signed this: address, and all that was posted.

        Only accounts that are set up and not stopped count, and only the one that is named.
        """
        account = posted.get("AccountSid", "")
        return any(
            valid_signature(way.settings["auth_token"], url, posted, signature)
            for way in self._ways(KINDS)
            if account and way.settings["account_sid"] == account
        )


def _asked(ask: Callable[[], Any]) -> Outcome:
    try:
        made = ask()
    except Exception as fault:  # noqa: BLE001 - the official client raises faults of many libraries
        reason = reason_of(fault)
        return Retry(reason) if worth_a_retry(fault) else Refused(reason)
    return Sent(reference=str(made.sid or ""))
