"""The two engines as the other tests find them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import StringIO
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from tests.plugins.engines import Database


@pytest.mark.django_db
def test_a_run_is_on_the_engine_it_names(engine: str) -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[engine]


@pytest.mark.django_db
def test_the_tables_are_what_the_models_say() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"a migration is missing:\n{said.getvalue()}")


@pytest.mark.sqlite_only
def test_a_fresh_embedded_database_is_a_file_of_the_test(fresh_database: Database) -> None:
    with closing(sqlite3.connect(urlsplit(fresh_database.url).path[1:])) as fresh:
        assert fresh.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.postgres_only
def test_the_application_owns_nothing_in_a_fresh_database(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.owner_url) as owner:
        owner.execute("CREATE TABLE note (word text)")
    with (
        psycopg.connect(fresh_database.url) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("DROP TABLE note")
