"""What escalation needs from above: a way to hold a call open and to bring somebody in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from stayline.contacts.models import Contact
from stayline.people.models import Person
from stayline.platform.plugs import Rack, Slot


@dataclass(frozen=True, slots=True)
class Instruction:
    """What has to be done on the telephone, by whom, and what was really done.

    `done` says that the platform confirmed it. Until then a person does it by `steps` and
    confirms by pressing what `confirm` says, whatever was asked of the platform: `asked` says
    that it was asked and has confirmed nothing, `failed` in a few words why it did not do it.
    """

    steps: tuple[str, ...]
    confirm: str = ""
    done: bool = False
    asked: bool = False
    failed: str = ""


class TelephonyPort(Protocol):
    """The contact platform's calls, as they stand. Nothing here waits for a network.

    What the platform is to do is put into the outbox (`escalation.actions.telephoning`), for
    those contacts on whose calls it `acts`; what it confirmed comes back as a report.
    """

    def serves(self, *, exercise: bool) -> bool:
        """Whether it can be asked for anything real, or for anything of an exercise."""
        ...

    def acts(self, contact: Contact) -> bool:
        """Whether the platform can be asked to do something with this contact's call."""
        ...

    def hold_open(self, contact: Contact) -> Instruction:
        """Keep the agent's leg up, even when the caller's has dropped (S1-40)."""
        ...

    def bring_in(self, contact: Contact, person: Person) -> Instruction:
        """Bring `person` into the contact beside the agent: always warm, never cold (S1-11)."""
        ...

    def heard(self, contact: Contact, person: Person) -> Instruction:
        """Say whether `person`, who is on the line, is heard, and by whom."""
        ...

    def hold_back(self, contact: Contact) -> Instruction:
        """Keep the next call away from whoever has this contact (S1-41)."""
        ...

    def release(self, contact: Contact) -> Instruction:
        """End the last leg, after a supervisor has decided so."""
        ...


telephony: Final[Slot[TelephonyPort]] = Slot("escalation.TelephonyPort")


class ReplyPort(Protocol):
    """Vouches for answers to pages that come from outside: a text message, a key of a telephone."""

    def vouched(self, *, url: str, posted: Mapping[str, str], signature: str) -> bool:
        """Return whether the provider signed this address with all that was posted to it."""
        ...


replies: Final[Rack[ReplyPort]] = Rack("escalation.ReplyPort")


class TextReportPort(Protocol):
    """Reads text messages that came in and may answer something else than a page."""

    def read(self, *, number: str, text: str, at: datetime) -> str | None:
        """Take a text message, and return what is answered; None: it is meant for others."""
        ...


text_reports: Final[Rack[TextReportPort]] = Rack("escalation.TextReportPort")
