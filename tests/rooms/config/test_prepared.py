"""A demo that nothing has changed is not prepared again; whatever has changed, it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from stayline.config.options import Settings
from stayline.config.prepared import FLOOR_TOKENS, SIGN_INS, is_prepared, note_prepared


@pytest.fixture
def options(tmp_path: Path) -> Settings:
    """A demo that was prepared."""
    made = dataclasses.replace(settings.STAYLINE, data_dir=tmp_path, database_url="")
    (tmp_path / "static").mkdir()
    for name in ("stayline.sqlite3", SIGN_INS, FLOOR_TOKENS, "static/stamp"):
        (tmp_path / name).touch()
    assert not is_prepared(made)
    note_prepared(made)
    return made


def test_nothing_changed(options: Settings) -> None:
    assert is_prepared(options)


@pytest.mark.parametrize("gone", ["stayline.sqlite3", SIGN_INS, FLOOR_TOKENS, "static/stamp"])
def test_what_it_needs_is_gone(options: Settings, gone: str) -> None:
    (options.data_dir / gone).unlink()
    assert not is_prepared(options)


def test_another_database_or_another_mode(options: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    other.touch()
    assert not is_prepared(dataclasses.replace(options, database_url=f"sqlite:///{other}"))
    assert not is_prepared(dataclasses.replace(options, mode="practice"))
    server = dataclasses.replace(options, database_url="postgres://a:b@127.0.0.1/c")
    assert not is_prepared(server)


def test_files_of_another_version(options: Settings) -> None:
    stamp = options.data_dir / "prepared"
    stamp.write_text("what an older version wrote")
    assert not is_prepared(options)
    stamp.unlink()
    assert not is_prepared(options)
