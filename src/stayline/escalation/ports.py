"""What escalation needs from above: a way to hold a call open and to bring somebody in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from stayline.contacts.models import Contact
from stayline.people.models import Person
from stayline.platform.plugs import Slot


@dataclass(frozen=True, slots=True)
class Instruction:
    """What has to be done on the telephone, and by whom.

    `done` says that the platform did it. Otherwise a person does it by `steps` and confirms
    by pressing what `confirm` says.
    """

    steps: tuple[str, ...]
    confirm: str = ""
    done: bool = False


class TelephonyPort(Protocol):
    """The contact platform's calls. Asked outside of transactions; answers are shown, not kept."""

    def hold_open(self, contact: Contact) -> Instruction:
        """Keep the agent's leg up, even when the caller's has dropped (S1-40)."""
        ...

    def bring_in(self, contact: Contact, person: Person) -> Instruction:
        """Bring `person` into the contact beside the agent: always warm, never cold (S1-11)."""
        ...

    def release(self, contact: Contact) -> Instruction:
        """End the last leg, after a supervisor has decided so."""
        ...


telephony: Final[Slot[TelephonyPort]] = Slot("escalation.TelephonyPort")
