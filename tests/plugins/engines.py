"""The two database engines, the soak tests and the loopback rule.

One run is on one engine; `make test` makes two. A test that only makes sense on one of them
says so by a mark, and is then left out of the other run, not skipped in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from psycopg import sql

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

MEASURED_TWICE = (
    "rooms/ledger/",
    "rooms/platform/",
    "rooms/deadlines/",
    "rooms/config/",
    "rooms/privacy/",
    "races/",
)
"""Where code is of one engine alone, or runs otherwise on it. Elsewhere the run on SQLite measures
what is covered, and the one on PostgreSQL only whether it works: measuring takes as long as the
tests themselves."""

WITH_A_DATABASE = frozenset(
    {"db", "transactional_db", "engine", "fresh_database", "centres", "centre", "cast", "playbook"}
)
"""Whoever has one of these fixtures meets the engine of the run."""

MEASURED_ELSEWHERE = ("tests/mutants/", "tests/journeys/")
"""Tests that try the checker, or the whole centre, at length: what they run has tests of its own
that are measured, and measuring these takes three times as long as they do."""

MEASURED_JOURNEY = "tests/journeys/test_drill.py"
"""Of the journeys one stands for what only the processes of a running centre do."""

SUBPROCESSES = "COVERAGE_PROCESS_CONFIG"
"""By this variable a process that a test starts learns that it is measured."""


@dataclass(frozen=True)
class Database:
    """An empty database of one test's own, for processes that the test starts."""

    engine: str
    url: str
    """What the application connects to; on PostgreSQL as the role without ownership."""

    owner_url: str = ""
    """PostgreSQL only: the role that migrates."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run what `make soak` holds")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--soak"):
        hypothesis.settings.load_profile("soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    other = {"sqlite": "postgres_only", "postgres": "sqlite_only"}[engine_name()]
    left_out = {other} if config.getoption("--soak") else {other, "soak"}
    if engine_name() == "postgres" and not config.getoption("--soak"):
        left_out.add("postgres_in_soak")
    once = engine_name() == "postgres" and not config.getoption("--soak")
    kept = [
        item
        for item in items
        if not left_out & {mark.name for mark in item.iter_markers()}
        and not (once and _needs_no_database(item))
    ]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if database := item.get_closest_marker("django_db"):
            # The embedded engine has a second file, the window; a test that uses the database uses
            # whatever databases this engine has.
            wanted = {"databases": "__all__", **database.kwargs}
            item.add_marker(pytest.mark.django_db(*database.args, **wanted), append=False)


def _needs_no_database(item: pytest.Item) -> bool:
    """Would this test do the very same on the other engine? Then that run alone has it."""
    marks = {mark.name for mark in item.iter_markers()}
    fixtures = set(getattr(item, "fixturenames", ()))
    return not (fixtures & WITH_A_DATABASE or marks & {"django_db", "postgres_only"})


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Leave a test unmeasured, with whatever it starts, where the other run measures it."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    here = any(f"tests/{folder}" in item.nodeid for folder in MEASURED_TWICE)
    if engine_name() == "sqlite":
        here = item.nodeid.startswith(MEASURED_JOURNEY) or not item.nodeid.startswith(
            MEASURED_ELSEWHERE
        )
    if controller is None or here:
        yield
        return
    controller.pause()
    started = os.environ.pop(SUBPROCESSES, None)
    yield
    if started is not None:
        os.environ[SUBPROCESSES] = started
    controller.resume()


def engine_name() -> str:
    """The engine of this run: `sqlite` or `postgres`."""
    return os.environ.get("STAYLINE_TEST_ENGINE", "sqlite")


@pytest.fixture(scope="session")
def engine() -> str:
    """The engine of this run: `sqlite` or `postgres`."""
    return engine_name()


@pytest.fixture
def fresh_database(engine: str, tmp_path: Path) -> Iterator[Database]:
    """An empty database on this run's engine, gone after the test."""
    with empty_database(engine, tmp_path) as made:
        yield made


@contextmanager
def empty_database(engine: str, folder: Path, like: Database | None = None) -> Iterator[Database]:
    """An empty database on an engine, gone when the block ends; a test may need two.

    With `like` it is a copy of that one, which nobody may be connected to.
    """
    if engine == "sqlite":
        if like is not None:
            kept = Path(like.url.removeprefix("sqlite:///"))
            for file in (kept, kept.with_name("window.sqlite3")):
                shutil.copy(file, folder / file.name)
        yield Database(engine, f"sqlite:///{folder / 'fresh.sqlite3'}")
        return
    name = f"fresh_{uuid4().hex}"
    owner = os.environ["STAYLINE_TEST_POSTGRES_URL"]
    application = os.environ["STAYLINE_TEST_POSTGRES_APP_URL"]
    template = "template1" if like is None else urlsplit(like.url).path.removeprefix("/")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        yield Database(engine, _at(application, name), owner_url=_at(owner, name))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
