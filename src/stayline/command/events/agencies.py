"""What the log says about agencies: a centre's own list, and what they were told."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class LocalAgencyAdded(Event):
    """An agency of a site's own was written down, with what it began with (S3-37)."""

    kind: ClassVar[str] = "command.agency.added"
    sentence: ClassVar[str] = "The agency {name} ({sort}) was added."

    agency: str
    site: str
    name: str
    sort: str
    with_fields: dict[str, str]


@register
class LocalAgencyChanged(Event):
    """An agency of a site's own was changed; each part with what stood before and stands now."""

    kind: ClassVar[str] = "command.agency.changed"
    sentence: ClassVar[str] = "The agency {name} was changed: {changed}."

    agency: str
    site: str
    name: str
    changed: dict[str, list[str]]

    def describe(self) -> str:
        """Return the entry as a sentence: what, from what, to what."""
        parts = (
            f"{part.replace('_', ' ')} from “{was}” to “{now}”"
            for part, (was, now) in self.changed.items()
        )
        return f"The agency {self.name} was changed: {'; '.join(parts)}."


@register
class LocalAgencyReviewed(Event):
    """An agency was compared with its source, and when that is due again."""

    kind: ClassVar[str] = "command.agency.reviewed"
    sentence: ClassVar[str] = "The agency {name} was checked; the next review is due {review_by}."

    agency: str
    site: str
    name: str
    checked_on: str
    review_by: str


@register
class LocalAgencyEnded(Event):
    """An agency is not called any more; what was done with it stays on record."""

    kind: ClassVar[str] = "command.agency.ended"
    sentence: ClassVar[str] = "The agency {name} is not used any more: {reason}"

    agency: str
    site: str
    name: str
    reason: str


@register
class AgenciesTakenIn(Event):
    """A list of agencies was taken in."""

    kind: ClassVar[str] = "command.agencies.taken_in"
    sentence: ClassVar[str] = "A list of agencies was taken in: {added} added, {changed} changed."

    site: str
    digest: str
    added: int
    changed: int


@register
class AgencyChosen(Event):
    """Which agency is called, and how the caller's place led to it (S4-8, S4-10)."""

    kind: ClassVar[str] = "command.agency.chosen"
    sentence: ClassVar[str] = "For {agency}, {name} is called: {how}."

    dispatch: str
    agency: str
    local: str
    name: str
    number: str
    how: str


@register
class AgencyTold(Event):
    """An agency was told what it needs, in its own order; what was left out, and why (S3-20)."""

    kind: ClassVar[str] = "command.agency.told"
    personal: ClassVar[frozenset[str]] = frozenset({"words", "because"})
    sentence: ClassVar[str] = "{agency} was told what they need."

    dispatch: str
    agency: str
    channel: str
    said: list[str]
    missing: list[str]
    words: dict[str, str]
    because: str

    def describe(self) -> str:
        """Return the entry as a sentence: complete, or what was left out and why."""
        if not self.missing:
            return f"{self.agency} was told everything they need, in their order."
        left = ", ".join(self.missing)
        return f"{self.agency} was told what is known, without: {left}. Why: {self.because}"


@register
class AgencyConfirmed(Event):
    """Contact with an agency was confirmed: who answered there, and their reference."""

    kind: ClassVar[str] = "command.agency.confirmed"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "reference"})
    sentence: ClassVar[str] = "{agency} has it: {name}, their reference “{reference}”."

    dispatch: str
    agency: str
    name: str
    reference: str
