"""A whole centre of a test's own: web, worker and database, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from stayline.config.rehearsal.centre import Centre
from tests.plugins.centres import Centres


@pytest.fixture
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A demo centre that is up, on this run's engine."""
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest.fixture
def http(centre: Centre) -> Iterator[httpx.Client]:
    """A client of the centre's API with the rehearsal's token."""
    with httpx.Client(
        base_url=f"{centre.url}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=90,
    ) as client:
        yield client
