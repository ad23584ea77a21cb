"""Crisis line, local police, assistance programme, in-house specialist: beside the emergency."""

from __future__ import annotations

import pytest
from django.db import transaction

from stayline.command.actions import (
    CommandEffects,
    ask_for_agency,
    note_place,
    record_answered,
    record_arrived,
    record_called,
    record_could_not,
    record_given,
)
from stayline.command.errors import (
    AgencyUnknown,
    CalledAlready,
    ConsentMissing,
    NotCalledYet,
    NotConnected,
    PlaceMissing,
)
from stayline.command.models import Dispatch
from stayline.command.queries import (
    DispatchView,
    agency_of,
    dispatches,
    named_services,
    offered,
    place_noted,
)
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import current_run, log
from stayline.library.models import InForce
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later
from tests.rooms.command.conftest import opened

pytestmark = pytest.mark.django_db


def ask(incident: Incident, cast: Cast, agency: str, seconds: float = 10) -> Dispatch:
    return ask_for_agency(incident_id=incident.id, agency=agency, actor=cast.ann, at=later(seconds))


def seen(incident: Incident, agency: str) -> DispatchView:
    return next(one for one in reversed(dispatches(incident)) if one.agency == agency)


def kinds(incident: Incident) -> list[str]:
    return [entry.kind for entry in log(incident)]


def owed(incident: Incident, kind: str) -> dict[str, str]:
    rows = Obligation.objects.filter(incident=incident, do_kind=kind)
    return dict(rows.values_list("do_target", "state"))


@pytest.mark.covers("S0-41")
@pytest.mark.parametrize(
    ("agency", "number", "comes"),
    [
        ("emergency_services", "999", True),
        ("crisis_line", "116 123", False),
        ("police", "101", True),
        ("assistance", "", False),
        ("in_house", "", True),
    ],
)
def test_each_professional_is_engaged_by_one_press_and_owed(
    incident: Incident, cast: Cast, agency: str, number: str, *, comes: bool
) -> None:
    ask(incident, cast, agency)
    view = seen(incident, agency)
    assert (view.number, view.comes, view.state) == (number, comes, "asked")
    assert len(view.words_to_say) > 1
    assert "{" not in "".join(view.words_to_say + view.words_to_caller)
    assert owed(incident, "dispatch")[agency] == "owed"


@pytest.mark.covers("S4-11", "S4-8", "S4-10")
@pytest.mark.usefixtures("playbook", "noted")
def test_police_and_assistance_stand_on_one_contact_each_with_its_outcome(cast: Cast) -> None:
    incident = opened(cast, "US")
    police, programme = ask(incident, cast, "police"), ask(incident, cast, "assistance")
    assert seen(incident, "assistance").number
    record_called(dispatch_id=police.id, place="Elm Town", actor=cast.ann, at=later(30))
    record_called(dispatch_id=programme.id, place="", consent=True, actor=cast.ann, at=later(60))
    assert owed(incident, "dispatch") == {"police": "met", "assistance": "met"}
    assert [one.state for one in dispatches(incident)] == ["called", "called"]
    assert kinds(incident).count("command.dispatch.called") == 2
    assert owed(incident, "confirm") == {"arrived": "owed"}


@pytest.mark.covers("S4-9")
def test_the_place_is_asked_for_kept_sealed_and_used_in_the_words(
    incident: Incident, cast: Cast
) -> None:
    ask(incident, cast, "police")
    view = seen(incident, "police")
    assert view.place_missing
    assert "I do not know the place: not known." in " ".join(view.words_to_say)
    note_place(incident_id=incident.id, place=" Elm Town ", actor=cast.ann, at=later(20))
    view = seen(incident, "police")
    assert (view.place_missing, view.place) == (False, "Elm Town")
    assert "about something in Elm Town, United Kingdom." in " ".join(view.words_to_say)
    assert place_noted(incident) == "Elm Town"
    assert "command.place.noted" in kinds(incident)
    note_place(incident_id=incident.id, place="Oak Town", actor=cast.bo, at=later(25))
    assert seen(incident, "police").place == "Oak Town"


