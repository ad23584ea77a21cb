"""Assessing an incident, again when it changes; choosing a procedure; a site's own grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.errors.assessing import (
    AssessmentInvalid,
    AssessmentMoved,
    AssessmentNotYours,
    ChangeMissing,
    ProcedureNotProposed,
    ProcedureReasonMissing,
    SchemeNotYours,
    SchemeUnknown,
)
from stayline.command.events.assessing import GradeSchemeSet, IncidentAssessed, ProcedureChosen
from stayline.command.models import Assessment, GradeScheme
from stayline.command.policies.assessing import may_assess, may_choose_scheme
from stayline.command.queries import subject_of
from stayline.command.queries.assessing import method_standing, proposed, scheme_of
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    rise_in_transaction,
    tell_floor_in_transaction,
)
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.platform.transactions import action
from stayline_core.assessment import assess, faults_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor
    from stayline_core.assessment import Method, Result


@action
def assess_incident(
    *,
    incident_id: UUID,
    answers: Mapping[str, str],
    expected: int,
    changed: str = "",
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Assess an incident, or again when it has changed: level, urgency and priority (S3-33).

    The method in force gives the values; whether anybody believes the caller is no input. The
    level rises where a threshold says so, with all that follows, and never falls. `expected`
    is the number of the assessment that the page showed, 0 where there was none; from the
    second on, `changed` says what is different. The row is never changed again.

    Raises:
        IncidentNotFound: no incident has this id.
        AssessmentNotYours: `actor` does not command it.
        AssessmentMoved: somebody else assessed it in between.
        AssessmentInvalid: an answer does not fit its question.
        ChangeMissing: no word of what has changed.
        MethodMissing: no method was ever loaded.
    """
    incident = _commanded(incident_id, actor)
    edition, method = method_standing()
    if faults := faults_of(method, answers):
        raise AssessmentInvalid(faults)
    last = Assessment.objects.filter(incident=incident).order_by("-number").first()
    number = last.number if last else 0
    if number != expected:
        raise AssessmentMoved(number=number)
    if last and not changed.strip():
        raise ChangeMissing({"changed": "Say in a few words what has changed."})
    found = assess(method, answers, level=incident.level)
    because = "; ".join(one.says for one in found.rises)
    rise_in_transaction(incident, found.level, because=because, actor=actor, at=at)
    found = assess(method, answers, level=incident.level)
    row = _row(incident, method, found, edition=edition, actor=actor, at=at)
    row.number = number + 1
    event = _event(row, found, answers, changed.strip(), subject_of(incident))
    receipt = log_in_transaction(incident, event, actor=actor, at=at, live="command")
    row.sequence = receipt.sequence
    row.save(force_insert=True)
    tell_floor_in_transaction(incident)
    return row


def _commanded(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_assess(actor, incident):
        raise AssessmentNotYours
    return incident


def _row(
    incident: Incident,
    method: Method,
    found: Result,
    *,
    edition: str,
    actor: Actor,
    at: datetime,
) -> Assessment:
    scheme = scheme_of(incident.site_id, method)
    return Assessment(
        incident=incident,
        method=method.id,
        edition=edition,
        level=found.level,
        impact=found.impact,
        urgency=found.urgency,
        priority=found.priority,
        life=found.life,
        grade=scheme.grades[found.priority].title if scheme else "",
        thresholds=[one.id for one in found.known],
        at=at,
        by=actor.id,
    )


def _event(
    row: Assessment, found: Result, answers: Mapping[str, str], changed: str, subject: str
) -> IncidentAssessed:
    said = [one.says for one in found.known]
    said += [f"Not known, so it counts as yes: {one.ask}" for one in found.assumed]
    because = ". ".join(one.removesuffix("?") for one in said) or "No threshold was met"
    return IncidentAssessed(
        assessment=str(row.id),
        method=row.method,
        edition=row.edition,
        level=row.level,
        impact=row.impact,
        urgency=found.urgency.words,
        priority=row.priority,
        grade=row.grade,
        because=f"{because}.",
        thresholds=row.thresholds,
        assumed=[one.id for one in found.assumed],
        answers=dict(answers),
        changed=changed,
        subject=subject,
    )


@action
def choose_procedure(
    *, incident_id: UUID, procedure: str, reason: str, actor: Actor, at: datetime
) -> str:
    """Record which of the fitting procedures was chosen, and why; return its title (S3-7).

    It moves no screen: whoever guides the contact takes the procedure there, by one press.

    Raises:
        IncidentNotFound: no incident has this id.
        AssessmentNotYours: `actor` does not command it.
        ProcedureNotProposed: it is not among those that fit now.
        ProcedureReasonMissing: no word of why.
    """
    incident = _commanded(incident_id, actor)
    if not reason.strip():
        raise ProcedureReasonMissing({"reason": "Say in a few words why it fits."})
    fitting = {one.id: one.title for one in proposed(incident, actor)}
    title = fitting.pop(procedure, "")
    if not title:
        raise ProcedureNotProposed(procedure=procedure)
    event = ProcedureChosen(
        procedure=procedure,
        title=title,
        reason=reason.strip(),
        others=list(fitting.values()),
        subject=subject_of(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return title


@action
def set_grade_scheme(*, site_id: UUID, scheme: str, actor: Actor, at: datetime) -> None:
    """Choose the grades that a site shows beside the priorities; empty: none.

    Assessments that were made before keep the grade that they had.

    Raises:
        SchemeNotYours: `actor` does not manage this site.
        SchemeUnknown: the method in force has no such scheme.
        MethodMissing: no method was ever loaded.
    """
    if not may_choose_scheme(actor, site_id):
        raise SchemeNotYours
    _, method = method_standing()
    found = method.scheme(scheme)
    if scheme and found is None:
        raise SchemeUnknown({"scheme": "Choose one of the list."})
    if found is None:
        GradeScheme.objects.filter(site_id=site_id).delete()
    else:
        values = {"scheme": scheme, "at": at, "by": actor.id}
        GradeScheme.objects.update_or_create(site_id=site_id, defaults=values)
    event = GradeSchemeSet(site=str(site_id), scheme=scheme, title=found.title if found else "none")
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
