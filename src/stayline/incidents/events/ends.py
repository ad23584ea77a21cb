"""What the log says of an ending: who left, who was called back, and what was decided."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class CallerLeft(Event):
    """The caller's leg ended. Whether the agent's is held stands in entries of its own."""

    kind: ClassVar[str] = "incidents.contact.caller_left"
    sentence: ClassVar[str] = "The caller's line ended ({by})."

    by: str


@register
class CallerBack(Event):
    """The caller is on the line again."""

    kind: ClassVar[str] = "incidents.contact.caller_back"
    sentence: ClassVar[str] = "The caller is on the line again."


@register
class ContactReleased(Event):
    """The last leg was released."""

    kind: ClassVar[str] = "incidents.contact.released"
    sentence: ClassVar[str] = "The line was released by {by}. {reason}"

    by: str
    reason: str
    caller_left_at: str


@register
class EndingAsked(Event):
    """The agent asks a supervisor to approve that the contact ends after the warnings."""

    kind: ClassVar[str] = "incidents.ending.asked"
    sentence: ClassVar[str] = "Asked to end the contact after {warnings} warnings."

    request: str
    warnings: int


@register
class EndingDecided(Event):
    """A supervisor decided whether the contact may end after the warnings."""

    kind: ClassVar[str] = "incidents.ending.decided"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "Ending the contact was {decided}. {reason}"

    request: str
    decided: str
    reason: str


@register
class CallbackProposed(Event):
    """The caller is gone: what the rule for this kind of threat says about calling back."""

    kind: ClassVar[str] = "incidents.callback.proposed"
    sentence: ClassVar[str] = "Calling back: {says}"

    rule: str
    says: str


@register
class CallbackAgreed(Event):
    """A supervisor recorded who agreed that the caller may be called back, or how it is safe."""

    kind: ClassVar[str] = "incidents.callback.agreed"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})
    sentence: ClassVar[str] = "Calling back is allowed ({what}). {note}"

    what: str
    note: str


@register
class CallbackTried(Event):
    """Somebody called back from another line."""

    kind: ClassVar[str] = "incidents.callback.tried"
    sentence: ClassVar[str] = "Called back, try {ordinal}: {outcome}."

    ordinal: int
    outcome: str


@register
class HelpDecided(Event):
    """A supervisor decided whether emergency services are sent to somebody who was lost."""

    kind: ClassVar[str] = "incidents.help.decided"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "Emergency services: {decided}. {reason}"

    decided: str
    reason: str


@register
class ChatSilent(Event):
    """Nothing was said in a chat for two minutes; a supervisor is asked."""

    kind: ClassVar[str] = "incidents.chat.silent"
    sentence: ClassVar[str] = "Nothing was said since {since}. A supervisor is asked."

    since: str


@register
class LawsChecked(Event):
    """Whoever closes confirmed the laws and policies that apply, or said why not (S3-15).

    `kept` and `otherwise` are sentences; `laws` names each with the version of its words.
    """

    kind: ClassVar[str] = "incidents.laws.checked"
    sentence: ClassVar[str] = "Laws and policies that apply were gone through."

    laws: list[str]
    kept: list[str]
    otherwise: list[str]

    def describe(self) -> str:
        """Return what was confirmed, and what was not with the reason."""
        parts = [f"Confirmed: {' '.join(self.kept)}"] if self.kept else []
        parts += [f"Not confirmed: {' '.join(self.otherwise)}"] if self.otherwise else []
        return f"{self.sentence} {' '.join(parts)}"