def test_a_place_needs_words_and_a_handler(incident: Incident, cast: Cast) -> None:
    with pytest.raises(PlaceMissing) as missing:
        note_place(incident_id=incident.id, place=" ", actor=cast.ann, at=later(20))
    assert set(missing.value.faults) == {"place"}
    with pytest.raises(NotOnTheList):
        note_place(incident_id=incident.id, place="Elm Town", actor=cast.al, at=later(20))
    assert place_noted(incident) == ""


def test_a_number_of_the_directory_says_where_it_is_from(incident: Incident, cast: Cast) -> None:
    ask(incident, cast, "crisis_line")
    view = seen(incident, "crisis_line")
    assert view.unverified
    assert "secondary source" in view.source
    assert view.services[0].name == "Samaritans"
    ask(incident, cast, "emergency_services")
    number = seen(incident, "emergency_services")
    assert (number.unverified, number.checked_on) == (False, "2026-11-22")
    assert number.source


@pytest.mark.usefixtures("playbook", "noted")
@pytest.mark.parametrize("agency", ["crisis_line", "police", "emergency_services"])
def test_an_unknown_country_gives_no_number_and_no_source(cast: Cast, agency: str) -> None:
    incident = opened(cast, "")
    ask(incident, cast, agency)
    view = seen(incident, agency)
    assert (view.number, view.source, view.services) == ("", "", ())


def test_nobody_is_connected_without_having_agreed(incident: Incident, cast: Cast) -> None:
    call = ask(incident, cast, "crisis_line")
    assert seen(incident, "crisis_line").words_to_caller
    with pytest.raises(ConsentMissing):
        record_called(dispatch_id=call.id, place="", actor=cast.ann, at=later(20))
    assert owed(incident, "dispatch") == {"crisis_line": "owed"}
    record_called(dispatch_id=call.id, place="", consent=True, actor=cast.ann, at=later(20))
    assert Dispatch.objects.get(id=call.id).consent
    assert "command.consent.given" in kinds(incident)
    assert owed(incident, "confirm") == {}
    run = current_run(incident.id)
    assert run is not None
    assert "dispatched" not in run.state["facts"]


def test_a_crisis_line_that_spoke_ends_the_call_and_one_that_did_not_is_asked_anew(
    incident: Incident, cast: Cast
) -> None:
    first = ask(incident, cast, "crisis_line")
    with pytest.raises(NotCalledYet):
        record_answered(dispatch_id=first.id, spoke=True, actor=cast.ann, at=later(20))
    record_called(dispatch_id=first.id, place="", consent=True, actor=cast.ann, at=later(20))
    record_answered(dispatch_id=first.id, spoke=False, actor=cast.ann, at=later(60))
    record_answered(dispatch_id=first.id, spoke=True, actor=cast.ann, at=later(61))
    assert seen(incident, "crisis_line").state == "no_answer"
    again = ask(incident, cast, "crisis_line", seconds=70)
    assert again.id != first.id
    record_called(dispatch_id=again.id, place="", consent=True, actor=cast.ann, at=later(80))
    record_answered(dispatch_id=again.id, spoke=True, actor=cast.ann, at=later(90))
    view = seen(incident, "crisis_line")
    assert (view.state, view.answered_at, view.waits) == ("answered", later(90), False)
    assert view.settled
    assert kinds(incident).count("command.dispatch.answered") == 2


def test_the_number_may_be_given_instead(incident: Incident, cast: Cast) -> None:
    call = ask(incident, cast, "crisis_line")
    record_given(dispatch_id=call.id, service="Samaritans", actor=cast.ann, at=later(20))
    view = seen(incident, "crisis_line")
    assert (view.state, view.given_at) == ("given", later(20))
    assert owed(incident, "dispatch") == {"crisis_line": "met"}
    assert "Samaritans" in " ".join(entry.sentence for entry in log(incident))
    with pytest.raises(CalledAlready):
        record_given(dispatch_id=call.id, service="", actor=cast.ann, at=later(21))
    with pytest.raises(CalledAlready):
        record_could_not(dispatch_id=call.id, reason="x", actor=cast.ann, at=later(22))


