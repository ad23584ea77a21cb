"""What Twilio posts and what it is told: conference events, workers, participants, TwiML.

Sources: "Conference Twiml" (statusCallback parameters), "Conference Participant resource",
"TaskRouter Workspace event callbacks", all of the published interface 2010-04-01 and v1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from stayline_core.telephone import Leg, Report, State, What
from stayline_core.whereabouts import Phone

PLATFORM: Final = "twilio"
TALKS: Final = {
    "participant-join": What.JOINED,
    "participant-leave": What.LEFT,
    "participant-mute": What.CHANGED,
    "participant-unmute": What.CHANGED,
    "participant-hold": What.CHANGED,
    "participant-unhold": What.CHANGED,
    "participant-modify": What.CHANGED,
}
"""What is heard of a participant; whoever speaks, and announcements, are passed over."""

FAILED: Final = frozenset({"busy", "failed", "no-answer", "canceled"})
"""How a call ends that never came in."""

TALKING: Final = "in-progress"
GONE: Final = FAILED | {"completed"}
LAST: Final = 2**30
"""That a call is over is its last word, whatever number it carries."""

CLIENT: Final = "client:"
SIGNED_OUT: Final = frozenset({"offline", "signed out", "logged out"})
"""Activities by which somebody is not at their line at all."""


@dataclass(frozen=True, slots=True)
class ConferenceEvent:
    """One event of one conference; `report` is of a participant, `over` of the conference."""

    conference: str
    name: str
    at: datetime
    report: Report | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One change of one call; `users` are those whom it may belong to, as the platform knows."""

    call: str
    users: tuple[str, ...]
    sequence: int
    up: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkerEvent:
    """One change of a worker's activity."""

    worker: str
    name: str
    activity: str
    activity_sid: str
    available: bool
    at: datetime

    def phone(self, *, available: bool) -> Phone:
        """Return what the line does; `available` is what the centre knows of its activities."""
        if available:
            return Phone.AVAILABLE
        gone = self.activity.casefold() in SIGNED_OUT
        return Phone.SIGNED_OUT if gone else Phone.NOT_AVAILABLE


def conference_event(posted: Mapping[str, str], *, now: datetime) -> ConferenceEvent | None:
    """Read a conference's status call-back; None: it says nothing that is kept.

    A time that cannot be read is `now`.
    """
    event, conference = posted.get("StatusCallbackEvent", ""), posted.get("ConferenceSid", "")
    if not conference:
        return None
    at = _when(posted.get("Timestamp", ""), now)
    name = posted.get("FriendlyName", "")
    if event == "conference-end":
        return ConferenceEvent(conference, name, at, over=True)
    if event == "conference-start":
        return ConferenceEvent(conference, name, at)
    what, leg = TALKS.get(event), posted.get("CallSid", "")
    if what is None or not leg:
        return None
    report = Report(
        leg=leg,
        what=what,
        sequence=_number(posted.get("SequenceNumber", "")),
        at=at,
        label=posted.get("ParticipantLabel", ""),
        muted=_truth(posted.get("Muted")),
        whispers=_truth(posted.get("Coaching")),
        ends_call=_truth(posted.get("EndConferenceOnExit")),
        failed=posted.get("ParticipantCallStatus") == "failed",
    )
    return ConferenceEvent(conference, name, at, report)


def call_event(posted: Mapping[str, str], *, user: str = "", now: datetime) -> CallEvent | None:
    """Read a call's status call-back; None: the call only rings, or nobody's name is in it.

    `user` is whom the address of the call-back names; else whom the call came from or goes to,
    where that is a client.
    """
    call, status = posted.get("CallSid", ""), posted.get("CallStatus", "")
    ends = [posted.get(name, "") for name in ("To", "From")]
    clients = [one.removeprefix(CLIENT) for one in ends if one.startswith(CLIENT)]
    users = (user,) if user else tuple(clients)
    if not call or not users or status not in {TALKING, *GONE}:
        return None
    return CallEvent(
        call=call,
        users=users,
        sequence=_number(posted.get("SequenceNumber", "")) if status == TALKING else LAST,
        up=status == TALKING,
        at=_when(posted.get("Timestamp", ""), now),
    )


def worker_event(posted: Mapping[str, str], *, now: datetime) -> WorkerEvent | None:
    """Read a TaskRouter event; None: it is not about what a worker does now."""
    if posted.get("EventType") != "worker.activity.update" or not posted.get("WorkerSid"):
        return None
    activity = posted.get("WorkerActivityName", "")
    known = _attributes(posted.get("WorkerAttributes", ""))
    named = str(known.get("contact_uri") or "").removeprefix("client:")
    name = posted.get("WorkerName") or named
    said = _truth(posted.get("WorkerActivityAvailable") or posted.get("Available"))
    return WorkerEvent(
        worker=posted["WorkerSid"],
        name=name,
        activity=activity,
        activity_sid=posted.get("WorkerActivitySid", ""),
        available=said if said is not None else activity.casefold() in {"available", "idle"},
        at=_when(posted.get("TimestampMs") or posted.get("Timestamp", ""), now),
    )


def participants_seen(participants: list[Any]) -> dict[str, tuple[str, Leg]]:
    """Return the legs of a conference as its participants stand, each with its label."""
    return {
        one.call_sid: (
            one.label or "",
            Leg(
                id=one.call_sid,
                state=State.IN,
                muted=bool(one.muted),
                whispers=bool(one.coaching),
                ends_call=bool(one.end_conference_on_exit),
            ),
        )
        for one in participants
        if one.status == "connected"
    }


def ask_at_the_door(action: str, *, words: str, seconds: int) -> str:
    """Return the TwiML that asks a person, and no answering machine, to come in by a key."""
    from twilio.twiml.voice_response import (  # type: ignore[import-untyped]  # ships no types  # noqa: PLC0415 - slow to load
        VoiceResponse,
    )

    answer = VoiceResponse()
    gather = answer.gather(
        num_digits=1, action=action, method="POST", timeout=seconds, action_on_empty_result=False
    )
    gather.say(words)
    answer.hangup()
    return str(answer)


def let_in(conference: str, *, label: str, silent: bool, callback: str) -> str:
    """Return the TwiML that brings whoever pressed a key into a conference.

    It ends neither with them nor by them, plays nothing, and reports each change.
    """
    from twilio.twiml.voice_response import (  # noqa: PLC0415 - the same
        VoiceResponse,
    )

    answer = VoiceResponse()
    answer.dial().conference(
        conference,
        muted=silent,
        beep=False,
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        participant_label=label,
        status_callback=callback,
        status_callback_event="start end join leave mute hold modify",
    )
    return str(answer)


def hang_up() -> str:
    """Return the TwiML that ends a call."""
    from twilio.twiml.voice_response import (  # noqa: PLC0415 - the same
        VoiceResponse,
    )

    answer = VoiceResponse()
    answer.hangup()
    return str(answer)


def _when(text: str, now: datetime) -> datetime:
    """Return a time of theirs: RFC 2822, ISO 8601, or seconds or milliseconds since 1970."""
    if text.isdecimal():
        seconds = int(text) / (1000 if len(text) > 11 else 1)  # noqa: PLR2004 - until the year 5138
        return datetime.fromtimestamp(seconds, UTC)
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
        except (ValueError, TypeError):
            continue
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return now


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _truth(text: str | None) -> bool | None:
    return None if text is None or text == "" else text.strip().lower() == "true"


def _attributes(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
