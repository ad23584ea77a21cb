"""Wording alone: every text of a document is judged for whoever gets it, whole or half written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stayline_core.protocol import check, load
from stayline_core.protocol.lint import Linted, lint_document, lint_text
from tests.core.protocol.sample import CATALOGUE, GOOD
from tests.core.protocol.shipped import PLAYBOOK

BROKEN = Path(__file__).parents[2] / "broken"
KINDS = ("protocols", "ladders", "cards", "wording", "scenarios", "forms")
SHIPPED = sorted(
    file
    for kind in KINDS
    for file in (PLAYBOOK / kind).glob("*")
    if file.suffix in {".yaml", ".json"}
)


def lint(source: str, **language: str) -> Linted:
    return lint_document(source.encode(), file="draft.yaml", **language)


def mends(source: str) -> list[tuple[str, str, int, int]]:
    found = [mend.finding for mend in lint(source).mends]
    return [(one.code, one.severity, one.line, one.column) for one in found]


def test_a_document_that_need_not_be_whole_is_judged_at_its_words() -> None:
    draft = """\
steps:
  hear:
    title: Keep this between us
    say:
      - "I hear you, but stay."
      - >-
        Please
        calm down now.
    note: [It was your fault.]
    avoid: [Calm down.]
    ask: {field: strange, question: "Why did you do it?"}
  other: [nothing, of, this]
"""
    assert mends(draft) == [
        ("W01", "warning", 3, 12),
        ("W02", "error", 5, 22),
        ("W03", "error", 8, 9),
        ("W04", "warning", 9, 19),
        ("W04", "error", 11, 38),
    ]
    (first, *_) = lint(draft).mends
    assert (first.words, first.finding.file) == ("Keep this between us", "draft.yaml")
    assert first.reason in first.finding.message
    assert first.instead in first.finding.message
    assert json.loads(json.dumps(first.to_json()))["instead"] == first.instead


def test_blocks_lists_of_questions_and_labels_are_judged_too() -> None:
    draft = """\
kind: protocol
title: They committed suicide
limits: {may: [Keep it between us], may_not: [Promise to keep a secret]}
anytime: {help: It stays between us}
blocks:
  one:
    steps:
      a: {ask: [bare, {field: x, question: "Are you fine, but sad?"}]}
  two: [odd]
"""
    found = {(one[0], one[2]) for one in mends(draft)}
    assert found == {("W12", 2), ("W01", 3), ("W01", 4), ("W02", 8)}


def test_a_question_by_what_is_only_noticed_and_hard_words_are_found() -> None:
    long = "Considerable organisational circumstances necessitate appropriate communication. " * 2
    draft = f'steps:\n  a:\n    say: ["{long}"]\n    observe: {{field: voice, question: "Well?"}}\n'
    found = {mend.finding.code: mend for mend in lint(draft).mends}
    assert set(found) == {"W07", "W08", "W10"}
    assert "160 at most" in found["W08"].finding.message
    assert "at grade" in found["W07"].finding.message
    assert found["W10"].finding.line == 4
    assert lint(f"locale: es\n{draft}").mends != ()
    assert "W07" not in {mend.finding.code for mend in lint(f"locale: es\n{draft}").mends}


def test_words_that_cannot_be_found_as_they_are_stand_at_the_beginning_of_their_text() -> None:
    draft = """\
steps:
  a:
    say: ["Please \\x63alm down."]
    observe: {field: voice, question: [odd]}
"""
    assert mends(draft) == [("W03", "error", 3, 11)]


def test_the_locale_of_the_document_comes_before_the_language_that_is_given() -> None:
    draft = 'steps:\n  a:\n    say: ["Entiendo, pero espere."]\n'
    assert lint(draft).mends == ()
    assert [mend.finding.code for mend in lint(draft, language="es").mends] == ["W02"]
    assert lint(f"locale: en\n{draft}", language="es").mends == ()


def test_other_words_for_a_protocol_are_judged_in_their_language() -> None:
    draft = """\
