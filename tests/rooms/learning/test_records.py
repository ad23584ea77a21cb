"""Training is recorded, imported whole or not at all, counts for its days, and is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from stayline.learning.actions import import_training, record_training, take_back_training
from stayline.learning.errors import (
    AlreadyTakenBack,
    ImportRefused,
    TrainingInvalid,
    TrainingNotFound,
    TrainingNotYours,
)
from stayline.learning.models import Training
from stayline.learning.personal_data import held_about
from stayline.learning.queries import (
    RecordedTraining,
    missing_of,
    other_versions,
    preview,
    record,
    records_of,
    records_on,
    trainees,
    training_at,
    version_to_train,
    versions_to_train,
)
from stayline.ledger.queries import entries, stream_about
from stayline.library.models import DocumentVersion, InForce
from stayline.people.models import Person, Role, RoleGrant
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

HEAD = "person,protocol,version,trained_on,valid_until\n"
TODAY = NOW.date()


def told(who: Actor) -> list[str]:
    """What a person's own log says."""
    stream = stream_about("person", who.id)
    assert stream is not None
    return [one.event.describe() for one in entries(stream.id) if one.event]


def version_of(name: str) -> str:
    return InForce.objects.get(kind="protocol", document_id=name).version_id


@pytest.mark.covers("S0-14")
def test_training_counts_from_its_first_day_to_the_end_of_its_last(
    cast: Cast, playbook: None
) -> None:
    digest, asked = version_of("self-harm"), RecordedTraining()
    who = [cast.ann.id, cast.al.id]
    made = record_training(
        digest=digest,
        person_ids=who,
        trained_on=TODAY,
        valid_until=TODAY + timedelta(days=1),
        actor=cast.mo,
        at=NOW,
    )
    again = record_training(digest=digest, person_ids=who, trained_on=TODAY, actor=cast.mo, at=NOW)

    assert (made, again) == (2, 0)
    assert asked.trained([digest], who, at=NOW) == frozenset(who)
    assert asked.trained(["another"], who, at=NOW) == frozenset()
    assert asked.trained([], who, at=NOW) == asked.trained([digest], [], at=NOW) == frozenset()
    assert not asked.trained([digest], who, at=NOW - timedelta(hours=10))  # the day before
    assert asked.trained([digest], who, at=NOW + timedelta(days=1, hours=14))
    assert not asked.trained([digest], who, at=NOW + timedelta(days=1, hours=15))  # midnight there
    assert told(cast.ann)[-1].startswith("Trained on self-harm, version")
    (mine,) = records_of(cast.ann.id, at=NOW)
    assert (mine.stands, mine.how, mine.protocol_id) == ("counts", "Entered by hand", "self-harm")
    assert records_of(cast.ann.id, at=NOW + timedelta(days=9))[0].stands == "over"
    assert records_of(cast.ann.id, at=NOW - timedelta(days=1))[0].stands == "ahead"
    (held,) = held_about(cast.ann.id)["training"]
    assert (held["protocol_id"], held["version_id"]) == ("self-harm", digest)
    assert held_about(cast.bo.id) == {"training": []}


def test_what_cannot_be_recorded_says_why(cast: Cast, playbook: None) -> None:
    digest = version_of("self-harm")

    def tell(who: Actor = cast.mo, **more: object) -> None:
        said = {"digest": digest, "person_ids": [cast.ann.id], "trained_on": TODAY} | more
        record_training(**said, actor=who, at=NOW)

    with pytest.raises(TrainingNotFound):
        tell(digest="nothing")
    with pytest.raises(TrainingNotFound):
        tell(person_ids=[uuid4()])
    with pytest.raises(TrainingNotYours):
        tell(cast.bo)
    with pytest.raises(TrainingNotYours):
        tell(cast.cy)
    with pytest.raises(TrainingInvalid) as nobody:
        tell(person_ids=[])
    assert set(nobody.value.faults) == {"people"}
    with pytest.raises(TrainingInvalid) as days:
        tell(trained_on=TODAY + timedelta(days=1), valid_until=TODAY)
    assert set(days.value.faults) == {"trained_on", "valid_until"}
    assert not Training.objects.exists()


