"""What the studio's pages load: colours that follow the product's, and no more than they may."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from stayline_core.protocol.draw.style import LIGHT, stylesheet
from tests.web.studio.conftest import Writing

DRAWING = Path("src/stayline/studio/static/studio/drawing.css")
MOST = 450_000
"""Bytes, compressed, of the editor's page (`design.md` section 6)."""


def test_a_drawing_in_a_page_has_its_own_rules_with_the_colours_of_the_page() -> None:
    said = DRAWING.read_text(encoding="utf-8").split("*/\n", 1)[1].replace("}\n", "}")
    tokens = {("mark-bg" if name == "mark" else name): value for name, value in LIGHT.items()}
    assert re.sub(r"var\(--sl-([\w-]+)\)", lambda one: tokens[one[1]], said) == stylesheet("light")


@pytest.mark.django_db
def test_the_editor_loads_within_its_budget(writing: Writing) -> None:
    page = writing.mo.get(writing.page).content
    loaded = [page, *map(_read, re.findall(rb'(?:src|href)="/static/([^"]+)"', page))]
    assert sum(len(gzip.compress(one)) for one in loaded) < MOST
    assert b"<script>" not in page
    assert b"style=" not in page


def _read(name: bytes) -> bytes:
    plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name.decode())
    found = finders.find(plain)
    assert isinstance(found, str), plain
    return Path(found).read_bytes()
