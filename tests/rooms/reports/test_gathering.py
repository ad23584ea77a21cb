"""What is still to be learned: per type, from the run and from the report alike (S3-11, S3-36)."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import answer_step, get_help, go_on, skip_step, state_threat
from stayline.incidents.models import Incident
from stayline.incidents.queries import not_yet_known, screen, wanted
from stayline.reports.actions import amend_report, save_draft, submit_report
from stayline.reports.models import THREAT_FORM, Report
from stayline.reports.queries import Standing, draft, gathering, reports_of
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]

LEAST = ["safety.in_danger_now", "safety.location", "safety.already_done"]


def threatened(cast: Cast, kind: str, *, channel: str = "voice") -> Incident:
    contact = cast.contact(channel=channel)
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=later(1))
    state_threat(incident_id=incident.id, kind=kind, form="direct", actor=cast.ann, at=later(2))
    incident.refresh_from_db()
    return incident


def names(incident: Incident) -> list[str]:
    return [one.field.name for one in gathering(incident).items]


def standing(incident: Incident) -> dict[str, Standing]:
    return {one.field.name: one.standing for one in gathering(incident).items}


def at(incident: Incident) -> int:
    shown = screen(incident)
    assert shown is not None
    return shown[1].sequence


def threat_form(incident: Incident) -> Report:
    return next(one for one in reports_of(incident.id) if one.form_id == THREAT_FORM)


@pytest.mark.covers("S3-11", "S3-36")
def test_a_type_of_matter_has_its_own_list_and_its_own_least(
    cast: Cast, incident: Incident
) -> None:
    assert names(incident)[:3] == LEAST
    assert [one.field.name for one in wanted(incident) if one.minimum] == LEAST
    bomb = threatened(cast, "bomb")
    least = [one.field.name for one in wanted(bomb) if one.minimum]
    assert least[:2] == ["bomb.where", "bomb.when"]
    assert "bomb.code_word" not in names(bomb)


@pytest.mark.covers("S3-11")
def test_answered_not_said_and_not_asked_are_told_apart(cast: Cast, incident: Incident) -> None:
    assert set(standing(incident).values()) == {Standing.NOT_ASKED}
    go_on(incident_id=incident.id, expected=at(incident), actor=cast.ann, at=later(3))
    answer_step(
        incident_id=incident.id,
        expected=at(incident),
        field="safety.in_danger_now",
        value="no",
        actor=cast.ann,
        at=later(4),
    )
    answer_step(
        incident_id=incident.id,
        expected=at(incident),
        field="safety.already_done",
        value="caller_did_not_say",
        actor=cast.ann,
        at=later(5),
    )
    found = gathering(incident)
    assert found.items[0].shown == "No"
    assert found.known == {"safety.in_danger_now"}
    assert [one.field.name for one in found.not_said] == ["safety.already_done"]
    assert "safety.location" in [one.field.name for one in found.to_learn]
    assert "safety.already_done" not in [one.field.name for one in found.to_learn]


def test_a_question_that_was_skipped_is_still_to_be_learned(cast: Cast, incident: Incident) -> None:
    go_on(incident_id=incident.id, expected=at(incident), actor=cast.ann, at=later(3))
    skip_step(
        incident_id=incident.id,
        expected=at(incident),
        reason="They were crying.",
        actor=cast.ann,
        at=later(4),
    )
    assert standing(incident)["safety.in_danger_now"] is Standing.NOT_ASKED


@pytest.mark.covers("S3-11")
def test_what_is_typed_in_the_report_counts_like_what_was_said(
    cast: Cast, incident: Incident
) -> None:
    report = threat_form(incident)
    save_draft(
        report_id=report.id,
        answers={"safety.location": Answer(AnswerState.ANSWERED, "by the river")},
        expected_version=0,
        actor=cast.ann,
        at=later(3),
    )
    item = next(one for one in gathering(incident).items if one.field.name == "safety.location")
    assert (item.standing, item.shown, item.report_id) == (
        Standing.KNOWN,
        "by the river",
        report.id,
    )


@pytest.mark.covers("S3-11")
def test_the_report_and_the_list_agree_on_what_is_open(cast: Cast) -> None:
    for kind in ("self_harm", "violence", "bomb", "abuse_disclosure"):
        incident = threatened(cast, kind)
        form = draft(threat_form(incident).id)
        required = {one.field.name for one in form.fields if one.field.required}
        open_there = set(form.completeness.missing) & set(names(incident))
        open_here = {one.field.name for one in gathering(incident).to_learn} & required
        assert open_here == open_there
        assert open_here


def test_an_amendment_is_learned_too(cast: Cast, incident: Incident) -> None:
    report = threat_form(incident)
    submit_report(report_id=report.id, actor=cast.ann, at=later(3))
    assert standing(incident)["safety.alone"] is Standing.NOT_ASKED
    amend_report(
        report_id=report.id,
        answers={"safety.alone": Answer(AnswerState.ANSWERED, "with_others")},
        actor=cast.ann,
        at=later(4),
    )
    assert standing(incident)["safety.alone"] is Standing.KNOWN


@pytest.mark.covers("S3-36")
def test_the_least_that_nobody_knows_includes_what_was_not_said(
    cast: Cast, incident: Incident
) -> None:
    answer_step(
        incident_id=incident.id,
        expected=at(incident),
        field="safety.location",
        value="refused",
        actor=cast.ann,
        at=later(3),
    )
    assert [one.name for one in not_yet_known(incident)] == LEAST
    assert [one.name for one in not_yet_known(incident, known=LEAST[:2])] == LEAST[2:]


@pytest.mark.covers("S3-11")
def test_a_second_threat_brings_its_own_list_the_graver_first(cast: Cast) -> None:
    incident = threatened(cast, "self_harm")
    state_threat(incident_id=incident.id, kind="bomb", form="direct", actor=cast.ann, at=later(4))
    found = names(incident)
    assert found.index("bomb.where") < found.index("safety.location")
    assert len(found) == len(set(found))


def test_what_another_kind_of_threat_is_asked_is_not_missed(cast: Cast) -> None:
    written = threatened(cast, "bomb", channel="email")
    assert {"bomb.where", "bomb.when"} <= set(names(written))
    assert not {"target.who", "abuse.safe_contact"} & set(names(written))


def test_nothing_is_to_be_learned_of_what_was_erased_or_never_was(
    cast: Cast, incident: Incident
) -> None:
    assert gathering(incident).items
    incident.runs.update(ended_how="opened_in_error")
    assert gathering(incident).items == ()
    incident.runs.all().delete()
    assert wanted(incident) == ()
