"""Advice that may be given: a document in force, and nothing where there is none."""

from __future__ import annotations

import json

import pytest

from stayline.library import queries
from stayline.library.actions import body_of
from stayline.library.errors import DocumentFaulty

pytestmark = pytest.mark.django_db

GOOD = {"kind": "phrases", "phrases": [{"id": "a", "text": "You should rest."}]}


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
    faulty = {"kind": "phrases", "phrases": phrases}
    with pytest.raises(DocumentFaulty):
        body_of("phrases", json.dumps(faulty).encode(), "advice.json")
