"""The cards of agencies and advice, as a supervisor and an agent work with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stayline.command.models import AdviceGiven, Dispatch, LocalAgency
from stayline.incidents.queries import log
from tests.cast import NOW

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def own(cast: Cast, name: str, *places: str, kind: str = "police") -> LocalAgency:
    """An agency of the centre's own; its number is of a range kept for fiction."""
    return LocalAgency.objects.create(
        site=cast.site,
        kind=kind,
        name=name,
        country="US",
        places=list(places),
        number="+12025550143",
        hours="24 hours",
        source="Invented for tests",
        review_by=NOW.date().replace(year=2030),
        added_at=NOW,
    )


@pytest.mark.covers("S3-20", "S4-8", "S4-10", "S4-11")
def test_the_agency_of_the_town_is_called_told_in_its_order_and_confirmed(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    own(cast, "Elm Town Police (invented)", "Elm Town")
    own(cast, "Elm Town Helps (invented)", "Elm Town", kind="assistance")
    browser, address = signed_in(cast.ann), f"/command/{incident.id}/"

    def press(what: str, status: int = 302, **fields: str) -> str:
        answer = browser.post(f"{address}do/agencies/{what}/", fields)
        assert answer.status_code == status
        return answer.content.decode()

    press("ask", agency="police")
    press("ask", agency="assistance")
    page = browser.get(address).content.decode()
    assert "Elm Town Police" not in page
    press("place", place="the station, elm town")
    page = browser.get(address).content.decode()
    assert "Elm Town Police (invented)" in page
    assert "The place noted names “Elm Town”" in page
    assert "Elm Town Helps (invented)" in page
    police = Dispatch.objects.get(agency="police")
    call = {"dispatch": str(police.id)}
    refused = press("tell", 422, **call, say_what="Somebody is being followed.")
    assert "Still missing: Who is calling" in refused
    assert "Somebody is being followed." in refused
    press("tell", **call, say_what="Somebody is being followed.", because="They rang off.")
    press("called", **call, place="Elm Town")
    refused = press("confirm", 422, **call, name=" ", reference="")
    assert "Type the name" in refused
    press("confirm", **call, name="Officer Reed", reference="EX-17")
    page = browser.get(address).content.decode()
    assert "Officer Reed has it" in page
    assert "EX-17" in page
    said = " ".join(one.sentence for one in log(incident))
    assert "Elm Town Police (invented) was told what is known, without: Who is calling" in said
    assert press("arrived", **call) == ""
    assert signed_in(cast.bo).post(f"{address}do/agencies/tell/", {}).status_code == 404


@pytest.mark.covers("S3-14")
def test_only_the_list_is_advised_and_anything_else_is_flagged_until_it_was_looked_at(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    browser, address = signed_in(cast.ann), f"/command/{incident.id}/"
    page = browser.get(address).content.decode()
    assert "if the line drops and you are in danger" in page
    assert "move away from it" not in page
    given = browser.post(f"{address}do/advice/give/", {"phrase": "emergency_services_yourself"})
    assert given.status_code == 302
    refused = browser.post(f"{address}do/advice/give/", {"phrase": "move_away"})
    assert refused.status_code == 409
    browser.post(f"{address}do/advice/free/", {"own_words": "Put the kettle on."})
    page = browser.get(address).content.decode()
    assert "Not on the approved list:</strong> “Put the kettle on.”" in page
    free = AdviceGiven.objects.get(phrase="")
    look = {"advice": str(free.id), "said": "We talked it over."}
    assert browser.post(f"{address}do/advice/look/", look).status_code == 403
    assert browser.post(f"{address}do/advice/look/", {"advice": "x"}).status_code == 404


@pytest.mark.covers("S3-37")
@pytest.mark.outsider(
    "command:agencies", "command:new_agency", "command:agency_list", "command:agency"
)
def test_managers_keep_the_list_supervisors_read_it_and_nobody_else(
    cast: Cast, signed_in: SignIn
) -> None:
    row = own(cast, "Elm Town Police (invented)", "Elm Town")
    home = "/command/agencies/"
    one = f"{home}{row.id}/"
    for address in (home, f"{home}new/", f"{home}list/", one):
        assert signed_in(cast.al).get(address).status_code == 403
    reads = signed_in(cast.bo).get(home).content.decode()
    assert "Elm Town Police (invented)" in reads
    assert one not in reads
    for address in (f"{home}new/", f"{home}list/", one):
        assert signed_in(cast.bo).get(address).status_code == 403
    keeps = signed_in(cast.mo)
    form = {
        "kind": "council",
        "name": "Elm Council",
        "country": "gb",
        "number": "call us",
        "source": "Invented for tests",
        "review_by": "2030-06-30",
    }
    refused = keeps.post(f"{home}new/?site=here", form)
    assert refused.status_code == 422
    assert 'value="call us"' in refused.content.decode()
    assert keeps.get(f"{home}new/").status_code == 200
    assert keeps.post(f"{home}new/", {**form, "number": "101"}).status_code == 302
    assert keeps.get(one).status_code == 200
    assert keeps.post(one, {"what": "end", "reason": ""}).status_code == 422
    assert (
        keeps.post(one, {"what": "review", "reviewed_on": "", "next_review": ""}).status_code == 422
    )
    days = {"reviewed_on": "2026-11-22", "next_review": "2031-01-01"}
    assert keeps.post(one, {"what": "review", **days}).status_code == 302
    assert "Look again by 2031-01-01" in keeps.get(home).content.decode()
    text = "kind,name,country,number,source,review_by\npolice,Oak Police,GB,101,Invented,2030-06-30"
    shown = keeps.post(f"{home}list/", {"text": text})
    plan = shown.context["plan"]
    assert (shown.status_code, plan.added) == (200, 1)
    faulty = keeps.post(f"{home}list/", {"text": "kind"})
    assert faulty.status_code == 422
    take = {"what": "take_in", "text": text}
    assert keeps.post(f"{home}list/", {**take, "expected": "x"}).status_code == 422
    assert keeps.post(f"{home}list/", {**take, "expected": plan.stamp}).status_code == 302
    assert "Oak Police" in keeps.get(home).content.decode()
    saved = {**form, "kind": "police", "name": "Elm Police", "number": "102", "what": "save"}
    assert keeps.post(one, saved).status_code == 302
