"""What `make test` adds up: which marks count, what fails the last run, the floors."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tools import coverage_floors, requirement_matrix

pytest_plugins = ["pytester"]


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small project that uses the same plugins."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # a second each that shows nothing
    pytester.makeconftest("pytest_plugins = ['tests.plugins.records']")
    pytester.makeini("[pytest]\nmarkers = covers(*ids): what it shows\n")
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*arguments)


def test_only_a_passed_test_covers(inner: pytest.Pytester) -> None:
    inner.makepyfile("""
        import pytest
        @pytest.mark.covers("S0-1", "S0-2")
        def test_passes(): pass
        @pytest.mark.covers("S0-3")
        def test_fails(): assert False
        @pytest.mark.covers("S0-4")
        def test_skips(): pytest.skip("not here")
        @pytest.mark.covers("S0-5")
        @pytest.mark.xfail(reason="known")
        def test_known(): assert False
        @pytest.fixture
        def breaks(): yield; raise RuntimeError
        @pytest.mark.covers("S0-6")
        def test_breaks_at_its_end(breaks): pass
    """)
    run(inner, "--records", "r", "--part", "one")
    record = json.loads((inner.path / "r" / "one.json").read_text())
    assert record["covered"] == ["S0-1", "S0-2"]
    assert record["exit_code"] == 1


def test_the_line_counts_over_processes_and_stands_before_the_summary(
    inner: pytest.Pytester,
) -> None:
    inner.makepyfile("""
        import pytest
        @pytest.mark.parametrize("n", range(6))
        @pytest.mark.covers("S0-1")
        def test_one(n): pass
        @pytest.mark.covers("S1-40", "X-4")
        def test_two(): pass
    """)
    lines = run(inner, "-p", "xdist", "-n", "2", "--records", "r").outlines
    assert "requirements covered: 3 of 290" in lines
    assert "7 passed" in lines[-1]


def test_an_unknown_requirement_is_refused(inner: pytest.Pytester) -> None:
    inner.makepyfile("""
        import pytest
        @pytest.mark.covers("S9-1")
        def test_one(): pass
    """)
    done = run(inner)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    assert "S9-1" in done.stderr.str()


PASSING = "import pytest\n@pytest.mark.covers('S0-1')\ndef test_one(): pass\n"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (None, "other: the run left no record, so it counts as failed"),
        (
            {"exit_code": 1, "passed": 2, "failed": 1},
            "other: the run ended with 1, so this one fails",
        ),
    ],
)
def test_the_last_run_fails_with_the_other(
    inner: pytest.Pytester, record: dict[str, object] | None, said: str
) -> None:
    inner.makepyfile(PASSING)
    if record is not None:
        (inner.path / "r").mkdir()
        (inner.path / "r" / "other.json").write_text(json.dumps(record))
    done = run(inner, "--records", "r", "--merge", "other")
    assert said in done.outlines
    assert done.ret == pytest.ExitCode.TESTS_FAILED


def test_what_the_other_run_covered_counts(inner: pytest.Pytester) -> None:
    inner.makepyfile(PASSING)
    (inner.path / "r").mkdir()
    (inner.path / "r" / "other.json").write_text(json.dumps({"covered": ["S0-1", "S0-9"]}))
    done = run(inner, "--records", "r", "--merge", "other")
    assert "requirements covered: 2 of 290" in done.outlines


def test_the_page_lists_no_skipped_test_and_reads_classes_and_modules(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        textwrap.dedent("""
            import pytest
            pytestmark = [pytest.mark.covers("S0-1")]
            @pytest.mark.skip(reason="later")
            @pytest.mark.covers("S0-2")
            def test_not_run(): pass
            @pytest.mark.covers("S0-3")
            class TestIt:
                def test_in_class(self): pass
            def not_a_test(): pass
        """)
    )
    assert requirement_matrix.read_marks(folder) == {
        "S0-1": ["tests/test_a.py::TestIt::test_in_class"],
        "S0-3": ["tests/test_a.py::TestIt::test_in_class"],
    }


def measured(covered: int, whole: int) -> dict[str, object]:
    summary = {
        "covered_lines": covered,
        "num_statements": whole,
        "covered_branches": 0,
        "num_branches": 0,
    }
    return {"summary": summary, "missing_lines": list(range(covered, whole))}


@pytest.mark.parametrize(
    ("path", "covered", "kept"),
    [
        ("src/stayline_core/chain.py", 99, False),
        ("src/stayline_core/chain.py", 100, True),
        ("src/stayline/people/actions.py", 99, False),
        ("src/stayline/people/actions/add.py", 99, False),
        ("src/stayline/people/policies.py", 99, False),
        ("src/stayline/connectors/mail/workers.py", 99, False),
        ("src/stayline/people/queries.py", 91, True),
        ("src/stayline/people/queries.py", 90, False),
    ],
)
def test_the_coverage_floors(path: str, covered: int, *, kept: bool) -> None:
    assert coverage_floors.judge({"files": {path: measured(covered, 100)}}).kept is kept


def test_a_file_without_a_statement_keeps_every_floor() -> None:
    assert coverage_floors.judge({"files": {"src/stayline_core/__init__.py": measured(0, 0)}}).kept
