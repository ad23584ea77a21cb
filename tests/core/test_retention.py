"""How long things are kept: what a decision needs, what is old enough, when it is looked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stayline_core.retention import (
    AGAIN,
    BATCH,
    EVERY,
    LONGEST,
    Kind,
    cutoff,
    keep_faults,
    next_look,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KIND = Kind("contact", "Contacts", "since", "goes", "stays", least=30)


def test_a_decision_needs_a_time_and_its_basis() -> None:
    assert keep_faults(KIND, 30, "our policy 7.2") == {}
    assert keep_faults(KIND, LONGEST, "our policy 7.2") == {}
    for days in (None, 29, LONGEST + 1):
        assert set(keep_faults(KIND, days, " ")) == {"days", "basis"}


@given(st.integers(1, LONGEST * 100))
def test_the_longer_it_is_kept_the_older_it_must_be(days: int) -> None:
    assert cutoff(days + 1, at=NOON) <= cutoff(days, at=NOON) < NOON


def test_it_is_looked_again_soon_while_there_is_more() -> None:
    assert cutoff(1, at=NOON) == NOON - timedelta(days=1)
    assert next_look(BATCH, at=NOON) == NOON + AGAIN
    assert next_look(BATCH - 1, at=NOON) == NOON + EVERY
