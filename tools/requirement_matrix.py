"""Which requirement is shown by which test.

`docs/requirements-source.md` names the requirements; `@pytest.mark.covers("S1-40")` in the
tests claims them. `make docs` writes `docs/reference/requirements.md` from both, and the
architecture tests compare.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "requirements-source.md"
TARGET = ROOT / "docs" / "reference" / "requirements.md"
TESTS = ROOT / "tests"

LINE = re.compile(r"^- \*\*((?:S\d|X)-\d+)\*\* (.*)$")
HEADING = re.compile(r"^## (.*)$")
NOT_RUN = {"skip", "skipif", "xfail"}


def read_requirements(source: Path = SOURCE) -> dict[str, str]:
    """Each requirement's id and words, in the order of the document."""
    found: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if match := LINE.match(line):
            found[match.group(1)] = match.group(2)
    return found


def read_marks(folder: Path = TESTS, mark: str = "covers") -> dict[str, list[str]]:
    """Each name given to `mark` with the tests that bear it, as `path::name`, sorted.

    A test marked as skipped or expected to fail claims nothing.
    """
    claims: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        place = path.relative_to(folder.parent).as_posix()
        for name, ids in _claims(tree.body, _module_marks(tree), "", mark):
            for requirement in ids:
                claims.setdefault(requirement, set()).add(f"{place}::{name}")
    return {requirement: sorted(tests) for requirement, tests in claims.items()}


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    return [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        )
    ]


def _claims(
    body: list[ast.stmt], marks: list[ast.expr], prefix: str, wanted: str
) -> Iterator[tuple[str, set[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            inside = [*marks, *node.decorator_list]
            yield from _claims(node.body, inside, f"{prefix}{node.name}::", wanted)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("test"):
                continue
            own = [*marks, *node.decorator_list]
            if not any(_is_not_run(mark) for mark in own):
                yield f"{prefix}{node.name}", _ids(own, wanted)


def _ids(marks: list[ast.expr], wanted: str) -> set[str]:
    return {
        argument.value
        for mark in marks
        for node in ast.walk(mark)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == wanted
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _is_not_run(mark: ast.expr) -> bool:
    target = mark.func if isinstance(mark, ast.Call) else mark
    return isinstance(target, ast.Attribute) and target.attr in NOT_RUN


def render() -> str:
    """The whole page `docs/reference/requirements.md`."""
    known, claims = read_requirements(), read_marks()
    shown = sum(requirement in claims for requirement in known)
    lines = [
        "# Requirements and the tests that show them",
        "",
        "Written by `make docs`; do not edit. The words come from `docs/requirements-source.md`,",
        "the tests from their `covers` marks. A mark claims that the test would fail if the",
        "behaviour were missing.",
        "",
        f"{shown} of {len(known)} requirements have at least one test.",
    ]
    for heading, requirement in _by_heading():
        if heading:
            lines += ["", f"## {heading}", "", "| Id | Requirement | Shown by |", "|---|---|---|"]
        tests = "<br>".join(f"`{test}`" for test in claims.get(requirement, []))
        words = known[requirement].replace("|", "\\|")
        lines.append(f"| {requirement} | {words} | {tests or 'not yet'} |")
    return "\n".join(lines) + "\n"


def _by_heading() -> Iterator[tuple[str, str]]:
    """Each requirement's id, with its section's heading where a new section starts."""
    heading = ""
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if match := HEADING.match(line):
            heading = match.group(1)
        elif match := LINE.match(line):
            yield heading, match.group(1)
            heading = ""


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(render(), encoding="utf-8")
