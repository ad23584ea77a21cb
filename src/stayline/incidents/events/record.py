"""What the log says of an incident itself, from its first word to its close."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class IncidentOpened(Event):
    """An incident was opened, by a signal or by one press."""

    kind: ClassVar[str] = "incidents.incident.opened"
    sentence: ClassVar[str] = "The incident was opened by {how}: {harm}, L{level}."

    incident: str
    contact: str
    channel: str
    how: str
    harm: str
    level: int
    contact_opened_at: str
    words_not_kept_from: str


@register
class IncidentNumbered(Event):
    """The incident got its number."""

    kind: ClassVar[str] = "incidents.incident.numbered"
    sentence: ClassVar[str] = "Its number is {number}."

    number: str


@register
class LineKept(Event):
    """A line of the contact, word for word."""

    kind: ClassVar[str] = "incidents.line.kept"
    personal: ClassVar[frozenset[str]] = frozenset({"text"})
    sentence: ClassVar[str] = "{who}: “{text}”"

    line: str
    who: str
    text: str


@register
class SignalRaised(Event):
    """The listener marked words: which harm, how it was said, and why it thinks so."""

    kind: ClassVar[str] = "incidents.signal.raised"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})
    sentence: ClassVar[str] = "Marked “{words}”: {reason}"

    signal: str
    line: str
    harm: str
    form: str
    conditional: bool
    third_party: bool
    imminent: bool
    start: int
    end: int
    words: str
    reason: str
    rule: str
    rules_version: str


@register
class ThreatRecorded(Event):
    """A threat was recorded; it owes its own report."""

    kind: ClassVar[str] = "incidents.threat.recorded"
    sentence: ClassVar[str] = "A threat was recorded: {harm}, {form}."

    threat: str
    harm: str
    form: str
    conditional: bool
    imminent: bool
    by_person: bool
    line: str


@register
class ThreatSaidAgain(Event):
    """More words of a threat that is recorded already."""

    kind: ClassVar[str] = "incidents.threat.said_again"
    sentence: ClassVar[str] = "More was said of it: {harm}, {form}."

    threat: str
    harm: str
    form: str
    line: str


@register
class LevelRaised(Event):
    """The level rose."""

    kind: ClassVar[str] = "incidents.level.raised"
    sentence: ClassVar[str] = "The level rose from L{before} to L{after}: {because}"

    before: int
    after: int
    because: str


@register
class LevelLowered(Event):
    """A named supervisor lowered the level, with a reason."""

    kind: ClassVar[str] = "incidents.level.lowered"
    sentence: ClassVar[str] = "The level was lowered from L{before} to L{after}: {because}"

    before: int
    after: int
    because: str


@register
class SafetyRecorded(Event):
    """What was done for the caller's safety (S0-5)."""

    kind: ClassVar[str] = "incidents.safety.recorded"
    personal: ClassVar[frozenset[str]] = frozenset({"text"})
    sentence: ClassVar[str] = "For the caller's safety: {text}"

    text: str


@register
class HelpAsked(Event):
    """Somebody pressed Get help now, or I need out."""

    kind: ClassVar[str] = "incidents.help.asked"
    sentence: ClassVar[str] = "Help was asked for: {how}."

    how: str


@register
class OpenedInError(Event):
    """A supervisor recorded that no threat was made (X-10). It stays in the log and the review."""

    kind: ClassVar[str] = "incidents.incident.opened_in_error"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "Opened in error: no threat was made. {reason}"

    reason: str
    spoke_to: str
    read_words: bool
    second_person: str


@register
class IncidentClosed(Event):
    """The incident was closed by a supervisor, with everything owed met or waived."""

    kind: ClassVar[str] = "incidents.incident.closed"
    sentence: ClassVar[str] = "Closed: {resolution}"

    resolution: str


@register
class AidStarted(Event):
    """The aid for a difficult call was started by one press; no threat was made."""

    kind: ClassVar[str] = "incidents.aid.started"
    sentence: ClassVar[str] = "The aid for a difficult call was started: {harm}."

    harm: str


@register
class PlanOpened(Event):
    """The site's crisis management plan was put before whoever needs out (S2-45, S2-46)."""

    kind: ClassVar[str] = "incidents.plan.opened"
    sentence: ClassVar[str] = "The site's crisis management plan was opened ({stands})."

    stands: str


@register
class IncidentReopened(Event):
    """A supervisor opened a closed incident again; nothing of it was lost."""

    kind: ClassVar[str] = "incidents.incident.reopened"
    sentence: ClassVar[str] = "Opened again: {reason}"

    reason: str


@register
class IncidentLinked(Event):
    """Earlier incidents of the same caller, by number; what they hold stays behind their lists."""

    kind: ClassVar[str] = "incidents.incident.linked"
    sentence: ClassVar[str] = "The same caller was in: {numbers}."

    numbers: list[str]


@register
class OutcomeNoted(Event):
    """How the difficult call ended, as its record says."""

    kind: ClassVar[str] = "incidents.outcome.noted"
    sentence: ClassVar[str] = "The call ended as: {outcome}."

    outcome: str


@register
class AnswerDemanded(Event):
    """The caller wants an answer at once; the contact waits before its equals (S3-4)."""

    kind: ClassVar[str] = "incidents.answer.demanded"
    sentence: ClassVar[str] = "Flagged: the caller wants an answer at once."


@register
class FirstResponse(Event):
    """The first response to a caller who wanted one at once, and after how long (S3-4)."""

    kind: ClassVar[str] = "incidents.answer.given"
    sentence: ClassVar[str] = "They had their first response after {seconds} seconds."

    seconds: int


@register
class WayUsed(Event):
    """Somebody reached for the person by another way than the contact's own (S3-2)."""

    kind: ClassVar[str] = "incidents.way.used"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})
    sentence: ClassVar[str] = "Another way was used, {way}: {outcome}. {note}"

    way: str
    outcome: str
    note: str

    def describe(self) -> str:
        """Return it with the outcome in plain words, and no stray space without a note."""
        said = self.outcome.replace("_", " ")
        words = self.sentence.format(way=self.way.replace("_", " "), outcome=said, note=self.note)
        return words.strip()