def test_a_number_without_a_name_is_told_by_itself(incident: Incident, cast: Cast) -> None:
    call = ask(incident, cast, "crisis_line")
    record_given(dispatch_id=call.id, service="", actor=cast.ann, at=later(20))
    assert "the number of 116 123" in " ".join(entry.sentence for entry in log(incident))


def test_who_comes_is_not_given_as_a_number_nor_answered(incident: Incident, cast: Cast) -> None:
    call = ask(incident, cast, "police")
    with pytest.raises(NotConnected):
        record_given(dispatch_id=call.id, service="101", actor=cast.ann, at=later(20))
    with pytest.raises(NotConnected):
        record_answered(dispatch_id=call.id, spoke=True, actor=cast.ann, at=later(20))


def test_where_two_were_sent_the_arrival_is_met_by_the_second(
    incident: Incident, cast: Cast
) -> None:
    police, medics = ask(incident, cast, "police"), ask(incident, cast, "emergency_services")
    line = ask(incident, cast, "crisis_line")
    record_called(dispatch_id=line.id, place="", consent=True, actor=cast.ann, at=later(15))
    for one in (police, medics):
        record_called(dispatch_id=one.id, place="Elm Town", actor=cast.ann, at=later(20))
    record_arrived(dispatch_id=police.id, actor=cast.ann, at=later(300))
    assert owed(incident, "confirm") == {"arrived": "owed"}
    record_arrived(dispatch_id=medics.id, actor=cast.ann, at=later(310))
    assert owed(incident, "confirm") == {"arrived": "met"}


def test_only_known_help_is_asked_for_and_only_by_handlers(incident: Incident, cast: Cast) -> None:
    with pytest.raises(AgencyUnknown) as unknown:
        ask(incident, cast, "the_moon")
    assert "crisis_line" in unknown.value.faults["agency"]
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            ask_for_agency(
                incident_id=incident.id, agency="crisis_line", actor=stranger, at=later(10)
            )
    assert dispatches(incident) == []


def test_what_is_asked_for_is_not_offered_again(incident: Incident, cast: Cast) -> None:
    assert [one.id for one in offered(None)] == ["crisis_line", "police", "assistance", "in_house"]
    ask(incident, cast, "police")
    assert [one.id for one in offered(incident)] == ["crisis_line", "assistance", "in_house"]


@pytest.mark.usefixtures("playbook", "noted")
def test_an_agency_that_only_a_document_names_is_called_with_the_emergency_words(
    cast: Cast,
) -> None:
    InForce.objects.filter(kind="agencies", document_id="emergency").delete()
    known = agency_of("gas_emergency")
    assert (known.title, known.comes, known.consent) == ("Gas emergency", True, False)


def test_a_danger_without_a_contact_is_at_the_site_and_its_number_is_called(
    incident: Incident, cast: Cast
) -> None:
    Incident.objects.update(contact=None)
    incident.refresh_from_db()
    ask(incident, cast, "emergency_services")
    assert seen(incident, "emergency_services").number == "999"
    ask(incident, cast, "police")
    assert seen(incident, "police").number == ""


@pytest.mark.usefixtures("playbook", "noted")
def test_what_the_procedure_names_is_shown_with_its_number_nearest_need_first(cast: Cast) -> None:
    incident = opened(cast, "GB", "My husband hits me. He is in the next room.")
    assert named_services(incident) == []
    with transaction.atomic():
        CommandEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(incident.id),
            effect="signpost",
            target="crisis_line",
            because="step:line",
            actor=cast.ann,
            at=later(20),
        )
    first = named_services(incident)[0]
    assert "domestic_abuse" in first.needs
    assert first.number
    ask(incident, cast, "crisis_line")
    view = seen(incident, "crisis_line")
    assert (view.number, view.settled) == (first.number, False)
