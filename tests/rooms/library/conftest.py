"""What the tests of the library share: who writes, signs and activates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.certifying import Signers, make_signers, trained_as_kept


@pytest.fixture
def signers(cast: Cast, playbook: None) -> Iterator[Signers]:
    """Who writes, signs and activates, with the shipped templates in force."""
    yield make_signers(cast)
    trained_as_kept()
