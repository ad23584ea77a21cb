"""Advice that may be given: a document in force, and nothing where there is none."""

from __future__ import annotations

import json

import pytest

from stayline.library import queries
from stayline.library.actions import body_of
from stayline.library.errors import DocumentFaulty
from stayline_core.wording import judge

pytestmark = pytest.mark.django_db

GOOD = {
    "kind": "phrases",
    "id": "approved-advice",
    "phrases": [{"id": "a", "text": "You should rest."}],
}


@pytest.mark.usefixtures("playbook")
def test_the_advice_in_force_is_known_to_drafts_and_to_the_checker() -> None:
    advice = queries.approved_advice()
    assert "You should do what the emergency services tell you." in advice
    assert queries.catalogue().advice == frozenset(advice)


def test_without_a_document_no_advice_is_approved() -> None:
    assert queries.approved_advice() == ()
    assert queries.catalogue().advice == frozenset()


@pytest.mark.parametrize(
    "phrases",
    [[{"id": "a"}], [{"id": "a", "text": " "}], "none", 7],
    ids=["no text", "empty", "text", "number"],
)
def test_a_faulty_document_is_refused(phrases: object) -> None:
    assert body_of("phrases", json.dumps(GOOD).encode(), "advice.json") == GOOD
    faulty = {"kind": "phrases", "id": "approved-advice", "phrases": phrases}
    with pytest.raises(DocumentFaulty):
        body_of("phrases", json.dumps(faulty).encode(), "advice.json")


GROUP = {
    "kind": "phrases",
    "id": "mine",
    "title": "Mine",
    "locale": "en",
    "order": 5,
    "purpose": "Try it.",
    "phrases": [{"id": "a", "text": "I hear you.", "purpose": "acknowledge", "status": "verified"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": None},
        {"order": "first"},
        {"avoid": True},
        {"phrases": [{"id": "a", "text": "I hear you.", "purpose": "", "status": "verified"}]},
    ],
    ids=["no purpose", "no order", "no reason", "phrase without purpose"],
)
def test_a_group_without_what_it_is_for_is_refused(change: dict[str, object]) -> None:
    assert body_of("phrases", json.dumps(GROUP).encode(), "mine.json") == GROUP
    faulty = {name: one for name, one in {**GROUP, **change}.items() if one is not None}
    with pytest.raises(DocumentFaulty):
        body_of("phrases", json.dumps(faulty).encode(), "mine.json")


@pytest.mark.covers("S4-15", "S4-36", "S4-37", "S4-38", "S4-40")
@pytest.mark.usefixtures("playbook")
def test_the_library_holds_each_kind_of_phrase_with_its_purpose() -> None:
    groups = {one.id: one for one in queries.phrase_groups()}
    assert list(groups)[:5] == ["active-listening", "empathy", "stay-calm", "apology", "solutions"]
    redirect = groups["redirect"]
    starts = [one.text.split(",")[0] for one in redirect.phrases]
    assert starts == ["Regardless", "None the less", "Be that as it may"]
    assert {one.purpose for one in redirect.phrases} == {"redirect and focus"}
    assert all(one.reason and one.instead for one in groups["avoid"].phrases)
    assert "approved-advice" not in groups
    found = queries.phrase_named("involve/happen_now")
    assert found is not None
    assert found[1].text == "What would you like to see happen now?"
    for gone in ("avoid/but", "nothing/here"):
        assert queries.phrase_named(gone) is None


@pytest.mark.covers("S2-13", "S2-14", "S2-15", "S2-16", "S2-17", "S2-18", "S2-19")
@pytest.mark.usefixtures("playbook")
def test_each_technique_stands_for_itself_with_its_purpose_and_its_cues() -> None:
    found = {one.technique: one for one in queries.techniques()}
    assert list(found) == ["active_listening", "empathy", "stay_calm", "apology", "solutions"]
    assert all(one.purpose and one.score_item for one in found.values())
    listening, empathy, calm, sorry, solutions = found.values()
    assert listening.phrases[0].text == "I understand why you are upset."
    assert listening.score_item == "Listened without interrupting"
    assert {one.purpose for one in empathy.phrases} == {"empathy, then help", "reassurance"}
    breathe, voice, frustration = calm.cues
    assert breathe.startswith("Breathe out slowly")
    assert voice.startswith("Do not raise your voice.")
    assert frustration.startswith("Do not show frustration.")
    assert sorry.cues[0].startswith("Only when it is sincere")
    assert {"explain possible steps"} <= {one.purpose for one in solutions.phrases}


@pytest.mark.usefixtures("playbook")
def test_every_shipped_phrase_passes_the_wording_rules_in_each_language() -> None:
    for language in ("en", "es"):
        for group in queries.phrase_groups(language=language):
            assert group.language == language
            assert group.reviewed is (language == "en")
            for one in () if group.avoid else group.phrases:
                assert judge(one.text, language=language) == (), one.key
    assert queries.phrase_groups(language="fr")[0].language == "en"
