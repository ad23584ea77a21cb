"""In production nothing is in force until it is certified: a threat is handled all the same."""

from __future__ import annotations

import pytest

from stayline.command.queries import dispatches
from stayline.escalation.queries import ladders
from stayline.incidents.actions import hear_lines, note_released, take_step
from stayline.incidents.queries import by_contact, obligations, screen
from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from stayline.reports.queries import draft, reports_of
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-15")
@pytest.mark.parametrize("loaded", [True, False])
def test_a_threat_opens_rings_and_owes_without_any_document(cast: Cast, loaded: bool) -> None:
    if loaded:
        load_playbook(mode="production", actor=system_actor("command_line"), at=NOW)
    contact = cast.contact()
    kept = hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    assert kept.opened
    row = by_contact(contact.id)
    protocol, shown = screen(row)
    assert protocol.id == "minimum-safe"
    assert shown.say
    assert [one.document for one in ladders(row) if one.open]
    taken = take_step(
        incident_id=row.id, expected=shown.sequence, step="help_now", actor=cast.ann, at=later(5)
    )
    assert taken.refused is None
    (call,) = dispatches(by_contact(contact.id))
    assert call.agency == "emergency_services"
    note_released(contact_id=contact.id, by="caller", actor=cast.ann, at=later(60))
    owed = {one.name: one.state for one in obligations(by_contact(contact.id))}
    assert owed["report"] == "owed"
    # A form that was loaded serves; one that never was is opened when it is there.
    assert [draft(one.id).form.id for one in reports_of(row.id)] == ["security_threat"] * loaded
