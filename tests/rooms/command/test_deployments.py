"""Somebody is sent, heard, missed, found again, answered and stood down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from stayline.command.actions import (
    CommandEffects,
    answer_more,
    ask_for_more,
    ask_for_sign,
    deploy,
    record_status,
    renew_link,
    stand_down,
    stand_down_all,
)
from stayline.command.actions.field import report_status, request_more
from stayline.command.actions.field_texts import FieldTexts
from stayline.command.actions.posts_major import declare_major
from stayline.command.errors import (
    DeploymentEnded,
    DeploymentIncomplete,
    DeploymentNotFound,
    DeploymentThere,
    IncidentOver,
    RequestAnswered,
    RequestInvalid,
    RequestNotFound,
    ResourceNotAvailable,
    StandDownReasonMissing,
    StatusInvalid,
)
from stayline.command.models import Deployment, Message, Resource
from stayline.command.queries.deployments import deployments, late_by_incident, open_count
from stayline.command.queries.field import by_code, by_link, field_link, keys_of
from stayline.command.queries.posts_major import major
from stayline.command.workers.deployments import CheckInDue, CheckInsWatched, MoreDue
from stayline.incidents.queries import log
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from tests.cast import NOW, later
from tests.rooms.command.conftest import opened

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.incidents.ports import NotedEffects
    from stayline.platform.actors import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def resource(cast: Cast, name: str = "Patrol B", **more: Any) -> Resource:
    """Somebody who can be sent at any hour."""
    kept = {"kind": "security", "call_sign": "", "zone": "Europe/London", "added_at": NOW} | more
    return Resource.objects.create(site=cast.site, name=name, **kept)


@pytest.fixture
def commander(incident: Incident, cast: Cast) -> Actor:
    """Bo, who handles the incident and may send."""
    grant_in_transaction(
        incident.id,
        cast.bo,
        because="accepted",
        stream_id=incident.stream_id,
        actor=cast.bo,
        at=later(3),
    )
    return cast.bo


def sent(incident: Incident, who: Resource, actor: Actor, **more: Any) -> Deployment:
    """Somebody who was sent a moment ago, for within the hour."""
    asked: dict[str, Any] = {
        "what": "Open the side gate and wait there.",
        "where": "Old mill, north entrance",
        "by": later(1800),
        "check_every": timedelta(minutes=10),
        "medium": "radio",
        "at": later(60),
    }
    return deploy(incident_id=incident.id, resource_id=who.id, actor=actor, **(asked | more))


def sentences(incident: Incident) -> str:
    return "\n".join(entry.sentence for entry in log(incident))


def fire(port: CheckInDue | MoreDue, seconds: float) -> list[bool]:
    """Let what is due at this moment be fired, as the watcher does."""
    return [port.fire(one, later(seconds)) for one in port.due(later(seconds), 50)]


@pytest.mark.covers("S3-1", "S3-19")
def test_somebody_is_sent_with_what_where_and_by_when_and_is_told(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    patrol = resource(cast)
    with pytest.raises(DeploymentIncomplete) as bare:
        sent(incident, patrol, commander, what=" ", where="", by=None)
    assert set(bare.value.faults) == {"what", "where", "by"}
    with pytest.raises(DeploymentIncomplete) as late:
        sent(incident, patrol, commander, by=later(59), check_every=timedelta(days=1))
    assert set(late.value.faults) == {"by", "check_every"}
    with pytest.raises(NotOnTheList):
        sent(incident, patrol, cast.ann)
    sent(incident, patrol, commander)
    (view,) = deployments(incident)
    assert (view.who, view.state_words, view.late) == ("Patrol B", "Told", False)
    assert (view.what, view.where) == (
        "Open the side gate and wait there.",
        "Old mill, north entrance",
    )
    assert (view.by, view.check_due_at) == (later(1800), later(60 + 180))
    told = Message.objects.get(incident=incident)
    assert (told.to_kind, told.to_id, told.medium) == ("resource", str(patrol.id), "radio")
    assert "Where: Old mill, north entrance By when: 2026-11-22 09:30 GMT" in sentences(incident)


@pytest.mark.covers("S3-17")
def test_nobody_is_sent_twice_but_practice_books_nobody_who_is_needed(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    patrol = resource(cast)
    Deployment.objects.create(
        incident=incident,
        resource=patrol,
        exercise=not incident.exercise,
        state="told",
        method="voice",
        asked_at=NOW,
        asked_by=commander.id,
        due_by=later(60),
        check_every_s=60,
        next_check_due_at=later(9999),
        link_digest="practice",
    )
    first = sent(incident, patrol, commander)
    with pytest.raises(ResourceNotAvailable):
        sent(incident, patrol, commander)
    record_status(
        deployment_id=first.id,
        state="complete",
        channel="radio",
        exact_words="All done.",
        actor=cast.ann,
        at=later(90),
    )
    sent(incident, patrol, commander)
    assert open_count(incident) == 2


@pytest.mark.covers("S3-23")
def test_two_missed_check_ins_are_an_alarm_until_somebody_hears_from_them(
    incident: Incident, cast: Cast, commander: Actor, noted: NotedEffects
) -> None:
    row = sent(incident, resource(cast), commander, medium="text")
    assert CheckInDue().next_due() == later(240)
    assert fire(CheckInDue(), 239) == []
    told = Message.objects.filter(incident=incident).count()
    assert fire(CheckInDue(), 240) == [True]
    assert Message.objects.filter(incident=incident).count() == told + 1
    (view,) = deployments(incident)
    assert (view.state, view.late, view.lost) == ("told", True, False)
    assert ("notify", "supervisor") not in noted.asked
    assert fire(CheckInDue(), 540) == [True]
    (view,) = deployments(incident)
    assert (view.lost, view.before_words, view.misses) == (True, "Told", 2)
    assert ("notify", "supervisor") in noted.asked
    assert "ALARM: Patrol B is out of contact, 2 check-ins missed" in sentences(incident)
    assert late_by_incident([incident.id], at=later(541)) == {incident.id: 1}
    assert fire(CheckInDue(), 840) == [True]
    assert sentences(incident).count("ALARM") == 2
    assert not CheckInDue().fire(row.id, later(841))
    report_status(deployment_id=row.id, state="heard", channel="link", at=later(850))
    (view,) = deployments(incident)
    assert (view.state, view.misses, view.late) == ("told", 0, False)
    assert (view.last_heard_at, view.check_due_at) == (later(850), later(1450))
    assert "They are back in contact." in sentences(incident)
    assert deployments(incident, at=later(1801))[0].late


@pytest.mark.covers("S3-23")
def test_a_sign_is_due_oftener_while_the_incident_is_major(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    row = sent(incident, resource(cast), commander, check_every=timedelta(hours=1))
    report_status(deployment_id=row.id, state="en_route", channel="api", at=later(100))
    assert deployments(incident)[0].check_due_at == later(3700)
    declare_major(
        incident_id=incident.id,
        state="declared",
        reason="Many people are in the building.",
        actor=commander,
        at=later(110),
    )
    called = major(incident)
    assert called is not None
    report_status(deployment_id=row.id, state="heard", channel="api", at=later(120))
    assert deployments(incident)[0].check_due_at == later(120) + called.check_every


def test_who_is_told_by_voice_is_asked_again_by_a_person(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    row = sent(incident, resource(cast), commander, medium="voice")
    told = Message.objects.filter(incident=incident).count()
    assert fire(CheckInDue(), 240) == [True]
    assert Message.objects.filter(incident=incident).count() == told
    assert "Asked again: somebody has to, by voice." in sentences(incident)
    with pytest.raises(NotOnTheList):
        ask_for_sign(deployment_id=row.id, actor=cast.ann, at=later(250))
    ask_for_sign(deployment_id=row.id, actor=commander, at=later(250))
    assert Message.objects.filter(incident=incident).count() == told + 1
    assert "Patrol B was asked for a sign of themselves, by voice." in sentences(incident)


def test_the_watchdog_asks_whoever_nothing_would_ask(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    row = sent(incident, resource(cast), commander, medium="email")
    audit, grace = CheckInsWatched(), timedelta(seconds=30)
    assert audit.unwatched(later(240), grace, 9) == []
    Deployment.objects.filter(id=row.id).update(next_check_due_at=None)
    (found,) = audit.unwatched(later(240), grace, 9)
    assert found.id == row.id
    assert audit.mend(found.id, later(240))
    assert audit.unwatched(later(240), grace, 9) == []


@pytest.mark.covers("S3-23")
def test_what_is_heard_on_behalf_keeps_the_way_and_the_exact_words(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    row = sent(incident, resource(cast), commander)
    said: dict[str, Any] = {"deployment_id": row.id, "actor": cast.ann, "at": later(100)}
    with pytest.raises(StatusInvalid) as bare:
        record_status(state="teleported", channel="owl", exact_words=" ", **said)
    assert set(bare.value.faults) == {"state", "channel", "exact_words"}
    with pytest.raises(StatusInvalid):
        report_status(deployment_id=row.id, state="told", channel="link", at=later(100))
    with pytest.raises(NotOnTheList):
        record_status(
            state="on_scene", channel="radio", exact_words="Here.", **said | {"actor": cast.al}
        )
    record_status(
        state="on_scene", channel="radio", exact_words="At the gate, nobody here yet.", **said
    )
    (view,) = deployments(incident)
    assert (view.state_words, view.last_words) == ("On scene", "At the gate, nobody here yet.")
    assert (
        "Patrol B: On scene, heard by radio. Their words: “At the gate, nobody here yet.”"
        in sentences(incident)
    )
    with pytest.raises(DeploymentThere):
        record_status(state="declined", channel="radio", exact_words="No.", **said)


@pytest.mark.covers("S3-13")
def test_more_is_asked_for_and_answered_and_the_delay_is_kept(
    incident: Incident, cast: Cast, commander: Actor, noted: NotedEffects
) -> None:
    row = sent(incident, resource(cast), commander)
    on_behalf: dict[str, Any] = {"deployment_id": row.id, "actor": cast.ann, "at": later(100)}
    for wrong in ({"channel": "owl"}, {"needs": "wings"}, {"words": ""}):
        with pytest.raises(RequestInvalid):
            ask_for_more(
                **on_behalf
                | {"needs": "people", "words": "Two more at the gate.", "channel": "radio"}
                | wrong
            )
    with pytest.raises(NotOnTheList):
        ask_for_more(
            **on_behalf | {"actor": cast.al}, needs="people", words="Two.", channel="radio"
        )
    first = ask_for_more(
        **on_behalf, needs="people", words="Two more at the gate.", channel="radio"
    )
    request_more(deployment_id=row.id, needs="information", words="Which door?", at=later(110))
    with pytest.raises(RequestInvalid):
        answer_more(request_id=first.id, answer=" ", actor=commander, at=later(120))
    with pytest.raises(RequestNotFound):
        answer_more(request_id=uuid4(), answer="Soon.", actor=commander, at=later(120))
    with pytest.raises(NotOnTheList):
        answer_more(request_id=first.id, answer="Soon.", actor=cast.ann, at=later(120))
    answer_more(
        request_id=first.id, answer="Patrol C comes at 09:20.", actor=commander, at=later(160)
    )
    with pytest.raises(RequestAnswered):
        answer_more(request_id=first.id, answer="Again.", actor=commander, at=later(170))
    assert MoreDue().next_due() == later(410)
    assert fire(MoreDue(), 410) == [True]
    assert not MoreDue().fire(first.id, later(410))
    assert ("notify", "supervisor") in noted.asked
    answered, waits = deployments(incident, at=later(411))[0].requests
    assert (answered.answer, answered.delay, answered.late) == (
        "Patrol C comes at 09:20.",
        timedelta(seconds=60),
        False,
    )
    assert (waits.words, waits.delay, waits.late) == ("Which door?", None, True)
    said = sentences(incident)
    assert "Patrol B asks for more people, by radio: “Two more at the gate.”" in said
    assert "Patrol B was answered after 60 seconds" in said
    stand_down(deployment_id=row.id, reason="Over.", actor=commander, at=later(420))
    answer_more(request_id=waits.id, answer="None.", actor=commander, at=later(430))
    with pytest.raises(DeploymentEnded):
        request_more(deployment_id=row.id, needs="people", words="More.", at=later(440))


@pytest.mark.covers("S3-23")
def test_support_is_recorded_and_all_are_stood_down_with_a_reason_before_it_closes(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    first = sent(incident, resource(cast), commander)
    with pytest.raises(DeploymentNotFound):
        sent(incident, resource(cast, "Patrol X"), commander, supports=uuid4())
    elsewhere = opened(cast, words="I will end my life, and nobody can stop me.")
    Deployment.objects.filter(id=first.id).update(incident=elsewhere)
    with pytest.raises(DeploymentNotFound):
        sent(incident, resource(cast, "Patrol Y"), commander, supports=first.id)
    Deployment.objects.filter(id=first.id).update(incident=incident)
    sent(incident, resource(cast, "Patrol C"), commander, supports=first.id, at=later(70))
    assert [one.supports for one in deployments(incident)] == ["", "Patrol B"]
    assert "Patrol C was added in support of Patrol B." in sentences(incident)
    assert list(CommandEffects().blocking(incident)) == [
        "2 who were sent are still out: stand them down, or record that they are done."
    ]
    for wrong in (
        lambda: stand_down(deployment_id=first.id, reason=" ", actor=commander, at=later(90)),
        lambda: stand_down_all(incident_id=incident.id, reason="", actor=commander, at=later(90)),
    ):
        with pytest.raises(StandDownReasonMissing):
            wrong()
    with pytest.raises(NotOnTheList):
        stand_down_all(incident_id=incident.id, reason="Over.", actor=cast.ann, at=later(90))
    stand_down(deployment_id=first.id, reason="Not needed.", actor=commander, at=later(90))
    assert "One who was sent is still out" in CommandEffects().blocking(incident)[0]
    (last,) = stand_down_all(
        incident_id=incident.id, reason="It is over.", actor=commander, at=later(95)
    )
    assert (last.state, last.next_check_due_at) == ("withdrawn", None)
    assert "Patrol C was stood down: It is over." in sentences(incident)
    assert not CommandEffects().blocking(incident)
    for late in (
        lambda: ask_for_sign(deployment_id=first.id, actor=commander, at=later(99)),
        lambda: renew_link(deployment_id=first.id, actor=commander, at=later(99)),
        lambda: stand_down(deployment_id=first.id, reason="Again.", actor=commander, at=later(99)),
    ):
        with pytest.raises(DeploymentEnded, match="withdrawn"):
            late()
    type(incident).objects.filter(id=incident.id).update(state="closed")
    with pytest.raises(IncidentOver):
        sent(incident, resource(cast, "Patrol D"), commander)
    with pytest.raises(DeploymentNotFound):
        report_status(deployment_id=uuid4(), state="heard", channel="link", at=later(99))


@pytest.mark.covers("S3-23")
def test_the_field_reports_by_link_and_by_code_and_a_new_link_ends_the_old_one(
    incident: Incident, cast: Cast, commander: Actor
) -> None:
    row = sent(incident, resource(cast, person_id=cast.al.id, kind="person"), commander)
    link, code = keys_of(incident)[row.id]
    assert link == field_link(row)
    token = link.rstrip("/").rsplit("/", 1)[1]
    shown = by_link(token)
    assert shown is not None
    assert (shown.what, shown.state, shown.ended) == (
        "Open the side gate and wait there.",
        "told",
        False,
    )
    assert by_code(code) == row.id
    texts = FieldTexts()
    said: dict[str, Any] = {"number": "+15550177", "at": later(80)}
    assert texts.read(text="123456", **said) is None
    assert texts.read(text=f"{code} ON SCENE", **said) == "Noted: On scene. Thank you."
    assert "not understood" in str(texts.read(text=f"{code} maybe", **said))
    assert "cannot say that they do not go" in str(texts.read(text=f"{code} cannot", **said))
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        assert "no task with this code" in str(texts.read(text=wrong, **said))
    assert "Too many" in str(texts.read(text=code, **said))
    with pytest.raises(NotOnTheList):
        renew_link(deployment_id=row.id, actor=cast.ann, at=later(90))
    renewed = renew_link(deployment_id=row.id, actor=commander, at=later(90))
    assert by_link(token) is None
    assert by_code(code) is None
    assert field_link(renewed) != link
    assert keys_of(incident)[row.id][0] == field_link(renewed)
