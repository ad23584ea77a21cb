"""Open a form, let it fill itself, and keep what a person types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.ledger.actions import seal_in_transaction
from stayline.library.queries import form_by_digest
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline.reports.errors import (
    AnswersInvalid,
    DraftStale,
    FieldConflict,
    NotForYouToSay,
    ReportSubmittedAlready,
    ThreatVoid,
)
from stayline.reports.events import DraftOpened, DraftSaved
from stayline.reports.models import CALL_RECORD, THREAT_FORM, Draft, Report
from stayline.reports.policies import may_fill, may_report
from stayline.reports.queries.facts import current_form, threat_facts
from stayline.reports.queries.views import (
    form_of,
    notes_beside,
    report,
    standing_draft,
    stored_draft,
    subject_of,
)
from stayline_core.forms import Answer, AnswerState, FieldFault, Form, answers_to_json, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.incidents.models import Incident, Threat
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Saved:
    """A kept draft: its version for the next save, and what would be refused on submission."""

    version: int
    faults: tuple[FieldFault, ...]


def open_report_in_transaction(
    incident: Incident,
    threat: Threat | None,
    *,
    actor: Actor,
    at: datetime,
    form_id: str = THREAT_FORM,
) -> Report:
    """Open a form of one threat or one incident, once; a second time returns what is there.

    Each threat owes a report of its own (S1-20). The form fills itself from what was
    said. The caller holds the transaction and the head of the incident's stream.

    Raises:
        DocumentNotFound: no version of this form was ever loaded.
    """
    known = Report.objects.filter(incident=incident, threat=threat, form_id=form_id)
    return known.order_by("ordinal").first() or open_further_in_transaction(
        incident, threat, actor=actor, at=at, form_id=form_id, ordinal=1
    )


def open_further_in_transaction(
    incident: Incident,
    threat: Threat | None,
    *,
    actor: Actor,
    at: datetime,
    form_id: str,
    ordinal: int,
) -> Report:
    """Open a form under its ordinal; the caller holds the transaction and the head.

    Raises:
        DocumentNotFound: no version of this form was ever loaded.
    """
    form = current_form(form_id)
    made = Report(
        incident=incident,
        threat=threat,
        form_id=form_id,
        ordinal=ordinal,
        form_digest=form.digest,
        exercise=incident.exercise,
        opened_at=at,
        changed_at=at,
    )
    facts = threat_facts(form_of(made), incident, threat)
    keep_in_transaction(made, Draft().with_facts(facts, 0))
    log_in_transaction(
        incident,
        DraftOpened(
            report=str(made.id),
            threat=str(threat.id) if threat else None,
            harm=threat.kind if threat else incident.kind,
            form=form_id,
            form_digest=form.digest,
        ),
        actor=actor,
        at=at,
        live="form",
    )
    return made


def refresh_drafts_in_transaction(incident: Incident, *, at: datetime) -> None:
    """Fill the incident's open forms with what is known by now, where nobody typed.

    The caller holds the transaction and the head. Nothing is logged: what the system
    filled is logged with the submission. The record of a difficult call, which the whole
    log fills, is filled when somebody looks at it.
    """
    changed = False
    open_forms = Report.objects.filter(incident=incident, submitted_at=None)
    for row in _locked(open_forms.exclude(form_id=CALL_RECORD)):
        stored, standing = stored_draft(row), standing_draft(row)
        if standing != stored:
            row.changed_at = at
            keep_in_transaction(row, standing)
            changed = True
    if changed:
        publish_on_commit(f"incident:{incident.id}", "form")


@action
def save_draft(
    *,
    report_id: UUID,
    answers: Mapping[str, Answer | None],
    expected_version: int,
    actor: Actor,
    at: datetime,
) -> Saved:
    """Keep what `actor` typed, as typed; None empties a field, a field left out stays.

    Two windows may be open: a save that carries an older version is merged field by field,
    and refused only when somebody filled one of its fields otherwise meanwhile. Values that
    do not fit are kept too, and named in `faults`, for submission to refuse.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ReportSubmittedAlready: it was submitted; amend it instead.
        DraftStale: the same fields were changed meanwhile; it holds both values.
        AnswersInvalid: the form has no such field.
    """
    row = own_report_in_transaction(report_id, actor)
    form = form_by_digest(row.form_digest)
    standing = standing_draft(row)
    conflicts = standing.conflicting(answers, expected_version)
    if conflicts:
        raise DraftStale(_both(form, standing, answers, conflicts), row.draft_version)
    changes = standing.changed(answers)
    refuse_unknown_fields(form, changes)
    if changes:
        row.draft_version += 1
        row.changed_at = at
        typed = standing.with_typed(changes, actor.pseudonym, row.draft_version)
        keep_in_transaction(row, typed)
        event = DraftSaved(
            report=str(row.id),
            version=row.draft_version,
            fields=sorted(changes),
            notes=notes_beside(row).version,
        )
        log_in_transaction(row.incident, event, actor=actor, at=at, live="form")
    given = {name: answer for name, answer in answers.items() if answer is not None}
    return Saved(row.draft_version, validate(form, given))


def own_report_in_transaction(report_id: UUID, actor: Actor) -> Report:
    """Return the report under its lock, for `actor` to fill or submit.

    The caller holds the transaction. Locks are taken in the house's order: head, form.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        NotForYouToSay: it is of people at risk, and `actor` neither owns the run nor decides.
        ReportSubmittedAlready: it was submitted.
        ThreatVoid: the incident was opened in error.
    """
    row = locked_report_in_transaction(report_id, actor)
    if not may_fill(actor, row):
        raise NotForYouToSay
    if row.submitted_at is not None:
        raise ReportSubmittedAlready(number=row.number)
    if row.threat is not None and row.threat.void_at is not None:
        raise ThreatVoid
    return row


def locked_report_in_transaction(report_id: UUID, actor: Actor) -> Report:
    """Return the report under its lock, submitted or not; the caller holds the transaction.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
    """
    found = report(report_id)
    if not may_report(actor, found):
        raise NotOnTheList
    incident = lock_incident_in_transaction(found.incident_id)
    (row,) = _locked(Report.objects.filter(id=report_id))
    row.incident = incident
    return row


def keep_in_transaction(row: Report, draft: Draft) -> None:
    """Seal a draft under the caller's key and save its row. The caller holds the transaction."""
    incident = row.incident
    row.draft_sealed = seal_in_transaction(
        incident.stream_id, subject_of(incident), draft.to_bytes()
    )
    row.save()