kind: wording
locale: es
steps:
  a: {question: "Le oigo, pero espere."}
  b: {questions: ["Bien, pero no."]}
"""
    assert [one[:3] for one in mends(draft)] == [("W02", "error", 4), ("W02", "error", 5)]


def test_a_card_is_judged_by_its_marks() -> None:
    draft = """\
kind: card
note: Calm down.
sections:
  - heading: But
    items:
      - {mark: say, text: "I hear you, but wait."}
      - {mark: do, text: "Wait, but not long."}
      - {mark: not, text: "Keep a secret with me, just between us."}
"""
    assert mends(draft) == [("W02", "error", 6, 40)]


@pytest.mark.covers("X-9")
def test_of_a_rehearsal_what_callers_say_is_never_judged() -> None:
    draft = """\
kind: scenario
lines:
  - {who: caller, text: "I want to, but I can't."}
  - {who: agent, text: "I hear you, but wait."}
  - {text: "Nobody says this, but it stands here."}
replies: {x: "But why?"}
"""
    assert mends(draft) == [("W02", "error", 4, 37)]


def test_of_a_form_questions_notes_and_labels_are_judged() -> None:
    draft = {
        "kind": "form",
        "title": "A form",
        "properties": {
            "a": {
                "title": "It stays between us",
                "x-ask": "ask",
                "x-question": "Are you fine, but sad?",
            },
            "b": {"title": "B", "x-note": "It was your fault.", "x-question": "Seen, but when?"},
            "c": ["odd"],
        },
    }
    text = json.dumps(draft, indent=1)
    assert [one[:2] for one in mends(text)] == [
        ("W01", "warning"),
        ("W02", "error"),
        ("W04", "warning"),
    ]
    del draft["kind"]
    assert len(mends(json.dumps(draft))) == 3
    assert mends('{"kind": "form", "title": "It stays between us"}') == [("W01", "warning", 1, 31)]


def test_a_ladder_and_a_walk_have_a_title_alone() -> None:
    assert mends("kind: ladder\ntitle: It stays between us\n") == [("W01", "warning", 2, 11)]
    assert mends("kind: walk\nwalk: [{skip: between us}]\n") == []


@pytest.mark.parametrize(
    ("source", "code", "skipped"),
    [
        ("kind: directory\n", "Y08", True),
        ("- a list\n", "Y08", False),
        ("a: [", "Y02", False),
    ],
)
def test_what_cannot_be_judged_is_told(source: str, code: str, *, skipped: bool) -> None:
    linted = lint(source)
    assert [one.code for one in linted.findings] == [code]
    assert linted.skipped == skipped
    assert not linted.passes


def test_plain_text_is_judged_with_its_places_for_whoever_gets_it() -> None:
    text = "I hear you.\nWait, but calm down.\n"
    found = [mend.finding for mend in lint_text(text, file="-").mends]
    assert [(one.code, one.line, one.column) for one in found] == [("W02", 2, 7), ("W03", 2, 11)]
    assert lint_text(text, file="-", audience="page").mends == ()
    (warned,) = lint_text("It stays between us.", file="-", audience="agency").mends
    assert warned.finding.severity == "warning"
    assert not lint_text(text, file="-").passes
    assert lint_text("Good morning.", file="-").passes


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_words_of_what_is_shipped_pass(file: Path) -> None:
    linted = lint_document(file.read_bytes(), file=file.name)
    assert linted.findings == ()
    assert [mend.finding for mend in linted.mends] == []


@pytest.mark.parametrize("file", sorted(BROKEN.glob("W*.yaml")), ids=lambda file: file.stem)
def test_what_the_checker_says_of_words_is_said_here_too(file: Path) -> None:
    checked = check(load(file.read_bytes(), file=file.name), catalogue=CATALOGUE).findings
    codes = sorted(one.code for one in checked if one.code.startswith("W"))
    assert codes
    linted = lint_document(file.read_bytes(), file=file.name)
    assert sorted(mend.finding.code for mend in linted.mends) == codes


def test_a_good_protocol_has_nothing_to_mend() -> None:
    assert lint(GOOD).passes
