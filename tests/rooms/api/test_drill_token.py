"""What a drill's token may do at an exercise's site, and everything it may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from stayline.config.commands.token import DRILL_SCOPES
from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.models import Contact
from stayline.people.actions import issue_token
from stayline.people.models import Person, Site
from tests.cast import Cast
from tests.rooms.api.conftest import THREAT, Machine, MakeMachine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

INVALID = "people.token.invalid"


def token(cast: Cast, *, expires_at: datetime | None = None) -> Machine:
    _, secret = issue_token(
        name="Night shift",
        scopes=DRILL_SCOPES,
        source="drill",
        site_id=cast.site.id,
        exercise=True,
        actor=cast.mo,
        at=datetime.now(UTC),
        expires_at=expires_at or datetime.now(UTC) + timedelta(hours=8),
    )
    return Machine(secret)


def a_real_contact(cast: Cast) -> Contact:
    """One that was there before its site became an exercise's."""
    Site.objects.filter(id=cast.site.id).update(exercise=False)
    made = open_contact(
        NewContact(uuid4(), cast.site.id, "voice", "phones", exercise=False, agent_id=cast.ann.id),
        actor=cast.ann,
        at=datetime.now(UTC),
    )
    Site.objects.filter(id=cast.site.id).update(exercise=True)
    return made


def test_it_brings_exercises_acts_as_their_people_and_fetches_the_record(cast: Cast) -> None:
    drill = token(cast)
    contact = drill.opens()
    assert contact["exercise"] is True
    incident = drill.says(contact, THREAT)["incident"]
    shown = drill.stands_for(cast.ann).get(f"exercise/incidents/{incident}")
    assert shown.json()["number"].startswith("SLX-")
    record = drill.stands_for(cast.bo).post(f"exercise/incidents/{incident}/bundle")
    assert record.status_code == 200
    assert record["Content-Disposition"].endswith('.zip"')


def test_once_expired_it_lets_nobody_in(cast: Cast) -> None:
    late = token(cast, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    for method, path in (
        ("POST", "contacts"),
        ("GET", "exercise/floor"),
        ("GET", "exercise/rings"),
    ):
        problem(late.stands_for(cast.ann).ask(method, path, {}), 401, INVALID)


def test_what_is_real_is_neither_heard_nor_ended_nor_pressed(cast: Cast) -> None:
    drill, real = token(cast), a_real_contact(cast)
    problem(drill.get(f"contacts/{real.id}"), 401, INVALID)
    lines = {"lines": [{"text": THREAT}]}
    problem(drill.post(f"contacts/{real.id}/lines", lines), 401, INVALID)
    problem(drill.post(f"contacts/{real.id}/leg", {"event": "released"}), 401, INVALID)
    ann = drill.stands_for(cast.ann)
    problem(ann.post(f"exercise/contacts/{real.id}", {"do": "help"}), 401, INVALID)
    real.refresh_from_db()
    assert real.released_at is None
    assert not hasattr(real, "incident") or real.incident is None


def test_it_acts_for_nobody_of_another_site_and_for_no_machine(cast: Cast) -> None:
    drill = token(cast)
    contact = drill.opens()
    path = f"exercise/contacts/{contact['id']}"
    for who in (cast.cy, "nobody", "system:watcher"):
        stranger = drill.stands_for(who)
        problem(stranger.post(path, {"do": "help"}), 404, "people.person.not_found")
    problem(drill.post(path, {"do": "help"}), 404, "people.person.not_found")


def test_another_sites_contacts_are_out_of_reach(cast: Cast, machine: MakeMachine) -> None:
    Person.objects.filter(id=cast.cy.id).update(platform_user="platform-cy")
    theirs = machine("contacts:write", site=cast.other_site).opens(agent="platform-cy")
    drill = token(cast)
    problem(drill.get(f"contacts/{theirs['id']}"), 401, INVALID)
    bo = drill.stands_for(cast.bo)
    problem(bo.post(f"exercise/contacts/{theirs['id']}", {"do": "help"}), 401, INVALID)


def test_an_agent_and_a_stranger_export_no_record(cast: Cast) -> None:
    drill = token(cast)
    incident = drill.says(drill.opens(), THREAT)["incident"]
    path = f"exercise/incidents/{incident}/bundle"
    for who in (cast.ann, cast.al, cast.lou):
        problem(drill.stands_for(who).post(path), 403, "incidents.incident.not_a_supervisor")


def test_its_scopes_are_two_and_no_more() -> None:
    assert set(DRILL_SCOPES) == {"contacts:write", "exercise:act"}