def refuse_unknown_fields(form: Form, answers: Mapping[str, object]) -> None:
    """Refuse answers to fields that the form does not have.

    Raises:
        AnswersInvalid: with each such field.
    """
    names = {item.name for item in form.fields}
    unknown = {name: Answer(AnswerState.UNKNOWN) for name in answers if name not in names}
    if unknown:
        raise AnswersInvalid(sentences(validate(form, unknown)))


def sentences(faults: Iterable[FieldFault]) -> dict[str, str]:
    """Return each fault with its mend, by field, as a person reads it (S1-43)."""
    return {fault.field: f"{fault.problem} {fault.mend}" for fault in faults}


def _locked(rows: QuerySet[Report]) -> list[Report]:
    whole = rows.select_related("incident", "incident__site", "incident__contact", "threat")
    return list(whole.select_for_update(of=("self",)).order_by("id"))


def _both(
    form: Form, standing: Draft, sent: Mapping[str, Answer | None], names: Iterable[str]
) -> tuple[FieldConflict, ...]:
    return tuple(
        FieldConflict(
            field=name,
            label=form.field(name).label,
            theirs=_plain(standing.fields[name].answer),
            yours=_plain(sent[name]),
        )
        for name in names
    )


def _plain(answer: Answer | None) -> dict[str, object] | None:
    return answers_to_json({"it": answer})["it"] if answer is not None else None
