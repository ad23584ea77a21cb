"""“More exactly”: a procedure for a situation is offered, and a person takes it by one press."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import (
    get_help,
    release_contact,
    resume_run,
    switch_run,
    take_situation,
)
from stayline.incidents.errors import RunNotYours, RunStale, SwitchRefused
from stayline.incidents.events import SituationTaken
from stayline.incidents.models import Obligation
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import (
    parked_runs,
    protocol_of,
    situations,
    state_of,
    switches,
)
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline_core.protocol import LadderFact
from tests.cast import NOW, Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import ABUSED, SELF, THREAT_TO_FAMILY, aided, said
from tests.rooms.incidents.exactly import only_these, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

AT_WORK = "My manager pushed me down the stairs at work."


def told(cast: Cast, words: str = ABUSED) -> Opened:
    only_these(
        sample("at-home", "abuse_disclosure", "domestic_abuse", duty="safety_before_business"),
        sample("in-body", "abuse_disclosure", "physical_abuse"),
        sample("taken-on", "abuse_disclosure", "taken_over"),
    )
    return heard(cast, words)


def heard(cast: Cast, words: str) -> Opened:
    opened = Opened(cast, cast.contact().id)
    said(opened, words, 1)
    return opened


def offered(opened: Opened, actor: Actor | None = None) -> list[tuple[str, bool]]:
    found = situations(opened.incident, actor or opened.cast.ann)
    return [(one.name, one.heard) for one in found]


def take(opened: Opened, name: str, actor: Actor | None = None, at: int = 40) -> str:
    return take_situation(
        incident_id=opened.incident.id,
        protocol_id=name,
        expected=opened.run.sequence,
        actor=actor or opened.cast.ann,
        at=later(at),
    ).step


def test_what_was_said_already_is_offered_first_and_never_taken_by_itself(cast: Cast) -> None:
    opened = told(cast)
    assert opened.run.protocol_id == "abuse-disclosure"
    assert offered(opened) == [("at-home", True), ("in-body", False)]
    assert offered(heard(cast, AT_WORK)) == [("at-home", False), ("in-body", False)]


def test_an_answer_says_it_too(cast: Cast) -> None:
    opened = told(cast, AT_WORK)
    opened.answer("abuse.kinds", "physical", later(5))
    assert offered(opened) == [("in-body", True), ("at-home", False)]


def test_one_press_takes_it_and_nothing_is_lost(cast: Cast, effects: NotedEffects) -> None:
    opened = told(cast)
    opened.answer("abuse.safe_to_talk", "yes", later(5))
    opened.tell(LadderFact("accepted", "crisis"), at=later(6))
    first, level = opened.run, opened.incident.level
    effects.asked.clear()
    assert take(opened, "at-home") == "first"
    assert opened.run.protocol_id == "at-home"
    assert (opened.run.state["help"], opened.incident.level) == ("accepted", level)
    assert "abuse.safe_to_talk" in state_of(opened.run).answers
    # Duties and obligations are those of both; whoever comes is not called again.
    duties = set(protocol_of(first).duties) | {"safety_before_business"}
    assert duties <= set(opened.incident.duties)
    assert ("raise", "crisis") not in effects.asked
    # The log says who took it and why, and the general one waits at its step.
    (taken,) = entries(opened.incident.stream_id, kinds=[SituationTaken.kind])
    assert taken.actor == cast.ann.pseudonym
    assert taken.event is not None
    assert taken.event.describe() == (
        "More exactly: At home. It happens at home, or a partner or relative does it,"
        " as was said already."
    )
    assert [one.id for one in parked_runs(opened.incident)] == [first.id]
    resume_run(run_id=first.id, expected=opened.run.sequence, actor=cast.ann, at=later(50))
    assert opened.run.id == first.id


def test_nothing_is_offered_twice(cast: Cast) -> None:
    opened = told(cast)
    general = protocol_of(opened.run).title
    take(opened, "at-home")
    assert offered(opened) == [("in-body", False)]
    assert switches(opened.incident) == []  # the general one waits to be taken up again
    said(opened, SELF, 45)
    assert [(one.harm, one.outranks) for one in switches(opened.incident)] == [("self_harm", True)]
    take(opened, "in-body", at=50)
    assert offered(opened) == []
    titles = [one.title for one in parked_runs(opened.incident)]
    assert titles == ["At home", general]


def test_what_both_owe_is_owed_after_the_contact(cast: Cast) -> None:
    opened = told(cast)
    take(opened, "at-home")
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(90))
    rows = Obligation.objects.filter(incident=opened.incident)
    assert {"security_threat", "aftercare"} <= set(rows.values_list("do_target", flat=True))
    care = rows.get(do_target="aftercare")
    assert care.within_s == 20 * 60  # owed once, by the earlier time


def test_the_level_rises_to_that_of_the_situation_and_never_falls(cast: Cast) -> None:
    only_these(
        sample("here-now", "violence", "person_in_building", level="L0", ladder="management"),
        sample("heard-of", "violence", "third_party", level="L2"),
    )
    opened = Opened(cast, cast.contact().id)
    said(opened, THREAT_TO_FAMILY, 1)
    assert opened.incident.level == 1
    take(opened, "heard-of")
    assert opened.incident.level == 1
    take(opened, "here-now", at=50)
    assert opened.incident.level == 0
    assert "More exactly: Here now" in opened.incident.level_because


@pytest.mark.parametrize(("ladder", "rings"), [("management", True), ("crisis", False)])
def test_another_ladder_rings_though_somebody_has_come_already(
    cast: Cast, effects: NotedEffects, ladder: str, rings: bool
) -> None:
    only_these(sample("here-now", "violence", "person_in_building", level="L0", ladder=ladder))
    opened = Opened(cast, cast.contact().id)
    said(opened, THREAT_TO_FAMILY, 1)
    opened.tell(LadderFact("accepted", "crisis"), at=later(6))
    effects.asked.clear()
    take(opened, "here-now")
    assert (("raise", ladder) in effects.asked) is rings


def test_what_is_for_whoever_took_over_is_offered_on_their_screen_alone(cast: Cast) -> None:
    opened = told(cast, AT_WORK)
    with pytest.raises(SwitchRefused):
        take(opened, "taken-on")
    opened.hand_over_to(cast.bo)
    assert ("taken-on", False) in offered(opened, cast.bo)
    assert ("taken-on", False) not in offered(opened, cast.ann)
    with pytest.raises(RunNotYours):
        take(opened, "taken-on", cast.ann)
    assert take(opened, "taken-on", cast.bo) == "first"


def test_it_is_refused_where_it_is_not_offered_or_the_screen_is_old(cast: Cast) -> None:
    opened = told(cast)
    for name in ("abuse-disclosure", "self-harm", "nothing"):
        with pytest.raises(SwitchRefused):
            take(opened, name)
    with pytest.raises(RunStale):
        take_situation(
            incident_id=opened.incident.id,
            protocol_id="at-home",
            expected=opened.run.sequence + 1,
            actor=cast.ann,
            at=later(9),
        )


def test_a_locked_call_offers_the_threat_alone_and_manners_none_while_a_threat_stands(
    cast: Cast,
) -> None:
    only_these(
        sample("asked-for", "abusive_language", "taken_over", level="L3"),
        sample("asked-again", "abusive_language", "third_party", level="L3"),
    )
    opened = aided(cast)
    assert offered(opened) == [("asked-again", False)]
    said(opened, THREAT_TO_FAMILY)
    assert offered(opened) == []
    switch_run(
        incident_id=opened.incident.id,
        to="violence",
        expected=opened.run.sequence,
        actor=cast.ann,
        at=later(40),
    )
    assert offered(opened) == []


def test_help_by_button_needs_no_form_and_knows_no_situation_until_more_is_known(
    cast: Cast,
) -> None:
    only_these(sample("no-words", "other", "third_party"))
    contact = cast.contact()
    get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    assert offered(opened) == [("no-words", False)]
