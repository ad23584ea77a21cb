"""Forms: what a document may say, how an answer is judged, what is still open."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.forms import (
    CALLER_DID_NOT_SAY_TEXT,
    Answer,
    AnswerState,
    AskMode,
    Extent,
    FieldKind,
    Form,
    FormRefused,
    Value,
    answer_for,
    answers_from_json,
    answers_to_json,
    completeness,
    fill_open_with_did_not_say,
    prefill,
    shown,
    validate,
)

FORMS = Path(__file__).parents[2] / "src/stayline/playbook/forms"
SMALL: dict[str, Any] = {
    "id": "small",
    "title": "Small",
    "type": "object",
    "properties": {
        "words": {"title": "Words", "type": "string", "x-ask": "observe", "x-verbatim": True},
        "place": {"title": "Place", "type": "string", "x-ask": "ask"},
        "danger": {
            "title": "Danger",
            "enum": ["yes", "no"],
            "x-ask": "ask",
            "x-safety": True,
            "x-reassuring": "no",
            "x-labels": {"yes": "Yes", "no": "No"},
        },
        "sounds": {
            "title": "Sounds",
            "type": "array",
            "items": {"enum": ["clear", "static"]},
            "x-ask": "observe",
            "x-labels": {"clear": "Clear"},
            "x-default": ["clear"],
        },
        "count": {"title": "Count", "type": "integer", "x-ask": "system"},
    },
    "required": ["words", "place", "danger"],
}


def shipped(name: str) -> Form:
    return Form.parse(json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8")))


def small(**changes: object) -> dict[str, Any]:
    document = copy.deepcopy(SMALL)
    document.update(changes)
    return document


def with_field(**field: object) -> dict[str, Any]:
    return small(properties={"one": {"title": "One", "x-ask": "ask"} | field}, required=[])


def answered(value: Value) -> Answer:
    return Answer(AnswerState.ANSWERED, value)


def observed(value: Value) -> Answer:
    return Answer(AnswerState.OBSERVED, value)


# The shipped documents


@pytest.mark.covers("S1-14", "S1-46", "S1-47")
def test_the_threat_form_asks_what_the_procedure_asks() -> None:
    form = shipped("security_threat")
    assert form.field("customer_account_number").kind is FieldKind.LINK
    district = form.field("threat_incident_district")
    assert (district.default, district.suggestions) == ("1000 Out of State", ("1000 Out of State",))
    assert not validate(form, {"threat_incident_district": observed("2000 Elsewhere")})
    assert form.field("exact_words").verbatim
    assert form.field("occurred_at").kind is FieldKind.DATETIME


@pytest.mark.covers("S1-29", "S1-30", "S1-31", "S1-32")
def test_the_type_of_threat_names_every_channel_of_the_procedure() -> None:
    labels = set(shipped("security_threat").field("channel").labels.values())
    assert {"In Person", "By Phone", "By Email", "By Social Media"} <= labels


@pytest.mark.covers("S1-33")
def test_self_harm_goes_with_any_channel() -> None:
    form = shipped("security_threat")
    for channel in form.field("channel").values:
        assert not validate(form, {"self_harm": observed("yes"), "channel": observed(channel)})


@pytest.mark.covers("S1-25", "S1-26", "S1-27", "S1-34")
def test_kind_and_imminence_are_asked_with_their_definitions() -> None:
    form = shipped("security_threat")
    kind = form.field("threat_kind")
    assert kind.values == ("direct", "implied", "perceived")
    assert "fear of immediate physical violence" in kind.note
    assert "about to occur" in form.field("imminent").note
    for value in kind.values:
        assert not validate(form, {"threat_kind": observed(value), "imminent": observed("yes")})


@pytest.mark.covers("S1-54")
def test_a_field_stands_only_in_the_form_of_the_threats_it_is_for() -> None:
    form = shipped("security_threat")
    bomb = {field.name for field in form.for_harm("bomb").fields}
    others = {field.name for field in form.for_harm("self_harm").fields}
    assert {name for name in bomb - others if not name.startswith(("target.", "item."))} == {
        field.name for field in form.fields if field.name.startswith("bomb.")
    }
    assert form.for_harm("bomb").digest == form.digest


def test_a_list_of_harms_that_is_none_is_a_fault_of_the_document() -> None:
    field = {"title": "It", "type": "string", "x-ask": "ask", "x-only-for": "bomb"}
    with pytest.raises(FormRefused, match="x-only-for"):
        Form.parse({"id": "it", "title": "It", "properties": {"it": field}})


def test_safety_facts_say_which_answer_reassures() -> None:
    form = shipped("security_threat")
    facts = {field.name: field for field in form.for_harm("self_harm").fields if field.safety}
    assert set(facts) == {
        "safety.in_danger_now",
        "safety.already_done",
        "safety.alone",
        "safety.location",
        "safety.means_at_hand",
        "safety.time_stated",
        "safety.others_at_risk",
        "safety.accepts_help",
        "safety.help_decision",
        "safety.summary",
        "safety.locality",
    }
    assert facts["safety.in_danger_now"].reassuring == "no"
    assert facts["safety.alone"].reassuring == "with_others"
    assert facts["safety.help_decision"].ask is AskMode.OBSERVE


@pytest.mark.covers("S1-18")
def test_no_field_can_say_that_a_threat_needs_no_report() -> None:
    for field in shipped("security_threat").fields:
        words = f"{field.name} {field.label} {' '.join(field.values)}".lower()
        assert "credib" not in words
        assert "hoax" not in words


@pytest.mark.covers(
    "S1-66", "S1-67", "S1-68", "S1-69", "S1-70", "S1-71", "S1-72", "S1-73", "S1-74",
    "S1-75", "S1-76", "S1-77", "S1-78", "S1-79", "S1-80",
)  # fmt: skip
def test_the_case_holds_the_fields_and_values_of_the_procedure() -> None:
    form = shipped("case")
    labels = {field.name: list(field.labels.values()) for field in form.fields}
    assert form.field("date_time").label == "Date/Time of threat"
    assert labels["classification_of_threat"] == [
        "Suicide/Self Threat",
        "Personal",
        "Telephone",
        "Written or Online",
    ]
    assert labels["classification_of_person"] == [
        "Customer",
        "Public",
        "Employee",
        "Former Employee",
        "Unknown",
    ]
    assert labels["place"] == ["Office", "Outside the office", "Public place"]
    assert form.field("summary").label == "Incident threat summary"
    assert not form.field("person_name").required
    assert form.field("additional_information").kind is FieldKind.TEXT


@pytest.mark.covers("S1-64")
def test_the_case_takes_the_report_number_and_goes_to_the_supervisors_queue() -> None:
    form = shipped("case")
    answers = prefill(form, {"referral_comments": "SLR-2026-000007"})
    assert answers["referral_comments"] == answered("SLR-2026-000007")
    assert answers["assignee_queue"] == answered("Customer Support Team Supervisor")
    assert form.field("referral_comments").ask is AskMode.SYSTEM


@pytest.mark.covers("S1-81")
def test_an_unknown_case_field_is_no_fault() -> None:
    form = shipped("case")
    unknown = {field.name: Answer(AnswerState.UNKNOWN) for field in form.fields}
    assert validate(form, unknown) == ()


# Faults, and what never is one


@pytest.mark.covers("S1-24", "X-4")
def test_what_is_missing_is_no_fault() -> None:
    form = shipped("security_threat")
    assert validate(form, {}) == ()
    assert completeness(form, {}).extent is Extent.PARTIAL


@pytest.mark.covers("S1-43")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customer_account_number", "0012345"),
        ("customer_account_number", "http://jobs.example/1"),
        ("occurred_at", "yesterday"),
        ("occurred_at", "2026-11-22T09:30:00"),
        ("channel", "pigeon"),
        ("imminent", True),
        ("exact_words", 7),
    ],
)
def test_a_malformed_value_is_a_fault_with_field_and_mend(name: str, value: Value) -> None:
    (fault,) = validate(shipped("security_threat"), {name: observed(value)})
    assert (fault.field, fault.code) == (name, "value_unfit")
    assert fault.problem
    assert fault.mend


def test_the_mend_is_the_documents_or_the_choice_or_a_plain_one() -> None:
    form = Form.parse(small())
    mends = {
        fault.field: fault.mend
        for fault in validate(
            form, {"words": observed(1), "danger": answered("maybe"), "count": answered("x")}
        )
    }
    assert mends["danger"] == "Choose one of: Yes, No."
    assert "what was typed is kept" in mends["count"]
    threat = shipped("security_threat")
    (fault,) = validate(threat, {"customer_account_number": observed("1")})
    assert "job link" in fault.mend


@pytest.mark.parametrize("value", ["", "   ", (), None])
def test_an_answer_is_never_empty(value: Value | None) -> None:
    (fault,) = validate(Form.parse(small()), {"place": Answer(AnswerState.ANSWERED, value)})
    assert fault.code == "value_missing"
    assert "refused" in fault.mend


@pytest.mark.parametrize("state", ["caller_did_not_say", "refused", "not_asked", "unknown"])
def test_a_state_stands_in_place_of_a_value(state: str) -> None:
    form = Form.parse(small())
    assert validate(form, {"place": Answer(AnswerState(state))}) == ()
    (fault,) = validate(form, {"place": Answer(AnswerState(state), "Mill Lane")})
    assert fault.code == "value_unwanted"


@pytest.mark.parametrize("state", [AnswerState.CALLER_DID_NOT_SAY, AnswerState.REFUSED])
def test_what_is_never_asked_is_never_refused(state: AnswerState) -> None:
    form = Form.parse(small())
    (fault,) = validate(form, {"words": Answer(state)})
    assert fault.code == "state_unfit"


def test_an_unknown_field_is_named_with_the_nearest_one() -> None:
    form = Form.parse(small())
    near, far = validate(form, {"plaice": answered("x"), "zzz": answered("x")})
    assert near.mend == "Did you mean “place”?"
    assert (far.field, far.code) == ("zzz", "field_unknown")


def test_many_values_are_judged_one_by_one() -> None:
    form = Form.parse(small())
    assert not validate(form, {"sounds": observed(("clear", "static"))})
    (fault,) = validate(form, {"sounds": observed(("clear", "thunder"))})
    assert fault.field == "sounds"


# Completeness


@pytest.mark.covers("S1-28")
def test_a_perceived_threat_needs_no_words() -> None:
    form = shipped("security_threat")
    assert "exact_words" in completeness(form, {"threat_kind": observed("direct")}).missing
    assert "exact_words" not in completeness(form, {"threat_kind": observed("perceived")}).missing


def test_every_state_but_not_asked_deals_with_an_item() -> None:
    form = Form.parse(small())
    full = {
        "words": observed("x"),
        "place": Answer(AnswerState.REFUSED),
        "danger": Answer(AnswerState.CALLER_DID_NOT_SAY),
    }
    assert completeness(form, full).extent is Extent.FULL
    assert completeness(form, full | {"place": Answer(AnswerState.NOT_ASKED)}).missing == ("place",)


# Prefilling and the one action for what the caller did not say


@pytest.mark.covers("S1-57")
@given(st.text(min_size=1))
def test_words_are_prefilled_and_kept_byte_for_byte(words: str) -> None:
    form = Form.parse(SMALL)
    answers = prefill(form, {"words": words, "elsewhere": "x"})
    answers["place"] = Answer(AnswerState.REFUSED)
    assert answers["words"] == observed(words)
    assert "elsewhere" not in answers
    kept = answers_from_json(json.loads(json.dumps(answers_to_json(answers))))
    assert kept == answers


def test_prefilling_leaves_absent_what_is_not_known() -> None:
    answers = prefill(Form.parse(small()), {"place": "", "count": 3})
    assert answers == {"sounds": observed(("clear",)), "count": answered(3)}


@pytest.mark.covers("S1-55", "S1-56", "S1-58")
def test_one_action_fills_every_open_asked_item_and_no_other() -> None:
    form = Form.parse(small())
    answers = {"danger": answered("yes"), "place": Answer(AnswerState.NOT_ASKED)}
    filled = fill_open_with_did_not_say(form, answers)
    assert filled == {"danger": answered("yes"), "place": Answer(AnswerState.CALLER_DID_NOT_SAY)}
    assert shown(form.field("place"), filled["place"]) == "Call Did not say"
    texts = {shown(form.field("place"), Answer(state)) for state in list(AnswerState)[2:]}
    assert len(texts) == 4
    assert CALLER_DID_NOT_SAY_TEXT in texts


def test_answers_are_shown_in_the_words_of_the_form() -> None:
    form = Form.parse(small())
    assert shown(form.field("danger"), answered("yes")) == "Yes"
    assert shown(form.field("sounds"), observed(("clear", "static"))) == "Clear, static"
    assert shown(form.field("count"), answered(3)) == "3"


def test_the_state_follows_from_how_a_field_is_filled() -> None:
    form = Form.parse(small())
    states = [answer_for(form.field(name), "x").state.value for name in ("words", "place", "count")]
    assert states == ["observed", "answered", "answered"]


@pytest.mark.parametrize(
    "entry", [None, "yes", {}, {"state": "perhaps"}, {"value": "x"}, ["answered"]]
)
def test_stored_answers_that_make_no_sense_are_refused_by_name(entry: object) -> None:
    with pytest.raises(ValueError, match="place"):
        answers_from_json({"place": entry})


# Reading a document


def test_a_form_knows_its_fields_and_its_version() -> None:
    form = Form.parse(small())
    kinds = [field.kind.value for field in form.fields]
    assert kinds == ["text", "text", "yes_no", "many", "number"]
    assert Form.parse(with_field(enum=["a", "b"])).fields[0].kind is FieldKind.CHOICE
    assert form.digest == Form.parse(small()).digest != Form.parse(small(title="Other")).digest
    assert form.field("danger").label_of("yes") == "Yes"
    with pytest.raises(KeyError):
        form.field("nowhere")


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (small(id=""), "id"),
        (small(title=3), "title"),
        (small(properties={}), "properties"),
        (small(properties=[]), "properties"),
        (small(type=7), "type"),
        (small(required=["ghost"]), "ghost"),
        (with_field(properties={}), "flat"),
        (small(properties={"one": {"x-ask": "ask"}}, required=[]), "label"),
        (with_field(**{"x-ask": "shout"}), "x-ask"),
        (with_field(**{"x-personal": "yes"}), "x-personal"),
        (with_field(**{"x-note": 1}), "x-note"),
        (with_field(enum=[1, 2]), "enum"),
        (with_field(type="array", items=True), "enum"),
        (with_field(enum=["a"], **{"x-reassuring": "b"}), "x-reassuring"),
        (with_field(enum=["a"], **{"x-labels": {"b": "B"}}), "x-labels"),
        (with_field(**{"x-labels": []}), "x-labels"),
        (with_field(**{"x-needless-when": {"ghost": ["a"]}}), "x-needless-when"),
        (with_field(**{"x-needless-when": []}), "x-needless-when"),
        (with_field(**{"x-needless-when": {"one": "a"}}), "x-needless-when"),
        (with_field(enum=["a"], **{"x-default": "b"}), "x-default"),
        (small(properties={"one": True}), "flat"),
    ],
)
def test_a_document_that_is_no_form_is_refused_with_every_fault(
    document: dict[str, Any], fault: str
) -> None:
    with pytest.raises(FormRefused) as refused:
        Form.parse(document)
    assert any(fault in said for said in refused.value.faults)


@given(st.dictionaries(st.sampled_from(list(SMALL["properties"])), st.builds(
    Answer, st.sampled_from(AnswerState), st.none() | st.text() | st.integers() | st.booleans()
)))  # fmt: skip
def test_judging_answers_never_fails_and_names_only_what_was_given(
    answers: dict[str, Answer],
) -> None:
    form = Form.parse(SMALL)
    assert {fault.field for fault in validate(form, answers)} <= set(answers)
    assert set(completeness(form, answers).missing) <= {"words", "place", "danger"}
