"""One press puts the number of the caller's place and the words to say before a person."""

from __future__ import annotations

from typing import Final

import pytest
from django.db import transaction

from stayline.command.actions import (
    CommandEffects,
    ask_for_agency,
    record_arrived,
    record_called,
)
from stayline.command.queries import PLAIN_SCRIPT, DispatchView, dispatches, signposts
from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    answer_step,
    lock_incident_in_transaction,
    owe_in_transaction,
    take_situation,
    take_step,
)
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import current_run, log
from stayline.library.models import InForce
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later
from tests.rooms.command.conftest import opened

pytestmark = pytest.mark.django_db


def asked(incident: Incident, actor: Actor, seconds: float = 10) -> DispatchView:
    ask_for_agency(incident_id=incident.id, actor=actor, at=later(seconds))
    return dispatches(incident, speaker=actor)[-1]


def sequence(incident: Incident) -> int:
    run = current_run(incident.id)
    assert run is not None
    return run.sequence


def said(view: DispatchView) -> str:
    return "\n".join(view.words_to_say)


@pytest.mark.covers("S0-24")
@pytest.mark.usefixtures("playbook", "noted")
@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("US", "911"), ("us", "911")])
def test_the_number_is_that_of_the_callers_place_not_the_centres(
    cast: Cast, country: str, number: str
) -> None:
    assert cast.site.country == "GB"
    view = asked(opened(cast, country), cast.ann)
    assert (view.number, view.place_known, view.state) == (number, True, "asked")
    assert "Use another telephone" in view.advice


@pytest.mark.covers("S0-24")
@pytest.mark.usefixtures("playbook", "noted")
@pytest.mark.parametrize("country", ["", "ZZ"])
def test_an_unknown_place_has_no_number_and_the_words_ask_to_be_routed(
    cast: Cast, country: str
) -> None:
    view = asked(opened(cast, country), cast.ann)
    assert (view.number, view.place_known) == ("", False)
    assert "Please route this call for me." in said(view)
    assert "+15550100" in said(view)


@pytest.mark.usefixtures("playbook", "noted")
def test_a_number_nobody_has_checked_says_so(cast: Cast) -> None:
    assert asked(opened(cast, "AT"), cast.ann).unverified
    assert not asked(opened(cast, "US"), cast.ann).unverified


def test_the_words_hold_what_an_agency_asks_for(incident: Incident, cast: Cast) -> None:
    Person.objects.filter(id=cast.ann.id).update(phone="+442079460000")
    answer(incident, cast, "safety.location", "answered", "the old mill by the weir")
    answer(incident, cast, "safety.means_at_hand", "yes")
    answer(incident, cast, "safety.others_at_risk", "yes")
    view = asked(incident, cast.ann)
    words = said(view)
    for part in (
        "I am calling from Here",
        "the control room for the old mill by the weir, United Kingdom",
        "+442079460000",
        "a person has said that they may end their life",
        "the person themselves, and children or others with them",
        "hand: yes",
        "yes, with a colleague of mine or with me",
        incident.number,
    ):
        assert part in words
    assert "Your reference, please." in view.questions_to_ask
    assert "{" not in words


@pytest.mark.parametrize("field", ["item.where", "building.where", "event.where"])
def test_wherever_the_danger_was_noted_is_the_place_that_is_called_for(
    incident: Incident, cast: Cast, field: str
) -> None:
    answer(incident, cast, field, "answered", "the second floor, by the stairs")
    assert "the control room for the second floor, by the stairs" in said(asked(incident, cast.ann))


def test_a_silent_answer_is_no_place(incident: Incident, cast: Cast) -> None:
    answer(incident, cast, "safety.location", "caller_did_not_say")
    view = asked(incident, cast.ann)
    assert "the control room for United Kingdom" in said(view)
    assert "caller_did_not_say" not in said(view)


def test_an_exercise_says_first_that_nobody_is_called(incident: Incident, cast: Cast) -> None:
    assert "Do not call anybody" in asked(incident, cast.ann).words_to_say[0]
    Incident.objects.update(exercise=False)
    incident.refresh_from_db()
    (view,) = dispatches(incident)
    assert "exercise" not in said(view)
    assert "the number of the telephone in your hand" in said(view)


def test_it_is_owed_by_whoever_owns_the_run_and_said_in_the_log(
    incident: Incident, cast: Cast
) -> None:
    view = asked(incident, cast.ann)
    (owed,) = Obligation.objects.filter(incident=incident, do_kind="dispatch")
    assert (owed.owner_id, owed.state, owed.name) == (
        cast.ann.id,
        "owed",
        "call_emergency_services",
    )
    assert owed.due_at == later(10 + 120)
    assert view.owner == "Ann Example"
    assert "command.dispatch.asked" in [entry.kind for entry in log(incident)]


def test_a_second_press_finds_the_call_that_is_being_made(incident: Incident, cast: Cast) -> None:
    first = asked(incident, cast.ann)
    again = asked(incident, cast.ann, seconds=12)
    assert first.id == again.id
    record_called(dispatch_id=first.id, place="Here", actor=cast.ann, at=later(30))
    assert asked(incident, cast.ann, seconds=40).id == first.id
    record_arrived(dispatch_id=first.id, actor=cast.ann, at=later(300))
    second = asked(incident, cast.ann, seconds=400)
    assert second.id != first.id
    names = Obligation.objects.filter(do_kind="dispatch").values_list("name", flat=True)
    assert set(names) == {"call_emergency_services", "call_emergency_services_2"}


