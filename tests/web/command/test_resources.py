"""The list of resources and its card: who sees them, who keeps them, and that nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stayline.command.queries import available
from tests.cast import NOW

if TYPE_CHECKING:
    from django.test import Client

    from stayline.command.queries import ResourceView
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

LIST = "/command/resources/"
PATROL = {"name": "Patrol A", "kind": "security", "capabilities": ["security"], "area": "Gate 2"}


def only(cast: Cast) -> ResourceView:
    return available(cast.site.id, at=NOW, exercise=True)[0]


def added(browser: Client, **more: str) -> int:
    return browser.post(f"{LIST}new/", PATROL | more).status_code


@pytest.mark.usefixtures("playbook")
@pytest.mark.outsider(
    "command:resources",
    "command:new_resource",
    "command:resource_list",
    "command:resource",
    "command:resource_state",
)
def test_who_takes_contacts_over_sees_the_list_and_only_managers_keep_it(
    cast: Cast, signed_in: SignIn
) -> None:
    manager, supervisor = signed_in(cast.mo), signed_in(cast.bo)
    assert added(manager) == 302
    one = f"{LIST}{only(cast).id}/"
    assert signed_in(cast.ann).get(LIST).status_code == 403
    assert signed_in(cast.cy).get(LIST + "?site=here").status_code == 403
    assert "Patrol A" not in signed_in(cast.cy).get(LIST).content.decode()
    assert signed_in(cast.ann).post(f"{one}state/", {"state": "off_duty"}).status_code == 403
    page = supervisor.get(LIST).content.decode()
    assert "Patrol A" in page
    assert "Security: doors, people, cordon" in page
    assert "Add a resource" not in page
    for address in (f"{LIST}new/", f"{LIST}list/", one):
        assert supervisor.get(address).status_code == 403
        assert manager.get(address).status_code == 200


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S3-17")
def test_what_was_typed_is_never_lost_and_every_fault_is_beside_its_field(
    cast: Cast, signed_in: SignIn
) -> None:
    manager = signed_in(cast.mo)
    refused = manager.post(f"{LIST}new/", PATROL | {"hours": "always", "contact": "Ask Kim"})
    assert refused.status_code == 422
    assert "write hours such as" in refused.content.decode()
    assert "Ask Kim" in refused.content.decode()
    assert added(manager) == 302
    one = f"{LIST}{only(cast).id}/"
    stale = manager.post(one, PATROL | {"expected": "older", "area": "Gate 9"})
    assert stale.status_code == 409
    assert "Gate 9" in stale.content.decode()
    assert manager.post(one, PATROL | {"name": ""}).status_code == 409
    expected = manager.get(one).context["found"].expected
    wrong = manager.post(one, PATROL | {"expected": expected, "zone": "Mars"})
    assert (wrong.status_code, "Mars" in wrong.content.decode()) == (422, True)
    assert manager.post(one, PATROL | {"expected": expected, "area": "Gate 3"}).status_code == 302
    assert only(cast).area == "Gate 3"

    out = {"state": "out_of_service", "because": ""}
    assert manager.post(f"{one}state/", out).status_code == 422
    said = out | {"because": "At the gate", "hours": "4"}
    assert signed_in(cast.bo).post(f"{one}state/", said).status_code == 302
    assert "Out of service: At the gate, until" in manager.get(LIST).content.decode()
    for shown, many in (("out", 1), ("not", 1), ("available", 0)):
        asked = manager.get(LIST, {"shown": shown, "capability": "security"})
        assert len(asked.context["rows"]) == many
    assert manager.post(one, {"what": "remove"}).status_code == 302
    assert manager.get(one).status_code == 404


@pytest.mark.usefixtures("playbook")
def test_a_list_is_looked_at_before_it_is_taken_in(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    address = f"{LIST}list/"
    faulty = manager.post(address, {"text": "name,kind\nX,balloon\n"})
    assert (faulty.status_code, "Choose one of person" in faulty.content.decode()) == (422, True)
    text = "name,kind\nCrew 7,crew\n"
    shown = manager.post(address, {"text": text})
    assert "1 added" in shown.content.decode()
    take = {"text": text, "what": "take_in", "expected": "older"}
    assert manager.post(address, take).status_code == 422
    assert (
        manager.post(address, take | {"expected": shown.context["plan"].stamp}).status_code == 302
    )
    assert only(cast).name == "Crew 7"


@pytest.mark.covers("S3-17", "S3-41")
def test_the_card_says_what_is_needed_who_can_go_and_why_others_cannot(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    page = f"/command/{incident.id}/"
    manager = signed_in(cast.mo)
    empty = signed_in(cast.ann).get(page).content.decode()
    assert "Nobody is on the list of this site yet." in empty
    assert LIST not in empty  # the list itself is for those who take over
    assert "Nobody on the list can do this." in empty
    added(manager)
    added(manager, name="Specialist", capabilities="mental_health", kind="specialist")
    drawn = signed_in(cast.ann).get(page).content.decode()
    assert "Somebody may harm themselves" in drawn
    assert "Can go: Specialist" in drawn
    state = {"state": "out_of_service", "because": "On another line"}
    specialist = next(
        one for one in manager.get(LIST).context["page"].rows if one.name == "Specialist"
    )
    manager.post(f"{LIST}{specialist.id}/state/", state)
    drawn = signed_in(cast.ann).get(page).content.decode()
    assert "Nobody who can do this is available now." in drawn
    assert "Out of service: On another line." in drawn
