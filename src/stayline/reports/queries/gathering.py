"""What is still to be learned of an incident, from its runs and its reports (S3-11, S3-36)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stayline.incidents.queries import said_so_far, wanted
from stayline.ledger.errors import ContentErased
from stayline.reports.queries.facts import run_answer
from stayline.reports.queries.views import draft, report_view, reports_of
from stayline_core.forms import Answer, AnswerState, Field, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.reports.queries.views import DraftView


class Standing(StrEnum):
    """How it stands with one item."""

    KNOWN = "known"
    NOT_SAID = "not_said"
    """It was asked or looked for, and not said, refused, or not to be known: an answer (S1-55)."""

    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Item:
    """One item to be known: whether nobody can act well without it, and how it stands.

    `shown` is what was learned, in words; `report_id` the report that has the field.
    """

    field: Field
    minimum: bool
    standing: Standing
    shown: str
    report_id: UUID | None


@dataclass(frozen=True, slots=True)
class Gathering:
    """Everything that is to be known of an incident, the least that is needed first."""

    items: tuple[Item, ...]

    @property
    def to_learn(self) -> tuple[Item, ...]:
        """What nobody has asked or noticed yet."""
        return tuple(one for one in self.items if one.standing is Standing.NOT_ASKED)

    @property
    def not_said(self) -> tuple[Item, ...]:
        """What was asked or looked for, and is not known."""
        return tuple(one for one in self.items if one.standing is Standing.NOT_SAID)

    @property
    def known(self) -> frozenset[str]:
        """The names of the fields that somebody knows."""
        return frozenset(one.field.name for one in self.items if one.standing is Standing.KNOWN)


def gathering(row: Incident, drafts: Iterable[DraftView] | None = None) -> Gathering:
    """Return how it stands with all that is to be known of an incident.

    What was answered in a run and what stands in a report count alike, amendments too, so that
    a field is open here when it is open there. `drafts` are the incident's reports where they
    were read already.
    """
    items = wanted(row)
    if not items:
        return Gathering(())
    read = list(_drafts(row) if drafts is None else drafts)
    said = said_so_far(row)
    found = []
    for one in items:
        name = one.field.name
        answers = [answer for each in read if (answer := _standing_in(each, name)) is not None]
        if name in said:
            answers.append(run_answer(one.field, said[name]))
        best = min(answers, key=_rank, default=None)
        at = next((each.report_id for each in read if _has(each, name)), None)
        words = shown(one.field, best) if best is not None else ""
        found.append(Item(one.field, one.minimum, _standing(best), words, at))
    return Gathering(tuple(found))


def _drafts(row: Incident) -> Iterable[DraftView]:
    """Return the reports of an incident as they stand; none that were erased."""
    for one in reports_of(row.id):
        with suppress(ContentErased):
            yield draft(one.id)


def _standing_in(view: DraftView, name: str) -> Answer | None:
    """Return what a report says of a field: the newest amendment, else the report itself."""
    fields = view.fields
    if view.number:
        later = report_view(view.report_id).amendments
        fields = (*(one for each in reversed(later) for one in each.fields), *fields)
    return next((one.answer for one in fields if one.field.name == name and one.answer), None)


def _has(view: DraftView, name: str) -> bool:
    return any(one.field.name == name for one in view.fields)


def _standing(answer: Answer | None) -> Standing:
    if answer is None or answer.state is AnswerState.NOT_ASKED:
        return Standing.NOT_ASKED
    known = answer.value is not None and answer.value != AnswerState.UNKNOWN
    return Standing.KNOWN if known else Standing.NOT_SAID


def _rank(answer: Answer) -> int:
    """Where several say something of a field, what is known goes before what was not said."""
    return list(Standing).index(_standing(answer))
