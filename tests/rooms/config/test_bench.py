"""`stayline bench`: every bench runs and gives numbers. How fast is never tested here."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from click.testing import CliRunner

from stayline.config.benches import check as check_bench
from stayline.config.benches import listening
from stayline.config.benches.figures import Budget, Figure, lateness, percentile, table
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL, RAISING
from stayline.config.commands import bench
from stayline.config.commands.protocol._documents import catalogue_of
from stayline_core.protocol import check, load
from stayline_core.signals import Line, listen

pytestmark = pytest.mark.sqlite_only  # it starts its own centres; once is enough


@pytest.mark.parametrize("name", ["check", "verify"])
def test_a_bench_gives_numbers(name: str) -> None:
    arguments = ["--quick", "--engine", "sqlite", "--only", name, "--json"]
    done = CliRunner().invoke(bench.command, arguments)
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)["figures"]
    assert {one["bench"] for one in figures} == {name}
    assert all(one["value"] >= 0 for one in figures)


@pytest.mark.soak
@pytest.mark.loopback
def test_every_bench_gives_numbers() -> None:
    done = CliRunner().invoke(bench.command, ["--quick", "--engine", "sqlite", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert set(told["took"]) == set(bench.BENCHES)
    assert {one["bench"] for one in told["figures"]} == set(bench.BENCHES)
    assert told["machine"]["cores"] >= 1
    assert told["left_out"] == {}
    figures = {(one["bench"], one["what"]): one for one in told["figures"]}
    for one in told["figures"]:
        assert one["engine"] in {"", "sqlite"}
        assert one["value"] >= 0
        if one["unit"]:
            assert one["value"] > 0, one
        assert (one["met"] is None) == (one["budget"] is None)
    for correct in (
        ("deadlines", "never fired"),
        ("deadlines", "fired twice"),
        ("deadlines", "entries or messages too few or too many"),
        ("live", "published to 200 screens, lost"),
    ):
        assert figures[correct]["value"] == 0


def test_one_bench_alone_prints_a_table_and_then_json() -> None:
    arguments = ["--quick", "--engine", "sqlite", "--only", "listening"]
    done = CliRunner().invoke(bench.command, arguments)
    assert done.exit_code == 0
    *shown, last = done.stdout.splitlines()
    assert "a line, mean" in "\n".join(shown)
    assert {one["bench"] for one in json.loads(last)["figures"]} == {"listening"}


def test_an_unknown_bench_is_wrong_use() -> None:
    assert CliRunner().invoke(bench.command, ["--only", "nothing"]).exit_code == 2


def test_a_budget_is_a_limit_from_above_or_from_below() -> None:
    assert [Budget(5).met_by(value) for value in (4.9, 5.0, 5.1)] == [True, True, False]
    least = Budget(5, at_most=False)
    assert [least.met_by(value) for value in (4.9, 5.0, 5.1)] == [False, True, True]
    assert (str(Budget(250)), str(least)) == ("≤ 250", "≥ 5")


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(one) for one in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.99) == 7
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_the_table_says_plainly_what_is_not_met() -> None:
    rows = table(
        [
            Figure("one", "sqlite", "fast enough", 12.345, "ms", Budget(20)),
            Figure("two", "", "too slow", 12_345, "ms", Budget(20)),
            Figure("three", "", "no budget", 1, "/s"),
        ]
    ).splitlines()
    assert rows[2].split() == ["one", "sqlite", "fast", "enough", "12.3", "ms", "≤", "20", "met"]
    assert rows[3].endswith("12,345 ms  ≤ 20    NOT met")
    assert not rows[4].endswith("met")


def test_the_budget_of_times_holds_for_the_99th_percentile() -> None:
    found = lateness("a", "", "late", [1.0] * 98 + [300.0] * 2, Budget(250))
    assert [one.met for one in found] == [None, None, False]


def test_the_generated_protocol_is_sound_and_has_500_steps() -> None:
    playbook = resources.files("stayline") / "playbook"
    text = (playbook / "protocols" / check_bench.GROWN).read_text(encoding="utf-8")
    document = check_bench.grown(text, check_bench.STEPS)
    assert document.count(b"    title:") == check_bench.STEPS
    found = check(load(document, file="grown"), catalogue=catalogue_of(playbook))
    assert found.passes
    assert found.states > check_bench.STEPS
    with pytest.raises(check_bench.CannotGrow):
        check_bench.grown(text.replace(check_bench.SEAM, ""), check_bench.STEPS)


def test_the_sample_raises_where_it_should_and_only_there() -> None:
    assert [text for text in NEUTRAL if listen((), Line("caller", text))] == []
    assert [text for text in RAISING if not listen((), Line("caller", text))] == []


def test_listening_needs_no_centre() -> None:
    with Places([]) as nowhere:
        assert nowhere.engines == ()
        assert all(figure.value > 0 for figure in listening.run(nowhere, "quick"))
