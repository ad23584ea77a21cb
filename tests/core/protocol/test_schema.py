# ruff: noqa: E501 - lines of documents stay as they are written
"""The published JSON Schema says what the loader says: no more, no less, and not by hand."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from stayline_core.protocol import ladder, language, load, load_ladder
from stayline_core.protocol.codes import CODES
from stayline_core.protocol.schema import words
from stayline_core.protocol.schema.document import PROTOCOL, RULE
from stayline_core.protocol.schema.json_schema import (
    DOCUMENTS,
    codes_of,
    example_of,
    json_schema,
)
from stayline_core.protocol.schema.ladders import LADDER
from stayline_core.protocol.schema.shapes import Either, Fields, Key, ListOf, MapOf, Shape
from stayline_core.protocol.schema.step import STEP_TABLE
from tests.core.protocol.sample import GOOD, IRATE, LADDERS, changed
from tests.core.protocol.shipped import PLAYBOOK, SOURCES
from tests.core.protocol.test_reading import FAULTS, LADDER_FAULTS

EXAMPLES = max(40, settings().max_examples // 3)
FORM = {"Y07", "Y08", "Y09", "Y10", "Y12", "Y13", "S07", "S25", "R01"}
GOLDEN = Path(__file__).parents[2] / "golden/protocols"
SHIPPED_LADDERS = {file.stem: file.read_bytes() for file in PLAYBOOK.glob("ladders/*.yaml")}
LOADERS = {"protocol": load, "ladder": load_ladder}


def validator(kind: str, *, judged: bool = True) -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind, judged=judged), format_checker=FormatChecker())


VALID = {kind: validator(kind) for kind in DOCUMENTS}
OWN = {kind: validator(kind, judged=False) for kind in DOCUMENTS}


class Core(yaml.CSafeLoader):
    """YAML 1.2, core schema: how an editor types a document. No dates, no yes and no."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first)
    )


def typed(source: str | bytes) -> Any:
    """The document as an editor reads it: typed by YAML 1.2, keys as JSON has them."""
    return _keys_as_text(yaml.load(source, Loader=Core))  # noqa: S506 - a safe loader, less its types


def strings(source: str | bytes) -> Any:
    """The document as the loader reads it: every scalar a string."""
    return yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes strings alone


def _keys_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key if isinstance(key, str) else json.dumps(key): _keys_as_text(inner)
            for key, inner in value.items()
        }
    return [_keys_as_text(inner) for inner in value] if isinstance(value, list) else value


def tables(shape: Shape) -> Iterator[Fields]:
    """Every table of known keys in a shape."""
    if isinstance(shape, Fields):
        yield shape
        for key in shape.keys:
            yield from tables(key.shape)
    for part in ("item", "text", "other", "value"):
        if isinstance(shape, ListOf | Either | MapOf) and hasattr(shape, part):
            yield from tables(getattr(shape, part))


TABLES = {table.name: table for root in (PROTOCOL, LADDER) for table in tables(root)}


