"""What the system knows of a threat or a call, as first answers of its form (S1-43, S1-44).

Only what was recorded is copied, byte for byte; nothing is guessed and nothing judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.contacts.models import Channel
from stayline.contacts.queries import caller
from stayline.incidents.events import LineKept, SafetyRecorded
from stayline.incidents.queries import answers_of, runs_of
from stayline.ledger.queries import entries
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import form_by_digest, form_in_force, versions
from stayline.people.models import Role
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK
from stayline.reports.queries.difficult import call_facts, people_facts
from stayline.reports.queries.moments import at_site
from stayline_core.forms import (
    Answer,
    AnswerState,
    Field,
    FieldKind,
    Form,
    answer_for,
    prefill,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from stayline.incidents.models import Incident, Threat
    from stayline.platform.actors import Actor
    from stayline_core.forms import Value

SUMMARY: Final = "safety.summary"
SELF_HARM: Final = "self_harm"
DANGER_TO_LIFE: Final = 0
"""The level that means danger to life now: then a life is at risk, whoever fills the form."""

CHANNEL_WORDS: Final[Mapping[str, str]] = {
    Channel.VOICE: "by_phone",
    Channel.IN_PERSON: "in_person",
    Channel.CHAT: "by_chat",
    Channel.SMS: "by_sms",
    Channel.EMAIL: "by_email",
    Channel.SOCIAL: "by_social_media",
    Channel.LETTER: "by_letter",
    Channel.STAFF: "none",
}
"""How the threat form names each channel (S1-29 to S1-32)."""


def current_form(form_id: str) -> Form:
    """Return the form in force, or the newest that is loaded when none is.

    A form whose certificate lapsed, or that never had one, still takes what was said: a
    missing signature must not lose a report (S1-24).

    Raises:
        DocumentNotFound: no version of it was ever loaded.
    """
    try:
        return form_in_force(form_id)[1]
    except DocumentNotFound:
        for version in versions("form", form_id):
            return form_by_digest(version.digest)
        raise


def threat_facts(form: Form, incident: Incident, threat: Threat | None) -> dict[str, Answer]:
    """Return the first answers of a threat's form: known facts, else the form's defaults.

    A fact that does not fit its field is left out: a person can mend it, and what nobody
    typed must not hold a report back.
    """
    known: dict[str, Value] = {}
    if threat is not None:
        known |= _of_threat(incident, threat)
    known |= _of_contact(incident)
    if form.id in OF_FORMS:
        known |= OF_FORMS[form.id](incident)
    answers = prefill(form, known) | _said(form, incident)
    faulty = {fault.field for fault in validate(form, answers)}
    return {name: answer for name, answer in answers.items() if name not in faulty}


def reporter_facts(form: Form, reporter: Actor, at: str) -> dict[str, Answer]:
    """Return who reports, in what role and when (S1-21: any team member may)."""
    labels = [str(role.label) for role in Role if role.value in reporter.roles]
    named: dict[str, Value] = {"reporter": reporter.name, "role": ", ".join(labels) or "Staff"}
    return prefill(form, named | {"recorded_by": reporter.name, "recorded_at": at})


def _of_threat(incident: Incident, threat: Threat) -> dict[str, Value]:
    line = incident.lines.filter(line_id=threat.line_id).first() if threat.line_id else None
    facts: dict[str, Value] = {
        "occurred_at": at_site(line.at if line else threat.at, incident),
        "received_at": at_site(threat.at, incident),
        "self_harm": _yes_no(is_so=threat.kind == SELF_HARM),
        "threat_kind": threat.form,
        "conditional": _yes_no(is_so=threat.conditional),
        "imminent": _yes_no(is_so=threat.imminent),
    }
    if incident.level == DANGER_TO_LIFE:
        facts["risk.life"] = "yes"
    for entry in entries(incident.stream_id, after=line.sequence - 1, limit=1) if line else ():
        if isinstance(entry.event, LineKept):
            facts["exact_words"] = entry.event.text
    return facts


def _of_contact(incident: Incident) -> dict[str, Value]:
    contact = incident.contact
    if contact is None:
        return {"channel": CHANNEL_WORDS[Channel.STAFF]}
    facts: dict[str, Value] = {"channel": CHANNEL_WORDS[contact.channel]} | _of_call(incident)
    known = caller(contact)
    if contact.recorded_line is not None:
        facts["recorded_line"] = _yes_no(is_so=contact.recorded_line)
    written = {
        "recording_reference": contact.recording,
        "caller_name": known.name,
        "customer_account_number": known.job_link,
        "bomb.caller_id": known.number,
    }
    return facts | {name: value for name, value in written.items() if value}


def _of_call(incident: Incident) -> dict[str, Value]:
    """Return when the call came, when the caller hung up, and how long it was (S1-58).

    The caller's own line counts, not ours, which is held open.
    """
    contact = incident.contact
    if contact is None or contact.channel_class != "live":
        return {}
    facts: dict[str, Value] = {"bomb.received_at": at_site(contact.opened_at, incident)}
    left = contact.caller_left_at
    if left is not None:
        facts["bomb.hung_up_at"] = at_site(left, incident)
        facts["bomb.call_length_s"] = max(0, int((left - contact.opened_at).total_seconds()))
    return facts


def _said(form: Form, incident: Incident) -> dict[str, Answer]:
    """Return what was answered in the incident's runs under the form's own names, latest last."""
    fields = {item.name: item for item in form.fields}
    found: dict[str, Answer] = {}
    for said in _said_in_runs(incident):
        for name, entry in said.items():
            if name in fields:
                found[name] = run_answer(fields[name], entry)
    recorded = [
        entry.event.text
        for entry in entries(incident.stream_id, kinds={SafetyRecorded.kind})
        if isinstance(entry.event, SafetyRecorded)
    ]
    if recorded and SUMMARY in fields:
        found[SUMMARY] = answer_for(fields[SUMMARY], "\n".join(recorded))
    return found


def _said_in_runs(incident: Incident) -> Iterable[Mapping[str, Any]]:
    return [answers_of(run) for run in runs_of(incident.id)]


def run_answer(item: Field, said: Mapping[str, Any]) -> Answer:
    """Return what a run kept of a field as the form's answer: its state, value and words."""
    value, text = said["value"], said.get("text")
    if value == AnswerState.ANSWERED:
        return answer_for(item, text or "")
    if value in set(AnswerState) and value not in item.values:
        return Answer(AnswerState(value))
    return answer_for(item, (value,) if item.kind is FieldKind.MANY else value)


OF_FORMS: Final[Mapping[str, Callable[[Incident], dict[str, Value]]]] = {
    CALL_RECORD: call_facts,
    PEOPLE_AT_RISK: people_facts,
}
"""What is known for the forms that are no threat form."""


def _yes_no(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
