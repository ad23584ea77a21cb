"""Calls in conferences of Twilio: how they stand, and the sender that asks and believes the answer.

What a screen shows is read from rows and never waits. What is asked goes by the outbox; the
sender looks at what the provider answers, and only what the answer itself shows is confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from stayline.connectors.telephony_manual import ManualTelephony
from stayline.connectors.telephony_twilio import wire
from stayline.connectors.twilio.wire import (
    Account,
    client,
    reason_of,
    status_of,
    theirs,
    worth_a_retry,
)
from stayline.contacts.actions import note_leg, note_look, note_voice
from stayline.contacts.errors import ContactNotFound
from stayline.contacts.queries import call_of, contact, handset_of, leg_of, legs_of
from stayline.escalation.actions.telephoning import (
    CHANNEL,
    NOT_ASKED,
    note_call_ended,
    note_hold,
    note_hold_back,
    note_not_reached,
)
from stayline.escalation.actions.telling import pass_on_call
from stayline.escalation.ports import Instruction
from stayline.escalation.queries.telephone import must_be_held_back, my_leg
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stayline.contacts.models import Contact
    from stayline.people.models import Person

log = structlog.get_logger("stayline.telephony")

RING_SECONDS: Final = 30
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
NOT_FOUND: Final = 404
OVER: Final = "completed"
RINGS: Final = "Your phone rings. Answer it."
CALLED: Final = "Your phone is being called. Do not wait for it if you can join by yourself:"
DOOR: Final = "Answered by phone: press 1 to listen first, or 2 to be heard at once."
NO_CALL: Final = "the provider does not know this call any more"
NOT_SHOWN: Final = "the provider's answer does not show it"


@dataclass(frozen=True, slots=True)
class Centre:
    """How a centre uses its account: where call-backs reach it, its number, its activities.

    `callbacks` is the address that the provider posts to, without the path; `busy` and `free`
    are activities of `workspace` without and with calls. `exercises`: the account is also used
    for exercise contacts, which else are never asked of it.
    """

    account: Account = field(repr=False)
    callbacks: str
    number: str = ""
    workspace: str = ""
    busy: str = ""
    free: str = ""
    exercises: bool = False

    def address(self, path: str) -> str:
        """Return the address of a call-back of ours."""
        return f"{self.callbacks}/api/v1/telephony/twilio/{path}"


class TwilioTelephony:
    """`escalation.TelephonyPort` over what Twilio has confirmed. It asks nothing of a network."""

    def __init__(self, centre: Centre) -> None:
        """Answer for this centre; what the platform does not do, people do by hand."""
        self.centre = centre
        self._by_hand = ManualTelephony()

    def serves(self, *, exercise: bool) -> bool:
        """Return whether the account is used for this: always for what is real."""
        return self.centre.exercises or not exercise

    def acts(self, contact: Contact) -> bool:
        """Return whether this contact's call is in a conference of this account."""
        call = call_of(contact.id)
        known = call is not None and call.platform == wire.PLATFORM and call.ended_at is None
        return known and self.serves(exercise=contact.exercise)

    def hold_open(self, contact: Contact) -> Instruction:
        """Return whether the line is held; until that is confirmed, also how to do it by hand."""
        by_hand = self._by_hand.hold_open(contact)
        call = call_of(contact.id)
        if call is None or call.hold in {"", NOT_ASKED}:
            return by_hand
        if call.hold == "held":
            return Instruction((), done=True)
        return Instruction(
            by_hand.steps, by_hand.confirm, asked=call.hold == "asked", failed=call.hold_why
        )

    def bring_in(self, contact: Contact, person: Person) -> Instruction:
        """Return whether a person's phone rings or is in; else how they come in by themselves."""
        by_hand = self._by_hand.bring_in(contact, person)
        leg = my_leg(contact, person.id)
        if leg is None or leg.state == "left":
            return by_hand
        if leg.state == "in":
            return Instruction((), done=True)
        if leg.state == "failed":
            return Instruction(by_hand.steps, by_hand.confirm, failed=leg.why)
        if leg.state == "ringing":
            return Instruction((RINGS, DOOR), asked=True)
        return Instruction((DOOR, CALLED, *by_hand.steps), by_hand.confirm, asked=True)

    def heard(self, contact: Contact, person: Person) -> Instruction:
        """Return who hears a person, as the provider last confirmed it."""
        leg = my_leg(contact, person.id)
        if leg is None or leg.state != "in":
            return self._by_hand.heard(contact, person)
        who = "Nobody hears you." if leg.muted else "Everybody on the line hears you."
        if leg.whispers and not leg.muted:
            who = "Only the agent hears you."
        return Instruction((who,), done=True, asked=bool(leg.voice), failed=leg.voice_why)

    def hold_back(self, contact: Contact) -> Instruction:
        """Return whether whoever has the contact is given no further call."""
        by_hand = self._by_hand.hold_back(contact)
        row = handset_of(contact.agent_id) if contact.agent_id else None
        if row is None or row.back in {"", NOT_ASKED}:
            return by_hand
        if row.back == "held":
            return Instruction((), done=True)
        return Instruction(by_hand.steps, asked=row.back == "asked", failed=row.back_why)

    def release(self, contact: Contact) -> Instruction:
        """Return whether the call is ended; until that is confirmed, how to do it by hand."""
        by_hand = self._by_hand.release(contact)
        call = call_of(contact.id)
        if call is None or call.release in {"", NOT_ASKED}:
            return by_hand
        if call.release == "done" or call.ended_at is not None:
            return Instruction((), done=True)
        return Instruction(
            by_hand.steps, by_hand.confirm, asked=call.release == "asked", failed=call.release_why
        )


