"""Two press, or words come, in the same moment: one order is kept, and nothing of it is lost."""

from __future__ import annotations

import pytest

from stayline.config.wiring import plug
from stayline.incidents.actions import (
    get_help,
    go_on,
    hear_lines,
    release_contact,
    start_aid,
    switch_run,
)
from stayline.incidents.errors import (
    ContactLocked,
    RunLocked,
    RunStale,
    SwitchRefused,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.queries import by_contact, run_locked
from stayline.ledger.queries import entries
from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from tests.cast import NOW, Cast, later, line, make_cast
from tests.races.test_accept import at_once
from tests.record import Opened
from tests.rooms.incidents.difficult import BOMB, THREAT_TO_FAMILY, end_by_warnings

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def centre() -> Cast:
    """The cast, with the playbook in force and every room plugged in."""
    plug()
    cast = make_cast()
    load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
    return cast


def found(contact_id: object) -> Incident:
    row = Incident.objects.get(contact_id=contact_id)
    assert by_contact(row.contact_id) is not None  # type: ignore[arg-type]  # it has one
    return row


def current(row: Incident) -> Run:
    return Run.objects.get(incident=row, parked_at=None, ended_at=None)


def test_a_press_and_a_threat_at_once_leave_a_locked_call_and_one_ladder(centre: Cast) -> None:
    contact = centre.contact()
    row = start_aid(contact_id=contact.id, actor=centre.ann, at=NOW)
    run = current(row)
    results = at_once(
        [
            lambda: go_on(incident_id=row.id, expected=run.sequence, actor=centre.ann, at=later(5)),
            lambda: hear_lines(
                contact_id=contact.id,
                lines=[line(5, THREAT_TO_FAMILY)],
                actor=centre.ann,
                at=later(5),
            ),
        ]
    )
    assert not isinstance(results[1], Exception), results
    assert not isinstance(results[0], Exception) or isinstance(results[0], RunLocked), results
    assert run_locked(row)
    kinds = [entry.kind for entry in entries(row.stream_id)]
    assert kinds.count("incidents.threat.recorded") == 1
    assert kinds.count("escalation.ladder.started") == 1


def test_an_ending_and_a_threat_at_once_never_release_a_threatened_contact_by_the_agent(
    centre: Cast,
) -> None:
    contact = centre.contact()
    row = start_aid(contact_id=contact.id, actor=centre.ann, at=NOW)
    end_by_warnings(Opened(centre, contact.id))
    results = at_once(
        [
            lambda: release_contact(contact_id=contact.id, actor=centre.ann, at=later(50)),
            lambda: hear_lines(
                contact_id=contact.id, lines=[line(50, BOMB)], actor=centre.ann, at=later(50)
            ),
        ]
    )
    assert not isinstance(results[1], Exception), results
    kinds = [entry.kind for entry in entries(row.stream_id)]
    threatened = kinds.index("incidents.threat.recorded")
    if isinstance(results[0], Exception):
        assert isinstance(results[0], ContactLocked)
        assert "incidents.contact.released" not in kinds
    else:
        assert kinds.index("incidents.contact.released") < threatened
    owed = Obligation.objects.filter(incident=row, do_target="security_threat")
    assert owed.count() == 1


def test_two_presses_of_one_switch_make_one(centre: Cast) -> None:
    contact = centre.contact()
    hear_lines(
        contact_id=contact.id, lines=[line(1, THREAT_TO_FAMILY)], actor=centre.ann, at=later(1)
    )
    hear_lines(contact_id=contact.id, lines=[line(2, BOMB)], actor=centre.ann, at=later(2))
    row = found(contact.id)
    run = current(row)
    results = at_once(
        [
            lambda: switch_run(
                incident_id=row.id, to="bomb", expected=run.sequence, actor=centre.ann, at=later(5)
            )
        ]
        * 4
    )
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 3
    assert all(isinstance(one, RunStale | SwitchRefused) for one in refused), refused
    assert current(row).protocol_id == "bomb-voice"
    assert Run.objects.filter(incident=row).count() == 2


def test_a_switch_and_a_second_threat_at_once_keep_both(centre: Cast) -> None:
    contact = centre.contact()
    get_help(contact_id=contact.id, kind="self_harm", actor=centre.ann, at=NOW)
    hear_lines(
        contact_id=contact.id, lines=[line(1, THREAT_TO_FAMILY)], actor=centre.ann, at=later(1)
    )
    row = found(contact.id)
    run = current(row)
    results = at_once(
        [
            lambda: switch_run(
                incident_id=row.id,
                to="violence",
                expected=run.sequence,
                actor=centre.ann,
                at=later(5),
            ),
            lambda: hear_lines(
                contact_id=contact.id, lines=[line(5, BOMB)], actor=centre.ann, at=later(5)
            ),
        ]
    )
    assert not isinstance(results[1], Exception), results
    assert not isinstance(results[0], Exception) or isinstance(results[0], RunStale), results
    assert {one.kind for one in row.threats.all()} == {"violence", "bomb"}
    owed = Obligation.objects.filter(incident=row, do_target="people_at_risk")
    assert owed.count() == 2
    assert Run.objects.filter(incident=row, parked_at=None, ended_at=None).count() == 1
