"""The pace that machines are held to."""

from __future__ import annotations

from types import SimpleNamespace

from stayline.platform import pace
from stayline.platform.pace import Pace


class Clock:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def asks(token):
    return SimpleNamespace(auth=SimpleNamespace(id=token))


def test_a_burst_goes_through_and_then_so_many_a_second() -> None:
    clock = Clock()
    held = Pace(burst=3, per_second=2, clock=clock)
    assert [held.allow_request(asks("a")) for _ in range(5)] == [True, True, True, False, False]
    assert held.allow_request(asks("b"))
    clock.now += 0.5
    assert [held.allow_request(asks("a")) for _ in range(2)] == [True, False]
    clock.now += 60
    assert [held.allow_request(asks("a")) for _ in range(4)] == [True, True, True, False]
    assert held.wait() == 1


def test_it_forgets_those_who_have_their_whole_burst_again() -> None:
    clock = Clock()
    held = Pace(burst=1, per_second=1, clock=clock)
    for number in range(pace.MOST_KEPT):
        assert held.allow_request(asks(number))
    clock.now += 5
    assert held.allow_request(asks("new"))
    assert not held.allow_request(asks("new"))
    assert list(held._left) == ["new"]