class TwilioSender:
    """`outbox.SenderPort` of the channel `telephony`: asks Twilio, and notes what it confirmed."""

    channels = frozenset({CHANNEL})

    def __init__(self, centre: Centre, *, for_exercise: bool = False) -> None:
        """Send for this centre; exercises have a sender of their own, where they may at all."""
        self.centre = centre
        self.for_exercise = for_exercise
        host = urlsplit(centre.account.base_url).hostname
        self.reaches_outside = host not in LOOPBACK
        self._does: dict[str, Callable[[Outgoing, datetime], str]] = {
            "hold": self._hold,
            "release": self._release,
            "call_in": self._call_in,
            "voice": self._voice,
            "hold_back": self._hold_back,
            "free": self._free,
            "look": self._look,
        }

    def destination(self, message: Outgoing) -> str:
        """Return the one place that all of it goes to."""
        del message
        return "telephony:twilio"

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        """Ask what the message says; sent is what the provider's answer shows to be done.

        No answer, 408, 409, 425, 429, 5xx: again later. All else: refused. Either way it is noted
        that it is not done, and why.
        """
        do = str(message.payload["do"])
        try:
            return Sent(self._does[do](message, at))
        except _NotDone as fault:
            self._note_failure(message, str(fault), at)
            return Retry(str(fault))
        except Exception as fault:
            if not theirs(fault):
                raise  # a fault of ours, which the outbox logs
            gone = status_of(fault) == NOT_FOUND
            reason = NO_CALL if gone else reason_of(fault)
            again = worth_a_retry(fault)
            self._note_failure(message, reason, at, gone=gone, again=again)
            return Retry(reason) if again else Refused(reason)

    def _hold(self, message: Outgoing, at: datetime) -> str:
        """Let no leg end the call by leaving it, and look whether that is so."""
        contact_id = UUID(message.payload["contact"])
        if contact(contact_id).released_at is not None:
            return "no longer wanted"
        parts = self._conference(message).participants
        for one in parts.list():
            if one.end_conference_on_exit:
                parts(one.call_sid).update(end_conference_on_exit=False)
        seen = [one for one in parts.list() if one.status == "connected"]
        if not seen or any(one.end_conference_on_exit for one in seen):
            raise _NotDone(NOT_SHOWN)
        self._keep_look(contact_id, wire.participants_seen(seen), at)
        note_hold(contact_id=contact_id, actor=system_actor("telephone"), at=at)
        return str(message.payload["conference"])

    def _release(self, message: Outgoing, at: datetime) -> str:
        ended = self._conference(message).update(status=OVER)
        if ended.status != OVER:
            raise _NotDone(NOT_SHOWN)
        actor = system_actor("telephone")
        note_call_ended(contact_id=UUID(message.payload["contact"]), actor=actor, at=at)
        return str(message.payload["conference"])

    def _call_in(self, message: Outgoing, at: datetime) -> str:
        """Ring a phone. It comes in only by a key: an answering machine presses none."""
        leg = leg_of(UUID(message.payload["leg"]))
        if leg is None or leg.state != "asked" or leg.call.contact.released_at is not None:
            return "no longer wanted"
        number = message.payload["number"]
        calls = self._client().calls
        ringing = []
        if message.attempt > 1:  # an answer may have been lost on the way: ring no phone twice
            since = message.created_at
            found = calls.list(to=number, from_=self.centre.number, start_time_after=since, limit=5)
            ringing = [one for one in found if one.status in {"queued", "ringing", "in-progress"}]
        made = (
            ringing[0]
            if ringing
            else calls.create(
                to=number,
                from_=self.centre.number,
                url=self.centre.address(f"door/{leg.id}"),
                status_callback=self.centre.address(f"leg/{leg.id}"),
                status_callback_event=["ringing", "answered", "completed"],
                timeout=RING_SECONDS,
            )
        )
        actor = system_actor("telephone")
        note_leg(leg_id=leg.id, state="asked", call_sid=made.sid, actor=actor, at=at)
        return str(made.sid)

    def _voice(self, message: Outgoing, at: datetime) -> str:
        leg = leg_of(UUID(message.payload["leg"]))
        voice = message.payload["voice"]
        if leg is None or leg.state != "in" or leg.voice != voice:
            return "no longer wanted"
        wanted: dict[str, Any] = {"muted": voice == "silent", "coaching": voice == "agent"}
        if voice == "agent":
            agents = leg.call.legs.filter(role="agent", state="in").exclude(id=leg.id)
            agent = agents.values_list("call_sid", flat=True).first()
            if agent is None:
                raise _NotDone("no line of the agent is known")
            wanted["call_sid_to_coach"] = agent
        found = self._conference(message).participants(leg.call_sid).update(**wanted)
        if (found.muted, found.coaching) != (wanted["muted"], wanted["coaching"]):
            raise _NotDone(NOT_SHOWN)
        note_voice(
            leg_id=leg.id,
            muted=found.muted,
            whispers=found.coaching,
            actor=system_actor("telephone"),
            at=at,
        )
        return leg.call_sid

    def _hold_back(self, message: Outgoing, at: datetime) -> str:
        person_id = UUID(message.payload["person"])
        if not must_be_held_back(person_id):
            return "no longer wanted"
        if not self.centre.busy:
            raise _NotDone("no activity without calls is set up")
        self._activity(message, self.centre.busy, reject=True)
        note_hold_back(person_id=person_id, actor=system_actor("telephone"), at=at)
        return str(message.payload["worker"])

    def _free(self, message: Outgoing, at: datetime) -> str:
        person_id = UUID(message.payload["person"])
        if must_be_held_back(person_id):
            return "no longer wanted"
        if self.centre.free:
            self._activity(message, self.centre.free, reject=False)
        note_hold_back(person_id=person_id, freed=True, actor=system_actor("telephone"), at=at)
        return str(message.payload["worker"])

    def _look(self, message: Outgoing, at: datetime) -> str:
        """Look how the call stands, in case a report of it was lost or is late."""
        contact_id = UUID(message.payload["contact"])
        before = self._known(contact_id)
        conference = self._conference(message).fetch()
        over = conference.status == OVER
        seen = [] if over else self._conference(message).participants.list()
        name = str(conference.friendly_name or "")
        self._keep_look(contact_id, wire.participants_seen(seen), at, before, over=over, name=name)
        return str(message.payload["conference"])

    def _keep_look(
        self,
        contact_id: UUID,
        seen: dict[str, tuple[str, Any]],
        at: datetime,
        before: dict[str, int] | None = None,
        *,
        over: bool = False,
        name: str = "",
    ) -> None:
        known = self._known(contact_id) if before is None else before
        actor = system_actor("telephone")
        note_look(
            contact_id=contact_id,
            seen=seen,
            before=known,
            over=over,
            name=name,
            actor=actor,
            at=at,
        )
        pass_on_call(contact_id=contact_id, at=at)

    def _known(self, contact_id: UUID) -> dict[str, int]:
        call = call_of(contact_id)
        return {leg.id: leg.sequence for leg in legs_of(call)} if call else {}

    def _activity(self, message: Outgoing, activity: str, *, reject: bool) -> None:
        workers = self._client().taskrouter.v1.workspaces(self.centre.workspace).workers
        wanted: dict[str, Any] = {"activity_sid": activity}
        if reject:
            wanted["reject_pending_reservations"] = True
        found = workers(message.payload["worker"]).update(**wanted)
        if found.activity_sid != activity or (reject and found.available):
            raise _NotDone(NOT_SHOWN)

    def _conference(self, message: Outgoing) -> Any:  # noqa: ANN401 - the official client is untyped
        return self._client().conferences(message.payload["conference"])

    def _client(self) -> Any:  # noqa: ANN401 - the same
        return client(self.centre.account)

    def _note_failure(
        self,
        message: Outgoing,
        why: str,
        at: datetime,
        *,
        gone: bool = False,
        again: bool = True,
    ) -> None:
        """Keep that what was asked is not done, so that no screen says or hopes otherwise."""
        do, given = str(message.payload["do"]), message.payload
        actor = system_actor("telephone")
        try:
            if do == "hold":
                note_hold(
                    contact_id=UUID(given["contact"]), because=why, gone=gone, actor=actor, at=at
                )
            elif do == "release":
                note_call_ended(contact_id=UUID(given["contact"]), because=why, actor=actor, at=at)
            elif do == "call_in" and not again:
                note_not_reached(leg_id=UUID(given["leg"]), because=why, actor=actor, at=at)
            elif do == "voice":
                note_voice(leg_id=UUID(given["leg"]), why=why, actor=actor, at=at)
            elif do in {"hold_back", "free"}:
                note_hold_back(
                    person_id=UUID(given["person"]),
                    because=why,
                    freed=do == "free",
                    actor=actor,
                    at=at,
                )
        except ContactNotFound:
            log.warning("a call was asked for of a contact that is gone", do=do)


class _NotDone(Exception):
    """The provider answered well, and its answer does not show what was asked for."""
