"""What the procedure promises of a threat contact, whoever calls and whatever was proven."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from stayline.contacts.models import Contact
from stayline.contacts.queries import caller
from stayline.incidents.actions import (
    close_incident,
    fire_obligation,
    go_on,
    hear_lines,
    open_in_error,
    release_contact,
    state_threat,
    waive_obligation,
)
from stayline.incidents.errors import (
    CloseBlocked,
    ContactLocked,
    OpenedInErrorRefused,
    ReportNeverWaived,
    RunNotYours,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import by_contact, log, steps_taken, threats
from stayline.library.models import InForce
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

NOT_BELIEVED = "Nobody here thinks that they mean it."


def heard(cast: Cast, text: str, **more: object) -> Opened:
    """A call of Ann's in which these words were said."""
    contact = cast.contact(**more)  # type: ignore[arg-type]  # whatever the platform says
    hear_lines(contact_id=contact.id, lines=[line(1, text)], actor=cast.ann, at=later(1))
    return Opened(cast, contact.id)


@pytest.mark.covers("S1-1")
def test_the_procedure_is_the_agents_of_the_contact_until_somebody_has_spoken(
    opened: Opened,
) -> None:
    cast, incident = opened.cast, opened.incident
    assert incident.owner is not None
    assert [str(grant) for grant in incident.owner.roles.all()] == ["Customer support agent"]
    for other in (cast.bo, cast.lou, cast.mo):
        opened.let_in(other)
    which: dict[str, Any] = {
        "incident_id": incident.id,
        "expected": opened.run.sequence,
        "at": NOW,
    }
    for other in (cast.al, cast.bo, cast.lou, cast.mo):
        with pytest.raises(RunNotYours):
            go_on(**which, actor=other)
    go_on(**which, actor=cast.ann)


@pytest.mark.covers("S1-8", "X-7")
@pytest.mark.parametrize(
    ("before", "after"), [("not_done", "waived"), ("failed", "waived"), ("passed", "passed")]
)
def test_whatever_was_proven_is_in_the_log_and_holds_no_step_back(
    cast: Cast, before: str, after: str
) -> None:
    opened = heard(cast, THREAT, authentication=before)
    assert Contact.objects.get(id=opened.contact_id).authentication == after
    (waived,) = (
        entry for entry in log(opened.incident) if entry.kind == "incidents.authentication.waived"
    )
    assert before in waived.sentence
    opened.go_on()
    assert opened.answer("safety.in_danger_now", "no").refused is None
    assert opened.answer("safety.already_done", "no").step == "calm"


@pytest.mark.covers("S1-13")
def test_each_step_has_its_action_and_the_time_it_was_completed(opened: Opened) -> None:
    opened.go_on(at=later(5))
    opened.answer("safety.in_danger_now", "no", at=later(30))
    taken = steps_taken(opened.incident)
    assert [(one.title, one.shown_at, one.completed_at) for one in taken] == [
        ("Thank them for telling you", NOW, later(5)),
        ("Find out if they are in danger now", later(5), later(30)),
        ("Find out if anything has been done", later(30), None),
    ]
    assert taken[0].action.startswith("Thank you for telling me.")
    assert taken[1].action == "Have you hurt yourself, or are you about to?"


def test_a_procedure_that_was_taken_over_goes_on_in_the_same_list(opened: Opened) -> None:
    opened.hand_over_to(opened.cast.bo, at=later(40))
    opened.let_in(opened.cast.bo)
    release_contact(
        contact_id=opened.contact_id, reason="Safe.", actor=opened.cast.bo, at=later(60)
    )
    taken = steps_taken(opened.incident)
    assert all(one.completed_at is not None for one in taken[:-1])
    assert all("{" not in one.action for one in taken)


@pytest.mark.covers("X-1")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("self_harm", THREAT),
        ("bomb", "There is a bomb in your building."),
        ("violence", "If this issue is not resolved, I will hurt my family."),
        ("abuse_disclosure", "My husband hits me every night."),
    ],
)
def test_every_kind_of_threat_locks_the_contact_for_its_agent(
    cast: Cast, kind: str, words: str
) -> None:
    opened = heard(cast, words)
    assert opened.incident.kind == kind
    with pytest.raises(ContactLocked):
        release_contact(contact_id=opened.contact_id, reason="x", actor=cast.ann, at=later(9))
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe now.", actor=cast.bo, at=later(10))
    assert opened.contact.released_at == later(10)


@pytest.mark.covers("X-1")
def test_abuse_of_staff_without_a_threat_locks_nothing(cast: Cast) -> None:
    opened = heard(cast, "You are a useless idiot, shut up and fix it.")
    assert by_contact(opened.contact_id) is None
    release_contact(contact_id=opened.contact_id, actor=cast.ann, at=later(9))
    assert opened.contact.released_at == later(9)


