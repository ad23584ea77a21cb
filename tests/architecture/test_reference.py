"""The pages of docs/reference/ that are made from code and tests are up to date."""

from __future__ import annotations

import pytest

from tests.architecture.source import ROOT
from tools import reference_docs, requirement_matrix


@pytest.mark.parametrize("page", sorted(reference_docs.PAGES))
def test_the_page_says_what_the_code_says(page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == reference_docs.PAGES[page](), "run `make docs`"


def test_there_are_as_many_requirements_as_the_sources_gave() -> None:
    known = requirement_matrix.read_requirements()
    assert len(known) == 290
    assert [name for name in known if name.startswith("X-")] == [f"X-{n}" for n in range(1, 11)]


def test_every_mark_names_a_requirement() -> None:
    assert set(requirement_matrix.read_marks()) <= set(requirement_matrix.read_requirements())
