"""The register of experts: who comes in, by what credential, how found, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.library import queries
from stayline.library.actions import (
    ExpertDetails,
    add_engagement,
    add_expert,
    change_expert,
    end_expert,
    renew_expert,
)
from stayline.library.actions.experts_kept import GONE
from stayline.library.errors import ExpertInvalid, ExpertNotFound, RegisterNotYours
from stayline.library.models import DocumentVersion, Expert, SignOff
from stayline.privacy.queries import kept_port
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DETAILS = ExpertDetails(
    name="Linnea Sample",
    credential="psychologist",
    issuer="Board of Samples",
    how_found="Asked the regional crisis network",
    contact="linnea@example.org",
)


def added(cast: Cast, details: ExpertDetails = DETAILS, expires_on: date = TODAY, **more) -> Expert:
    given = {"number": "S-1", "actor": cast.mo, "at": NOW, **more}
    return add_expert(details=details, expires_on=expires_on, **given)


def kinds(row: Expert) -> list[str]:
    stream = stream_about("person", row.id)
    assert stream is not None
    return [one.event.kind for one in entries(stream.id)]


@pytest.mark.covers("S0-21")
def test_an_expert_stands_in_the_register_with_credential_and_how_they_were_found(
    cast: Cast,
) -> None:
    row = added(cast, expires_on=date(2027, 3, 1))
    add_engagement(
        expert_id=row.id,
        from_on=date(2026, 1, 1),
        until_on=date(2026, 6, 30),
        on_what="The first protocols",
        actor=cast.mo,
        at=NOW,
    )
    add_engagement(expert_id=row.id, from_on=TODAY, on_what="Reviews", actor=cast.mo, at=NOW)
    found = queries.expert(row.id, at=NOW)
    assert (found.name, found.credential_words, found.issuer, found.number) == (
        "Linnea Sample",
        "Clinical or forensic psychologist",
        "Board of Samples",
        "S-1",
    )
    assert found.how_found == "Asked the regional crisis network"
    assert [(one.from_on, one.until_on) for one in found.engagements] == [
        (TODAY, None),
        (date(2026, 1, 1), date(2026, 6, 30)),
    ]
    assert queries.experts(at=NOW) == [found]
    assert kinds(row) == ["library.expert.added", *["library.expert.engaged"] * 2]


@pytest.mark.covers("S0-12")
def test_a_credential_holds_until_its_last_day_is_over_and_longer_when_it_is_renewed(
    cast: Cast,
) -> None:
    row = added(cast)
    assert queries.expert(row.id, at=NOW).valid
    assert queries.expert(row.id, at=NOW).ends_soon
    assert row.lapse_due_at is not None
    assert row.lapse_due_at.isoformat() == "2026-11-23T00:00:00+00:00"
    assert not queries.expert(row.id, at=row.lapse_due_at).valid
    assert added(cast, expires_on=date(2026, 11, 21)).lapse_due_at is None

    renewed = renew_expert(
        expert_id=row.id, number="S-2", expires_on=date(2028, 1, 1), actor=cast.mo, at=NOW
    )
    assert renewed.number == "S-2"
    assert queries.expert(row.id, at=later(86_400)).valid
    assert kinds(row)[-1] == "library.credential.renewed"
    with pytest.raises(ExpertInvalid) as refused:
        renew_expert(
            expert_id=row.id, number=" ", expires_on=date(2026, 11, 21), actor=cast.mo, at=NOW
        )
    assert set(refused.value.faults) == {"number", "expires_on"}


def test_an_entry_is_changed_and_the_log_says_what(cast: Cast) -> None:
    row = added(cast)
    changed = change_expert(
        expert_id=row.id,
        details=replace(DETAILS, issuer="Another board", person_id=cast.bea.id),
        actor=cast.mo,
        at=NOW,
    )
    assert changed.issuer == "Another board"
    found = queries.expert_of(cast.bea.id, at=NOW)
    assert found is not None
    assert found.signs_in_as == "Bea Example"
    assert queries.expert_of(cast.ann.id, at=NOW) is None
    details = replace(DETAILS, issuer="Another board", person_id=cast.bea.id)
    change_expert(expert_id=row.id, details=details, actor=cast.mo, at=NOW)
    assert kinds(row) == ["library.expert.added", "library.expert.changed"]


def test_who_leaves_is_asked_no_more_and_stays_in_the_register(cast: Cast) -> None:
    row = added(cast, replace(DETAILS, person_id=cast.bea.id))
    add_engagement(expert_id=row.id, from_on=TODAY, on_what="Reviews", actor=cast.mo, at=NOW)
    for _ in range(2):
        end_expert(expert_id=row.id, actor=cast.mo, at=NOW)
    found = queries.expert(row.id, at=NOW)
    assert (found.left, found.valid) == (True, False)
    assert found.engagements[0].until_on == TODAY
    assert queries.expert_of(cast.bea.id, at=NOW) is None
    assert kinds(row).count("library.expert.left") == 1


def test_only_owners_managers_and_administrators_keep_it_and_never_their_own_entry(
    cast: Cast,
) -> None:
    row = added(cast, replace(DETAILS, person_id=cast.mo.id), actor=cast.cy)
    acts = (
        lambda who: added(cast, actor=who),
        lambda who: change_expert(expert_id=row.id, details=DETAILS, actor=who, at=NOW),
        lambda who: renew_expert(expert_id=row.id, number="S", expires_on=TODAY, actor=who, at=NOW),
        lambda who: end_expert(expert_id=row.id, actor=who, at=NOW),
        lambda who: add_engagement(expert_id=row.id, from_on=TODAY, on_what="x", actor=who, at=NOW),
    )
    for act in acts:
        with pytest.raises(RegisterNotYours):
            act(cast.ann)
    for act in acts[1:]:
        with pytest.raises(RegisterNotYours):
            act(cast.mo)
    with pytest.raises(RegisterNotYours):
        added(cast, replace(DETAILS, person_id=cast.bea.id), actor=replace(cast.mo, id=cast.bea.id))


def test_an_entry_that_says_too_little_names_every_fault(cast: Cast) -> None:
    added(cast, replace(DETAILS, person_id=cast.bea.id))
    empty = ExpertDetails(
        name=" ", credential="kind", issuer="", how_found="x" * 301, person_id=cast.bea.id
    )
    with pytest.raises(ExpertInvalid) as refused:
        added(cast, empty, number="n" * 81)
    assert set(refused.value.faults) == {
        "name",
        "credential",
        "issuer",
        "how_found",
        "number",
        "person_id",
    }
    with pytest.raises(ExpertInvalid) as refused:
        added(cast, replace(DETAILS, person_id=uuid4()))
    assert set(refused.value.faults) == {"person_id"}
    row = added(cast)
    with pytest.raises(ExpertInvalid) as refused:
        add_engagement(
            expert_id=row.id,
            from_on=TODAY,
            until_on=date(2026, 1, 1),
            on_what=" ",
            actor=cast.mo,
            at=NOW,
        )
    assert set(refused.value.faults) == {"on_what", "until_on"}
    with pytest.raises(ExpertNotFound):
        end_expert(expert_id=uuid4(), actor=cast.mo, at=NOW)
    with pytest.raises(ExpertNotFound):
        queries.expert(uuid4(), at=NOW)


@pytest.mark.covers("S3-29")
def test_who_left_stands_under_a_pseudonym_once_nothing_of_theirs_is_in_use(
    cast: Cast, playbook: None
) -> None:
    del playbook
    version = DocumentVersion.objects.order_by("pk")[0]
    gone, needed, there = (
        added(cast, replace(DETAILS, name=name)) for name in ("Gone", "Needed", "There")
    )
    for one in (gone, needed):
        end_expert(expert_id=one.id, actor=cast.mo, at=NOW)
    signed = SignOff.objects.create(
        version=version, kind="expert", signer_name="Needed", expert=needed, granted=True,
        recorded_by_id=cast.mo.id, at=NOW,
    )  # fmt: skip
    DocumentVersion.objects.filter(pk=version.pk).update(state="active")
    keeper, year = kept_port("expert"), later(366 * 86400)
    told = {"held": (), "limit": 9, "actor": cast.mo, "at": year}
    assert keeper.old(year, held=()).go == 1
    assert keeper.let_go(year, **told) == 1
    assert [one.name for one in Expert.objects.filter(id__in=[needed.id, there.id])] == [
        "Needed",
        "There",
    ]
    row = Expert.objects.get(id=gone.id)
    assert (row.name, row.contact, row.number, row.how_found) == (GONE, "", "", "")
    assert (row.credential, row.issuer) == ("psychologist", "Board of Samples")
    DocumentVersion.objects.filter(pk=version.pk).update(state="superseded")
    assert keeper.let_go(year, **told) == 1
    signed.refresh_from_db()
    assert signed.signer_name == "Needed"  # what was signed stays as it was signed
