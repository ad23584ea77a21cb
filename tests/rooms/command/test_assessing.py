"""Assessing an incident: three values, again when it changes, the procedure that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from stayline.command.actions import assess_incident, choose_procedure, set_grade_scheme
from stayline.command.errors import (
    AssessmentInvalid,
    AssessmentMoved,
    AssessmentNotYours,
    ChangeMissing,
    MethodMissing,
    ProcedureNotProposed,
    ProcedureReasonMissing,
    SchemeNotYours,
    SchemeUnknown,
)
from stayline.command.models import Assessment
from stayline.command.queries.assessing import (
    assessment,
    assessments,
    changed_since,
    method_standing,
    priorities,
    procedure_chosen,
    proposed,
)
from stayline.incidents.actions import lower_level, state_threat
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.library.models import DocumentVersion, InForce
from stayline.people.queries import names
from stayline.privacy.actions import grant_in_transaction
from stayline_core.assessment import NOT_KNOWN
from tests.cast import later
from tests.rooms.command.conftest import opened

if TYPE_CHECKING:
    from stayline.platform.actors import Actor
    from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]

HINT = "I don't want to be alive any more."


def safe() -> dict[str, str]:
    """Nothing about life is said to be so; all of it is known."""
    return {one.id: "no" for one in method_standing()[1].questions if one.life}


def let_in(incident: Incident, who: Actor) -> None:
    with transaction.atomic():
        grant_in_transaction(
            incident.id,
            who,
            because="supervises",
            stream_id=incident.stream_id,
            actor=who,
            at=later(3),
        )


@pytest.fixture
def hinted(cast: Cast) -> Incident:
    """Ann's call, which Bo commands, lowered to L2 so that a threshold can raise it."""
    incident = opened(cast, words=HINT)
    let_in(incident, cast.bo)
    if incident.level < 2:
        lower_level(
            incident_id=incident.id, level=2, reason="Looked at again.", actor=cast.bo, at=later(4)
        )
    return Incident.objects.get(id=incident.id)


def assessed(incident: Incident, who: Actor, at: int, number: int = 0, **more: str) -> Assessment:
    changed = "Somebody went to look." if number else ""
    return assess_incident(
        incident_id=incident.id,
        answers={**safe(), **more},
        expected=number,
        changed=changed,
        actor=who,
        at=later(at),
    )


@pytest.mark.covers("S3-33", "S3-40")
def test_it_is_assessed_and_again_when_it_changes_and_the_level_rises_and_stays(
    cast: Cast, hinted: Incident
) -> None:
    assert assessment(hinted) is None
    set_grade_scheme(site_id=hinted.site_id, scheme="four_grades", actor=cast.mo, at=later(5))
    assessed(hinted, cast.bo, 10)
    first = assessment(hinted)
    assert first is not None
    values = (first.level, first.impact, first.urgency, first.priority)
    assert values == (2, "medium", "soon", 3)
    assert first.because == ("The level is L2 or graver",)
    assert (first.grade, first.by) == ("Grade 3, scheduled", names([cast.bo.id])[cast.bo.id])
    assert changed_since(hinted, first.sequence) == ()
    state_threat(incident_id=hinted.id, kind="violence", form="direct", actor=cast.bo, at=later(12))
    assert "another threat" in changed_since(hinted, first.sequence)
    with pytest.raises(ChangeMissing):
        assess_incident(incident_id=hinted.id, answers={}, expected=1, actor=cast.bo, at=later(13))
    assessed(hinted, cast.bo, 14, 1, trapped="yes", hurt="2")
    again = assessment(hinted)
    assert again is not None
    assert (again.level, again.priority, again.life, again.urgency_words) == (
        0,
        1,
        True,
        "immediate",
    )
    assert again.answers["hurt"] == "2"
    assert again.changed == "Somebody went to look."
    assert Incident.objects.get(id=hinted.id).level == 0
    assert changed_since(hinted, again.sequence) == ()
    assessed(hinted, cast.bo, 16, 2)
    assert Incident.objects.get(id=hinted.id).level == 0
    assert [one.number for one in assessments(hinted)] == [3, 2, 1]
    assert priorities([hinted.id]) == {hinted.id: 1}
    said = [one.sentence for one in log(hinted)]
    assert sum("Assessed: priority P1, urgency immediate" in one for one in said) == 2


def test_what_nobody_knows_about_life_counts_as_yes_and_is_said(
    cast: Cast, hinted: Incident
) -> None:
    assessed(hinted, cast.bo, 10, hazard=NOT_KNOWN)
    found = assessment(hinted)
    assert found is not None
    assert (found.priority, found.level) == (1, 2)
    assert found.because == ("The level is L2 or graver",)
    assert found.assumed == ("Is there gas, fire, smoke or another hazard that can spread?",)
    set_grade_scheme(site_id=hinted.site_id, scheme="five_grades", actor=cast.mo, at=later(11))
    set_grade_scheme(site_id=hinted.site_id, scheme="", actor=cast.mo, at=later(12))
    assert assessed(hinted, cast.bo, 13, 1).grade == ""


@pytest.mark.covers("S3-7")
def test_procedures_that_fit_are_proposed_and_the_choice_is_recorded_with_its_reason(
    cast: Cast, hinted: Incident
) -> None:
    fitting = proposed(hinted, cast.bo)
    assert fitting[0].here
    assert len(fitting) > 1
    assert procedure_chosen(hinted) is None
    other = fitting[1]
    title = choose_procedure(
        incident_id=hinted.id,
        procedure=other.id,
        reason="It is about a friend.",
        actor=cast.bo,
        at=later(10),
    )
    found = procedure_chosen(hinted)
    assert found is not None
    assert (found.id, found.title, found.reason) == (other.id, title, "It is about a friend.")
    assert any(f"Procedure chosen: {title}" in one.sentence for one in log(hinted))
    with pytest.raises(ProcedureReasonMissing):
        choose_procedure(
            incident_id=hinted.id, procedure=other.id, reason=" ", actor=cast.bo, at=later(11)
        )
    with pytest.raises(ProcedureNotProposed):
        choose_procedure(
            incident_id=hinted.id, procedure="gone", reason="No.", actor=cast.bo, at=later(11)
        )


def test_what_is_refused(cast: Cast, hinted: Incident) -> None:
    with pytest.raises(AssessmentNotYours):
        assessed(hinted, cast.ann, 10)
    with pytest.raises(AssessmentNotYours):
        choose_procedure(
            incident_id=hinted.id, procedure="x", reason="y", actor=cast.cy, at=later(10)
        )
    with pytest.raises(AssessmentInvalid) as invalid:
        assessed(hinted, cast.bo, 10, hurt="many")
    assert list(invalid.value.faults) == ["hurt"]
    assessed(hinted, cast.bo, 11)
    with pytest.raises(AssessmentMoved):
        assessed(hinted, cast.bo, 12)
    with pytest.raises(SchemeNotYours):
        set_grade_scheme(site_id=hinted.site_id, scheme="four_grades", actor=cast.ann, at=later(12))
    with pytest.raises(SchemeUnknown):
        set_grade_scheme(site_id=hinted.site_id, scheme="six", actor=cast.mo, at=later(12))


def test_without_a_method_it_says_so() -> None:
    InForce.objects.filter(kind="assessment").delete()
    DocumentVersion.objects.filter(kind="assessment").update(state="draft")
    with pytest.raises(MethodMissing):
        method_standing()
