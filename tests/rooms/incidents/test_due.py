"""Clocks of steps and of ladders that wait, and what the watcher is told of them."""

from __future__ import annotations

from hashlib import sha256
from uuid import uuid4

import pytest

from stayline.incidents.actions import fire_step, hear_lines, record_caller_left
from stayline.incidents.models import Run
from stayline.incidents.ports import (
    EffectUnplugged,
    NotedEffects,
    effect_port,
    plug_effects,
    plugged_ports,
    unplugged_effects,
)
from stayline.incidents.workers import ObligationDue, StepDue
from stayline.library.models import DocumentVersion, InForce
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened

pytestmark = pytest.mark.django_db


def test_a_steps_clock_fires_once_and_offers_without_moving(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.go_on()
    due = opened.run.step_due_at
    assert due == later(60)
    effects.asked.clear()
    assert not fire_step(run_id=opened.run.id, at=later(59))
    assert fire_step(run_id=opened.run.id, at=later(60))
    assert not fire_step(run_id=opened.run.id, at=later(61))
    assert effects.asked == [("notify", "supervisor")]
    assert opened.run.state["step"] == "opening/danger_now"
    assert opened.run.step_due_at is None


def test_the_watcher_is_told_of_steps_and_obligations(opened: Opened) -> None:
    opened.go_on()
    steps, owed = StepDue(), ObligationDue()
    assert steps.next_due() == later(60)
    assert list(steps.due(later(60), 9)) == [opened.run.id]
    assert steps.fire(opened.run.id, later(60))
    assert owed.next_due() == later(120)
    (manager,) = owed.due(later(120), 9)
    assert owed.fire(manager, later(120))
    assert owed.next_due() is None


def test_a_ladder_that_waits_rings_when_its_clock_runs_out(
    opened: Opened, effects: NotedEffects
) -> None:
    Run.objects.filter(id=opened.run.id).update(ring_due_at=later(30))
    assert StepDue().next_due() == later(30)
    assert fire_step(run_id=opened.run.id, at=later(30))
    assert opened.run.ring_due_at is None


def test_a_document_may_let_its_ladder_wait_and_then_it_rings(
    cast: Cast, playbook: None, effects: NotedEffects
) -> None:
    row = InForce.objects.select_related("version").get(kind="protocol", document_id="self-harm")
    at_open, waits = b"\nladder: crisis\n", b"\nladder: {id: crisis, ring: 25s}\n"
    source = bytes(row.version.source).replace(at_open, waits)
    version = DocumentVersion.objects.create(
        digest=sha256(source).hexdigest(),
        kind="protocol",
        document_id="self-harm",
        source=source,
        body={},
        state=row.version.state,
        loaded_at=NOW,
    )
    InForce.objects.filter(id=row.id).update(version=version)
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    assert opened.run.ring_due_at == later(25)
    assert ("raise", "crisis") not in effects.asked
    assert fire_step(run_id=opened.run.id, at=later(25))
    assert ("raise", "crisis") in effects.asked


def test_a_run_that_is_over_fires_nothing(opened: Opened) -> None:
    opened.go_on()
    Run.objects.filter(id=opened.run.id).update(ended_at=later(1))
    assert not fire_step(run_id=opened.run.id, at=later(60))
    assert not fire_step(run_id=uuid4(), at=later(60))


def test_a_lost_caller_has_a_clock_of_its_own(opened: Opened, effects: NotedEffects) -> None:
    record_caller_left(
        contact_id=opened.contact_id, by="caller", actor=opened.cast.ann, at=later(10)
    )
    assert opened.run.step_due_at == later(130)
    effects.asked.clear()
    assert fire_step(run_id=opened.run.id, at=later(130))
    assert effects.asked == [("raise", "management")]


def test_a_start_without_an_answer_for_an_effect_fails(effects: NotedEffects) -> None:
    assert unplugged_effects() == frozenset()
    assert plugged_ports() == [effects]
    assert effect_port("raise") is effects

    class Wrong(NotedEffects):
        effects = frozenset({"sing"})

    with pytest.raises(EffectUnplugged):
        plug_effects(Wrong())
    with pytest.raises(EffectUnplugged):
        effect_port("sing")
