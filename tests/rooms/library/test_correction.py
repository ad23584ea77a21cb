"""A safety correction: words alone, by the expert alone, at once; the law looks at it after."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from stayline.library import actions, queries
from stayline.library.actions import correction
from stayline.library.errors import (
    CorrectionRefused,
    DocumentNotYours,
    DraftNotFound,
    NothingInForce,
    SignOffRefused,
)
from stayline.library.models import Alert, Certificate, DocumentVersion, Draft
from stayline.library.workers import LegalDue
from tests.cast import NOW, Cast, later
from tests.certifying import EXPIRES, Signers

pytestmark = pytest.mark.django_db

ID = "self-harm"
WEEK = NOW + timedelta(days=7)


@pytest.fixture
def certified(signers: Signers) -> DocumentVersion:
    """A version of this centre's own, in force."""
    first = queries.newest_version("protocol", ID)
    made = signers.version(bytes(first.source).replace(b"title: ", b"title: Own ", 1), ID)
    return signers.go_live(made.digest)


def drafted(signers: Signers, change: tuple[bytes, bytes]) -> Draft:
    version = queries.newest_version("protocol", ID)
    source = bytes(version.source)
    assert change[0] in source
    return signers.draft(source.replace(*change, 1), ID)


def correct(signers: Signers, row: Draft, **more: object) -> DocumentVersion:
    given = {
        "expert_id": signers.expert.id,
        "because": "The words sounded like blame.",
        "actor": signers.quill,
        "paper": "Safe 4",
        "at": NOW,
        **more,
    }
    return actions.correct_for_safety(draft_id=row.id, expected=row.revision, **given)


WORDS = (b"title: Own ", b"title: Our own ")


def test_words_are_corrected_at_once_and_legal_review_is_owed(
    certified: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    row = drafted(signers, WORDS)
    version = correct(signers, row)
    found = queries.standing("protocol", ID, NOW)
    assert (found.digest, found.state, found.correction) == (version.digest, "active", True)
    assert (found.legal_owed_until, found.certified_until) == (WEEK, EXPIRES)
    assert found.banner.startswith("This procedure was corrected for safety.")
    assert queries.version_by_digest(certified.digest).state == "superseded"
    assert queries.lineage(version.digest) == (version.digest, certified.digest)
    assert queries.lineage(certified.digest) == (certified.digest,)
    for who in (cast.ann, cast.mo):  # everybody hears of it
        assert [one.about for one in queries.alerts_unseen(who)] == ["corrected"]
    (entry, *_) = queries.history("protocol", ID).entries
    assert entry.kind == "library.version.corrected"

    assert LegalDue().next_due() == WEEK
    assert LegalDue().due(later(1), 5) == []
    (due,) = LegalDue().due(WEEK, 5)
    assert LegalDue().fire(due, WEEK)
    assert not LegalDue().fire(due, WEEK)
    assert [one.about for one in queries.alerts_unseen(cast.mo)] == ["legal_overdue", "corrected"]
    assert queries.standing("protocol", ID, WEEK).legal_owed_until == WEEK
    signers.sign(version.digest, "legal", at=WEEK)
    found = queries.standing("protocol", ID, WEEK)
    assert (found.state, found.legal_owed_until, found.banner) == ("active", None, "")
    assert LegalDue().next_due() is None
    signed = Certificate.objects.get(version=version).body["sign_offs"]
    assert [one["kind"] for one in signed] == ["expert", "legal"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"level: L1", b"level: L0"), "level"),
        ((b"review_by: 2027-06-30", b"review_by: 2029-06-30"), "review by"),
    ],
)
def test_structure_and_dates_are_no_correction(
    certified: DocumentVersion, signers: Signers, change: tuple[bytes, bytes], said: str
) -> None:
    row = drafted(signers, change)
    with pytest.raises(CorrectionRefused) as refused:
        correct(signers, row)
    assert any(said in one for one in refused.value.changes)
    assert queries.standing("protocol", ID, NOW).digest == certified.digest
    assert queries.draft(row.id) is not None


