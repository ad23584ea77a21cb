"""Adherence of a real incident, and where a procedure is departed from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.contacts import events as contact_events
from stayline.incidents.actions import hear_lines, note_released, skip_step
from stayline.ledger.events import kinds
from stayline.quality.queries.adherence import adherence_of, departures
from stayline_core.scoring import Verdict, story
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened


def test_every_kind_that_is_read_is_one_that_a_room_writes() -> None:
    """A kind that was mistyped here would be read as “it never happened”."""
    names = {
        value
        for name, value in vars(story).items()
        if name.isupper() and isinstance(value, str) and value.count(".") > 1
    }
    assert len(names) > 20
    assert contact_events.AgentLineGone.kind in names
    assert names <= set(kinds())


@pytest.mark.django_db
@pytest.mark.covers("S3-8")
def test_a_real_log_is_judged_and_its_departures_are_counted(cast: Cast, playbook: None) -> None:
    del playbook
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=later(1))
    opened = Opened(cast, contact.id)
    opened.go_on(at=later(9))
    skip_step(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        reason="The caller cried",
        actor=cast.ann,
        at=later(30),
    )
    promise = line(40, "I promise I won't tell anyone.", "agent")
    hear_lines(contact_id=contact.id, lines=[promise], actor=cast.ann, at=later(40))
    note_released(contact_id=contact.id, by="caller", actor=cast.ann, at=later(60))

    read = adherence_of(opened.incident.id)
    verdicts = {one.item: one.verdict for one in (*read.items, *read.must_not)}
    assert verdicts["recognised"] is Verdict.MET
    assert verdicts["acknowledged"] is Verdict.MET
    assert verdicts["escalated_in_time"] is Verdict.MET
    assert verdicts["promise_of_secrecy"] is Verdict.NOT_MET
    assert verdicts["ended_threat_contact"] is Verdict.MET
    assert verdicts["no_report"] is Verdict.UNSURE
    assert "cried" not in str(read)

    counted = departures("self-harm", since=NOW, exercise=True)
    assert counted.incidents == 1
    skipped = next(one for one in counted.counts if one.what == "skipped")
    assert (skipped.step, skipped.times, skipped.seconds) == ("opening/danger_now", 1, 21)
    assert skipped.incidents == (opened.incident.id,)
    assert departures("self-harm", since=NOW, exercise=False).incidents == 0
    assert departures("self-harm", since=NOW + timedelta(days=1), exercise=True).counts == ()
    assert departures("bomb-phone", since=NOW, exercise=True).counts == ()