def described(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every table of known keys in a published schema."""
    yield schema
    yield from schema["$defs"].values()


# ── what is published ──


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_published_schema_is_what_the_code_gives(kind):
    file = PLAYBOOK / f"schemas/{kind}.schema.json"
    stale = f"{file.name} is stale: run `make docs`"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema(kind), stale
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_key_is_explained_with_an_example_that_is_valid(kind):
    schema = json_schema(kind)
    for table in described(schema):
        assert table["additionalProperties"] is False
        for name, key in table["properties"].items():
            assert key["title"], name
            assert key["description"].endswith((".", "…")), name
            assert "```yaml\n" in key["markdownDescription"], name
            for example in key.get("examples", ()):
                part = {**key, "$defs": schema["$defs"]}
                assert Draft202012Validator(part).is_valid(example), (name, example)


def test_each_word_of_a_closed_list_is_explained():
    def enums(part: Any) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if "enumDescriptions" in part:
                yield part
            for inner in part.values():
                yield from enums(inner)
        for inner in part if isinstance(part, list) else ():
            yield from enums(inner)

    found = [*enums(json_schema("protocol")), *enums(json_schema("ladder"))]
    assert len(found) > 10
    for part in found:
        assert len(part["enum"]) == len(part["enumDescriptions"])
        assert all(text.endswith(".") for text in part["enumDescriptions"])


def test_the_words_are_those_of_the_language():
    for mine, theirs in (
        (words.LEVELS, language.LEVELS),
        (words.HARMS, language.HARMS),
        (words.DUTIES, language.DUTIES),
        (words.ASPECTS, language.ASPECTS),
        (words.ENDS, language.ENDS),
        (words.CHANNELS, language.CLASS_OF_CHANNEL),
        (words.FACTS, language.FACTS),
        (words.EVENTS, language.EVENTS),
        (words.RESPONSIBLE, language.RESPONSIBLE),
        (words.TRIGGERS, language.TRIGGERS),
        (words.PICKS, ladder.PICKS),
    ):
        assert tuple(mine) == tuple(theirs)
    assert set(words.EFFECTS) == {kind.rstrip("_") for kind in language.EFFECTS}
    assert ladder.EVERYONE in words.ROLES


def test_patterns_are_such_as_every_editor_knows():
    text = json.dumps([json_schema(kind) for kind in DOCUMENTS])
    assert "(?P" not in text
    assert "(?<" not in text


def test_the_tables_name_each_key_once_and_each_form_by_known_keys():
    assert len(TABLES) > 12
    for table in TABLES.values():
        assert len(table.by_name) == len(table.keys), table.name
        for form in table.forms:
            named = {*form.needs, *form.without, *form.only, *form.one_of}
            assert named <= set(table.by_name), (table.name, form.name)
        for key in table.keys:
            assert example_of(key) is not None or "…" in key.example
            assert set(codes_of(key)) <= set(CODES), key.name


# ── good documents ──


@pytest.mark.parametrize("read", [strings, typed], ids=["strings", "an editor"])
def test_every_shipped_document_is_valid(read):
    shipped = {"protocol": [*SOURCES.values()], "ladder": [*SHIPPED_LADDERS.values()]}
    assert all(shipped.values())
    for kind, sources in shipped.items():
        for source in sources:
            faults = [
                f"{fault.json_path}: {fault.message}"
                for fault in VALID[kind].iter_errors(read(source))
            ]
            assert faults == []


def test_samples_are_valid():
    for source in (GOOD, IRATE):
        assert VALID["protocol"].is_valid(typed(source))
    for source in LADDERS.values():
        assert VALID["ladder"].is_valid(typed(source))


@pytest.mark.soak  # the shipped documents show it each time
def test_every_frozen_document_is_valid():
    frozen = sorted(GOLDEN.glob("*.yaml"))
    assert frozen
    for file in frozen:
        assert VALID["protocol"].is_valid(typed(file.read_bytes())), file.name


# ── documents that the loader refuses ──

UNSEEN = {
    "level: L1\n[a]: b": "a key that is a list is no JSON at all",
    "answers: {true: calm, else: calm}": "JSON has no plain keys: 'true' in quotes is a good one",
    "answers: {~: calm, else: calm}": "the same",
    "{use: opening}": "whether the block leaves stands elsewhere in the document",
}


@pytest.mark.parametrize(
    "edits",
    [edits for code, edits in FAULTS if code in FORM and edits[0][1] not in UNSEEN],
    ids=lambda edits: edits[0][1][:40],
)
def test_what_the_loader_refuses_the_schema_refuses(edits):
    assert not VALID["protocol"].is_valid(typed(changed(GOOD, *edits)))


@pytest.mark.parametrize(("code", "old", "new"), LADDER_FAULTS)
def test_what_the_loader_refuses_in_a_ladder_the_schema_refuses(code, old, new):
    source = LADDERS["crisis"].replace(old, new, 1)
    assert VALID["ladder"].is_valid(typed(source)) is (code not in FORM)


def test_what_the_checker_judges_an_editor_marks_as_well():
    for old, new in (
        ("keep_contact_open", "keep_open"),  # S12
        ("wait_for: accepted", "wait_for: acepted"),  # S20
        ("set_level: L0", "set_level: L9"),  # S25
        ("from: dispatched", "from: dispatch"),  # S17
        ("next: hand_over", "next: Hand over"),  # S02
    ):
        assert not VALID["protocol"].is_valid(typed(changed(GOOD, (old, new))))


# ── both ways, on documents nobody thought of ──

SMALL = """\
stayline: 1
kind: protocol
id: small
title: Small
handles: [other]
level: L3
channels: [voice]
review_by: 2027-06-30
duties: [confidential]
ladder: {id: crisis, ring: 25s}
limits: {may: [Listen], may_not: Diagnose}
gather: [topic]
tallies: {warnings: 2}
obligations:
  - {id: care, do: {start: aftercare}, by: system, from: opened, within: 2m, otherwise: {notify: a}}
rules:
  - {id: a, always: contact_open, at: "end:any"}
  - {id: b, never: "end:any", before: spoke, because: So it is.}
  - {id: c, within: 0s, of: joined, comes: spoke}
on: {contact_lost: last}
anytime: {last: The end}
start: first
blocks: {b: {start: one, steps: {one: {say: Hello, next: leave}}}}
steps:
  first: {covers: calm, say: [Hello], ask: {field: topic, question: Why?}, answers: {yes: wait, else: fork}}
  wait: {note: Wait, wait_for: rang, within: {live: 9s}, otherwise: {do: {notify: a}, offer: last}, next: block}
  fork: {branch: warnings, answers: {0: list, else: last}}
  list: {observe: [topic, {field: voice}], do: {count: warnings}, next: last}
  block: {use: b, next: last}
  last: {title: The end, end: recorded}
"""
WORDS = [
    "",
    "x",
    "yes",
    "L0",
    "30s",
    "0s",
    "0",
    "2",
    "2m",
    "first",
    "other",
    "A b",
    "2027-01-01",
    "all",
]
KEYS = sorted({name for table in TABLES.values() for name in table.by_name} | {"x", "A b", "live"})


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    found = [path] if path else []
    if not isinstance(node, str):
        for key, value in inner:
            found += places(value, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn, source: str | bytes) -> dict[str, Any]:
    """A document with one to three changes of its form."""
    document = copy.deepcopy(strings(source))
    for _ in range(draw(st.integers(1, 3))):
        paths = places(document)
        *way, last = draw(st.sampled_from(paths))
        holder = document
        for part in way:
            holder = holder[part]
        word, key = draw(st.sampled_from(WORDS)), draw(st.sampled_from(KEYS))
        change = draw(st.sampled_from(["drop", "word", "list", "table", "move", "add", "empty"]))
        if change == "drop":
            del holder[last]
        elif change == "move" and isinstance(holder, dict):
            holder[key] = holder.pop(last)
        elif change == "add" and isinstance(holder, dict):
            holder[key] = word
        else:
            new = {"list": [word], "table": {key: word}, "empty": draw(st.sampled_from([[], {}]))}
            holder[last] = new.get(change, word)
        if not document:
            break
    return document


def agree(kind: str, document: dict[str, Any]) -> None:
    """The loader finds a fault of form exactly where its own part of the schema does."""
    source = json.dumps(document, ensure_ascii=False)
    found = [
        finding
        for finding in LOADERS[kind](source.encode(), file="x").findings
        if finding.code in FORM
        and "uses a block that leaves" not in finding.message
        and "is no way to ring anybody" not in finding.message  # a warning: what it is stays open
    ]
    faults = [f"{fault.json_path}: {fault.message}" for fault in OWN[kind].iter_errors(document)]
    assert bool(found) == bool(faults), (source, found, faults)
    if found:
        assert not VALID[kind].is_valid(document)


@given(damaged(SMALL))
@settings(max_examples=EXAMPLES)
def test_loader_and_schema_agree_on_protocols(document):
    agree("protocol", document)


@given(damaged(SHIPPED_LADDERS["crisis"]))
@settings(max_examples=EXAMPLES)
def test_loader_and_schema_agree_on_ladders(document):
    agree("ladder", document)


def codes_of_tiny(**parts: Any) -> set[str]:
    """The codes that the smallest document brings with these parts."""
    head = {"stayline": "1", "kind": "protocol", "id": "a", "title": "A", "start": "last"}
    steps = {"last": {"end": "recorded"}}
    document = {**head, "handles": "other", "level": "L3", "steps": steps, **parts}
    return {f.code for f in load(json.dumps(document).encode(), file="x").findings}


def test_loader_and_schema_agree_on_every_pair_of_keys_of_a_step():
    values = {
        "ask": "topic",
        "observe": ["topic", "voice"],
        "answers": {"else": "last"},
        "within": "9s",
        "otherwise": {"offer": "last"},
        "do": {"notify": "a"},
        "covers": "calm",
        "wait_for": "spoke",
        "end": "recorded",
    }
    schema = Draft202012Validator(
        {**OWN["protocol"].schema["$defs"]["step"], "$defs": OWN["protocol"].schema["$defs"]}
    )
    for one, other in combinations(STEP_TABLE.by_name, 2):
        for third in ("next", "ask", "answers"):
            step = {key: values.get(key, "last") for key in (one, other, third)}
            found = codes_of_tiny(steps={"first": step, "last": {"end": "recorded"}})
            assert ("S07" in found) is not schema.is_valid(step), step


def test_loader_and_schema_agree_on_every_set_of_keys_of_a_rule():
    names = [key.name for key in RULE.keys if key.name not in {"id", "because"}]
    defs = OWN["protocol"].schema["$defs"]
    schema = Draft202012Validator({**defs["rule"], "$defs": defs})
    for bits in range(2 ** len(names)):
        chosen = [name for place, name in enumerate(names) if bits >> place & 1]
        rule = {"id": "a", **{name: "9s" if name == "within" else "spoke" for name in chosen}}
        assert ("R01" in codes_of_tiny(rules=[rule])) is not schema.is_valid(rule), rule


def test_a_key_says_which_codes_judge_it():
    key = Key("x", PROTOCOL.by_name["level"].shape, "A level.", "x: L0", codes=("H20", "S25"))
    assert codes_of(key) == ("S25", "H20")
    assert codes_of(STEP_TABLE.by_name["within"]) == ("Y13", "T02", "T09", "T13", "T17")
    assert codes_of(PROTOCOL.by_name["tallies"]) == ("Y12", "S13", "S21")
