"""What every room's tests share: the plugged ports, the cast, the playbook."""

from __future__ import annotations

import pytest

from stayline.config.wiring import plug
from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from tests.cast import NOW, Cast, make_cast


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
    load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
