"""Hours of the week: read, shown again, and whether a moment lies within them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.hours import Window, kept_windows, open_at, parse_hours, shown_hours

LONDON = "Europe/London"
SUNDAY_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_hours_are_read_in_the_zone_they_are_for() -> None:
    weekdays = parse_hours("Mon-Fri 08:00-18:00, sat 09:00-13:00")
    assert open_at(weekdays, LONDON, datetime(2026, 7, 6, 7, 30, tzinfo=UTC))  # 08:30 in summer
    assert not open_at(weekdays, LONDON, datetime(2026, 7, 6, 17, 0, tzinfo=UTC))
    assert open_at(weekdays, LONDON, datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert not open_at(weekdays, LONDON, SUNDAY_NOON)
    assert open_at((), LONDON, SUNDAY_NOON)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = parse_hours("Sat 22:00-06:00")
    assert open_at(night, "UTC", datetime(2026, 11, 21, 23, tzinfo=UTC))
    assert open_at(night, "UTC", datetime(2026, 11, 22, 5, 59, tzinfo=UTC))
    assert not open_at(night, "UTC", datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert not open_at(night, "UTC", datetime(2026, 11, 22, 23, tzinfo=UTC))
    assert open_at(parse_hours("Sun 00:00-24:00"), "UTC", datetime(2026, 11, 22, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("always", "write hours such as"),
        ("Mon-Foo 08:00-18:00", "“Foo” is no day"),
        ("Mon 24:00-25:00", "no clock shows"),
        ("Mon 08:75-18:00", "no clock shows"),
        ("Mon 08:00-18:60", "no clock shows"),
    ],
)
def test_what_cannot_be_read_is_said(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_hours(typed)


@given(
    st.lists(
        st.builds(
            lambda first, many, starts, ends: Window(
                tuple((first + n) % 7 for n in range(many)), starts, ends
            ),
            st.integers(0, 6),
            st.integers(1, 7),
            st.integers(0, 24 * 60 - 1),
            st.integers(0, 24 * 60),
        ),
        max_size=3,
    )
)
def test_what_is_shown_and_what_is_kept_reads_the_same_again(windows: list[Window]) -> None:
    assert parse_hours(shown_hours(windows)) == tuple(windows)
    assert kept_windows([one.told() for one in windows]) == tuple(windows)
