"""The assessment that holds, what has changed since, and which procedures fit."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.command.errors.assessing import MethodMissing
from stayline.command.events.assessing import IncidentAssessed, ProcedureChosen
from stayline.command.models import Assessment, GradeScheme
from stayline.incidents.queries import last_run, protocol_of, situations, switches
from stayline.ledger.queries import entries
from stayline.library.queries import protocol_by_digest, standing_digests, version_by_digest
from stayline.people.queries import names, names_by_pseudonym
from stayline_core.assessment import KIND, Method, Urgency, parse_assessment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.ledger.queries import EntryView
    from stayline.platform.actors import Actor
    from stayline_core.assessment import Scheme

CHANGES: Final = {
    "incidents.threat.recorded": "another threat",
    "incidents.level.raised": "the level rose",
    "incidents.level.lowered": "the level was lowered",
    "incidents.contact.caller_left": "the caller is gone",
    "incidents.contact.caller_back": "the caller is back",
    "command.place.noted": "the place",
    "command.joint.joined": "another incident was joined",
    "command.deployment.contact_lost": "somebody who was sent is out of contact",
}
"""What makes an assessment worth another look, and the words for it."""

RUN_EVENT: Final = "incidents.run.event_taken"
ANSWER: Final = "answer"


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment as it is shown: three values apart, the reasons, the method (S3-33, S3-40).

    `because` are the thresholds that what is known met, in sentences; `assumed` the questions
    about life that nobody could answer and that counted as yes. `grade` is the site's own; may
    be empty.
    """

    number: int
    level: int
    impact: str
    urgency: str
    priority: int
    life: bool
    grade: str
    because: tuple[str, ...]
    assumed: tuple[str, ...]
    changed: str
    answers: dict[str, str]
    method: str
    edition: str
    at: datetime
    by: str
    sequence: int

    @property
    def urgency_words(self) -> str:
        """The urgency as a person says it."""
        return Urgency(self.urgency).words


@dataclass(frozen=True, slots=True)
class Proposed:
    """One procedure that fits the contact's needs, and what says so. `here`: it is on screen."""

    id: str
    title: str
    because: str
    here: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which procedure was chosen, with the reason, by whom and when (S3-7)."""

    id: str
    title: str
    reason: str
    at: datetime
    by: str


def method_standing() -> tuple[str, Method]:
    """Return the method of assessment that holds, with its digest: adopted, or else loaded last.

    Raises:
        MethodMissing: none was ever loaded.
    """
    digest = next(iter(standing_digests(KIND)), None)
    if digest is None:
        raise MethodMissing
    return digest, method_of(digest)


@functools.lru_cache(maxsize=16)
def method_of(digest: str) -> Method:
    """Return the method of a document by its digest: also one that holds no longer."""
    return parse_assessment(version_by_digest(digest).body)


def scheme_of(site_id: UUID, method: Method) -> Scheme | None:
    """Return the grades that a site shows beside the priorities; None: it chose none."""
    found = GradeScheme.objects.filter(site_id=site_id).first()
    return method.scheme(found.scheme) if found else None


def assessment(incident: Incident) -> Assessed | None:
    """Return the newest assessment of an incident; None: nobody has assessed it."""
    return next(iter(assessments(incident)), None)


def assessments(incident: Incident) -> list[Assessed]:
    """Return all assessments of an incident, the newest first."""
    rows = list(Assessment.objects.filter(incident=incident).order_by("-number"))
    said = {
        entry.sequence: entry.event
        for entry in (entries(incident.stream_id, kinds={IncidentAssessed.kind}) if rows else ())
    }
    who = names({row.by for row in rows})
    return [_assessed(row, said.get(row.sequence), who.get(row.by, "")) for row in rows]


def _assessed(row: Assessment, said: object, by: str) -> Assessed:
    method = method_of(row.edition)
    event = said if isinstance(said, IncidentAssessed) else None
    met = [method.threshold(name) for name in row.thresholds]
    assumed = [method.question(name) for name in (event.assumed if event else ())]
    return Assessed(
        number=row.number,
        level=row.level,
        impact=row.impact,
        urgency=row.urgency,
        priority=row.priority,
        life=row.life,
        grade=row.grade,
        because=tuple(one.says for one in met if one),
        assumed=tuple(one.ask for one in assumed if one),
        changed=event.changed if event else "",
        answers=event.answers if event else {},
        method=method.title,
        edition=row.edition,
        at=row.at,
        by=by,
        sequence=row.sequence,
    )


def priorities(incident_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the priority (1 to 5) of each of these incidents that was assessed."""
    rows = Assessment.objects.filter(incident_id__in=list(incident_ids)).order_by("number", "id")
    return dict(rows.values_list("incident_id", "priority"))


def changed_since(incident: Incident, after: int) -> tuple[str, ...]:
    """Return what has changed since the log's entry `after`, each once, in words: look again."""
    kinds = {*CHANGES, RUN_EVENT}
    found = (_change(one) for one in entries(incident.stream_id, after=after, kinds=kinds))
    return tuple(dict.fromkeys(one for one in found if one))


def _change(entry: EntryView) -> str:
    """Return the words for a change; empty for what changes no assessment, or was erased."""
    if entry.kind != RUN_EVENT:
        return CHANGES[entry.kind]
    told = getattr(entry.event, "event", {})
    return "an answer" if told.get("event") == ANSWER else ""


def proposed(incident: Incident, actor: Actor) -> list[Proposed]:
    """Return the procedures that fit an incident, the one on screen first (S3-7)."""
    return list({one.id: one for one in _proposed(incident, actor)}.values())


def _proposed(incident: Incident, actor: Actor) -> Iterator[Proposed]:
    run = last_run(incident.id)
    if run is None:
        return
    here = protocol_of(run)
    yield Proposed(here.id, here.title, "It guides the contact now", here=True)
    for threat in switches(incident):
        if threat.digest:
            name = protocol_by_digest(threat.digest).id
            yield Proposed(name, threat.title, threat.because, here=False)
    for more in situations(incident, actor):
        yield Proposed(more.name, more.title, more.because, here=False)


def procedure_chosen(incident: Incident) -> Chosen | None:
    """Return which procedure was chosen last, and why; None: nobody has recorded a choice."""
    found = entries(incident.stream_id, kinds={ProcedureChosen.kind})
    if not found or not isinstance(found[-1].event, ProcedureChosen):
        return None
    last, said = found[-1], found[-1].event
    who = names_by_pseudonym([last.actor]).get(last.actor, "")
    return Chosen(said.procedure, said.title, said.reason, last.at, who)
