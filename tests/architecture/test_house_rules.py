"""Rules of the house style that no other tool holds."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import ROOT, dotted, imports, modules, product
from tools import tracked_files, vendor_list

SHORTEST_REASON = 6
MOST_LINES = 500
"""About 400 is the aim (style.md); past this a file holds more than one idea."""

TABLES = re.compile(r"/signals/rules_\w+\.py$|/words\.py$")
"""Files that hold content and no logic may be as long as their content."""

NOQA = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)$")
IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[\w-]+(?:,\s*[\w-]+)*\])?(?P<reason>.*)$")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\ufe0f]")
FORBIDDEN_FILES = {
    "utils.py",
    "helpers.py",
    "common.py",
    "services.py",
    "managers.py",
    "signals.py",
}
NO_RECEIVERS = ("django.dispatch.", "django.db.models.signals", "django.core.signals")


def places(found: list[tuple[str, int]]) -> list[str]:
    return [f"{name}:{line}" for name, line in found]


def test_every_exception_to_a_tool_has_its_reason() -> None:
    bare = []
    for module in modules("src", "tests", "tools"):
        for number, line in enumerate(module.lines, start=1):
            for pattern in (NOQA, IGNORE):
                match = pattern.search(line)
                if match and "re.compile" not in line:
                    reason = match["reason"].strip(" #-–:.")
                    if not match["codes"] or len(reason) < SHORTEST_REASON:
                        bare.append((module.name, number))
    assert places(bare) == []


def test_no_file_outgrows_one_idea() -> None:
    counted = [module for module in product() if not TABLES.search(module.name)]
    long = {m.name: len(m.lines) for m in counted if len(m.lines) > MOST_LINES}
    assert long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [m.name for m in product() if m.name.rsplit("/", 1)[-1] in FORBIDDEN_FILES] == []


def test_no_signal_receivers_anywhere() -> None:
    receiving = {
        m.name: sorted(n for n in imports(m) if n.startswith(NO_RECEIVERS)) for m in product()
    }
    assert {name: found for name, found in receiving.items() if found} == {}


def test_no_mocks_of_our_own_code() -> None:
    mocking = [
        m.name for m in modules("tests") if any(n.startswith("unittest.mock") for n in imports(m))
    ]
    assert mocking == []


def test_monkeypatch_changes_the_environment_alone() -> None:
    patched = [
        (module.name, node.lineno)
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and dotted(node.func) in {"monkeypatch.setattr", "monkeypatch.delattr"}
    ]
    assert places(patched) == []


def test_no_emoji_in_code_or_pages() -> None:
    shown = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "docs", "tests", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".md", ".css", ".js", ".yaml", ".yml", ".json", ".txt"}
        and "/vendor/" not in path.as_posix()
        and EMOJI.search(path.read_text(encoding="utf-8"))
    ]
    assert shown == []


def test_tracked_files_belong_to_no_machine_and_no_network() -> None:
    assert list(tracked_files.faults()) == []


def test_an_address_or_a_machine_path_would_be_found() -> None:
    bad = "--index-url https://" + "py" + "pi.org/simple\nread /" + "home/ann/notes\n"
    assert [fault.split(": ")[0] for fault in tracked_files.faults_in("x", bad)] == ["x:1", "x:2"]
    assert list(tracked_files.faults_in("x", "href=/desk/ src/stayline/work/x a/home/b\n")) == []


def test_the_front_end_files_are_the_listed_ones() -> None:
    assert [vendor_list.faults(folder) for folder in vendor_list.FOLDERS] == [[], []]
