"""Sends a page by the way that a centre set up for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.connectors import apprise_out, mail_out, sms_voice
from stayline.connectors.webhook_out import post_page
from stayline.outbox.ports import Outcome, Outgoing, Refused
from stayline.outbox.queries import OpenWay
from stayline_core.ways import CHANNELS, stays_here

Speak = Callable[..., Outcome]

SPOKEN: Final[Mapping[str, Speak]] = {
    "smtp": mail_out.send,
    "twilio_sms": sms_voice.text,
    "twilio_voice": sms_voice.call,
    "apprise": apprise_out.send,
    "webhook": post_page,
}
"""How each kind of way is spoken to: `speak(message, settings, at=…)`."""


@dataclass(frozen=True)
class PagesOut:
    """`outbox.SenderPort` for every channel of pages, by the ways in the database.

    A message names the ways by which it may leave; each try takes the next one that still
    stands. In a demo only ways that stay on this machine are used.
    """

    open_way: Callable[[UUID], OpenWay | None]
    for_exercise: bool
    demo: bool
    channels: frozenset[str] = frozenset(CHANNELS)
    reaches_outside: bool = False
    """Judged for each way when a message leaves, not for all of them."""

    def destination(self, message: Outgoing) -> str:
        """Return the way that this try takes, so that one that is down holds up no other."""
        ids = self._ids(message)
        return f"way:{ids[0]}" if ids else message.channel

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        """Send one message by the first way of this try that still stands."""
        for way_id in self._ids(message):
            way = self.open_way(way_id)
            if way is None or (way.channel, way.for_exercise) != (
                message.channel,
                message.exercise,
            ):
                continue
            if self.demo and not stays_here(way.kind, way.settings):
                return Refused("a demo sends nothing to the world")
            return SPOKEN[way.kind](message, way.settings, at=at)
        return Refused("no way out is set up for this channel any more")

    def _ids(self, message: Outgoing) -> list[UUID]:
        """Return the ways of this try in order: the second try begins with the second way."""
        ids = [UUID(one) for one in message.payload["ways"]]
        first = (max(1, message.attempt) - 1) % len(ids) if ids else 0
        return ids[first:] + ids[:first]
