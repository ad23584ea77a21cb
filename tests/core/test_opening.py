"""Opening hours as a person writes them."""

from __future__ import annotations

import pytest

from stayline_core.opening import parse_hours

MON, FRI, SAT, SUN = 0, 4, 5, 6


@pytest.mark.parametrize(
    ("text", "weekday", "clock", "answers"),
    [
        ("24 hours", SUN, "03:00", True),
        ("24 hours, every day", SUN, "23:59", True),
        ("Mon-Fri 08:00-18:00", MON, "08:00", True),
        ("Mon-Fri 08:00-18:00", FRI, "18:00", False),
        ("Mon-Fri 08:00-18:00", SAT, "12:00", False),
        ("Mon-Fri 08:00-18:00; Sat 09:00-13:00", SAT, "12:59", True),
        ("Sat, Sun 10:00\N{EN DASH}12:00", SUN, "11:00", True),
        ("17:00-24:00", MON, "23:59", True),
        ("17:00-24:00", MON, "00:00", False),
        ("Fri-Mon 10:00-12:00", SUN, "10:30", True),
        ("Fri-Mon 10:00-12:00", 2, "10:30", False),
        ("Fri 22:00-06:00", FRI, "23:00", True),
        ("Fri 22:00-06:00", SAT, "05:59", True),
        ("Fri 22:00-06:00", SAT, "06:00", False),
        ("Fri 22:00-06:00", FRI, "05:00", False),
        ("Sun 22:00-06:00", MON, "05:00", True),
    ],
)
def test_whether_somebody_answers(text: str, weekday: int, clock: str, *, answers: bool) -> None:
    hour, minute = clock.split(":")
    assert parse_hours(text).open_at(weekday, int(hour) * 60 + int(minute)) is answers


@pytest.mark.parametrize(
    "text",
    ["office hours", "Mon-Fry 08:00-18:00", "Moon 08:00-09:00", "08:75-09:00", "25:00-26:00"],
)
def test_hours_that_cannot_be_read_say_how_to_write_them(text: str) -> None:
    with pytest.raises(ValueError, match="Write them as"):
        parse_hours(text)