def test_the_expert_who_wrote_it_does_not_sign_it_and_nothing_is_half_done(
    certified: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    row = drafted(signers, WORDS)
    Draft.objects.filter(id=row.id).update(authors=[str(signers.lin.id)])
    with pytest.raises(SignOffRefused):
        correct(signers, row)
    assert queries.draft(row.id) is not None
    assert not DocumentVersion.objects.filter(correction=True).exists()
    Draft.objects.filter(id=row.id).update(authors=[])
    with pytest.raises(DocumentNotYours):
        correct(signers, row, actor=cast.ann)
    assert correct(signers, row).correction


def test_only_what_is_certified_and_in_force_is_corrected(signers: Signers) -> None:
    with pytest.raises(DraftNotFound):
        correct(signers, Draft(revision=1))
    row = signers.draft(b"title: x", ID)
    with pytest.raises(DraftNotFound):
        actions.prove_correction(signers.quill.id)
    actions.save_draft(
        draft_id=row.id,
        source=bytes(queries.newest_version("protocol", ID).source) + b"# x\n",
        expected=1,
        actor=signers.quill,
        at=NOW,
    )
    with pytest.raises(NothingInForce, match="has not been certified"):
        actions.prove_correction(row.id)
    actions.withdraw(
        kind="protocol", document_id=ID, because="A wrong number.", actor=signers.quill, at=NOW
    )
    with pytest.raises(NothingInForce):
        actions.prove_correction(row.id)
    card = queries.newest_version("card", "de-escalation")
    other = signers.draft(bytes(card.source), "de-escalation", "card")
    with pytest.raises(CorrectionRefused, match="Only of a protocol"):
        actions.prove_correction(other.id)


def test_words_that_the_checker_refuses_are_no_correction(
    certified: DocumentVersion, signers: Signers
) -> None:
    said = re.search(rb'say: \["([^"]+)"', certified.source)
    row = drafted(signers, (said[1], b"I promise I will tell nobody."))
    with pytest.raises(CorrectionRefused, match="finds an error"):
        correct(signers, row)


def test_what_was_replaced_while_it_was_proven_is_not_corrected(
    certified: DocumentVersion, signers: Signers
) -> None:
    row = drafted(signers, WORDS)
    written = actions.read_draft(row.id)
    proof = actions.prove_correction(row.id, written)
    actions.withdraw(
        kind="protocol", document_id=ID, because="A wrong number.", actor=signers.quill, at=NOW
    )
    with pytest.raises(NothingInForce, match="in the meantime"):
        correction._correct(
            draft_id=row.id,
            expected=1,
            written=written,
            proof=proof,
            expert_id=signers.expert.id,
            because="Why.",
            statement="",
            paper="Safe",
            actor=signers.quill,
            at=NOW,
        )
    assert queries.draft(row.id) is not None


def test_a_draft_from_elsewhere_or_with_no_change_is_no_correction(
    certified: DocumentVersion, signers: Signers
) -> None:
    row = drafted(signers, (b"# UNCERTIFIED", b"# Our own"))
    with pytest.raises(CorrectionRefused, match="says the same"):
        correct(signers, row)
    Draft.objects.filter(id=row.id).update(made_from=None)
    with pytest.raises(CorrectionRefused, match="from the version that is in force"):
        correct(signers, row)


def test_what_had_lapsed_stays_lapsed(certified: DocumentVersion, signers: Signers) -> None:
    legal = next(one for one in queries.sign_offs(certified.digest) if one.kind == "legal")
    actions.take_back_sign_off(
        signoff_id=legal.id, because="It changed.", actor=signers.lex, at=later(1)
    )
    version = correct(signers, drafted(signers, WORDS), at=later(2))
    found = queries.standing("protocol", ID, later(3))
    assert (found.digest, found.state, found.in_force) == (version.digest, "lapsed", True)
    assert "It changed." in found.lapsed_because
    assert Alert.objects.filter(about="corrected").count() == 1
