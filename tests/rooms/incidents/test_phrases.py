"""What was used beside the step: phrases in their words, techniques, and the record of the call."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import note_phrase, note_technique
from stayline.incidents.errors import PhraseRefused
from stayline.incidents.queries import log, phrases_used, techniques_used
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.queries.difficult import call_facts
from tests.cast import Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import aided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def said(opened: Opened, phrase: str, at: int = 5, actor: Actor | None = None) -> None:
    note_phrase(
        incident_id=opened.incident.id,
        phrase=phrase,
        actor=actor or opened.cast.ann,
        at=later(at),
    )


def mark(opened: Opened, technique: str, used: bool = True, actor: Actor | None = None) -> None:
    note_technique(
        incident_id=opened.incident.id,
        technique=technique,
        used=used,
        actor=actor or opened.cast.ann,
        at=later(6),
    )


@pytest.mark.covers("S2-20", "S4-42")
def test_a_phrase_that_was_said_is_kept_and_marks_its_technique(cast: Cast) -> None:
    opened = aided(cast)
    step, sequence = opened.run.state["step"], opened.run.sequence
    said(opened, "redirect/regardless")
    said(opened, "empathy/frustrating", 7)
    assert [one.words for one in phrases_used(opened.incident)] == [
        "Regardless, here is what I can do today.",
        "That sounds really frustrating. I'm here to help you with it.",
    ]
    assert techniques_used(opened.incident) == ("empathy",)
    assert "Said (redirect and focus): “Regardless, here is what I can do today.”" in {
        one.sentence for one in log(opened.incident)
    }
    assert (opened.run.state["step"], opened.run.sequence) == (step, sequence)  # nothing moves
    facts = call_facts(opened.incident)
    assert facts["techniques"] == ("empathy",)
    assert "“Regardless, here is what I can do today.” (redirect and focus)" in str(
        facts["phrases_used"]
    )


@pytest.mark.covers("S2-20")
def test_a_technique_is_marked_once_and_the_mark_may_be_taken_back(cast: Cast) -> None:
    opened = aided(cast)
    mark(opened, "stay_calm")
    mark(opened, "stay_calm")
    assert opened.kinds.count("incidents.technique.noted") == 1
    mark(opened, "apology")
    said(opened, "apology/wait")
    assert techniques_used(opened.incident) == ("stay_calm", "apology")
    mark(opened, "apology", used=False)
    mark(opened, "apology", used=False)
    assert techniques_used(opened.incident) == ("stay_calm",)
    assert opened.kinds.count("incidents.technique.noted") == 3


def test_words_are_kept_in_the_caller_s_language(cast: Cast) -> None:
    opened = aided(cast, cast.contact(language="es"))
    said(opened, "involve/happen_now")
    assert phrases_used(opened.incident)[0].words == "¿Qué le gustaría que pasara ahora?"


def test_what_is_not_offered_or_not_yours_is_refused(cast: Cast) -> None:
    opened = aided(cast)
    for phrase in ("avoid/but", "redirect/gone", ""):
        with pytest.raises(PhraseRefused):
            said(opened, phrase)
    with pytest.raises(PhraseRefused):
        mark(opened, "magic")
    with pytest.raises(NotOnTheList):
        said(opened, "redirect/regardless", actor=cast.cy)
    with pytest.raises(NotOnTheList):
        mark(opened, "empathy", actor=cast.al)
    assert phrases_used(opened.incident) == []
