"""Decisions, major incidents and their clock, and how a site commands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from stayline.care.actions.start import involved_people
from stayline.command.actions.posts import accept_post, offer_post, take_post
from stayline.command.actions.posts_deciding import Decided, record_decision
from stayline.command.actions.posts_major import (
    declare_major,
    do_major_task,
    look_at_major,
    stand_down_major,
)
from stayline.command.actions.posts_site import choose_structure, set_usual
from stayline.command.errors import (
    DecisionAhead,
    DecisionCorrected,
    DecisionIncomplete,
    DecisionNotFound,
    MajorNotLike,
    MajorNotYours,
    NoCommandHere,
    NotMajor,
    PostNotYours,
    PostUnknown,
    StructureUnknown,
    WhyMissing,
)
from stayline.command.models import MajorIncident
from stayline.command.queries.posts import decisions, major, major_of_site, posts, usual_posts
from stayline.command.queries.posts_open import still_open
from stayline.command.queries.posts_structures import compared, structure_for, structure_of
from stayline.command.workers.posts import MajorLookDue
from stayline.incidents.queries import blocking_close, log
from stayline.ledger.queries import entries
from stayline.people.actions.system import system_stream
from tests.cast import Cast, later
from tests.rooms.command.test_posts import SAID, let_in

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.incidents.ports import NotedEffects
    from stayline.platform.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(incident: Incident, cast: Cast) -> Incident:
    """Bo is silver; Lou handles it too, without a post."""
    let_in(incident, cast.bo, cast.lou)
    take_post(incident_id=incident.id, post="silver", actor=cast.bo, at=later(10))
    return incident


@pytest.mark.covers("S3-23")
def test_decisions_carry_reason_and_rejected_options_and_are_corrected_by_new_ones(
    led: Incident, cast: Cast
) -> None:
    said = Decided("Send the second crew.", "The first is late.", "Waiting: people are inside.")
    first = record_decision(
        incident_id=led.id, decided=said, decided_at=later(15), actor=cast.bo, at=later(20)
    )
    take_post(incident_id=led.id, post="log_keeper", actor=cast.ann, at=later(21))
    right = Decided("Send the third crew.", "The second is at another place.")
    record_decision(
        incident_id=led.id, decided=right, corrects=first.id, actor=cast.ann, at=later(25)
    )
    newer, older = decisions(led)
    assert (older.words, older.reason, older.rejected, older.who, older.post) == (
        "Send the second crew.",
        "The first is late.",
        "Waiting: people are inside.",
        "Bo Example",
        "Silver",
    )
    assert (older.decided_at, older.recorded_at, older.corrected) == (later(15), later(20), True)
    assert (newer.corrects, newer.post, newer.corrected) == (older.id, "Log keeper", False)
    assert still_open(led, at=later(26))[-2:] == [
        "Messages that nobody has answered for: 0.",
        "Decisions that stand: 1; they are in the log.",
    ]
    lou = record_decision(
        incident_id=led.id, decided=right, actor=cast.lou, at=later(26)
    )  # commands by role, with no post
    assert lou.post == ""
    for wrong, refusal in (
        ({"decided": Decided("", "")}, DecisionIncomplete),
        ({"decided_at": later(40)}, DecisionAhead),
        ({"corrects": uuid4()}, DecisionNotFound),
        ({"corrects": first.id}, DecisionCorrected),
        ({"actor": cast.al}, NoCommandHere),
    ):
        given = {"decided": right, "actor": cast.bo} | wrong
        with pytest.raises(refusal):
            record_decision(incident_id=led.id, at=later(30), **given)  # type: ignore[arg-type]  # one is wrong each


def call(
    incident: Incident, actor: Actor, state: str, reason: str = "Many callers.", about: str = ""
) -> None:
    """Call it major, or end that."""
    declare_major(
        incident_id=incident.id,
        state=state,
        reason=reason,
        about=about,
        actor=actor,
        at=later(30),
    )


@pytest.mark.covers("S3-31")
def test_an_incident_is_called_major_and_stood_down_by_those_who_may_with_a_reason(
    led: Incident, cast: Cast
) -> None:
    with pytest.raises(MajorNotYours):
        call(led, cast.ann, "standby")
    with pytest.raises(MajorNotYours):  # no post that may, and no supervisor
        call(led, cast.lou, "standby")
    with pytest.raises(MajorNotYours):  # does not handle it
        call(led, cast.bea, "standby")
    with pytest.raises(MajorNotLike):
        call(led, cast.bo, "stop")
    with pytest.raises(WhyMissing):
        call(led, cast.bo, "standby", reason=" ")
    assert major(led) is None
    call(led, cast.bo, "standby", about="Mill Lane, smell of gas")
    found = major_of_site(led.site_id, exercise=True)
    assert found is not None
    assert (found.words, found.about) == ("Major incident standby", "Mill Lane, smell of gas")
    assert (found.situation_every, found.look_due_at) == (timedelta(minutes=15), None)
    assert major_of_site(led.site_id) is None  # an exercise stays out of live figures
    assert "Major incident standby: stand it down first." in blocking_close(led)
    call(led, cast.bo, "declared")
    stand_down_major(incident_id=led.id, reason="The gas is off.", actor=cast.bo, at=later(1900))
    assert major(led) is None
    assert MajorLookDue().next_due() is None
    assert MajorIncident.objects.get().ended_at == later(1900)
    assert "Major incident stood down: The gas is off." in [one.sentence for one in log(led)]


def test_a_declared_one_is_asked_about_on_a_clock_and_its_checklist_is_ticked_once(
    led: Incident, cast: Cast, noted: NotedEffects
) -> None:
    def task(name: str, actor: Actor = cast.bo) -> None:
        do_major_task(incident_id=led.id, task=name, actor=actor, at=later(1841))

    with pytest.raises(NotMajor):
        look_at_major(incident_id=led.id, actor=cast.bo, at=later(30))
    with pytest.raises(NotMajor):
        task("posts")
    call(led, cast.bo, "declared")
    due = MajorLookDue()
    assert due.next_due() == later(30) + timedelta(minutes=30)
    assert list(due.due(later(1829), 9)) == []
    (row_id,) = due.due(later(1830), 9)
    assert not due.fire(row_id, later(1829))  # not yet
    assert due.fire(row_id, later(1830))
    assert not due.fire(row_id, later(1831))  # somebody was first
    assert not due.fire(uuid4(), later(1830))
    assert ("notify", "supervisor") in noted.asked
    late = major(led)
    assert late is not None
    assert late.late
    with pytest.raises(MajorNotYours):
        look_at_major(incident_id=led.id, actor=cast.ann, at=later(1840))
    look_at_major(incident_id=led.id, actor=cast.bo, at=later(1840))
    with pytest.raises(NoCommandHere):
        task("posts", cast.al)
    with pytest.raises(NotMajor):
        task("nothing")
    task("posts")
    task("posts")
    looked = major(led)
    assert looked is not None
    assert not looked.late
    assert [(one.id, one.who) for one in looked.tasks if one.done_at] == [("posts", "Bo Example")]
    assert sum("Done: Fill silver" in one.sentence for one in log(led)) == 1


@pytest.mark.covers("S3-31")
def test_a_site_chooses_its_structure_and_who_usually_holds_a_post_and_it_is_logged(
    led: Incident, cast: Cast
) -> None:
    def usual(post: str, person: UUID | None, actor: Actor = cast.mo) -> None:
        set_usual(
            site_id=led.site_id,
            post=post,
            person_id=person,
            actor=actor,
            at=later(50),
        )

    def choose(structure: str, actor: Actor = cast.mo) -> None:
        choose_structure(
            site_id=led.site_id,
            structure=structure,
            actor=actor,
            at=later(51),
        )

    usual("gold", cast.mo.id)
    usual("gold", cast.mo.id)  # once
    gold = usual_posts(cast.site)[0]
    assert (gold.post.id, gold.name) == ("gold", "Mo Example")
    assert "Bo Example" not in [name for _, name in gold.people]
    assert posts(led)[0].usually == "Mo Example"
    usual("gold", None)
    assert posts(led)[0].usually == ""
    for post, person, actor, refusal in (
        ("gold", cast.bo.id, cast.mo, PostNotYours),
        ("gold", cast.cy.id, cast.mo, PostNotYours),
        ("admiral", cast.mo.id, cast.mo, PostUnknown),
        ("gold", cast.mo.id, cast.bo, NoCommandHere),
    ):
        with pytest.raises(refusal):
            usual(post, person, actor)
    with pytest.raises(NoCommandHere):
        choose("utility", cast.cy)
    with pytest.raises(StructureUnknown):
        choose("orchestra")
    choose("utility")
    choose("utility")  # once
    assert structure_of(cast.site).id == "utility"
    assert [one.post for one in posts(led)][-1] == "silver"  # held posts keep their own
    assert compared(structure_for("utility"))[0][1] == [
        ("Gold, silver, bronze", "Gold"),
        ("Incident Command System", "Agency executive"),
    ]
    kinds = [one.kind for one in entries(system_stream(later(52)))]
    assert kinds.count("command.structure.chosen") == 1
    assert kinds.count("command.post.default_set") == 2


def test_whoever_holds_a_post_is_among_those_who_are_cared_for(led: Incident, cast: Cast) -> None:
    offer_post(
        incident_id=led.id, post="gold", to=cast.mo.id, sbar=SAID, actor=cast.bo, at=later(60)
    )
    assert cast.mo.id not in {one.id for one in involved_people(led)}  # asked is not involved
    accept_post(
        incident_id=led.id, post="gold", read_back="I have it.", actor=cast.mo, at=later(61)
    )
    assert cast.mo.id in {one.id for one in involved_people(led)}


def test_without_documents_one_person_commands(cast: Cast) -> None:
    assert structure_of(cast.site).id == "minimum"
