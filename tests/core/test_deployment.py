"""How somebody who was sent stands: every state and everything that can happen to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stayline_core import deployment as rules
from stayline_core.deployment import ENDED, EVENTS, REPORTS, STATES, Refusal, Standing, move

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIELD = ("told", "acknowledged", "en_route", "on_scene", "working")
BEFORE = ("told", "acknowledged", "en_route")

TABLE: dict[tuple[str, str], str] = {
    **{(state, event): event for state in FIELD for event in REPORTS if event != "declined"},
    **{(state, "declined"): "declined" for state in BEFORE},
    **{(state, "declined"): "there_already" for state in ("on_scene", "working")},
    **{(state, "heard"): state for state in FIELD},
    **{(state, "withdrawn"): "withdrawn" for state in FIELD},
    **{(state, "lost"): "out_of_contact" for state in FIELD},
    **{(state, event): "ended" for state in ENDED for event in EVENTS},
    **{("out_of_contact", event): event for event in REPORTS},
    ("out_of_contact", "heard"): "en_route",
    ("out_of_contact", "withdrawn"): "withdrawn",
    ("out_of_contact", "lost"): "out_of_contact",
}
"""What comes of everything; whoever is out of contact here had been on the way."""


def test_the_table_names_every_state_and_everything_that_happens() -> None:
    assert set(TABLE) == {(state, event) for state in STATES for event in EVENTS}


@pytest.mark.covers("S3-23")
@pytest.mark.parametrize(("state", "event"), sorted(TABLE))
def test_what_comes_of_each(state: str, event: str) -> None:
    stood = Standing(state, "en_route" if state == "out_of_contact" else "")
    stands = move(stood, event)
    if isinstance(stands, Refusal):
        assert (stands.why, stands.state) == (TABLE[state, event], state)
    else:
        assert stands.state == TABLE[state, event]
        remembered = state if event == "lost" and state != "out_of_contact" else stood.before
        assert stands.before == (remembered if event == "lost" else "")


def test_whoever_was_there_and_is_lost_cannot_say_that_they_do_not_go() -> None:
    stands = move(Standing("out_of_contact", "working"), "declined")
    assert stands == Refusal("there_already", "out_of_contact")


def test_nothing_else_happens_to_a_deployment() -> None:
    with pytest.raises(ValueError, match="beamed_up"):
        move(Standing("told"), "beamed_up")


def test_the_first_check_in_comes_soon_and_the_second_one_missed_is_an_alarm() -> None:
    quarter = timedelta(minutes=15)
    assert rules.first_check(quarter, at=NOW) == NOW + timedelta(minutes=3)
    assert rules.first_check(timedelta(minutes=2), at=NOW) == NOW + timedelta(minutes=2)
    first = rules.missed(0, quarter, at=NOW)
    assert (first.misses, first.alarm) == (1, False)
    assert first.next_due_at == NOW + timedelta(minutes=7, seconds=30)
    assert rules.missed(1, quarter, at=NOW).alarm
    assert rules.missed(5, rules.SHORTEST, at=NOW).next_due_at == NOW + rules.SHORTEST


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12345678", "acknowledged"),
        ("On the way. 12345678", "en_route"),
        ("12345678 ON SCENE", "on_scene"),
        ("12345678 4", "working"),
        ("done 12345678!", "complete"),
        ("12345678 cannot", "declined"),
        ("12345678 all well", "heard"),
        ("not done 12345678", None),
        ("12345678 87654321", None),
        ("123456 on scene", None),
        ("on scene", None),
    ],
)
def test_a_text_message_is_a_code_and_how_they_stand(text: str, read: str | None) -> None:
    assert rules.read_report(text) == (("12345678", read) if read else None)
    assert rules.starts_report(text) == ("12345678" in text)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0 seconds"),
        (90, "90 seconds"),
        (300, "5 minutes"),
        (7199, "119 minutes"),
        (7500, "2 hours 5 minutes"),
    ],
)
def test_how_long_something_took(seconds: int, words: str) -> None:
    assert rules.how_long(timedelta(seconds=seconds)) == words
