"""Advice from the approved list alone; anything else is flagged until it was looked at."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from stayline.command.actions import give_advice, look_at_advice, note_free_advice
from stayline.command.errors import AdviceNotApproved, AdviceNotFound, AdviceWordsMissing
from stayline.command.models import AdviceGiven
from stayline.command.queries import advice_given, approved_here, flagged_advice, limits_here
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.learning.queries.evidence import evidence_of, people_for_evidence
from stayline.library.models import InForce
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S3-14", "S3-38")
def test_what_was_advised_is_kept_with_its_version_and_own_words_are_flagged(
    incident: Incident, cast: Cast
) -> None:
    here = {"incident_id": incident.id}
    approved = approved_here(incident)
    assert "move_away" not in {one.key for one in approved}
    assert limits_here(incident)[0][1].must_not
    one = give_advice(**here, phrase=approved[0].key, actor=cast.ann, at=later(5))
    assert one.edition == InForce.objects.get(document_id="approved-advice").version_id
    with pytest.raises(AdviceNotApproved):
        give_advice(**here, phrase="move_away", actor=cast.ann, at=later(6))
    with pytest.raises(AdviceWordsMissing):
        note_free_advice(**here, words=" ", actor=cast.ann, at=later(6))
    for refused in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            give_advice(**here, phrase=approved[0].key, actor=refused, at=later(6))
        with pytest.raises(NotOnTheList):
            note_free_advice(**here, words="Rest.", actor=refused, at=later(6))
    free = note_free_advice(**here, words=" Put the kettle on. ", actor=cast.ann, at=later(7))
    given = advice_given(incident)
    assert [(each.words, each.free, each.flagged, each.who) for each in given] == [
        (approved[0].text, False, False, "Ann Example"),
        ("Put the kettle on.", True, True, "Ann Example"),
    ]
    assert flagged_advice(incident) == 1
    told = " ".join(each.sentence for each in log(incident))
    assert f"Approved advice was given: “{approved[0].text}”" in told
    assert "not on the approved list was given: “Put the kettle on.”" in told

    shown = evidence_of(people_for_evidence([cast.ann.id]), at=later(8))
    (row,) = (each for each in shown if each.item == "PC8")
    assert any(words.startswith("Approved advice was given") for words in row.found)

    look = {"advice_id": free.id, "at": later(9)}
    with pytest.raises(NotOnTheList):
        look_at_advice(**look, said="x", actor=cast.ann)
    with transaction.atomic():
        grant_in_transaction(
            incident.id,
            cast.bo,
            because="supervises",
            stream_id=incident.stream_id,
            actor=cast.mo,
            at=later(8),
        )
    with pytest.raises(AdviceNotFound):
        look_at_advice(advice_id=uuid4(), said="x", actor=cast.bo, at=later(9))
    with pytest.raises(AdviceNotFound):
        look_at_advice(advice_id=one.id, said="x", actor=cast.bo, at=later(9))
    with pytest.raises(AdviceWordsMissing):
        look_at_advice(**look, said=" ", actor=cast.bo)
    look_at_advice(**look, said="We talked it over.", actor=cast.bo)
    look_at_advice(**look, said="Again.", actor=cast.bo)
    assert flagged_advice(incident) == 0
    assert AdviceGiven.objects.get(id=free.id).looked_by == cast.bo.id
    assert "looked at: We talked it over." in " ".join(each.sentence for each in log(incident))
