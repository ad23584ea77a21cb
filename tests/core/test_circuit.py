"""When a place that does not answer is left alone, and when it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stayline_core.circuit import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    OPENS_AFTER,
    Circuit,
    failed,
    pause_after,
    worked,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def after(failures: int, *, every: float = 0.0) -> Circuit:
    """A circuit that failed so often running, without jitter."""
    circuit = Circuit()
    for number in range(failures):
        circuit = failed(circuit, jitter=0.0, at=NOW + timedelta(seconds=every * number))
    return circuit


def test_one_failure_makes_it_suspect_and_the_third_one_running_opens_it() -> None:
    assert not Circuit().suspect
    assert (after(1).suspect, after(1).open) == (True, False)
    assert not after(OPENS_AFTER - 1).open
    third = after(OPENS_AFTER)
    assert (third.open, third.opened_at, third.until) == (True, NOW, NOW + FIRST_PAUSE)


def test_an_open_one_is_shut_until_its_pause_is_over_and_then_tried() -> None:
    third = after(OPENS_AFTER)
    assert third.shut(NOW)
    assert not third.shut(NOW + FIRST_PAUSE)
    assert not after(1).shut(NOW)


def test_the_pause_grows_to_a_minute_and_the_first_moment_stays_known() -> None:
    assert [pause_after(n, 0).total_seconds() for n in range(3, 9)] == [5, 10, 20, 40, 60, 60]
    assert after(9, every=60).opened_at == NOW + timedelta(seconds=60 * (OPENS_AFTER - 1))


def test_one_success_forgets_everything() -> None:
    assert worked() == Circuit()


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_jitter_takes_half_at_most_and_it_is_always_tried_again(n: int, jitter: float) -> None:
    pause = pause_after(n, jitter)
    assert FIRST_PAUSE / 2 <= pause <= LONGEST_PAUSE
    assert pause_after(n, 0) / 2 <= pause <= pause_after(n, 0)
