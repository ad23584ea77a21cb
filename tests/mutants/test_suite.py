"""Damage to the shipped protocols that the checker passes does no harm: the proof that it bites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stayline_core.protocol import check, load
from tests.mutants.damage import KINDS, tree_of, written
from tests.mutants.suite import (
    KNOWN,
    SAMPLE,
    catalogue,
    every,
    judge,
    protocol_of,
    sample,
    sources,
)

PAGE = Path(__file__).parents[2] / "docs/reference/mutations.md"
CHUNKS = 8
PLACES = sorted({(one.protocol, one.kind) for one in every()})


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_of_a_sample_of_damage_nothing_harmful_passes_the_checker(chunk: int) -> None:
    verdicts = [judge(one) for one in sample()[chunk::CHUNKS]]
    missed = [one.told() for one in verdicts if one.word == "missed" and one.mutant.id not in KNOWN]
    assert not missed, "\n".join(missed)
    assert "caught" in {verdict.word for verdict in verdicts}


@pytest.mark.soak
@pytest.mark.parametrize(("protocol", "kind"), PLACES)
def test_of_all_damage_nothing_harmful_passes_the_checker(protocol: str, kind: str) -> None:
    damaged = [one for one in every() if (one.protocol, one.kind) == (protocol, kind)]
    found = [one for one in map(judge, damaged) if one.word == "missed"]
    missed = [one.told() for one in found if one.mutant.id not in KNOWN]
    assert not missed, "\n".join(missed)
    mended = {one.id for one in damaged} & KNOWN - {one.mutant.id for one in found}
    assert not mended, f"take them out of known.txt: {sorted(mended)}"


def test_the_sample_holds_each_kind_of_damage_and_each_protocol_and_is_always_the_same() -> None:
    chosen = sample()
    assert len(chosen) == len({one.id for one in chosen}) == SAMPLE
    assert {one.protocol for one in chosen} == set(sources())
    assert {one.kind for one in chosen} == set(KINDS)
    assert len({(one.protocol, one.kind) for one in chosen}) >= len(PLACES) // 2 - len(sources())
    assert {kind for _, kind in PLACES} == set(KINDS)
    assert {protocol for protocol, _ in PLACES} == set(sources())
    assert [one.id for one in sample()] == [one.id for one in chosen]


def test_each_mutant_has_a_name_of_its_own_and_differs_from_its_original() -> None:
    assert len({one.id for one in every()}) == len(every()) > 2000
    for one in sample():
        assert tree_of(one.source) != one.original, one.id
        assert one.id.startswith(f"{one.protocol}/{one.kind}/")


@pytest.mark.parametrize("name", sources())
def test_a_document_that_is_only_written_again_is_the_same_protocol(name: str) -> None:
    source = sources()[name]
    again = load(written(tree_of(source)), file=name)
    assert again.protocol == protocol_of(source, name)
    assert check(again, catalogue=catalogue()).findings == ()


def test_what_is_known_to_be_missed_exists_and_is_little() -> None:
    assert {one.id for one in every()} >= KNOWN
    assert len(KNOWN) < len(every()) // 75


def test_the_page_of_figures_has_each_protocol_and_each_kind_and_what_is_missed() -> None:
    """Its figures are of the documents whose digests it names; while words change, they may lag."""
    text = PAGE.read_text(encoding="utf-8")
    rows = {row[0]: row for row in re.findall(r"^\| `([a-z_-]+)` \|(.*)\|$", text, re.MULTILINE)}
    assert set(sources()) | set(KINDS) <= set(rows), "run python -m tools.mutate_protocols"
    for name in sources():
        assert f"- `{name}` " in text
    total = re.search(r"^[0-9,]+ damaged documents: .* missed ([0-9]+)\.$", text, re.MULTILINE)
    assert total is not None
    assert int(total[1]) == len(KNOWN)


def test_a_rule_switched_off_lets_through_what_it_alone_catches() -> None:
    """The figures of each rule come from one check a mutant; here it is switched off in truth."""
    shown = 0
    for one in sample()[::20]:
        read = load(one.source, file=one.id)
        found = check(read, catalogue=catalogue())
        codes = {finding.code for finding in found.findings if finding.severity == "error"}
        if len(codes) == 1 and read.protocol is not None:
            assert check(read, catalogue=catalogue(), without=frozenset(codes)).passes
            shown += 1
    assert shown
