"""A whole centre of a test's own: web, worker and database, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from stayline.config.rehearsal.centre import Centre, own_centre
from tests.plugins.engines import Database


@pytest.fixture
def centre(fresh_database: Database) -> Iterator[Centre]:
    """A demo centre that is up, on this run's engine."""
    with own_centre(fresh_database.url, owner_url=fresh_database.owner_url) as running:
        yield running


@pytest.fixture
def http(centre: Centre) -> Iterator[httpx.Client]:
    """A client of the centre's API with the rehearsal's token."""
    with httpx.Client(
        base_url=f"{centre.url}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=30,
    ) as client:
        yield client