def test_a_mistake_is_taken_back_with_a_reason_and_stays_as_a_row(
    cast: Cast, certified: Callable[[str], str], trained: Callable[[str, Actor], None]
) -> None:
    digest = certified("self-harm")
    assert [one.protocol_id for one in missing_of(cast.ann.id, at=NOW)] == ["self-harm"]
    trained(digest, cast.ann)
    assert missing_of(cast.ann.id, at=NOW) == []
    row = Training.objects.get()

    def take_back(because: str = "It was somebody else.", who: Actor = cast.mo) -> None:
        take_back_training(training_id=row.id, because=because, actor=who, at=later(5))

    with pytest.raises(TrainingInvalid):
        take_back(" ")
    with pytest.raises(TrainingNotYours):
        take_back(who=cast.bo)
    take_back()
    assert not RecordedTraining().trained([digest], [cast.ann.id], at=later(6))
    assert records_of(cast.ann.id, at=later(6))[0].stands == "taken_back"
    assert told(cast.ann)[-1].endswith("counts no more: It was somebody else.")
    with pytest.raises(AlreadyTakenBack):
        take_back()
    with pytest.raises(TrainingNotFound):
        take_back_training(training_id=uuid4(), because="x", actor=cast.mo, at=NOW)
    with pytest.raises(TrainingNotFound):
        record(uuid4())
    trained(digest, cast.ann)  # it can be recorded anew
    assert RecordedTraining().trained([digest], [cast.ann.id], at=NOW)


@pytest.mark.covers("S0-14")
def test_a_list_is_imported_whole_and_again_without_harm(cast: Cast, playbook: None) -> None:
    digest = version_of("bomb-voice")
    Person.objects.filter(id=cast.al.id).update(email="al@example.org")
    text = (
        f"{HEAD}ann,self-harm,,{TODAY},\n"
        f"AL@example.org,bomb-voice,{digest[:12]},{TODAY},2027-11-20\n"
        f"ann,self-harm,,{TODAY},\n"
    )
    shown = preview(text, actor=cast.mo, at=NOW)
    assert shown.faults == ()
    assert [one.known for one in shown.entries] == [False, False, True]
    assert not Training.objects.exists()

    assert import_training(text=text, source="list.csv", actor=cast.mo, at=NOW) == 2
    assert import_training(text=text, source="list.csv", actor=cast.mo, at=NOW) == 0
    row = Training.objects.get(person_id=cast.al.id)
    assert (row.version_id, row.how, row.source) == (digest, "imported", "list.csv")
    assert row.valid_until == date(2027, 11, 20)


@pytest.mark.covers("S0-14")
def test_with_one_fault_nothing_is_imported_and_each_is_named(cast: Cast, playbook: None) -> None:
    tomorrow = TODAY + timedelta(days=1)
    lines = [
        (f"ann,self-harm,,{TODAY},", None),
        (f"nobody,self-harm,,{TODAY},", "person"),
        (f"cy,self-harm,,{TODAY},", "person"),
        (f"ann,no-such,,{TODAY},", "protocol"),
        (f"ann,self-harm,abc,{TODAY},", "version"),
        (f"ann,self-harm,0000000000,{TODAY},", "version"),
        (f"ann,self-harm,,{tomorrow},", "trained_on"),
        ("ann,self-harm,,soon,", "trained_on"),
        (",,,,", None),
    ]
    text = HEAD + "".join(f"{said}\n" for said, _ in lines) + "nobody,no-such,,soon,\n,,,now,\n"
    with pytest.raises(ImportRefused) as refused:
        import_training(text=text, source="list.csv", actor=cast.mo, at=NOW)
    named = {(one.line, one.column) for one in refused.value.lines}
    last = {(11, "person"), (11, "protocol"), (11, "trained_on")}  # all that is wrong in a line
    last |= {(12, "person"), (12, "protocol"), (12, "trained_on")}
    assert named == {(at + 2, column) for at, (_, column) in enumerate(lines) if column} | last
    assert len(refused.value.faults) == len(named)
    assert not Training.objects.exists()
    with pytest.raises(TrainingNotYours):
        import_training(text=HEAD, source="list.csv", actor=cast.bo, at=NOW)


