"""`stayline erase`: one caller is forgotten, and the record still verifies."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import erase
from stayline.contacts.queries import Caller, caller
from stayline.incidents.actions import answer_step, get_help, go_on, hear_lines
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import answers_of, by_contact, last_run, lines, log
from stayline.ledger.queries import verified
from stayline.privacy.actions import place_hold
from tests.cast import NOW, Cast, line
from tests.record import THREAT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def forget(number: str, *more: str, answer: str = "") -> Result:
    return CliRunner().invoke(
        erase.command, [number, "--reason", "They asked.", *more], input=answer
    )


@pytest.fixture
def incident(cast: Cast) -> Incident:
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    row = by_contact(contact.id)
    assert row is not None
    which = {"incident_id": row.id, "actor": cast.ann, "at": NOW}
    go_on(expected=1, **which)
    answer_step(expected=2, field="safety.in_danger_now", value="no", **which)
    return row


def test_a_caller_is_forgotten_and_the_record_still_verifies(incident: Incident) -> None:
    contact = incident.contact
    assert contact is not None
    run = last_run(incident.id)
    assert run is not None
    assert answers_of(run)
    done = forget(incident.number, "--yes", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["incident"] == incident.number
    contact.refresh_from_db()
    assert caller(contact) == Caller()
    assert lines(contact.id) == []
    assert answers_of(Run.objects.get(id=run.id)) == {}
    assert log(incident)[-1].kind == "ledger.subject.erased"
    report = verified(open_content=True, progress=lambda _: None)
    assert (report.intact, report.complete) == (True, True)


def test_it_asks_first_and_does_nothing_without_a_yes(incident: Incident) -> None:
    assert forget(incident.number, answer="n\n").exit_code == 1
    assert incident.contact is not None
    assert len(lines(incident.contact.id)) == 1
    said = forget(incident.number, answer="y\n")
    assert "is forgotten" in said.stdout


def test_what_cannot_be_erased_is_said(incident: Incident, cast: Cast) -> None:
    assert forget("SL-2026-999999", "--yes").exit_code == 1
    get_help(contact_id=cast.contact(agent=cast.al).id, actor=cast.al, at=NOW)
    Incident.objects.filter(id=incident.id).update(contact=None)
    refused = forget(incident.number, "--yes")
    assert (refused.exit_code, "no caller" in refused.stderr) == (1, True)


def test_while_a_legal_hold_stands_nothing_is_erased(incident: Incident, cast: Cast) -> None:
    place_hold(
        incident_id=incident.id,
        number=incident.number,
        reason="A claim was made.",
        actor=cast.mo,
        at=NOW,
    )
    refused = forget(incident.number, "--yes")
    assert (refused.exit_code, "A claim was made." in refused.stderr) == (1, True)
