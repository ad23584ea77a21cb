"""Lines in: what waits in the window, what opens an incident, and that nothing is lost."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from stayline.contacts.errors import LineInvalid
from stayline.contacts.queries import window_alias, window_lines
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact, lines, log, threats
from tests.cast import NOW, Cast, later, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

THREAT = "If you don't remove the solar panels, I'm going to kill myself."


def test_a_quiet_line_waits_in_the_window_alone(cast: Cast) -> None:
    contact = cast.contact()
    kept = hear_lines(
        contact_id=contact.id, lines=[line(1, "My bill is wrong.")], actor=cast.ann, at=NOW
    )
    assert (kept.lines, kept.signals, kept.incident_id) == (1, (), None)
    assert [one.text for one in window_lines(contact.id)] == ["My bill is wrong."]
    assert not Incident.objects.exists()


@pytest.mark.covers("S1-2", "S1-3", "S1-8", "S3-10")
def test_a_conditional_threat_opens_everything_at_once(cast: Cast) -> None:
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, "Hello.")], actor=cast.ann, at=NOW)
    kept = hear_lines(contact_id=contact.id, lines=[line(2, THREAT)], actor=cast.ann, at=later(2))
    incident = by_contact(contact.id)
    assert incident is not None
    assert kept.opened
    assert incident.number == "SLX-2026-000001"
    assert incident.level == 1
    assert [one.text for one in lines(contact.id)] == ["Hello.", THREAT]
    (threat,) = threats(incident)
    assert (threat.kind, threat.conditional) == ("self_harm", True)
    kinds = [one.kind for one in log(incident)]
    for kind in (
        "incidents.incident.opened",
        "incidents.line.kept",
        "incidents.signal.raised",
        "incidents.threat.recorded",
        "incidents.run.started",
        "incidents.authentication.waived",
        "incidents.incident.numbered",
    ):
        assert kind in kinds


def test_sending_lines_again_changes_nothing(cast: Cast) -> None:
    contact = cast.contact()
    for _ in range(2):
        hear_lines(contact_id=contact.id, lines=[line(2, THREAT)], actor=cast.ann, at=later(2))
    incident = by_contact(contact.id)
    assert incident is not None
    assert len(lines(contact.id)) == 1
    assert len(threats(incident)) == 1


def test_a_long_contact_costs_no_more_a_line_and_counts_what_it_has(cast: Cast) -> None:
    contact = cast.contact()
    early = [line(number, f"Part {number} of my meter number.") for number in range(60)]
    hear_lines(contact_id=contact.id, lines=early, actor=cast.ann, at=later(60))
    with CaptureQueriesContext(connections[window_alias()]) as asked:
        again = hear_lines(
            contact_id=contact.id,
            lines=[early[3], line(61, "And that is all.")],
            actor=cast.ann,
            at=later(61),
        )
    assert again.lines == 1, "one of them was sent before, long ago"
    (read,) = [one["sql"] for one in asked if "windowline" in one["sql"] and "LIMIT" in one["sql"]]
    assert "LIMIT 10" in read, "the lines that are listened to, and not the whole contact"
    assert len(window_lines(contact.id)) == 61


def test_a_faulty_line_is_named_and_nothing_is_kept(cast: Cast) -> None:
    contact = cast.contact()
    with pytest.raises(LineInvalid) as fault:
        hear_lines(
            contact_id=contact.id,
            lines=[line(1, "Fine."), line(2, " ", who="nobody")],
            actor=cast.ann,
            at=NOW,
        )
    assert set(fault.value.faults) == {"lines/1/who", "lines/1/text"}
    assert window_lines(contact.id) == []
