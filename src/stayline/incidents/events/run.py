"""What the log says of a run: how it began, in whose words, each move, each refusal."""

from typing import ClassVar

from stayline.ledger.events import Event, register


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
    trained: str = ""
    """“yes” where training on this version was asked of whoever it guides, and was there."""

    def describe(self) -> str:
        """Return the entry as a sentence, with the training where it was asked for."""
        told = super().describe()
        return f"{told} Whoever it guides is trained on it." if self.trained else told


@register
class GuidanceWithheld(Event):
    """A certified version guides nobody who is not trained on it: the built-in path does (S0-15).

    Its duties hold and its ladder rings all the same.
    """

    kind: ClassVar[str] = "incidents.guidance.withheld"
    sentence: ClassVar[str] = (
        "{title}, version {digest}, does not guide: {because}. "
        "The built-in path does, and everything rings as always."
    )

    run: str
    title: str
    digest: str
    because: str


@register
class SituationTaken(Event):
    """A more exact procedure was taken by a person, and what it is for."""

    kind: ClassVar[str] = "incidents.situation.taken"
    sentence: ClassVar[str] = "More exactly: {title}. {because}, {heard}."

    protocol: str
    title: str
    because: str
    heard: str


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
    trained: str = ""
    """Whether they are trained on the version that guides: yes, no, or empty, not asked."""

    def describe(self) -> str:
        """Return the entry as a sentence, with the training where it was asked for."""
        told = super().describe()
        words = {"yes": "They are trained on it.", "no": "They are not trained on it."}
        return f"{told} {words[self.trained]}" if self.trained else told


@register
class WarningGiven(Event):
    """A warning, or the final notice, was said to the caller (S2-24)."""

    kind: ClassVar[str] = "incidents.warning.given"
    sentence: ClassVar[str] = "Said to the caller ({which}, number {ordinal}): “{words}”"

    which: str
    words: str
    ordinal: int


@register
class PhraseUsed(Event):
    """A phrase from the library was said, by whoever guides the contact; its words as they stood.

    `technique` is the technique of de-escalation that it belongs to, or empty.
    """

    kind: ClassVar[str] = "incidents.phrase.used"
    sentence: ClassVar[str] = "Said ({purpose}): “{words}”"

    phrase: str
    purpose: str
    words: str
    technique: str


@register
class TechniqueNoted(Event):
    """A technique of de-escalation was marked as used, or the mark was taken back (S2-20)."""

    kind: ClassVar[str] = "incidents.technique.noted"
    sentence: ClassVar[str] = "The technique {technique} was marked as {what}."

    technique: str
    what: str


@register
class EffectAsked(Event):
    """The protocol asked for something in the world."""

    kind: ClassVar[str] = "incidents.effect.asked"
    sentence: ClassVar[str] = "{effect} {target}: {because}."

    effect: str
    target: str
    because: str

    def describe(self) -> str:
        """Return the entry as a sentence, without the marks of ids."""
        effect, target = self.effect.replace("_", " "), self.target.replace("_", " ")
        return f"{effect} {target}: {self.because}."
