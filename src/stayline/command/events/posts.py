"""What the log says about command roles, decisions and major incidents."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class PostTaken(Event):
    """Somebody took a post of command; with a reason, from a holder who could not be reached."""

    kind: ClassVar[str] = "command.post.taken"
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = "{title} was taken. {because}"

    post: str
    title: str
    before: str
    because: str


@register
class PostOffered(Event):
    """A post was offered to a named person, with the situation in four lines (SBAR)."""

    kind: ClassVar[str] = "command.post.offered"
    personal: ClassVar[frozenset[str]] = frozenset(
        {"situation", "background", "assessment", "recommendation", "waiting"}
    )
    sentence: ClassVar[str] = (
        "{title} was offered. Situation: {situation} Background: {background} "
        "Assessment: {assessment} Recommendation: {recommendation}"
    )

    post: str
    title: str
    to: str
    situation: str
    background: str
    assessment: str
    recommendation: str
    waiting: list[str]


@register
class PostPaged(Event):
    """Whoever a post is offered to was told away from their screen as well, and by what."""

    kind: ClassVar[str] = "command.post.paged"
    sentence: ClassVar[str] = "Whoever {title} is offered to was paged, by {channels}."

    post: str
    title: str
    to: str
    channels: str


@register
class PostAccepted(Event):
    """A named person accepted a post and read back what they took over; the giver had it so far."""

    kind: ClassVar[str] = "command.post.accepted"
    personal: ClassVar[frozenset[str]] = frozenset({"read_back"})
    sentence: ClassVar[str] = "{title} was accepted and read back: “{read_back}”"

    post: str
    title: str
    before: str
    read_back: str


@register
class PostDeclined(Event):
    """A person to whom a post was offered cannot take it; the giver keeps it."""

    kind: ClassVar[str] = "command.post.declined"
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = "{title} was declined: {because}"

    post: str
    title: str
    because: str


@register
class PostOfferWithdrawn(Event):
    """The offer of a post was taken back before it was accepted."""

    kind: ClassVar[str] = "command.post.offer_withdrawn"
    sentence: ClassVar[str] = "The offer of {title} was taken back."

    post: str
    title: str


@register
class PostLeft(Event):
    """A holder left a post, which is vacant since."""

    kind: ClassVar[str] = "command.post.left"
    personal: ClassVar[frozenset[str]] = frozenset({"because"})
    sentence: ClassVar[str] = "{title} was left and is vacant: {because}"

    post: str
    title: str
    because: str


@register
class DecisionRecorded(Event):
    """A decision with its reason and the options rejected; a correction names the one before."""

    kind: ClassVar[str] = "command.decision.recorded"
    personal: ClassVar[frozenset[str]] = frozenset({"words", "reason", "rejected"})
    sentence: ClassVar[str] = "Decided: {words} Because: {reason} Rejected: {rejected}"

    decision: str
    words: str
    reason: str
    rejected: str
    post: str
    title: str
    decided_at: str
    corrects: str


@register
class MajorCalled(Event):
    """A named person called an incident major, or ended that, with a reason."""

    kind: ClassVar[str] = "command.major.called"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "about"})
    sentence: ClassVar[str] = "{words}: {reason}"

    state: str
    before: str
    words: str
    reason: str
    about: str


@register
class MajorLooked(Event):
    """A named person looked at a major incident, and it stands."""

    kind: ClassVar[str] = "command.major.looked"
    sentence: ClassVar[str] = "{words}: looked at, it stands."

    words: str


@register
class MajorLookMissed(Event):
    """Nobody has said in time whether an incident is still major; supervisors were told."""

    kind: ClassVar[str] = "command.major.look_missed"
    sentence: ClassVar[str] = "{words}: nobody has said whether it stands ({times})."

    words: str
    times: int


@register
class MajorTaskDone(Event):
    """A line of the major incident checklist was done."""

    kind: ClassVar[str] = "command.major.task_done"
    sentence: ClassVar[str] = "Done: {words}"

    task: str
    words: str


@register
class StructureChosen(Event):
    """A site works by a structure of command."""

    kind: ClassVar[str] = "command.structure.chosen"
    sentence: ClassVar[str] = "{site_name} works by “{title}” (before: {before})."

    site: str
    site_name: str
    structure: str
    title: str
    before: str


@register
class PostDefaultSet(Event):
    """Who usually holds a post at a site was set; nobody, when `person` is empty."""

    kind: ClassVar[str] = "command.post.default_set"
    sentence: ClassVar[str] = "{title} at {site_name} has another person who usually holds it."

    site: str
    site_name: str
    post: str
    title: str
    person: str
    before: str
