"""What every room's tests share: the plugged ports, the cast, the playbook."""

from __future__ import annotations

import pytest

from stayline.config.wiring import plug
from tests.cast import Cast, make_cast
from tests.playbook import put_playbook_in_force


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
