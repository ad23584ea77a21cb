"""Incidents that are one: joined, led by another, split; both logs say so, and lists hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from stayline.command.actions import (
    change_lead,
    enter_lead,
    join_incidents,
    note_place,
    split_incident,
)
from stayline.command.errors import (
    JoinedAlready,
    JoinedToItself,
    JoinNotOpen,
    JoinOfExercise,
    JoinReasonMissing,
    KeptOutHandles,
    NotJoined,
    NotYoursToJoin,
)
from stayline.command.events import IncidentJoined
from stayline.command.models import Joined
from stayline.command.queries import lead_of, members
from stayline.command.queries.joint import joinable, perhaps_same, story, verify_joint
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.ledger.actions import export_bundle
from stayline.ledger.queries import verified
from stayline.platform.bundle import check_folder, write_folder
from stayline.platform.crypto import keys
from stayline.privacy.actions import exclude_in_transaction, grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import is_excluded, may_see_incident
from stayline_core.bundle import MANIFEST, Manifest, parse_entry, parse_manifest
from tests.cast import later
from tests.rooms.command.conftest import opened

if TYPE_CHECKING:
    from pathlib import Path

    from stayline.platform.actors import Actor
    from stayline.platform.bundle import Draft
    from stayline_core.chain import Entry
    from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]


def let_in(incident: Incident, *people: Actor, because: str = "supervises") -> None:
    with transaction.atomic():
        for one in people:
            grant_in_transaction(
                incident.id,
                one,
                because=because,
                stream_id=incident.stream_id,
                actor=one,
                at=later(3),
            )


def keep_out(incident: Incident, person: Actor, actor: Actor) -> None:
    with transaction.atomic():
        exclude_in_transaction(
            incident.id,
            person,
            because="implicated",
            stream_id=incident.stream_id,
            actor=actor,
            at=later(3),
        )


@pytest.fixture
def three(cast: Cast) -> list[Incident]:
    """Three calls; Bo commands all of them, Bea the first alone, Lou the second alone."""
    made = [opened(cast) for _ in range(3)]
    for one in made:
        let_in(one, cast.bo)
    let_in(made[0], cast.bea)
    let_in(made[1], cast.lou)
    return made


def test_three_become_one_another_leads_and_one_is_split_with_history(
    cast: Cast, three: list[Incident]
) -> None:
    first, second, third = three
    bo = cast.bo
    assert [one.incident.id for one in perhaps_same(first, actor=bo, at=later(60))] == [
        second.id,
        third.id,
    ]
    join_incidents(
        lead_id=second.id, member_id=third.id, because="Same street", actor=bo, at=later(60)
    )
    join_incidents(
        lead_id=first.id, member_id=second.id, because="Same street.", actor=bo, at=later(61)
    )
    assert {one.number for one in members(first)} == {second.number, third.number}
    assert lead_of(third) == first
    assert lead_of(first) == first
    assert perhaps_same(first, actor=bo, at=later(61)) == []
    for here, other in ((first, second), (second, first)):
        words = " ".join(one.sentence for one in log(here))
        assert f"{second.number} was joined to {first.number}" in words
        assert f"The record of {other.number} stood at entry" in words
    assert may_see_incident(cast.lou, first.id)

    found = verify_joint(first)
    assert found.intact
    assert found.numbers == (first.number, second.number, third.number)
    assert found.anchors >= 6

    change_lead(lead_id=second.id, because="Most of it is there", actor=bo, at=later(90))
    assert lead_of(first) == second
    assert [one.number for one in members(second)] == [first.number, third.number]
    assert members(first) == []

    split_incident(member_id=third.id, because="Another street", actor=bo, at=later(120))
    assert lead_of(third) == third
    assert [one.what for one in story(third, actor=bo)] == [
        f"{third.number} was joined to {second.number}",
        f"{third.number} was joined to {first.number}",
        f"{third.number} was joined to {second.number}",
        f"{third.number} was split from {second.number}",
    ]
    assert Joined.objects.filter(split_at=None).count() == 1
    assert f"{third.number} was split from {second.number}: Another street." in " ".join(
        one.sentence for one in log(third)
    )
    for gone in (first, third):
        Incident.objects.filter(id=gone.id).update(opened_at=later(2) - timedelta(hours=7))
    note_place(incident_id=second.id, place="Mill Lane", actor=bo, at=later(120))
    note_place(incident_id=third.id, place="12, MILL lane", actor=bo, at=later(120))
    assert perhaps_same(second, actor=bo, at=later(121)) == []
    Incident.objects.filter(id=third.id).update(opened_at=later(2) - timedelta(hours=1))
    [perhaps] = perhaps_same(second, actor=bo, at=later(121))
    assert (perhaps.incident, perhaps.facts) == (third, ("The same place was noted.",))
    with pytest.raises(NotJoined):
        split_incident(member_id=third.id, because="Again", actor=bo, at=later(121))
    with pytest.raises(NotJoined):
        change_lead(lead_id=third.id, because="Again", actor=bo, at=later(121))
    assert verify_joint(second).intact
    assert may_see_incident(cast.lou, second.id)
    assert not may_see_incident(cast.lou, first.id)  # what no longer leads lets nobody in


def test_what_cannot_be_one_is_refused_and_nothing_changes(
    cast: Cast, three: list[Incident]
) -> None:
    first, second, third = three
    before = len(log(first))

    def join(lead: Incident, member: Incident, actor: Actor, because: str = "Same place") -> None:
        join_incidents(
            lead_id=lead.id, member_id=member.id, because=because, actor=actor, at=later(60)
        )

    with pytest.raises(JoinReasonMissing):
        join(first, second, cast.bo, "  ")
    with pytest.raises(JoinedToItself):
        join(first, first, cast.bo)
    with pytest.raises(NotYoursToJoin):
        join(first, second, cast.bea)
    Incident.objects.filter(id=third.id).update(state="closed")
    with pytest.raises(JoinNotOpen):
        join(first, third, cast.bo)
    Incident.objects.filter(id=third.id).update(state="open", exercise=False)
    with pytest.raises(JoinOfExercise):
        join(first, third, cast.bo)
    Incident.objects.filter(id=third.id).update(exercise=True)
    keep_out(second, cast.bea, cast.bo)
    with pytest.raises(KeptOutHandles):
        join(first, second, cast.bo)
    assert len(log(first)) == before
    join(third, second, cast.bo)
    assert is_excluded(cast.bea.id, third.id)
    with pytest.raises(JoinedAlready):
        join(first, second, cast.bo)
    with pytest.raises(NotYoursToJoin):
        split_incident(member_id=second.id, because="No", actor=cast.bea, at=later(61))
    with pytest.raises(NotYoursToJoin):
        change_lead(lead_id=second.id, because="No", actor=cast.bea, at=later(61))


def test_who_handles_a_joined_incident_is_let_into_the_command_of_the_lead_and_out_again(
    cast: Cast, three: list[Incident]
) -> None:
    first, second, third = three
    let_in(second, cast.mo, because="rang")
    for one in (second, third):
        join_incidents(
            lead_id=first.id, member_id=one.id, because="Same road", actor=cast.bo, at=later(60)
        )
    assert may_see_incident(cast.lou, first.id)
    assert not may_see_incident(cast.mo, first.id)
    with pytest.raises(NotOnTheList):
        enter_lead(member_id=second.id, actor=cast.mo, at=later(61))
    let_in(second, cast.mo)
    enter_lead(member_id=second.id, actor=cast.mo, at=later(62))
    assert may_see_incident(cast.mo, first.id)
    assert "joined" in log(first)[-1].sentence
    let_in(third, cast.mo)
    split_incident(member_id=second.id, because="Another road", actor=cast.bo, at=later(63))
    assert not may_see_incident(cast.lou, first.id)
    assert may_see_incident(cast.mo, first.id)
    assert may_see_incident(cast.bea, first.id)
    with pytest.raises(NotJoined):
        enter_lead(member_id=second.id, actor=cast.mo, at=later(64))
    assert joinable(first, actor=cast.bo) == [second]


def test_of_an_incident_that_somebody_is_kept_out_of_nothing_is_told(
    cast: Cast, three: list[Incident]
) -> None:
    first, second, _ = three
    join_incidents(
        lead_id=first.id, member_id=second.id, because="Same road", actor=cast.bo, at=later(60)
    )
    keep_out(second, cast.bea, cast.bo)
    assert story(first, actor=cast.bea) == []
    assert len(story(first, actor=cast.bo)) == 1


@pytest.mark.covers("S3-10")
def test_a_record_that_was_written_anew_is_found_in_a_bundle_by_the_joined_one(
    cast: Cast, three: list[Incident], tmp_path: Path
) -> None:
    first, second, _ = three
    join_incidents(
        lead_id=first.id, member_id=second.id, because="One street", actor=cast.bo, at=later(60)
    )
    assert (verified().faults, verified().anchors) == ((), 2)

    def exported(name: str, *rows: Incident) -> Path:
        export_bundle(
            stream_ids=[one.stream_id for one in rows],
            target=tmp_path / name,
            to="The court",
            purpose="an order",
            recipient=None,
            actor=cast.bo,
            at=later(70),
        )
        return tmp_path / name

    alone = check_folder(exported("alone", first))
    assert (alone.faults, alone.anchors) == ((), 0)
    assert [one for one in alone.notes if "joined incident" in one]
    both = exported("both", first, second)
    assert (check_folder(both).faults, check_folder(both).anchors) == ((), 2)

    def anew(draft: Draft) -> Manifest:
        """The same bundle, with one record cut before it was joined, under a head that fits."""
        listed = parse_manifest((both / MANIFEST).read_bytes())
        lines = [
            (both / name).read_bytes().splitlines() for name in ("entries.jsonl", "contents.jsonl")
        ]
        kept: dict[str, list[Entry]] = {one.stream: [] for one in listed.streams}
        cut = False
        for line, content in zip(*lines, strict=True):
            entry = parse_entry(line + b"\n")
            cut |= entry.stream == str(second.stream_id) and entry.kind == IncidentJoined.kind
            if not (cut and entry.stream == str(second.stream_id)):
                draft.add(line, content)
                kept[entry.stream].append(entry)
        heads = [
            replace(one, entries=len(kept[one.stream]), head=kept[one.stream][-1].hash)
            for one in listed.streams
        ]
        return replace(listed, streams=tuple(heads), files=draft.files())

    write_folder(tmp_path / "anew", anew, keys().sign)
    report = check_folder(tmp_path / "anew")
    assert [(one.code, one.stream) for one in report.faults] == [
        ("anchor.missing", str(first.stream_id))
    ]
    assert not report.complete
