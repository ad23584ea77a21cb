"""An empty database is laid out at once, and is then what its migrations would have made it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.plugins.engines import Database, empty_database

pytestmark = pytest.mark.loopback

STEP_BY_STEP = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command
for database, apps in {"default": [], "window": ["contacts"]}.items():
    if database in settings.DATABASES:
        call_command(Command(), *apps, database=database, verbosity=0)
"""
AT_ONCE = STEP_BY_STEP.replace(
    "django.core.management.commands.migrate", "stayline.config.management.commands.migrate"
)
assert AT_ONCE != STEP_BY_STEP

OF_POSTGRES = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default,
        character_maximum_length, identity_generation FROM information_schema.columns
        WHERE table_schema = 'public'""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "kept": """SELECT relname, relpersistence FROM pg_class
        WHERE relnamespace = 'public'::regnamespace""",
}
ROWS = {
    "migrations": "SELECT app, name FROM django_migrations",
    "people": "SELECT CAST(id AS text), username, kind FROM people_person",
    "installation": "SELECT mode FROM platform_installation",
    "permissions": "SELECT codename FROM auth_permission",
}


def ran(made: Database, folder: Path, what: str = AT_ONCE, *, killed_after: float = 0.0) -> float:
    """Run it in a process of its own and return how many seconds it took."""
    own = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stayline.config.settings",
        "STAYLINE_MODE": "demo",
        "STAYLINE_DATA_DIR": str(folder),
        "STAYLINE_DATABASE_URL": made.owner_url or made.url,
    }
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", what], env=own, stderr=subprocess.PIPE)
    if killed_after:
        time.sleep(killed_after)
        process.kill()
    _out, said = process.communicate()
    assert killed_after or process.returncode == 0, said.decode()
    return time.monotonic() - begun


def looks(made: Database) -> dict[str, list[object]]:
    """Everything a database consists of, in an order of its own."""
    if made.engine == "postgres":
        with psycopg.connect(made.owner_url) as open_one:
            return {
                name: sorted(map(repr, open_one.execute(asked).fetchall()))  # type: ignore[arg-type]  # the queries of this file
                for name, asked in (OF_POSTGRES | ROWS).items()
            }
    found: dict[str, list[object]] = {}
    kept = Path(made.url.removeprefix("sqlite:///"))
    for file in (kept, kept.with_name("window.sqlite3")):
        with closing(sqlite3.connect(file)) as open_one:
            tables = open_one.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            # A column that was added later stands last, wherever the model names it.
            found[file.name] = sorted(
                (kind, name, sorted(re.split(r", (?=\")|[()]", sql or "")))
                for kind, name, sql in tables
            )
            asked = ROWS if file == kept else {"migrations": ROWS["migrations"]}
            for name, statement in asked.items():
                found[f"{file.name} {name}"] = sorted(open_one.execute(statement).fetchall())
    return found


def test_it_is_what_the_migrations_make_one_by_one(engine: str, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    with (
        empty_database(engine, tmp_path / "one") as at_once,
        empty_database(engine, tmp_path / "other") as by_steps,
    ):
        ran(at_once, tmp_path / "one")
        ran(by_steps, tmp_path / "other", STEP_BY_STEP)
        one, other = looks(at_once), looks(by_steps)
        assert one.keys() == other.keys()
        for name, found in one.items():
            assert found == other[name], name
        assert all(one.values())


def test_killed_at_any_moment_it_is_begun_again(engine: str, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    with empty_database(engine, tmp_path / "whole") as whole:
        seconds = ran(whole, tmp_path / "whole")
        meant = looks(whole)
    for part in (0.35, 0.6, 0.85):
        folder = tmp_path / str(part)
        folder.mkdir()
        with empty_database(engine, folder) as made:
            ran(made, folder, killed_after=seconds * part)
            ran(made, folder)
            assert looks(made) == meant, part