def test_the_lists_say_who_is_missing_on_what_waits_and_on_what_stands(
    cast: Cast, certified: Callable[[str], str], trained: Callable[[str, Actor], None]
) -> None:
    digest = certified("self-harm")
    now = DocumentVersion.objects.get(digest=digest)
    waits = DocumentVersion.objects.create(
        digest="f" * 64,
        kind="protocol",
        document_id="self-harm",
        title="Self-harm, next",
        source=now.source,
        body=now.body,
        state="certified",
        loaded_at=later(1),
    )
    DocumentVersion.objects.create(
        digest="e" * 64,
        kind="protocol",
        document_id="brand-new",
        source=b"",
        body={},
        state="checked",
        loaded_at=later(1),
    )
    trained(digest, cast.ann)
    found = versions_to_train()
    mine = [one for one in found if one.protocol_id == "self-harm"]
    assert [(one.digest, one.in_force) for one in mine] == [(waits.digest, False), (digest, True)]
    assert [one.title for one in found if one.protocol_id == "brand-new"] == ["brand-new"]
    assert found[0].asked
    assert not found[-1].asked

    at_site = {one.version.digest: one for one in training_at(cast.site, at=NOW)}
    stands, next_one = at_site[digest], at_site[waits.digest]
    assert (stands.trained, stands.of, stands.missing) == (1, 2, ("Al Example",))
    assert not stands.enough
    assert next_one.missing == ("Al Example", "Ann Example")
    # The list asks with the digest; a preview without a version means the one that waits.
    line = preview(f"{HEAD}al,self-harm,,{TODAY},\n", actor=cast.mo, at=NOW)
    assert line.entries[0].digest == waits.digest

    people = {one.name: one for one in trainees(version_to_train(waits.digest), cast.site, at=NOW)}
    assert people["Ann Example"].earlier
    assert people["Ann Example"].record is None
    assert "Bo Example" in people
    assert [one.digest for one in other_versions(version_to_train(digest))] == [waits.digest]


@pytest.mark.covers("S0-14")
def test_a_safety_correction_asks_for_no_new_training(
    cast: Cast, certified: Callable[[str], str], trained: Callable[[str, Actor], None]
) -> None:
    digest = certified("self-harm")
    trained(digest, cast.ann)
    now = DocumentVersion.objects.get(digest=digest)
    corrected = DocumentVersion.objects.create(
        digest="f" * 64,
        kind="protocol",
        document_id="self-harm",
        source=now.source,
        body=now.body,
        state="active",
        loaded_at=later(1),
        made_from=now,
        correction=True,
    )
    InForce.objects.filter(kind="protocol", document_id="self-harm").update(version=corrected)
    assert missing_of(cast.ann.id, at=NOW) == []
    assert [one.protocol_id for one in missing_of(cast.al.id, at=NOW)] == ["self-harm"]


def test_of_several_records_the_one_that_counts_longest_is_shown(
    cast: Cast, playbook: None
) -> None:
    digest = version_of("self-harm")
    for back, until in ((3, 10), (2, 30), (1, 20)):
        record_training(
            digest=digest,
            person_ids=[cast.ann.id],
            trained_on=TODAY - timedelta(days=back),
            valid_until=TODAY + timedelta(days=until),
            actor=cast.mo,
            at=NOW,
        )
    (best,) = records_on([digest], [cast.ann.id], at=NOW).values()
    assert best.valid_until == TODAY + timedelta(days=30)


def test_a_protocol_owner_and_the_system_record_at_every_site(cast: Cast, playbook: None) -> None:
    RoleGrant.objects.create(person_id=cast.lou.id, role=Role.PROTOCOL_OWNER, granted_at=NOW)
    lou = Person.objects.get(id=cast.lou.id).actor()
    made = record_training(
        digest=version_of("self-harm"),
        person_ids=[cast.ann.id, cast.cy.id],
        trained_on=TODAY,
        actor=lou,
        at=NOW,
    )
    assert made == 2
    # Whoever came here by a way of their own has no log yet, and gets one.
    guest = Person.objects.create(
        username="guest", name="Guest Example", site=cast.site, created_at=NOW
    )
    made = record_training(
        digest=version_of("self-harm"), person_ids=[guest.id], trained_on=TODAY, actor=lou, at=NOW
    )
    assert (made, len(told(guest.actor()))) == (1, 1)
