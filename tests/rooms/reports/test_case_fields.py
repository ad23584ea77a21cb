"""The case's fields: what is known is there, what is not holds nothing back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Caller
from stayline.incidents.actions import get_help, hear_lines, state_threat
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact
from stayline.outbox.models import Message
from stayline.outbox.queries import messages_of_incident, opened
from stayline.reports.actions import amend_case, save_draft, submit_report
from stayline.reports.models import THREAT_FORM, Report
from stayline.reports.queries import case_view, report_view
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later, line
from tests.rooms.reports.conftest import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]

OBSERVED = AnswerState.OBSERVED


def threatened(cast: Cast, kind: str = "violence", **contact: object) -> Report:
    incident = get_help(contact_id=cast.contact(**contact).id, actor=cast.ann, at=later(1))
    return stated(incident, cast, kind)


def stated(incident: Incident, cast: Cast, kind: str) -> Report:
    state_threat(incident_id=incident.id, kind=kind, form="direct", actor=cast.ann, at=later(2))
    return incident.reports.get(form_id=THREAT_FORM)


def case_of(report: Report, cast: Cast, **answers: str) -> dict[str, str]:
    """The case's fields as they read, after these were typed into the report."""
    typed = {name: Answer(OBSERVED, value) for name, value in answers.items()}
    save_draft(report_id=report.id, answers=typed, expected_version=0, actor=cast.ann, at=later(9))
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert done.case_id is not None
    return {one.field.name: one.shown for one in case_view(done.case_id).fields}


@pytest.mark.covers("S1-67", "S1-68", "S1-69", "S1-70")
@pytest.mark.parametrize(
    ("kind", "channel", "words"),
    [
        ("self_harm", "voice", "Suicide/Self Threat"),
        ("self_harm", "email", "Suicide/Self Threat"),
        ("violence", "in_person", "Personal"),
        ("violence", "voice", "Telephone"),
        ("violence", "email", "Written or Online"),
        ("violence", "social_media", "Written or Online"),
        ("violence", "chat", "Written or Online"),
        ("violence", "letter", "Written or Online"),
    ],
)
def test_the_threat_is_classed_by_what_it_is_and_how_it_came(
    cast: Cast, kind: str, channel: str, words: str
) -> None:
    report = threatened(cast, kind, channel=channel)
    assert case_of(report, cast)["classification_of_threat"] == words


@pytest.mark.covers("S1-71")
def test_a_customer_is_known_by_their_job_link_and_nobody_else_is_guessed(cast: Cast) -> None:
    contact = open_contact(
        NewContact(
            id=uuid4(),
            site_id=cast.site.id,
            channel="voice",
            source="tests",
            exercise=True,
            agent_id=cast.ann.id,
            caller=Caller(name="Alex Thistle", job_link="https://jobs.example/42"),
        ),
        actor=cast.ann,
        at=later(0),
    )
    known = get_help(contact_id=contact.id, actor=cast.ann, at=later(1))
    shown = case_of(stated(known, cast, "violence"), cast)
    assert shown["classification_of_person"] == "Customer"
    assert case_of(threatened(cast), cast)["classification_of_person"] == "Unknown"


@pytest.mark.covers("S1-72", "S1-73", "S1-74", "S1-76", "S1-77", "S1-78")
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("classification_of_person", "public", "Public"),
        ("classification_of_person", "employee", "Employee"),
        ("classification_of_person", "former_employee", "Former Employee"),
        ("place", "office", "Office"),
        ("place", "outside_the_office", "Outside the office"),
        ("place", "public_place", "Public place"),
    ],
)
def test_a_person_says_what_the_system_cannot_know_and_the_queue_hears_of_it(
    cast: Cast, field: str, value: str, words: str
) -> None:
    report = threatened(cast)
    case_of(report, cast)
    case_id = report_view(report.id).case_id
    assert case_id is not None
    amend_case(
        case_id=case_id, answers={field: Answer(OBSERVED, value)}, actor=cast.ann, at=later(99)
    )
    shown = {one.field.name: one.shown for one in case_view(case_id).fields}
    assert shown[field] == words
    last = max(messages_of_incident(report.incident_id), key=lambda one: one.created_at)
    payload = opened(Message.objects.get(id=last.id)).payload
    assert payload["fields"][field]["shown"] == words


@pytest.mark.covers("S1-76")
def test_a_threat_in_person_was_made_in_the_office(cast: Cast) -> None:
    assert case_of(threatened(cast, channel="in_person"), cast)["place"] == "Office"


