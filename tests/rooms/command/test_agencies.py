"""Whom to call for the caller's town, what they are told, and who keeps the list."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from stayline.command.actions import (
    add_agency,
    ask_for_agency,
    change_agency,
    choose_agency,
    confirm_contact,
    end_agency,
    import_agencies,
    note_place,
    record_called,
    review_agency,
    tell_agency,
)
from stayline.command.errors import (
    AgenciesMoved,
    AgenciesRefused,
    AgencyFaulty,
    AgencyNotFound,
    AgencyNotThere,
    AgencyToldTooLittle,
    AnswerMissing,
    CalledAlready,
    NotCalledYet,
    ReasonMissing,
)
from stayline.command.models import Dispatch, LocalAgency
from stayline.command.queries import (
    DispatchView,
    agencies_for,
    agency_fields,
    agency_format,
    agency_plan,
    agency_rows,
    dispatch,
    dispatches,
    told,
)
from stayline.command.queries.agencies import open_now
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.ledger.queries import entries, stream_about
from stayline.library.models import InForce
from stayline.people.actions.system import SYSTEM
from stayline.people.errors import PeopleNotYours
from stayline.privacy.errors import NotOnTheList
from stayline_core.agency_list import COLUMNS
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db

FIELDS = {
    **dict.fromkeys(COLUMNS, ""),
    "kind": "police",
    "name": "Elm Town Police",
    "country": "GB",
    "places": "Elm Town; EX4",
    "number": "+44 1632 960143",
    "hours": "Mon-Fri 08:00-18:00",
    "zone": "Europe/London",
    "can_dispatch": "yes",
    "source": "Invented for tests",
    "review_by": "2030-06-30",
}


def added(cast: Cast, **more: str) -> LocalAgency:
    return add_agency(site_id=cast.site.id, fields={**FIELDS, **more}, actor=cast.mo, at=later(1))


def ask(incident: Incident, cast: Cast, agency: str, seconds: float = 10) -> Dispatch:
    return ask_for_agency(incident_id=incident.id, agency=agency, actor=cast.ann, at=later(seconds))


def seen(incident: Incident, agency: str = "police") -> DispatchView:
    found = dispatches(incident, speaker=None, at=later(20))
    return next(one for one in reversed(found) if one.agency == agency)


def said(incident: Incident) -> str:
    return " ".join(one.sentence for one in log(incident))


@pytest.mark.covers("S4-8", "S4-10", "S3-20")
def test_the_town_leads_to_its_agency_and_the_log_says_how(incident: Incident, cast: Cast) -> None:
    town = added(cast)
    added(cast, name="Elm Town Hill Police", places="Elm Town Hill", number="+44 1632 960144")
    added(cast, name="Other Land Police", country="US", number="+12025550143")
    added(cast, name="Elm Helps", kind="assistance", places="", number="+44 1632 960145")
    added(cast, name="Our nurse", kind="in_house", country="US", number="55")
    call = ask(incident, cast, "police")
    assert (call.number, call.local) == ("101", None)
    assert ask(incident, cast, "assistance").number == "+44 1632 960145"
    assert ask(incident, cast, "in_house").number == "55"
    note_place(
        incident_id=incident.id, place="by the river, elm TOWN", actor=cast.ann, at=later(12)
    )
    view = seen(incident)
    assert (view.number, view.named) == ("+44 1632 960143", "Elm Town Police, Elm Town, EX4")
    assert [one.name for one in view.nearby] == ["Elm Town Police"]
    near = view.nearby[0]
    assert (near.resolved, near.open_now, near.unverified) == ("place", False, True)
    assert near.how == "the place noted names “Elm Town”"
    assert "For Local police, Elm Town Police is called: the place noted names" in said(incident)
    note_place(incident_id=incident.id, place="Elm Town Hill", actor=cast.ann, at=later(13))
    assert [one.name for one in seen(incident).nearby] == [
        "Elm Town Hill Police",
        "Elm Town Police",
    ]
    choose_agency(dispatch_id=call.id, agency_id=town.id, actor=cast.ann, at=later(14))
    assert seen(incident).number == "+44 1632 960143"
    note_place(incident_id=incident.id, place="Oakham", actor=cast.ann, at=later(15))
    assert (seen(incident).number, seen(incident).nearby) == ("101", ())
    assert "none of the centre's own names the place" in said(incident)
    ask(incident, cast, "emergency_services")
    assert seen(incident, "emergency_services").number == "999"
    shipped = agencies_for(incident, "police", at=later(20))
    assert [(one.number, one.local, one.resolved) for one in shipped] == [("101", False, "country")]


def test_where_two_fit_equally_well_it_says_to_ask_which(incident: Incident, cast: Cast) -> None:
    first = added(cast)
    added(cast, name="Elm Town Constables", number="+44 1632 960146")
    note_place(incident_id=incident.id, place="Elm Town", actor=cast.ann, at=later(5))
    call = ask(incident, cast, "police")
    found = seen(incident).nearby
    assert [one.name for one in found] == ["Elm Town Constables", "Elm Town Police"]
    assert all("ask which" in one.how for one in found)
    with pytest.raises(AgencyNotThere):
        choose_agency(dispatch_id=call.id, agency_id=uuid4(), actor=cast.ann, at=later(11))
    record_called(dispatch_id=call.id, place="Elm Town", actor=cast.ann, at=later(12))
    with pytest.raises(CalledAlready):
        choose_agency(dispatch_id=call.id, agency_id=first.id, actor=cast.ann, at=later(13))
    with pytest.raises(NotOnTheList):
        choose_agency(dispatch_id=call.id, agency_id=first.id, actor=cast.cy, at=later(13))
    note_place(incident_id=incident.id, place="EX4", actor=cast.ann, at=later(14))
    assert Dispatch.objects.get(id=call.id).number == "+44 1632 960146"


@pytest.mark.covers("S3-20")
def test_what_they_need_is_told_in_their_order_and_contact_is_confirmed(
    incident: Incident, cast: Cast
) -> None:
    call = ask(incident, cast, "police")
    act = {"dispatch_id": call.id, "actor": cast.ann}
    with pytest.raises(AgencyToldTooLittle) as little:
        tell_agency(**act, said={"what": "Somebody is followed.", "no": "x"}, at=later(11))
    assert next(iter(little.value.faults)) == "who"
    assert "what" not in little.value.faults
    tell_agency(**act, said={"what": "Followed."}, because="They rang off.", at=later(12))
    assert "without: Who is calling" in said(incident)
    InForce.objects.filter(kind="agencies", document_id="formats").delete()
    whole = {one.id: "not known" for one in agency_format("police").items}
    tell_agency(**act, said=whole, at=later(13))
    assert "Local police was told everything they need" in said(incident)
    with pytest.raises(NotCalledYet):
        confirm_contact(**act, name="Reed", reference="", at=later(14))
    record_called(**act, place="", at=later(15))
    with pytest.raises(AnswerMissing):
        confirm_contact(**act, name=" ", reference="", at=later(16))
    confirm_contact(**act, name="", reference="EX-17", at=later(17))
    answer = told(dispatch(call.id))
    assert (answer.name, answer.reference, answer.missing) == ("no name given", "EX-17", ())
    assert answer.words["who"] == "not known"
    assert (answer.at, answer.confirmed_at) == (later(13), later(17))


@pytest.mark.covers("S3-37")
def test_managers_keep_the_list_and_every_change_is_logged(cast: Cast) -> None:
    row = added(cast, ways="relay: 18001", languages="English; Welsh", checked_on="2026-11-01")
    act = {"agency_id": row.id, "actor": cast.mo}
    with pytest.raises(AgencyFaulty) as twice:
        added(cast)
    assert set(twice.value.faults) == {"name"}
    with pytest.raises(AgencyFaulty) as zone:
        change_agency(**act, fields={**FIELDS, "zone": "Elm/Town"}, at=later(2))
    assert set(zone.value.faults) == {"zone"}
    same = agency_fields(row)
    change_agency(**act, fields=same, at=later(3))
    change_agency(**act, fields={**same, "number": "101"}, at=later(4))
    with pytest.raises(AgencyFaulty) as day:
        review_agency(**act, checked_on="", review_by="soon", at=later(5))
    assert set(day.value.faults) == {"checked_on", "review_by"}
    review_agency(**act, checked_on="2026-11-22", review_by="2026-11-22", at=later(6))
    (shown,) = agency_rows(cast.site.id, at=later(7))
    assert (shown.overdue, shown.unverified, shown.fields["number"]) == (True, False, "101")
    with pytest.raises(ReasonMissing):
        end_agency(**act, reason=" ", at=later(8))
    for refused in (cast.bo, cast.cy):
        with pytest.raises(PeopleNotYours):
            end_agency(agency_id=row.id, reason="x", actor=refused, at=later(8))
        with pytest.raises(PeopleNotYours):
            add_agency(site_id=cast.site.id, fields=FIELDS, actor=refused, at=later(8))
        with pytest.raises(PeopleNotYours):
            import_agencies(site_id=cast.site.id, text="", expected="", actor=refused, at=later(8))
    end_agency(**act, reason="It moved.", at=later(9))
    assert agency_rows(cast.site.id, at=later(10)) == []
    with pytest.raises(AgencyNotFound):
        end_agency(**act, reason="again", at=later(11))
    stream = stream_about("system", SYSTEM)
    assert stream is not None
    kept = [one for one in entries(stream.id) if one.kind.startswith("command.agenc")]
    assert [one.kind.rpartition(".")[2] for one in kept] == [
        "added",
        "changed",
        "reviewed",
        "ended",
    ]
    assert "number from “+44 1632 960143” to “101”" in kept[1].event.describe()


def test_a_file_is_shown_first_and_taken_in_whole(cast: Cast) -> None:
    row = added(cast)
    heading = "kind,name,country,number,source,review_by,zone"
    stays = "police,elm town police,GB,101,Invented for tests,2030-06-30,\n"
    new = "council,Elm Council,GB,+44 1632 960147,Invented for tests,2030-06-30,"
    give = {"site_id": cast.site.id, "actor": cast.mo}
    faulty = f"{heading}\n{stays}{new}Elm/Town"
    with pytest.raises(AgenciesRefused) as refused:
        import_agencies(**give, text=faulty, expected="", at=later(2))
    assert set(refused.value.faults) == {"3 zone"}
    text = f"{heading}\n{stays}{new}"
    plan = agency_plan(cast.site.id, text)
    assert [one.what for one in plan.lines] == ["change", "add"]
    assert dict(plan.lines[0].changed) == {
        "name": ["Elm Town Police", "elm town police"],
        "number": ["+44 1632 960143", "101"],
    }
    with pytest.raises(AgenciesMoved):
        import_agencies(**give, text=text, expected="x", at=later(3))
    done = import_agencies(**give, text=text, expected=plan.stamp, at=later(4))
    assert done == (1, 1)
    row.refresh_from_db()
    assert (row.number, row.places) == ("101", ["Elm Town", "EX4"])
    assert [one.what for one in agency_plan(cast.site.id, text).lines] == ["same", "same"]


@pytest.mark.parametrize(
    ("hours", "zone", "answers"),
    [
        ("", "", None),
        ("Monday to Friday 8:00 to 22:00", "Europe/London", None),
        ("08:00-18:00", "", None),
        ("24 hours, every day", "", True),
        ("Sun 10:00-12:00", "Europe/London", False),
        ("Sun 10:00-12:00", "Europe/Paris", True),
    ],
)
def test_open_now_is_said_in_the_agency_s_own_zone(
    hours: str, zone: str, *, answers: bool | None
) -> None:
    sunday = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert open_now(hours, zone, at=sunday) is answers
