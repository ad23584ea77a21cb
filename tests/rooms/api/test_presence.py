"""Any telephone platform says what somebody's line does, by a scope of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stayline.people.models import ApiToken, PhoneState, Site
from tests.cast import Cast
from tests.rooms.api.conftest import MakeMachine, problem

pytestmark = pytest.mark.django_db


def said(state: str = "on_call", user: str = "platform-al", ago: int = 5) -> dict[str, str]:
    at = datetime.now(UTC) - timedelta(seconds=ago)
    return {"user": user, "state": state, "at": at.isoformat()}


def test_a_line_is_taken_once_and_the_older_word_changes_nothing(
    machine: MakeMachine, cast: Cast
) -> None:
    token = machine("presence:write")
    word = said()
    assert token.post("presence", word).json() == {"taken": True}
    assert token.post("presence", word).json() == {"taken": False}
    assert token.post("presence", said("available", ago=60)).json() == {"taken": False}
    assert PhoneState.objects.get(person=cast.al.id).state == "on_call"


def test_what_cannot_be_taken_is_refused_by_its_field(machine: MakeMachine, cast: Cast) -> None:
    token = machine("presence:write")
    problem(token.post("presence", said(user="platform-cy")), 404, "people.person.not_found")
    refused = token.post("presence", said("asleep"))
    assert refused.status_code == 422
    assert "state" in refused.content.decode()
    naive = said() | {"at": "2026-11-22T09:00:00"}
    assert token.post("presence", naive).status_code == 422
    assert not PhoneState.objects.exists()


def test_a_request_says_when_its_token_was_used_and_a_refused_one_does_not(
    machine: MakeMachine, cast: Cast
) -> None:
    before = datetime.now(UTC)
    token = machine("presence:write")
    token.get(f"contacts/{cast.al.id}")
    assert ApiToken.objects.get().last_used_at is None, "it was not let in"
    token.post("presence", said())
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert used >= before


def test_it_needs_its_own_scope(machine: MakeMachine, cast: Cast) -> None:
    other = machine("contacts:write", "incidents:read")
    problem(other.post("presence", said()), 401, "people.token.invalid")


def test_a_token_of_an_exercise_says_nothing_of_people_who_are_at_work(
    machine: MakeMachine, cast: Cast
) -> None:
    token = machine("presence:write", exercise=True)
    assert token.post("presence", said()).json() == {"taken": True}, "a floor of exercises"
    Site.objects.filter(id=cast.site.id).update(exercise=False)
    problem(token.post("presence", said()), 401, "people.token.invalid")
