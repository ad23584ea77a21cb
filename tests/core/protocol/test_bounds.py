"""Hostile and huge documents: bounded work, bounded findings, nothing raised, nothing outside.

Work is counted, not timed: values read, names compared, findings kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.protocol import hints, load, load_ladder, reading, tree
from stayline_core.protocol.characters import MAX_REPORTED
from stayline_core.protocol.findings import has_errors
from stayline_core.protocol.reading import Positions, Reader
from tests.core.protocol.sample import GOOD, LADDERS
from tests.core.protocol.shipped import SOURCES

EXAMPLES = max(60, settings().max_examples // 2)
HEAD = "stayline: 1\nkind: protocol\nid: big\ntitle: Big\nhandles: [other]\nlevel: L3\nstart: s0\n"


def lines(line: str, count: int) -> str:
    """A line written again and again; {n} is its number."""
    return "".join(line.replace("{n}", str(number)) + "\n" for number in range(count))


def looked_at(source: str) -> tuple[int, set[str]]:
    """How many calls of ours reading makes, and the codes it brings: the same on any machine."""
    calls = 0

    def count(frame, event, _):
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read = load(source.encode(), file="x")
    finally:
        sys.setprofile(before)
    return calls, {finding.code for finding in read.findings}


GROWING = {
    "steps whose targets are all wrong": ("steps:\n", "  s{n}: {say: [Hello], next: t{n}x}"),
    "steps whose names differ in one letter": (
        "steps:\n",
        "  a_step_with_a_very_long_name_{n}: {say: [Hi], next: a_step_with_a_vary_long_name_{n}}",
    ),
    "unknown keys": ("", "unknown_key_{n}: a"),
    "unknown keys of a step": ("steps:\n  s0:\n", "    unknown_{n}: a"),
    "answers that lead nowhere": (
        "steps:\n  s0:\n    observe: a\n    answers:\n",
        "      k{n}: a{n}",
    ),
    "keys that stand twice": ("", "authors: [a]"),
    "branches in a chain": ("steps:\n", "  s{n}: {branch: spoke, answers: {else: s{n}x}}"),
    "uses of one block": (
        "blocks: {b: {start: s, steps: {s: {say: Hi, next: leave}}}}\nsteps:\n",
        "  u{n}: {use: b, next: u0}",
    ),
    "tallies": ("tallies:\n", "  k{n}: 9"),
    "effects": ("steps:\n  s0:\n    end: recorded\n    do:\n", "    - {notify: a{n}}"),
    "texts": ("steps:\n  s0:\n    end: recorded\n    say:\n", "      - word # {n}"),
    "lines that are no YAML": ("", "a{n}: b: c"),
    "lines with a hidden character": ("laws:\n", "  - a\u200b{n}"),
    "directives": ("", ""),
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_document_and_not_with_its_square(name):
    head, line = GROWING[name]
    small, large = 60, 240

    def made(count: int) -> str:
        before = lines("%TAG !a{n}! x", count) if name == "directives" else ""
        return before + HEAD + head + lines(line, count)

    some, _ = looked_at(made(small))
    many, _ = looked_at(made(large))
    assert many <= 5.2 * some + 5_000, (some, many)


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("larger than 1 MB", "#" * 1_000_001, "Y01"),
        ("too many values", HEAD + "laws: [" + "a," * 130_000 + "]", "Y01"),
        ("100,000 brackets", HEAD + "laws: " + "[" * 100_000, "Y11"),
        ("100,000 braces", HEAD + "laws: " + "{a: " * 100_000, "Y11"),
        ("100,000 dashes", HEAD + "laws:\n  " + "- " * 100_000 + "a", "Y11"),
        ("deep blocks", HEAD + "x:\n" + "".join(" " * n + "a:\n" for n in range(1, 300)), "Y11"),
        ("one line of 1 MB", HEAD + "review_by: " + "word " * 190_000, "Y08"),
        ("one key of 1 MB", HEAD + '? "' + "k" * 300_000 + '"\n: a', "Y07"),
        ("one number of 1 MB", HEAD + "tallies: {a: " + "9" * 900_000 + "}", "Y08"),
        ("one duration of 1 MB", HEAD + "obligations: [{within: " + "9" * 900_000 + "s}]", "Y13"),
        ("one version of 1 MB", "stayline: " + "9" * 900_000 + "\nkind: protocol", "Y10"),
        ("one line of tabs", HEAD + "laws: " + "\t" * 200_000, "Y02"),
        ("zeros", "\0" * 200_000, "Y02"),
    ],
)  # fmt: skip
def test_what_is_too_much_is_refused_in_a_few_words(name, source, code):
    findings = load(source.encode(), file="x").findings
    assert code in {finding.code for finding in findings}
    assert len(findings) < 20
    assert all(len(finding.message) < 300 for finding in findings)


def test_a_block_is_not_inlined_a_million_times():
    block = "blocks:\n  b:\n    start: s0\n    steps:\n"
    block += lines("      s{n}: {say: Hi, next: leave}", 60)
    uses = "steps:\n" + lines("  u{n}: {use: b, next: u0}", 60)
    read = load((HEAD + block + uses).encode(), file="x")
    assert [(f.code, f.line) for f in read.findings] == [("S21", HEAD.count("\n") + 65)]
    assert "3,600 steps" in read.findings[0].message


def test_of_very_many_findings_the_first_are_told_and_the_last_says_so():
    read = load((HEAD + lines("unknown_{n}: a", 5_000)).encode(), file="x")
    assert len(read.findings) == reading.MAX_TOLD + 1
    assert sum("Did you mean" in f.message or "Known:" in f.message for f in read.findings) <= 30
    assert sum("There is more of the kind below" in f.message for f in read.findings) == 1


def test_warnings_leave_room_for_errors():
    texts = lines("      - word # {n}", 3_000)
    source = HEAD + "steps:\n  s0:\n    say:\n" + texts + "    end: recoded\n"
    read = load(source.encode(), file="x")
    assert has_errors(read.findings)
    assert read.protocol is None
    assert len([f for f in read.findings if f.severity == "warning"]) == reading.MAX_TOLD // 5 + 1


def test_of_very_many_hidden_characters_the_first_lines_are_told_and_the_rest_counted():
    findings = load(("a\u200b\n" * 900).encode(), file="x").findings
    told = [finding for finding in findings if finding.code == "Y02"]
    assert len(told) == MAX_REPORTED + 1 - ("This line" not in told[-1].message and 1)
    assert any(f"on {900 - MAX_REPORTED:,} more lines" in f.message for f in told)


def test_of_very_many_faults_of_the_tree_the_first_are_told():
    findings = load((HEAD + "laws: [" + "&a x," * 3_000 + "]").encode(), file="x").findings
    assert len([f for f in findings if f.code == "Y04"]) == tree.MAX_FAULTS
    directives = load(("%X\n" * 3_000 + HEAD).encode(), file="x").findings
    assert len([f for f in directives if f.code == "Y06"]) == tree.MAX_FAULTS


def test_names_are_compared_only_up_to_a_number():
    many = [f"step_{number}" for number in range(hints.MAX_NAMES + 10)]
    assert hints.nearest(f"stp_{hints.MAX_NAMES + 5}", many[hints.MAX_NAMES :]) is not None
    assert hints.nearest("zzzz_zzzz", ["a"] * hints.MAX_NAMES + ["zzzz_zzzy"]) is None


def test_an_inlined_part_points_at_its_block_without_a_copy():
    positions = Positions()
    place = tree.Mark(7, 3)
    positions.keep(("blocks", "b", "steps", "s", "next"), place)
    positions.copy(("blocks", "b", "steps", "s"), ("steps", "u/s"))
    assert positions.of("steps", "u/s", "next", "=") == place
    assert positions.of("steps", "other") == tree.START


def test_a_reader_says_nothing_of_what_is_broken():
    reader = Reader("x")
    reader.fault("Y08", tree.Scalar("", plain=True, mark=tree.START, broken=True), "Never told.")
    assert reader.findings == []


# ── at random ──

PIECES = [
    *("stayline: 1\n", "kind: protocol\n", "steps:\n", "  a: {end: recorded}\n", "blocks:\n"),
    *("  - ", "- - ", ": ", " #", "\t", "\r", "\n", "\r\n", "\ufeff", "\u2028", "\u200b", "{", "}"),
    *(
        "[",
        "]",
        "'",
        '"',
        "&a ",
        "*a ",
        "!t ",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        "? ",
        "| \n",
        "<<: ",
    ),
    *("> \n", "~", "null", "yes", "a", "L1", "30s", "\\", "@", "`", ",", "\x00", "\U0001f600"),
    *("use: a\n", "a" * 70),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A shipped document with some pieces cut, copied and put in."""
    name = draw(st.sampled_from(sorted(SOURCES)))
    text = SOURCES[name].decode()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 60)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.just(text[at:end] * 2)))
        text = text[:at] + piece + text[end:]
    return text.encode()


def held(source: bytes) -> None:
    """Reading raises nothing, says the same twice, and points into the document."""
    rows = source.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    for loader in (load, load_ladder):
        findings = loader(source, file="x").findings
        assert findings == loader(source, file="x").findings
        for finding in findings:
            assert 1 <= finding.line <= len(rows), finding
            assert 1 <= finding.column <= len(rows[finding.line - 1]) + 1, finding
            assert finding.message == finding.message.strip()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode()))
@settings(max_examples=EXAMPLES)
def test_any_pieces_are_read_without_a_raise(source):
    held(source)


@given(st.binary(max_size=200))
@settings(max_examples=EXAMPLES)
def test_any_bytes_are_read_without_a_raise(source):
    held(source)


@given(mutated())
@settings(max_examples=EXAMPLES // 2)
def test_any_damage_of_a_shipped_document_is_read_without_a_raise(source):
    held(source)


def cuts(source: str) -> Iterator[str]:
    """The document up to each of some of its characters."""
    return (source[:end] for end in range(0, len(source), 97))


def test_a_document_that_breaks_off_is_read_without_a_raise():
    for source in (*cuts(GOOD), *cuts(LADDERS["crisis"].decode())):
        held(source.encode())