@pytest.mark.covers("X-2", "S1-18", "S1-19")
def test_not_believing_a_threat_leaves_its_report_owed(opened: Opened) -> None:
    cast, incident = opened.cast, opened.incident
    opened.let_in(cast.bo)
    state_threat(
        incident_id=incident.id, kind="self_harm", form="direct", actor=cast.ann, at=later(2)
    )
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(3))
    owed = Obligation.objects.filter(incident=incident, do_kind="file")
    assert owed.count() == 2
    for one in owed:
        with pytest.raises(ReportNeverWaived):
            waive_obligation(obligation_id=one.id, reason=NOT_BELIEVED, actor=cast.bo, at=later(4))
    with pytest.raises(OpenedInErrorRefused):
        open_in_error(
            incident_id=incident.id,
            reason=NOT_BELIEVED,
            spoke_to="caller",
            read_words=True,
            actor=cast.bo,
            at=later(4),
        )
    with pytest.raises(CloseBlocked, match="2 threat reports"):
        close_incident(incident_id=incident.id, resolution=NOT_BELIEVED, actor=cast.bo, at=later(5))
    assert set(owed.values_list("state", flat=True)) == {"owed"}


@pytest.mark.covers("X-2")
def test_no_table_has_a_place_for_belief() -> None:
    names = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("stayline.")
        for field in model._meta.get_fields()
    ]
    assert len(names) > 100
    assert [one for one in names if "credib" in one.lower() or "hoax" in one.lower()] == []


@pytest.mark.covers("S1-20")
def test_the_same_person_threatens_again_and_each_owes_its_own_report(
    opened: Opened, cast: Cast
) -> None:
    state_threat(
        incident_id=opened.incident.id, kind="self_harm", form="direct", actor=cast.ann, at=later(2)
    )
    again = heard(cast, THREAT)
    assert again.incident.id != opened.incident.id
    assert caller(again.contact).number == caller(opened.contact).number
    for one in (opened, again):
        one.let_in(cast.bo)
        release_contact(contact_id=one.contact_id, reason="Safe.", actor=cast.bo, at=later(9))
        for threat in threats(one.incident):
            assert Obligation.objects.filter(threat=threat, do_kind="file", state="owed").exists()
    assert [len(threats(one.incident)) for one in (opened, again)] == [2, 1]


@pytest.mark.covers("S4-1")
@pytest.mark.parametrize(
    "words",
    [
        "I have called five times about this bill. I can't do this any more, I want to die.",
        "I am so sick of you people. If nobody fixes it today I will kill myself.",
        "Nobody ever listens. I might as well end my life, then you can keep your money.",
    ],
)
def test_a_threat_out_of_frustration_is_taken_as_one(cast: Cast, words: str) -> None:
    opened = heard(cast, words)
    assert opened.incident.kind == "self_harm"
    assert opened.incident.level <= 1
    assert Run.objects.get(incident=opened.incident).protocol_id == "self-harm"
    assert "keep_contact_open" in opened.incident.duties


@pytest.mark.covers("S1-44")
def test_an_overdue_report_alerts_a_supervisor(opened: Opened, effects: NotedEffects) -> None:
    opened.let_in(opened.cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=opened.cast.bo, at=NOW)
    report = Obligation.objects.get(incident=opened.incident, do_kind="file")
    effects.asked.clear()
    assert not fire_obligation(obligation_id=report.id, at=later(599))
    assert effects.asked == []
    assert fire_obligation(obligation_id=report.id, at=later(600))
    assert ("notify", "supervisor") in effects.asked


def test_without_a_protocol_an_overdue_report_alerts_a_supervisor_too(
    cast: Cast, effects: NotedEffects
) -> None:
    InForce.objects.filter(kind="protocol").delete()
    opened = heard(cast, "If this issue is not resolved, I will hurt my family.")
    assert Run.objects.get(incident=opened.incident).protocol_id == "minimum-safe"
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=NOW)
    report = Obligation.objects.get(incident=opened.incident, do_target="security_threat")
    effects.asked.clear()
    assert fire_obligation(obligation_id=report.id, at=later(600))
    assert effects.asked == [("notify", "supervisor"), ("raise", "management")]


@pytest.mark.covers("S0-36", "S0-27")
@pytest.mark.parametrize(
    "words",
    [THREAT, "My husband hits me every night.", "There is a bomb in your building."],
)
def test_it_is_urgent_and_rings_before_anybody_decides_so(
    cast: Cast, effects: NotedEffects, words: str
) -> None:
    opened = heard(cast, words)
    assert opened.incident.level <= 1
    assert ("raise", "crisis") in effects.asked
    assert Incident.objects.get().number
