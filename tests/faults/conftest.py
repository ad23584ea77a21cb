"""What tests of faults share: the cast, centres in real processes, and the record of what they saw.

A test tells what it saw with `told`, after it has shown it. With `--records` that is kept for
`tools/faults_page.py`, which makes `docs/reference/faults.md` of what tests really ran.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import httpx
import pytest

from stayline.config.rehearsal.centre import Centre
from stayline.config.wiring import plug
from tests.cast import Cast, make_cast
from tests.playbook import put_playbook_in_force
from tests.plugins.centres import Centres

Told = Callable[..., None]
PASSED = pytest.StashKey[bool]()


@pytest.fixture(scope="session", autouse=True)
def _plugged(django_db_setup: None) -> None:
    plug()


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, on duty."""
    return make_cast()


@pytest.fixture
def playbook(db: None) -> None:
    """The shipped playbook, in force as templates."""
    put_playbook_in_force()


@pytest.fixture
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A demo centre that is up, in processes of its own."""
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest.fixture
def http(centre: Centre) -> Iterator[httpx.Client]:
    """The platform's way in."""
    with httpx.Client(
        base_url=f"{centre.url}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=90,
    ) as client:
        yield client


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note on each test whether it passed, before its fixtures are put away."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture
def told(request: pytest.FixtureRequest, engine: str) -> Iterator[Told]:
    """Keep what was seen of one fault: how it was caused, who saw what, what was lost, how long.

    Nothing is kept of a test that fails, whatever it had seen by then.
    """
    seen: list[dict[str, object]] = []

    def keep(
        fault: str, *, by: str, saw: str, lost: str = "nothing", seconds: float | None = None
    ) -> None:
        row = {
            "fault": fault,
            "by": by,
            "saw": saw,
            "lost": lost,
            "seconds": None if seconds is None else round(seconds, 2),
            "engine": engine,
            "test": request.node.nodeid,
        }
        seen.append(row)

    yield keep
    records: Path | None = request.config.getoption("--records")
    if records is None or not request.node.stash.get(PASSED, default=False):
        return
    folder = records / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    for row in seen:
        name = re.sub(r"[^a-z0-9]+", "-", f"{row['fault']} {engine}".lower()).strip("-")
        (folder / f"{name}.json").write_text(json.dumps(row, indent=1), encoding="utf-8")
