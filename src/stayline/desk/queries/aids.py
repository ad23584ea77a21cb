"""What may help beside the step: nothing here moves the screen, and none of it must be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from stayline.command.queries import advice_given, approved_here
from stayline.desk.queries.steps import filled
from stayline.incidents.queries import (
    SituationOffer,
    answers_of,
    last_run,
    live_threats,
    phrases_used,
    situations,
    spoken_language,
    techniques_used,
    trained_for,
)
from stayline.library.queries import (
    Advice,
    ApprovedAdvice,
    Card,
    Phrase,
    PhraseGroup,
    advice_for,
    card,
    phrase_groups,
    techniques,
)

if TYPE_CHECKING:
    from stayline.command.queries import Given
    from stayline.desk.queries.contact import ContactPage


QUICK_CARD: Final = "quick-card"

THREE: Final = (
    ("issues_addressed", "Communicate", "The specific issues"),
    ("solutions", "Clarify", "Doable solutions, next steps"),
    ("commitment", "Commit", "What they agree to, in their words"),
)
"""The three steps toward a commitment, each with its field in the record (S4-29 to S4-31)."""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of phrases beside the step. `first`: it fits the step best, and stands open."""

    group: PhraseGroup
    phrases: tuple[Phrase, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique of de-escalation, and whether it was used (S2-20)."""

    name: str
    title: str
    purpose: str
    used: bool


@dataclass(frozen=True, slots=True)
class TowardCommitment:
    """One of the three steps: what was recorded in it; `state` is past, now or empty."""

    number: int
    title: str
    hint: str
    text: str
    state: str


class Aids:
    """The aids of one contact page, each looked up at its first use."""

    def __init__(self, page: ContactPage) -> None:
        """Keep the page that they stand on."""
        self._page = page

    @cached_property
    def situations(self) -> list[SituationOffer]:
        """The more exact procedures that one press takes, those said already first."""
        page = self._page
        if page.incident is None or not page.mine:
            return []
        found = situations(page.incident, page.actor)
        return trained_for(page.incident, found, page.actor, at=page.at)

    @property
    def said_already(self) -> list[SituationOffer]:
        """Those that words or answers say already."""
        return [one for one in self.situations if one.heard]

    @property
    def if_known(self) -> list[SituationOffer]:
        """Those that nothing says yet: for whoever knows it."""
        return [one for one in self.situations if not one.heard]

    @cached_property
    def said(self) -> frozenset[str]:
        """Which phrases were said in this incident already."""
        row = self._page.incident
        return frozenset(one.key for one in phrases_used(row)) if row else frozenset()

    @cached_property
    def groups(self) -> list[ShownGroup]:
        """The phrases, those that fit the step first; none without an incident (S4-15, S4-42)."""
        return self.found("")

    def found(self, words: str) -> list[ShownGroup]:
        """Return the phrases that hold all of `words`, in any order; all of them for none."""
        row = self._page.incident
        if row is None:
            return []
        wanted = words.lower().split()
        groups = phrase_groups(site=row.site.slug, language=spoken_language(row))
        best = max(groups, key=self._fits, default=None)
        shown = []
        for group in groups:
            kept = tuple(self._worded(one) for one in group.phrases if _holds(group, one, wanted))
            if kept or (group.cues and not wanted):
                first = bool(wanted) or (group is best and self._fits(group) > 0)
                shown.append(ShownGroup(group, kept, first))
        return sorted(shown, key=lambda one: (not one.first, -self._fits(one.group)))

    @cached_property
    def techniques(self) -> list[Technique]:
        """The techniques of de-escalation, one by one, with those that were used marked."""
        row = self._page.incident
        if row is None or self._page.difficult is None:
            return []
        used = techniques_used(row)
        return [
            Technique(one.technique, one.title, one.purpose, one.technique in used)
            for one in techniques()
        ]

    @cached_property
    def toward_commitment(self) -> list[TowardCommitment]:
        """The three steps with what was recorded, where the procedure on screen has them."""
        row, protocol, step = self._page.incident, self._page.protocol, self._page.step
        run = last_run(row.id) if row else None
        if protocol is None or run is None or step is None:
            return []
        noted = {
            ask.field: one.name
            for one in protocol.steps.values()
            for ask in (*one.asks, *one.observes)
        }
        if not all(field in noted for field, _, _ in THREE):
            return []
        answers = answers_of(run)
        texts = [str(answers.get(field, {}).get("text") or "") for field, _, _ in THREE]
        return [
            TowardCommitment(
                number=place + 1,
                title=_(title),
                hint=_(hint),
                text=texts[place],
                state="now" if noted[field] == step.step else ("past" if texts[place] else ""),
            )
            for place, (field, title, hint) in enumerate(THREE)
        ]

    @cached_property
    def quick_card(self) -> Card | None:
        """The shortest card, one key away in every contact (S2-47 to S2-49)."""
        return card(QUICK_CARD)

    @cached_property
    def advice(self) -> list[tuple[str, Advice]]:
        """What may and may not be instructed or advised, by kind of what stands here (S3-45)."""
        row = self._page.incident
        if row is None:
            return []
        kinds = dict.fromkeys([row.kind, *(one.kind for one in live_threats(row))])
        found = [(kind, advice_for(kind, row.site.country)) for kind in kinds]
        return [(kind, one) for kind, one in found if one.may or one.must_not]

    @cached_property
    def approved(self) -> list[ApprovedAdvice]:
        """The advice that may be given for what stands here, in the caller's country (S3-14)."""
        row = self._page.incident
        return approved_here(row) if row else []

    @cached_property
    def advised(self) -> list[Given]:
        """The advice that was given, in order; what was not approved is flagged (S3-14)."""
        row = self._page.incident
        return advice_given(row) if row else []

    @property
    def _covers(self) -> tuple[str, ...]:
        """What the step on screen is about."""
        protocol, step = self._page.protocol, self._page.step
        if protocol is None or step is None or step.step not in protocol.steps:
            return ()
        return protocol.steps[step.step].covers

    def _fits(self, group: PhraseGroup) -> float:
        """Return how well a group fits the step: how much of what it is for the step is about."""
        shared = len(set(self._covers) & set(group.fits))
        return shared / len(group.fits) if shared else 0.0

    def _worded(self, phrase: Phrase) -> Phrase:
        return replace(phrase, text=filled(phrase.text, self._page.words))


def _holds(group: PhraseGroup, one: Phrase, wanted: list[str]) -> bool:
    """Return whether a phrase, its purpose or its group holds every word that was typed."""
    where = f"{group.title} {one.text} {one.purpose} {one.reason} {one.instead}".lower()
    return all(word in where for word in wanted)
