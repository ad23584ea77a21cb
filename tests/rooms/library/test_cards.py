"""Cards beside a contact: whole, marked, and optional."""

from __future__ import annotations

import pytest

from stayline.library import queries
from stayline.library.actions import body_of
from stayline.library.errors import DocumentFaulty
from stayline_core.protocol import load
from stayline_core.wording import judge

pytestmark = pytest.mark.django_db


def bomb() -> queries.Card:
    found = queries.card("bomb-checklist")
    assert found is not None
    return found


def words(card: queries.Card, *marks: str) -> str:
    items = (item for section in card.sections for item in section.items)
    return " | ".join(item.text for item in items if item.mark in marks)


@pytest.mark.usefixtures("playbook")
def test_the_cards_are_in_force() -> None:
    ids = [one.id for one in queries.cards()]
    assert ids == ["bomb-checklist", "de-escalation", "quick-card"]
    assert queries.card("none") is None
    assert all("Optional" in one.note for one in queries.cards() if one.id != "quick-card")


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S1-59")
def test_each_item_of_the_bomb_card_is_marked_and_where_and_when_are_asked_first() -> None:
    card = bomb()
    items = [item for section in card.sections for item in section.items]
    assert {item.mark for item in items} == {"ask", "observe", "do", "not"}
    asked = [item.field for item in items if item.mark == "ask"]
    assert asked[:2] == ["bomb.where", "bomb.when"]
    assert len(asked) == len(set(asked)) == 12


@pytest.mark.usefixtures("playbook")
def test_what_the_bomb_card_asks_the_protocol_asks_too_and_never_what_it_observes() -> None:
    found = queries.protocol_for("bomb", "live")
    assert found is not None
    asked = {ask.field for step in found.protocol.steps.values() for ask in step.asks}
    items = [item for section in bomb().sections for item in section.items]
    assert {item.field for item in items if item.mark == "ask"} <= asked
    seen = {item.field for item in items if item.mark == "observe" and item.field}
    assert not asked & (seen | {section.field for section in bomb().sections})


@pytest.mark.usefixtures("playbook")
@pytest.mark.parametrize(
    "term",
    ["stutter", "static", "incoherent", "high pitch", "typing", "educated", "Accent: describe"],
)
def test_the_whole_list_is_there_to_be_noticed(term: str) -> None:
    assert term in words(bomb(), "observe")
    assert term not in words(bomb(), "ask")


@pytest.mark.usefixtures("playbook")
def test_old_boxes_about_race_are_not_carried_over() -> None:
    assert "race" not in words(bomb(), "ask", "observe").lower().replace("trace", "")
    assert "racial" not in words(bomb(), "ask", "observe").lower()


@pytest.mark.usefixtures("playbook")
def test_what_was_recalled_says_so() -> None:
    card = bomb()
    assert any(unverified for _, unverified in card.sources)
    lists = {section.heading: section.unverified for section in card.sections}
    assert lists["Ask first"]
    assert not lists["During the call"]


@pytest.mark.usefixtures("playbook")
def test_nothing_is_dialled_from_the_held_line_before_the_police_agree() -> None:
    (after,) = (one for one in bomb().sections if one.heading == "After the call")
    assert "only once police or telecoms security agree" in after.items[0].text


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S2-47", "S2-48", "S2-49")
def test_the_quick_reference_says_what_the_procedure_says() -> None:
    card = queries.card("de-escalation")
    assert card is not None
    assert card.sections[0].heading == "Stay calm, listen actively, empathise"
    assert "Outside your authority or expertise" in words(card, "do")
    assert "for quality and for training" in words(card, "do")


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S4-34", "S4-35")
def test_the_words_to_say_are_offered_word_for_word_and_keep_the_wording_rules() -> None:
    card = queries.card("de-escalation")
    assert card is not None
    said = [i.text for s in card.sections for i in s.items if i.mark == "say"]
    assert "What would you like to see happen now?" in said
    assert "How can I assist you in resolving this?" in said
    assert {"Regardless, …", "None the less, …", "Be that as it may, …"} <= set(said)
    for text in said:
        assert judge(text) == ()


@pytest.mark.parametrize(
    "source",
    [
        b"kind: card\nid: a\n",
        b"kind: card\nid: a\ntitle: A\nsources: []\nsections: [{heading: H, items: 3}]\n",
        (
            b"kind: card\nid: a\ntitle: A\nsources: []\n"
            b"sections: [{heading: H, items: [{mark: shout, text: T}]}]\n"
        ),
    ],
)
def test_a_faulty_card_is_refused_and_named(source: bytes) -> None:
    with pytest.raises(DocumentFaulty) as refused:
        body_of("card", source, "a.yaml")
    assert set(refused.value.faults) == {"a.yaml"}


def test_a_card_is_no_protocol() -> None:
    assert load(b"stayline: 1\nkind: card\n", file="a").protocol is None