def test_the_protocols_own_step_asks_for_it_too(incident: Incident, cast: Cast) -> None:
    assert dispatches(incident) == []
    take_step(
        incident_id=incident.id,
        expected=sequence(incident),
        step="help_now",
        actor=cast.ann,
        at=later(20),
    )
    (view,) = dispatches(incident)
    assert (view.agency, view.number) == ("emergency_services", "999")


def test_a_supervisor_of_the_site_may_press_before_being_on_the_list(
    incident: Incident, cast: Cast
) -> None:
    assert asked(incident, cast.bo).state == "asked"


def test_others_and_the_implicated_may_not(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        exclude_in_transaction(
            incident.id,
            cast.bea,
            because="implicated",
            stream_id=incident.stream_id,
            actor=cast.mo,
            at=later(5),
        )
    for stranger in (cast.al, cast.cy, cast.bea):
        with pytest.raises(NotOnTheList):
            ask_for_agency(incident_id=incident.id, actor=stranger, at=later(10))
    assert dispatches(incident) == []


def test_without_a_document_in_force_number_and_least_words_are_there(
    incident: Incident, cast: Cast
) -> None:
    InForce.objects.filter(kind="agencies").delete()
    view = asked(incident, cast.ann)
    assert view.number == "999"
    assert len(view.words_to_say) == 1 + len(PLAIN_SCRIPT["known_place"]) + len(
        PLAIN_SCRIPT["then_say"]
    )


def test_a_caller_who_left_is_said_to_have_left(incident: Incident, cast: Cast) -> None:
    Contact.objects.update(caller_left_at=later(8))
    incident.refresh_from_db()
    asked(incident, cast.ann)
    (view,) = dispatches(Incident.objects.select_related("contact", "site").get())
    assert "no, they have left the line" in said(view)


@pytest.mark.parametrize(
    ("effect", "target", "kind"),
    [
        ("signpost", "crisis_line", "command.signpost.shown"),
        ("confirm", "people_at_risk", "command.prompt.shown"),
        ("advise", "breathing", "command.prompt.shown"),
    ],
)
def test_other_effects_are_put_before_a_person_and_logged(
    incident: Incident, cast: Cast, effect: str, target: str, kind: str
) -> None:
    with transaction.atomic():
        CommandEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(incident.id),
            effect=effect,
            target=target,
            because="step:x",
            actor=cast.ann,
            at=later(20),
        )
    assert kind in [entry.kind for entry in log(incident)]
    assert signposts(incident) == (["crisis_line"] if effect == "signpost" else [])
    assert dispatches(incident) == []
    assert CommandEffects().blocking(incident) == ()


def answer(incident: Incident, cast: Cast, field: str, value: str, text: str = "") -> None:
    answer_step(
        incident_id=incident.id,
        expected=sequence(incident),
        field=field,
        value=value,
        text=text,
        actor=cast.ann,
        at=later(5),
    )


def test_what_is_owed_already_is_the_call_that_meets_it(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        owed = owe_in_transaction(
            locked,
            name="call",
            do_kind="dispatch",
            do_target="police",
            by="receiver",
            within=None,
            actor=cast.ann,
            at=later(5),
        )
        CommandEffects().perform_in_transaction(
            incident=locked,
            effect="dispatch",
            target="police",
            because="call",
            actor=cast.ann,
            at=later(5),
            obligation=owed,
        )
    (view,) = dispatches(incident)
    assert (view.agency, view.number) == ("police", "101")
    assert Obligation.objects.filter(do_kind="dispatch").count() == 1


def test_a_document_may_name_what_nobody_knows(incident: Incident, cast: Cast) -> None:
    version = InForce.objects.get(kind="agencies", document_id="emergency").version
    agency = version.body["agencies"][0]
    agency["words"]["known_place"] = ["Tell {the_moon}."]
    version.save()
    assert "Tell not known." in asked(incident, cast.ann).words_to_say


def test_a_danger_without_a_contact_says_so(incident: Incident, cast: Cast) -> None:
    Incident.objects.update(contact=None)
    incident.refresh_from_db()
    assert "nobody is on a line with them" in said(asked(incident, cast.ann))


VIOLENT: Final = "I have a knife and I will hurt the man at your reception."


@pytest.mark.covers("S0-24")
@pytest.mark.usefixtures("playbook", "noted")
def test_danger_in_the_building_is_called_for_as_here_and_by_the_sites_own_number(
    cast: Cast,
) -> None:
    incident = opened(cast, "US", VIOLENT)
    take_situation(
        incident_id=incident.id,
        protocol_id="person-in-building",
        expected=sequence(incident),
        actor=cast.ann,
        at=later(5),
    )
    view = asked(incident, cast.ann)
    assert (view.number, view.place_known) == ("999", True)
    assert "The emergency is here, in our building." in said(view)
    assert "I am not where the emergency is." not in said(view)
    assert "everybody in our building" in said(view)
    assert "Call from out of sight." in view.advice


@pytest.mark.usefixtures("playbook", "noted")
def test_for_somebody_else_it_is_said_whose_life_it_is_about(cast: Cast) -> None:
    incident = opened(cast, "GB")
    take_situation(
        incident_id=incident.id,
        protocol_id="self-harm-third-party",
        expected=sequence(incident),
        actor=cast.ann,
        at=later(5),
    )
    assert "the one they worry about" in said(asked(incident, cast.ann))
