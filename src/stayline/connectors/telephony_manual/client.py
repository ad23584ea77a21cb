"""The answer of `escalation.ports.TelephonyPort` where no contact platform is connected."""

from __future__ import annotations

from typing import Final

from stayline.contacts.models import Contact
from stayline.escalation.ports import Instruction
from stayline.people.models import Person

JOINED: Final = "I have joined"
HELD: Final = "The line is held"
RELEASED: Final = "The line is released"

LIVE: Final = "live"
CHAT: Final = "chat"
IN_PERSON: Final = "in_person"


class ManualTelephony:
    """Tells people what to do on the telephone; it does nothing itself and never says it did."""

    def serves(self, *, exercise: bool) -> bool:
        """Return that nothing can be asked of anything: people do it all."""
        del exercise
        return False

    def acts(self, contact: Contact) -> bool:
        """Return the same for one contact."""
        del contact
        return False

    def hold_open(self, contact: Contact) -> Instruction:
        """Return how the agent keeps their own leg up after the caller's has dropped."""
        if contact.channel == IN_PERSON or contact.channel_class != LIVE:
            return Instruction(("Leave the contact open on your screen.",), confirm=HELD)
        steps = ("Do not hang up: leave your own line open, even in silence.",)
        return Instruction(steps, confirm=HELD)

    def bring_in(self, contact: Contact, person: Person) -> Instruction:
        """Return how `person` comes in beside the agent; the agent stays until they have spoken."""
        agent = contact.agent.name if contact.agent else "the agent"
        if contact.channel == IN_PERSON:
            return Instruction((f"Go to {agent}, and stand where both can see you.",), JOINED)
        if contact.channel_class == LIVE:
            line = contact.external_id or "the agent's line"
            first = f"On your phone, join the call of {agent}: {line}."
            then = f"Listen first. {agent} knows that {person.name} is coming, and stays."
            return Instruction((first, then), JOINED)
        if contact.channel_class == CHAT:
            return Instruction((f"Open the chat of {agent} and write beside them.",), JOINED)
        return Instruction((f"Take the message over from {agent}; no reply before that.",), JOINED)

    def heard(self, contact: Contact, person: Person) -> Instruction:
        """Return that `person` is heard as their own telephone says."""
        del contact, person
        return Instruction(("Mute and unmute on your own phone.",))

    def hold_back(self, contact: Contact) -> Instruction:
        """Return how a person keeps their next call away."""
        if contact.channel_class != LIVE or contact.channel == IN_PERSON:
            return Instruction(())
        return Instruction(("On your phone, set yourself to take no further call.",))

    def release(self, contact: Contact) -> Instruction:
        """Return how the last leg is ended, once a supervisor has decided so."""
        who = contact.agent.name if contact.agent else "whoever holds the line"
        return Instruction((f"Ask {who} to end the contact on the platform.",), RELEASED)