@pytest.mark.covers("S1-66", "S1-75", "S1-79", "S1-80")
def test_time_name_summary_and_facts_come_from_the_report(cast: Cast) -> None:
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    incident = by_contact(contact.id)
    assert incident is not None
    report = incident.reports.get()
    shown = case_of(report, cast, further_facts="A dog was barking.")
    assert shown["date_time"] == "2026-11-22T09:00:02+00:00"
    assert shown["person_name"] == "Alex Thistle"
    assert WORDS in shown["summary"]
    assert shown["additional_information"] == "A dog was barking."


@pytest.mark.covers("S1-81")
def test_what_nobody_knows_holds_no_case_back_and_says_so(cast: Cast) -> None:
    report = threatened(cast)
    unknown = Answer(AnswerState.UNKNOWN)
    names = ("occurred_at", "threat_kind", "channel", "caller_name", "exact_words")
    answers = dict.fromkeys(names, unknown)
    save_draft(
        report_id=report.id, answers=answers, expected_version=0, actor=cast.ann, at=later(9)
    )
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert done.case_id is not None
    view = {one.field.name: one for one in case_view(done.case_id).fields}
    assert view["date_time"].shown == view["place"].shown == "Unknown"
    assert view["person_name"].answer is None
    (message,) = messages_of_incident(report.incident_id)
    fields = opened(Message.objects.get(id=message.id)).payload["fields"]
    assert fields["place"]["state"] == "unknown"


# What is at risk: a life decides


@pytest.mark.covers("S0-37")
@pytest.mark.parametrize(
    ("life", "company", "decides"),
    [
        ("yes", "yes", "A life may be at risk: that decides."),
        ("yes", "no", "A life may be at risk: that decides."),
        ("no", "yes", "The organisation may be at risk, no life."),
        ("unknown", "yes", "Whether a life is, nobody knows: that decides."),
    ],
)
def test_a_life_decides_whatever_the_organisation_risks(
    cast: Cast, life: str, company: str, decides: str
) -> None:
    shown = case_of(threatened(cast), cast, **{"risk.life": life, "risk.company": company})
    assert decides in shown["summary"]


def test_nothing_is_said_of_a_risk_that_nobody_noted(cast: Cast) -> None:
    assert "at risk" not in case_of(threatened(cast), cast)["summary"]


@pytest.mark.covers("S0-37")
def test_danger_to_life_now_stands_in_the_report_by_itself(cast: Cast) -> None:
    report = threatened(cast, "bomb")
    assert Incident.objects.get().level == 0
    shown = case_of(report, cast, **{"risk.company": "yes"})
    assert "A life may be at risk: that decides." in shown["summary"]


# Kinds of abuse


@pytest.mark.covers("S0-2")
@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("physical",), "Physical"),
        (("sexual",), "Sexual"),
        (("physical", "sexual"), "Physical, Sexual"),
    ],
)
def test_physical_and_sexual_abuse_are_recorded_apart_and_together(
    cast: Cast, kinds: tuple[str, ...], words: str
) -> None:
    report = threatened(cast, "abuse_disclosure")
    save_draft(
        report_id=report.id,
        answers={"abuse.kinds": Answer(OBSERVED, kinds)},
        expected_version=0,
        actor=cast.ann,
        at=later(9),
    )
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    said = {one.field.name: one for one in report_view(report.id).fields}
    assert said["abuse.kinds"].shown == words
    assert said["abuse.kinds"].answer == Answer(OBSERVED, kinds)


@pytest.mark.covers("S1-57")
def test_words_are_kept_in_the_field_each_belongs_to_byte_for_byte(cast: Cast) -> None:
    odd = "  at teh NOON,, i  said… “noon”\n"
    report = threatened(cast, "bomb")
    save_draft(
        report_id=report.id,
        answers={"bomb.when": Answer(AnswerState.ANSWERED, odd)},
        expected_version=0,
        actor=cast.ann,
        at=later(9),
    )
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    said = {one.field.name: one.answer for one in report_view(report.id).fields}
    assert said["bomb.when"] == Answer(AnswerState.ANSWERED, odd)
    assert said["bomb.where"] is None


@pytest.mark.covers("S1-22")
@pytest.mark.parametrize(("recorded", "words"), [(True, "Yes"), (False, "No")])
def test_whether_the_line_was_recorded_is_in_the_report_with_the_recording(
    cast: Cast,
    recorded: bool,
    words: str,  # one of two values of a fact
) -> None:
    recording = "rec-0042" if recorded else ""
    report = threatened(cast, recorded_line=recorded, recording=recording)
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    said = {one.field.name: one.shown for one in report_view(report.id).fields}
    assert (said["recorded_line"], said["recording_reference"]) == (words, recording)
