"""The screens of joint incidents, the list of what is commanded, the picture and the people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stayline.command.actions import (
    ask_for_agency,
    ask_for_more,
    deploy,
    record_called,
    send_message,
)
from stayline.command.actions.posts import Sbar, offer_post, take_post
from stayline.command.models import Resource
from stayline.command.queries import lead_of
from stayline.command.queries.joint_people import people_on
from stayline.command.queries.joint_plans import LARGEST, plans
from stayline.escalation.actions import accept_rung
from stayline.escalation.models import Following
from stayline.escalation.queries import coming
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import EndingRequest, Incident, Obligation
from tests.cast import line
from tests.rooms.command.test_joint_picture import png
from tests.web.conftest import THREAT

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.web.command.conftest import LetIn
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def second(cast: Cast) -> Incident:
    """Another call, that Al has."""
    at = datetime.now(UTC)
    contact = cast.contact(agent=cast.al, at=at)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT, at=at)], actor=cast.al, at=at)
    return Incident.objects.get(contact=contact)


@pytest.mark.outsider("command:index", "command:joint")
def test_the_list_and_the_card_join_and_split_and_who_handles_nothing_sees_number_and_level(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    other = second(cast)
    for one in (incident, other):
        let_in(one, cast.bo)
    assert signed_in(cast.ann).get("/command/").status_code == 403
    assert signed_in(cast.al).get(f"/command/{incident.id}/joint/").status_code == 404
    bea = signed_in(cast.bea).get("/command/").content.decode()
    assert incident.number in bea
    assert f"/command/{incident.id}/" not in bea

    bo = signed_in(cast.bo)
    page = bo.get(f"/command/{incident.id}/").content.decode()
    assert f'Perhaps the same as <a href="/command/{other.id}/">{other.number}</a>' in page
    press = f"/command/{incident.id}/do/joint/"
    refused = bo.post(f"{press}join/", {"other": str(other.id), "leads": "other", "because": ""})
    assert refused.status_code == 422
    assert "Say in a few words why" in refused.content.decode()
    assert bo.post(f"{press}join/", {"other": "x"}).status_code == 422
    bo.post(
        f"{press}join/",
        {"other": str(other.id), "leads": "this", "because": "Same street, same minute"},
    )
    assert lead_of(other) == incident
    member = bo.get(f"/command/{other.id}/").content.decode()
    assert f"Joined to {incident.number}" in member
    lead = bo.get(f"/command/{incident.id}/").content.decode()
    for card in ("deployments", "posts-title", "next-message", "agencies-head"):
        drawn = f'id="{card}"'
        assert (drawn in lead, drawn in member) == (True, False), card
    assert 'id="advice-head"' in member
    assert f"joined to {incident.number}" in bo.get("/command/").content.decode()
    assert "1 joined" in bo.get("/command/", headers={"HX-Request": "true"}).content.decode()
    record = bo.get(f"/command/{incident.id}/joint/").content.decode()
    assert "Nothing was changed, nothing is missing" in record
    assert "Same street, same minute." in record

    let_in(other, cast.bea)
    bea_page = signed_in(cast.bea)
    asked = bea_page.get(f"/command/{other.id}/").content.decode()
    assert f"Open the command of {incident.number}" in asked
    bea_page.post(f"/command/{other.id}/do/joint/enter/")
    assert bea_page.get(f"/command/{incident.id}/").status_code == 200

    bo.post(f"{press}lead/", {"member": str(other.id), "why": "Most of it is there"})
    assert lead_of(incident) == other
    bo.post(f"{press}split/", {"member": str(incident.id), "why": "Another street"})
    assert lead_of(incident) == incident


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.png", content, content_type="image/png")


@pytest.mark.outsider("command:plans", "command:plan_image")
def test_plans_of_the_site_are_kept_and_seen_by_whom_they_concern(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    let_in(incident, cast.bo)
    address, bo = "/command/plans/", signed_in(cast.bo)
    assert signed_in(cast.ann).get(address).status_code == 403
    huge = file(png() + b"0" * LARGEST)
    assert bo.post(address, {"title": "Yard", "file": huge}).status_code == 413
    bo.post(address, {"title": "North yard", "file": file(png())})
    bo.post(
        f"/command/{incident.id}/picture/do/plan/", {"title": "Ground floor", "file": file(png())}
    )
    own, yard = plans(incident)
    picture = bo.get(f"{address}{own.id}/image/")
    assert (picture["Content-Type"], picture.content) == ("image/png", png())
    assert signed_in(cast.bea).get(f"{address}{own.id}/image/").status_code == 404
    assert signed_in(cast.bea).get(f"{address}{yard.id}/image/").status_code == 200
    assert signed_in(cast.cy).get(f"{address}{yard.id}/image/").status_code == 404
    assert bo.get(f"{address}{incident.id}/image/").status_code == 404
    assert bo.post(address, {"remove": str(own.id)}).status_code == 404
    assert "North yard" in bo.get(address).content.decode()
    bo.post(address, {"remove": str(yard.id)})
    assert [one.title for one in plans(incident)] == ["Ground floor"]


@pytest.mark.outsider("command:picture", "command:picture_act")
def test_the_picture_shows_a_plan_that_is_marked_and_a_wall_has_no_words(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    let_in(incident, cast.bo)
    address = f"/command/{incident.id}/picture/"
    assert signed_in(cast.bea).get(address).status_code == 404
    assert signed_in(cast.bea).post(f"{address}do/plan/").status_code == 404
    bo = signed_in(cast.bo)
    assert bo.post(f"{address}do/nothing/").status_code == 404
    assert "There is none." in bo.get(address).content.decode()
    refused = bo.post(f"{address}do/plan/", {"title": "Ground floor", "file": file(b"<svg/>")})
    assert refused.status_code == 422
    assert 'value="Ground floor"' in refused.content.decode()
    assert bo.post(f"{address}do/plan/", {"title": "Ground floor"}).status_code == 422
    bo.post(f"{address}do/plan/", {"title": "Ground floor", "file": file(png())})
    bo.post("/command/plans/", {"title": "North yard", "file": file(png())})
    own, yard = plans(incident)

    mark = {"plan": str(yard.id), "kind": "access", "x": "12,5", "y": "50", "label": "Gate 3"}
    assert bo.post(f"{address}do/mark/", mark | {"x": "far"}).status_code == 422
    assert bo.post(f"{address}do/mark/", mark | {"plan": "none"}).status_code == 404
    bo.post(f"{address}do/mark/", mark)
    page = bo.get(address).content.decode()
    assert 'cx="25" cy="50"' in page
    assert "Gate 3" in page
    assert THREAT not in page
    wall = bo.get(f"{address}?wall=1").content.decode()
    assert "Way in" in wall
    assert "Gate 3" not in wall
    assert "Self-harm" not in wall

    marker = plans(incident)[1].markers[0]
    bo.post(f"{address}do/unmark/", {"plan": str(yard.id), "marker": str(marker.id)})
    assert bo.post(f"{address}do/remove-plan/", {"plan": str(yard.id)}).status_code == 404
    bo.post(f"{address}do/remove-plan/", {"plan": str(own.id)})
    assert [one.title for one in plans(incident)] == ["North yard"]


def put_to_work(cast: Cast, incident: Incident, at: datetime) -> None:
    """Bo holds a post and offers it, and sends Lou, who asks for people; three answers wait."""
    patrol = Resource.objects.create(
        site=cast.site, kind="person", name="Lou", person_id=cast.lou.id, zone="UTC", added_at=at
    )
    take_post(incident_id=incident.id, post="silver", actor=cast.bo, at=at)
    said = Sbar("Gas at the mill.", "Two callers.", "People inside.", "Crew there by 10:00.")
    offer_post(
        incident_id=incident.id, post="silver", to=cast.bea.id, sbar=said, actor=cast.bo, at=at
    )
    sent = deploy(
        incident_id=incident.id,
        resource_id=patrol.id,
        what="Open the gate",
        where="Mill Lane",
        by=at + timedelta(hours=1),
        check_every=timedelta(minutes=10),
        medium="radio",
        actor=cast.bo,
        at=at,
    )
    ask_for_more(
        deployment_id=sent.id,
        needs="people",
        words="Two more, please.",
        channel="radio",
        actor=cast.bo,
        at=at,
    )
    send_message(
        incident_id=incident.id,
        to_kind="person",
        to_id=str(cast.bea.id),
        medium="voice",
        text="Meet at Mill Lane gate by 14:20 UTC.",
        needs_ack=True,
        accepted=True,
        actor=cast.bo,
        at=at,
    )
    call = ask_for_agency(incident_id=incident.id, actor=cast.bo, at=at)
    record_called(dispatch_id=call.id, place="Mill Lane", actor=cast.bo, at=at)


@pytest.mark.covers("S3-46")
def test_what_each_does_owes_and_waits_for_is_gathered_from_the_incident(
    cast: Cast, incident: Incident, let_in: LetIn
) -> None:
    at = datetime.now(UTC)
    let_in(incident, cast.bo, cast.bea)
    put_to_work(cast, incident, at)
    found = people_on(incident, actor=cast.bo, at=at)
    people = {one.name: one for one in found.people}

    def words(name: str, what: str) -> list[str]:
        return [one.words for one in getattr(people[name], what)]

    assert "Is with the caller" in words("Ann Example", "does")
    assert any("Is at the step" in one for one in words("Ann Example", "does"))
    assert "Somebody to come: nobody has accepted yet" in words("Ann Example", "waits")
    assert "An answer to the ring" in words("Bea Example", "owes")
    assert "An answer: the post Silver is offered" in words("Bea Example", "owes")
    assert any("was understood" in one for one in words("Bea Example", "owes"))
    assert "Holds the post Silver" in words("Bo Example", "does")
    assert "An answer to Lou, who needs people" in words("Bo Example", "owes")
    waits = words("Bo Example", "waits")
    assert {"To hear from Lou", "Help from outside to arrive"} <= set(waits)
    assert "Bea Example to accept the post Silver" in waits
    assert "Was sent: Open the gate, Mill Lane (told)" in words("Lou Example", "does")

    ladder = coming(incident).ladder_id
    assert ladder is not None
    accept_rung(ladder_id=ladder, actor=cast.lou, at=at)
    Following.objects.create(incident=incident, person_id=cast.bo.id, since=at)
    EndingRequest.objects.create(incident=incident, asked_by=cast.ann.id, asked_at=at)
    Obligation.objects.create(
        incident=incident,
        name="report_for_the_test",
        do_kind="file",
        do_target="call_record",
        by="receiver",
        owner_id=cast.lou.id,
        state="missed",
        owed_at=at,
    )
    Incident.objects.filter(id=incident.id).update(owner_id=cast.lou.id)
    incident.refresh_from_db()
    found = people_on(incident, actor=cast.bo, at=at)
    people = {one.name: one for one in found.people}
    assert {"Has accepted and is coming", "Guides the contact"} <= set(words("Lou Example", "does"))
    assert "Follows the contact" in words("Bo Example", "does")
    assert words("Ann Example", "waits") == ["Approval to end the call"]
    owed = [one for one in people["Lou Example"].owes if one.owed]
    assert ("file", True) in [(one.owed.do_kind, one.late) for one in owed if one.owed]


@pytest.mark.outsider("command:people", "command:staff")
@pytest.mark.covers("S3-46")
def test_who_commands_sees_all_of_the_staff_and_everyone_sees_themselves(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    address = f"/command/{incident.id}/people/"
    assert signed_in(cast.al).get(address).status_code == 404
    assert incident.number not in signed_in(cast.al).get("/command/people/").content.decode()
    let_in(incident, cast.bo, cast.bea)
    put_to_work(cast, incident, datetime.now(UTC))
    page = signed_in(cast.bo).get(address).content.decode()
    assert "Ann Example" in page
    assert "Holds the post Silver" in page
    assert "Ann Example" in signed_in(cast.bo).get("/command/people/").content.decode()
    own = signed_in(cast.ann).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Is with the caller" in own
    assert "Bo Example" not in own
    overview = signed_in(cast.bo).get("/command/").content.decode()
    assert "Silver: Bo Example" in overview
    assert "1 sent, all heard" in overview
    everything = signed_in(cast.bo).get(f"/command/{incident.id}/picture/").content.decode()
    for shown in ("Open the gate, Mill Lane", "arrival not confirmed", "has no answer since"):
        assert shown in everything
