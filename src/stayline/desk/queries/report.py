"""The report page: one form as it fills, or as it was submitted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify

from stayline.incidents.models import Incident
from stayline.library.queries import Card, card
from stayline.people.models import Person
from stayline.people.queries import names, people_of
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM, Report
from stayline.reports.policies import may_fill, may_report
from stayline.reports.queries import (
    CaseView,
    DraftView,
    FieldView,
    Followed,
    Item,
    ReportView,
    case_of,
    draft,
    followed,
    gathering,
    report,
    report_view,
    reports_of,
)
from stayline.reports.queries.decided import DecisionView, decision_of
from stayline_core.forms import AnswerState, AskMode

WORDS: Final = "exact_words"

CARDS: Final = {"bomb": "bomb-checklist"}
"""The card of reference beside the form of a threat; using it is optional (S1-60)."""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand under one heading.

    `own` is what only threats of this kind are asked; `voiced`: all of it may be asked aloud,
    `noticed`: none of it ever is (S1-59).
    """

    heading: str
    own: bool
    fields: tuple[FieldView, ...]

    @property
    def key(self) -> str:
        """What names the section within the page."""
        return slugify(self.heading) or "about"

    @property
    def voiced(self) -> bool:
        """Whether the whole section may be asked aloud."""
        return all(one.field.ask is AskMode.ASK for one in self.fields)

    @property
    def noticed(self) -> bool:
        """Whether nothing of the section is ever asked."""
        return all(one.field.ask is AskMode.OBSERVE for one in self.fields)


FIRST: Final = 0
OWN: Final = 1
REST: Final = 2


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A draft, or what was submitted with its amendments and case."""

    row: Report
    incident: Incident
    draft: DraftView
    submitted: ReportView | None
    submitted_by: str
    case: CaseView | None
    decision: DecisionView | None
    question: str
    followed: Followed
    people: list[Report]
    may_fill: bool
    needed: tuple[Item, ...]
    """What this report could still learn of the least that lets anybody act (S3-36)."""

    card: Card | None
    zone: str
    live_topic: str

    @property
    def of_threat(self) -> bool:
        """Whether this is a threat's report, which has a case."""
        return self.row.form_id == THREAT_FORM

    @property
    def of_call(self) -> bool:
        """Whether this is the record of a difficult call."""
        return self.row.form_id == CALL_RECORD

    @property
    def of_person(self) -> bool:
        """Whether this is the record of a person at risk."""
        return self.row.form_id == PEOPLE_AT_RISK

    @property
    def colleagues(self) -> list[Person]:
        """Who may own a follow-up task: the people of the incident's site."""
        return people_of(self.incident.site_id)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The fields to fill: the exact words, what this threat needs, and the rest."""
        shown = [one for one in self.draft.fields if one.field.ask is not AskMode.SYSTEM]
        grouped = groupby(sorted(shown, key=_place), key=lambda one: (_place(one), _heading(one)))
        return tuple(
            Section(heading, place == OWN, tuple(fields)) for (place, heading), fields in grouped
        )

    @property
    def filled(self) -> tuple[FieldView, ...]:
        """What the system fills by itself and knows by now: nobody types it."""
        fields = self.draft.fields
        return tuple(one for one in fields if one.field.ask is AskMode.SYSTEM and one.answer)

    @property
    def unsaid(self) -> int:
        """How many questions one press fills with `Call Did not say`."""
        return sum(
            one.field.ask is AskMode.ASK
            and (one.answer is None or one.answer.state is AnswerState.NOT_ASKED)
            for one in self.draft.fields
        )


def report_page(report_id: UUID, *, actor: Actor) -> ReportPage:
    """Return the page of a report.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ContentErased: the caller's data were erased.
    """
    row = report(report_id)
    if not may_report(actor, row):
        raise NotOnTheList
    submitted = report_view(report_id) if row.submitted_at else None
    who = names([submitted.submitted_by]) if submitted else {}
    return ReportPage(
        row=row,
        incident=row.incident,
        draft=draft(report_id),
        submitted=submitted,
        submitted_by=who.get(submitted.submitted_by, "") if submitted else "",
        case=case_of(report_id),
        decision=decision_of(row) if row.number else None,
        question=settings.STAYLINE.case_question,
        followed=followed(report_id),
        people=_people(row),
        may_fill=may_fill(actor, row),
        needed=_needed(row),
        card=_card_beside(row),
        zone=row.incident.site.zone,
        live_topic=f"incident:{row.incident_id}",
    )


def _needed(row: Report) -> tuple[Item, ...]:
    """Return the items of the minimum that nobody asked or noticed and that this report has."""
    if row.submitted_at is not None:
        return ()
    found = gathering(row.incident).to_learn
    return tuple(one for one in found if one.minimum and one.report_id == row.id)


def _place(view: FieldView) -> int:
    """Return where a field stands: the words of the threat first, then what it alone asks."""
    if view.field.name == WORDS:
        return FIRST
    return OWN if view.field.only_for else REST


def _heading(view: FieldView) -> str:
    return view.field.label if view.field.name == WORDS else view.field.section


def _card_beside(row: Report) -> Card | None:
    name = CARDS.get(row.threat.kind, "") if row.threat else ""
    return card(name) if name and row.form_id == THREAT_FORM else None


def _people(row: Report) -> list[Report]:
    """Return the records of the people whom this record's threat puts at risk, this one too."""
    if row.form_id != PEOPLE_AT_RISK:
        return []
    found = reports_of(row.incident_id)
    return [one for one in found if (one.form_id, one.threat_id) == (row.form_id, row.threat_id)]
