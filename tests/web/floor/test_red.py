"""With nobody watching the deadlines every screen is red, whoever sits before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from stayline.deadlines.actions import beat, note_unwatched, sign_off
from stayline.deadlines.ports import Unwatched
from stayline.incidents.models import Incident
from stayline.people.queries import system_actor
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

RED = "Deadlines are not being watched. Ring people yourself."


def floor(client: Client) -> str:
    """The floor as somebody sees it."""
    return client.get("/floor/").content.decode()


def test_every_screen_turns_red_when_nobody_watches_and_says_why(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    assert incident.contact_id is not None
    agent, supervisor = signed_in(cast.ann), signed_in(cast.bo)
    screens = (
        (agent, f"/desk/contacts/{incident.contact_id}/"),
        (agent, "/watcher/"),
        (supervisor, "/floor/"),
        (supervisor, "/incidents/"),
        (signed_in(cast.mo), "/admin/outbox/"),
    )

    def red(*, last_beat: float | None) -> list[bool]:
        """Which screens are red, each opened so many seconds after the watcher's last beat."""
        found = []
        for client, url in screens:
            if last_beat is not None:
                ago = timedelta(seconds=last_beat)
                beat(process="a:1", role="watcher", at=datetime.now(UTC) - ago, monotonic=1.0)
            page = client.get(url)
            assert page.status_code == 200, url
            found.append(RED in page.content.decode())
        return found

    now, watcher = datetime.now(UTC), system_actor("watcher")
    red(last_beat=0)  # the first look loads every screen's code, which may take seconds
    assert not any(red(last_beat=0))
    note_unwatched("escalation.ladder", Unwatched(uuid4(), "silent"), actor=watcher, at=now)
    assert all(red(last_beat=0)), "one ladder that nothing moves is enough"
    beat(process="a:1", role="watcher", at=datetime.now(UTC), monotonic=1.0)
    assert "Nothing happens any more to 1 open ladder or task." in floor(supervisor)
    assert all(red(last_beat=60))
    assert "Last beat" in floor(supervisor)
    sign_off(process="a:1")
    assert all(red(last_beat=None))
    assert "The watcher has not started." in floor(supervisor)
