"""A run keeps the version it began with, whatever is put in force meanwhile (S0-3)."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import hear_lines
from stayline.incidents.events import RunEventTaken, RunStarted
from stayline.incidents.models import Run
from stayline.incidents.queries import protocol_of, screen, state_of
from stayline.ledger.queries import entries
from stayline.library.actions import load_documents
from stayline.library.actions.load import Shipped, body_of
from stayline.library.models import DocumentVersion
from stayline.library.queries import protocol_by_digest, protocol_for
from stayline_core.protocol import State, event_from_json, replay
from tests.cast import Cast, later, line
from tests.record import THREAT, Opened

pytestmark = pytest.mark.django_db

OLD, NEW = "Thank them for telling you", "Thank them, and stay"


def load_a_new_version(cast: Cast) -> str:
    """Put a version of the procedure in force whose first screen says something else."""
    found = protocol_for("self_harm", "live")
    assert found is not None
    source = source_of(found.digest).replace(OLD.encode(), NEW.encode())
    document = Shipped(
        "protocol", "self-harm", source, body_of("protocol", source, "self-harm.yaml")
    )
    (digest,) = load_documents([document], mode="demo", actor=cast.mo, at=later(30))
    return digest


def source_of(digest: str) -> bytes:
    return bytes(DocumentVersion.objects.get(digest=digest).source)


def title(opened: Opened) -> str | None:
    shown = screen(opened.incident)
    assert shown is not None
    return shown[1].title


def replayed(run: Run) -> State:
    """The run, folded anew from the log: what was begun with, then each event as it was taken."""
    events = []
    for entry in entries(run.incident.stream_id):
        if isinstance(entry.event, RunStarted) and entry.event.run == str(run.id):
            events.append(event_from_json(entry.event.began))
        elif isinstance(entry.event, RunEventTaken) and entry.event.run == str(run.id):
            events.append(event_from_json(entry.event.event))
    return replay(protocol_by_digest(run.protocol_digest), events)


def to_the_end(opened: Opened) -> None:
    """Ann presses through the procedure of before, to its end."""
    opened.go_on(later(40))
    opened.answer("safety.in_danger_now", "no", later(41))
    opened.answer("safety.already_done", "no", later(42))
    opened.hand_over_to(opened.cast.bo, later(43))


@pytest.mark.covers("S0-3")
def test_an_open_run_keeps_its_version_and_the_next_takes_the_new_one(opened: Opened) -> None:
    before = opened.run.protocol_digest
    assert title(opened) == OLD
    new = load_a_new_version(opened.cast)
    assert new != before
    assert opened.run.protocol_digest == before
    assert title(opened) == OLD
    contact = opened.cast.contact()
    said = [line(1, THREAT, at=later(35))]
    hear_lines(contact_id=contact.id, lines=said, actor=opened.cast.ann, at=later(35))
    next_one = Opened(opened.cast, contact.id)
    assert next_one.run.protocol_digest == new
    assert title(next_one) == NEW
    to_the_end(opened)
    assert opened.run.protocol_digest == before
    assert protocol_of(opened.run).steps["opening/acknowledge"].title == OLD


@pytest.mark.covers("S0-3")
def test_the_log_of_a_run_replays_to_its_state_under_its_own_version(opened: Opened) -> None:
    load_a_new_version(opened.cast)
    to_the_end(opened)
    run = opened.run
    assert replayed(run) == state_of(run)
    assert state_of(run).answers["safety.already_done"].value == "no"
    assert state_of(run).help == "spoke"
