"""What the log says of what is owed: duties, obligations, and whether they were met."""

from typing import ClassVar

from stayline.ledger.events import Event, register


class AboutOwed(Event):
    """An entry that keeps the name of what is owed, and says it in words."""

    def describe(self) -> str:
        """Return the entry as a sentence, without the marks of ids in the name."""
        said = self.content()
        return self.sentence.format(**{**said, "name": str(said["name"]).replace("_", " ")})


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
class ObligationOwed(AboutOwed):
    """Something is owed, by somebody, until a time."""

    kind: ClassVar[str] = "incidents.obligation.owed"
    sentence: ClassVar[str] = "Owed: {name}, by {by}, until {due}."

    obligation: str
    name: str
    by: str
    due: str
    threat: str


@register
class ObligationMet(AboutOwed):
    """What was owed is done."""

    kind: ClassVar[str] = "incidents.obligation.met"
    sentence: ClassVar[str] = "Done: {name}."

    obligation: str
    name: str


@register
class ObligationMissed(AboutOwed):
    """The time ran out; what follows by itself has begun."""

    kind: ClassVar[str] = "incidents.obligation.missed"
    sentence: ClassVar[str] = "Not done in time: {name}."

    obligation: str
    name: str


@register
class ObligationWaived(AboutOwed):
    """A named supervisor released it, with a reason."""

    kind: ClassVar[str] = "incidents.obligation.waived"
    sentence: ClassVar[str] = "Waived: {name}. {reason}"

    obligation: str
    name: str
    reason: str


@register
class ObligationHastened(AboutOwed):
    """Another threat's procedure wants the same thing sooner: the earlier time stands."""

    kind: ClassVar[str] = "incidents.obligation.hastened"
    sentence: ClassVar[str] = "Owed sooner: {name}, until {due}."

    obligation: str
    name: str
    due: str


@register
class ObligationPassedOn(AboutOwed):
    """Its owner went off the queue: whoever received the contact owes it now, or a supervisor."""

    kind: ClassVar[str] = "incidents.obligation.passed_on"
    sentence: ClassVar[str] = "Passed on {told}: {name}, because {because}."

    obligation: str
    name: str
    to: str
    told: str
    because: str


@register
class ObligationRecomputed(AboutOwed):
    """Its time was computed anew: the level, the site's rules or the centre's policy changed."""

    kind: ClassVar[str] = "incidents.obligation.recomputed"
    sentence: ClassVar[str] = "Owed until {after}, not {before}: {name}, because {because}."

    obligation: str
    name: str
    before: str
    after: str
    because: str


@register
class ObligationAskedFor(AboutOwed):
    """It is not done yet, and somebody was asked for it: its owner, or a supervisor (S1-44)."""

    kind: ClassVar[str] = "incidents.obligation.asked_for"
    sentence: ClassVar[str] = "Asked {whom} for: {name} ({times} so far), due {due}."

    obligation: str
    name: str
    whom: str
    times: int
    due: str


@register
class OwedRuleSet(Event):
    """The centre wants something owed sooner than its document does, and why."""

    kind: ClassVar[str] = "incidents.owed_rule.set"
    sentence: ClassVar[str] = (
        "From now on within {within}: {what}, at L{level} and above, {site}: {because}"
    )

    rule: str
    what: str
    within: str
    level: int
    site: str
    because: str


@register
class OwedRuleRemoved(Event):
    """A time of the centre's own was taken back: its document's time holds again."""

    kind: ClassVar[str] = "incidents.owed_rule.removed"
    sentence: ClassVar[str] = "The centre's own time was taken back: {what}."

    rule: str
    what: str
