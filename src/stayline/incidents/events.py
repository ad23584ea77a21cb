"""What the log says of an incident, from its first word to its close."""

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
class RunStarted(Event):
    """A protocol began to guide the contact; the version is named by its digest (S0-3).

    `began` holds what was answered before, where the run took over from another one.
    """

    kind: ClassVar[str] = "incidents.run.started"
    personal: ClassVar[frozenset[str]] = frozenset({"began"})
    sentence: ClassVar[str] = "The protocol {protocol} began ({standing}), version {digest}."

    run: str
    protocol: str
    digest: str
    standing: str
    began: dict[str, object]


@register
class RunWorded(Event):
    """The run is shown in other words than the protocol's own: which version, in which language.

    Its steps are the protocol's; only what is read and said is worded here.
    """

    kind: ClassVar[str] = "incidents.run.worded"
    sentence: ClassVar[str] = "Its words are {language}, version {digest}, {reviewed}."

    run: str
    digest: str
    language: str
    site: str
    reviewed: str


@register
class RunEventTaken(Event):
    """Something happened in the run: an answer, a move, a fact. The fold of these is its state."""

    kind: ClassVar[str] = "incidents.run.event_taken"
    personal: ClassVar[frozenset[str]] = frozenset({"event"})
    sentence: ClassVar[str] = "{told}"

    run: str
    sequence: int
    step_before: str
    step_after: str
    event: dict[str, object]
    told: str


@register
class CommandRefused(Event):
    """A press came too late or did not fit; what was answered is kept as a fact."""

    kind: ClassVar[str] = "incidents.run.command_refused"
    personal: ClassVar[frozenset[str]] = frozenset({"event"})
    sentence: ClassVar[str] = "A press was refused: {code}."

    run: str
    code: str
    event: dict[str, object]


@register
class StepShown(Event):
    """A step was put before the person who guides the contact (S0-6)."""

    kind: ClassVar[str] = "incidents.step.shown"
    sentence: ClassVar[str] = "The step {step} was shown."

    run: str
    step: str


@register
class OwnerMoved(Event):
    """The run moved to another desk, at the same step."""

    kind: ClassVar[str] = "incidents.run.owner_moved"
    sentence: ClassVar[str] = "The contact is guided by somebody else from here."

    person: str


@register
class DutiesTaken(Event):
    """What holds from now on: the contact is kept open, authentication is waived, and so on."""

    kind: ClassVar[str] = "incidents.duties.taken"
    sentence: ClassVar[str] = "From now on: {duties}."

    duties: list[str]


@register
class AuthenticationWaived(Event):
    """No identity check stands in the way (S1-8)."""

    kind: ClassVar[str] = "incidents.authentication.waived"
    sentence: ClassVar[str] = "The identity check was waived; it stood at {before}."

    before: str


@register
class ObligationOwed(Event):
    """Something is owed, by somebody, until a time."""

    kind: ClassVar[str] = "incidents.obligation.owed"
    sentence: ClassVar[str] = "Owed: {name}, by {by}, until {due}."

    obligation: str
    name: str
    by: str
    due: str
    threat: str


@register
class ObligationMet(Event):
    """What was owed is done."""

    kind: ClassVar[str] = "incidents.obligation.met"
    sentence: ClassVar[str] = "Done: {name}."

    obligation: str
    name: str


@register
class ObligationMissed(Event):
    """The time ran out; what follows by itself has begun."""

    kind: ClassVar[str] = "incidents.obligation.missed"
    sentence: ClassVar[str] = "Not done in time: {name}."

    obligation: str
    name: str


@register
class ObligationWaived(Event):
    """A named supervisor released it, with a reason."""

    kind: ClassVar[str] = "incidents.obligation.waived"
    sentence: ClassVar[str] = "Waived: {name}. {reason}"

    obligation: str
    name: str
    reason: str


@register
class CallerLeft(Event):
    """The caller's leg ended; the agent's is held open."""

    kind: ClassVar[str] = "incidents.contact.caller_left"
    sentence: ClassVar[str] = "The caller's line ended ({by}). The agent's line is held."

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
class EffectAsked(Event):
    """The protocol asked for something in the world."""

    kind: ClassVar[str] = "incidents.effect.asked"
    sentence: ClassVar[str] = "{effect} {target}: {because}."

    effect: str
    target: str
    because: str


@register
class ObligationHastened(Event):
    """Another threat's procedure wants the same thing sooner: the earlier time stands."""

    kind: ClassVar[str] = "incidents.obligation.hastened"
    sentence: ClassVar[str] = "Owed sooner: {name}, until {due}."

    obligation: str
    name: str
    due: str


@register
class AidStarted(Event):
    """The aid for a difficult call was started by one press; no threat was made."""

    kind: ClassVar[str] = "incidents.aid.started"
    sentence: ClassVar[str] = "The aid for a difficult call was started: {harm}."

    harm: str


@register
class WarningGiven(Event):
    """A warning, or the final notice, was said to the caller (S2-24)."""

    kind: ClassVar[str] = "incidents.warning.given"
    sentence: ClassVar[str] = "Said to the caller ({which}, number {ordinal}): “{words}”"

    which: str
    words: str
    ordinal: int


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
class ChatSilent(Event):
    """Nothing was said in a chat for two minutes; a supervisor is asked."""

    kind: ClassVar[str] = "incidents.chat.silent"
    sentence: ClassVar[str] = "Nothing was said since {since}. A supervisor is asked."

    since: str


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
