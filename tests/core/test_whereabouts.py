"""Screen and telephone in every pair: where somebody is, what they do, what their word is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from stayline_core.whereabouts import Phone, Seen, counts, doing, own_word, seen

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phone", "away_from_screen", "at_screen"),
    [
        (Phone.AVAILABLE, "free", "free"),
        (Phone.ON_CALL, None, None),
        (Phone.NOT_AVAILABLE, "away", "away"),
        (Phone.SIGNED_OUT, "away", None),
    ],
)
def test_a_line_is_a_word_of_its_owner(
    phone: Phone, away_from_screen: str | None, at_screen: str | None
) -> None:
    assert own_word(phone, at_screen=False) == away_from_screen
    assert own_word(phone, at_screen=True) == at_screen


def test_a_pause_is_a_break_and_nothing_else_is() -> None:
    words = {one: own_word(one, at_screen=True, pause=True) for one in Phone}
    assert words == {
        Phone.AVAILABLE: "free",
        Phone.ON_CALL: None,
        Phone.NOT_AVAILABLE: "break",
        Phone.SIGNED_OUT: None,
    }


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("free", "on_contact"),
        ("away", "on_contact"),
        ("on_contact", "on_contact"),
        ("in_crisis", "in_crisis"),
        ("off_queue", "off_queue"),
        ("break", "break"),
    ],
)
def test_a_call_makes_busy_and_lifts_nothing(said: str, called: str) -> None:
    assert doing(said, on_call=True) == called
    assert doing(said, on_call=False) == said


def test_where_somebody_is_met_in_every_pair() -> None:
    for phone, on_call in product([None, *Phone], [True, False]):
        assert seen(at_screen=True, phone=phone, on_call=on_call) is Seen.SCREEN
        expected = Seen.TELEPHONE if on_call or phone is Phone.AVAILABLE else Seen.NOWHERE
        assert seen(at_screen=False, phone=phone, on_call=on_call) is expected


def test_only_a_newer_word_counts() -> None:
    assert counts(AT, None)
    assert counts(AT, AT - timedelta(seconds=1))
    assert not counts(AT, AT)
    assert not counts(AT, AT + timedelta(seconds=1))
