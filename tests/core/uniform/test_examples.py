"""Good and bad examples of uniform wording: every rule by both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stayline_core.messaging import parse_messaging
from stayline_core.uniform import (
    RULES,
    Finding,
    Term,
    Vocabulary,
    check,
    mended,
    must_mend,
    read_back,
    spell,
)

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXAMPLES: dict[str, Any] = yaml.safe_load((HERE / "examples.yaml").read_text())
SHIPPED = ROOT / "src/stayline/playbook/messaging/default.yaml"
DOCUMENT = parse_messaging(yaml.load(SHIPPED.read_bytes(), Loader=yaml.CBaseLoader))  # noqa: S506 - text only, no tags
WORDS = Vocabulary(
    terms=(
        Term("warm transfer", ("cold transfer",)),
        Term("person who is said to have done it", ("culprit",)),
    ),
    plain=DOCUMENT.plain,
    codes=DOCUMENT.codes,
    known=DOCUMENT.known,
    spoken_only=DOCUMENT.spoken_only,
)


def found_in(example: dict[str, Any]) -> tuple[Finding, ...]:
    medium = example["medium"]
    return check(
        example["text"],
        medium=medium,
        outward=example.get("outward", False),
        vocabulary=WORDS,
        exact=EXAMPLES["exact"],
        names=EXAMPLES["names"],
        zone=EXAMPLES["zone"],
        task=example.get("task", False),
    )


@pytest.mark.covers("S3-21", "S3-22")
@pytest.mark.parametrize(
    "example", [*EXAMPLES["bad"], *EXAMPLES["good"]], ids=lambda one: f"{one['medium']}"
)
def test_each_example_is_judged_as_it_says(example: dict[str, Any]) -> None:
    found = found_in(example)
    assert [one.rule for one in found] == example.get("finds", [])
    for one in found:
        assert example["text"][one.start : one.end] == one.found
        assert one.says
        assert one.mend
    first = next((one for one in found if one.replacement is not None), None)
    if "mended" in example:
        assert first is not None
        assert mended(example["text"], first) == example["mended"]
    else:
        assert first is None or "finds" in example


def test_there_are_examples_of_both_sides_of_every_rule() -> None:
    shown = {one for example in EXAMPLES["bad"] for one in example["finds"]}
    assert shown == {one.id for one in RULES}
    left = {one for example in EXAMPLES["good"] for one in example.get("leaves", [])}
    assert left == shown
    assert len(EXAMPLES["bad"]) + len(EXAMPLES["good"]) >= 60


def test_what_does_harm_is_told_apart_and_a_stale_press_changes_nothing() -> None:
    text = "Ring Robin at 2 pm"
    found = check(text, medium="text", outward=False, vocabulary=WORDS, names=["Robin", " "])
    assert [one.rule for one in must_mend(found)] == ["name"]
    assert mended("Something else", found[0]) == "Something else"
    vague = check("Come soon", medium="text", outward=False, vocabulary=WORDS, exact=[""])
    assert mended("Come soon", vague[0]) == "Come soon"


def test_words_are_spelled_and_a_message_is_made_to_be_read_back() -> None:
    alphabet = {"M": "Mike", "L": "Lima"}
    assert spell("ml 4?", alphabet) == ("Mike", "Lima", "4")
    assert read_back("Unit 214 to gate 2; by 14:20.\nWait.") == (
        "Unit 2 1 4 to gate 2;\nby 14:20.\nWait.\nRead that back to me, please."
    )


def test_the_page_of_rules_has_every_rule_and_every_example() -> None:
    page = (ROOT / "docs/reference/uniform-wording.md").read_text()
    for one in RULES:
        assert f"| `{one.id}` | {one.says} | {one.mend} | {'yes' if one.must else ''} |" in page
    assert f"All {len(EXAMPLES['bad']) + len(EXAMPLES['good'])} are tried" in page
