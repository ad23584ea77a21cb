"""The pages of docs/reference/ that are made from code and tests are up to date."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.architecture.source import ROOT
from tools import requirement_matrix


def test_the_pages_say_what_the_code_says() -> None:
    """In a process of its own: here the tests' own kinds and errors are known as well."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STAYLINE_")}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tools.reference_docs", "--check"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_as_many_requirements_as_the_sources_gave() -> None:
    known = requirement_matrix.read_requirements()
    assert len(known) == 290
    assert [name for name in known if name.startswith("X-")] == [f"X-{n}" for n in range(1, 11)]


def test_every_mark_names_a_requirement() -> None:
    assert set(requirement_matrix.read_marks()) <= set(requirement_matrix.read_requirements())
