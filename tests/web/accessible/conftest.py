"""One centre that is up for each file of what everybody must be able to use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.config.rehearsal.centre import Centre
from tests.plugins.centres import Centres


@pytest.fixture(scope="module")
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running
