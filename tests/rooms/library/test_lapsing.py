"""What the clock brings: certificates and credentials end, reviews are due. Guidance stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stayline.deadlines.ports import due_ports
from stayline.library import actions, queries
from stayline.library.models import Alert, Certificate, DocumentVersion
from stayline.library.workers import CredentialDue, LapseDue, LegalDue, ReviewDue
from tests.cast import NOW, Cast
from tests.certifying import EXPIRES, Signers

pytestmark = pytest.mark.django_db

ID = "self-harm"
ENDS = datetime(2027, 4, 1, tzinfo=UTC)
"""The credential of the experts is valid until the day before."""


@pytest.fixture
def certified(signers: Signers) -> DocumentVersion:
    """A version of this centre's own, in force."""
    first = queries.newest_version("protocol", ID)
    made = signers.version(bytes(first.source).replace(b"title: ", b"title: Own ", 1), ID)
    return signers.go_live(made.digest)


def test_every_deadline_of_documents_is_watched() -> None:
    names = {port.name for port in due_ports}
    assert {
        "library.lapse",
        "library.legal_review",
        "library.review",
        "library.credential",
    } <= names


@pytest.mark.covers("S0-12")
def test_a_certificate_ends_with_the_credential_and_the_procedure_guides_on(
    certified: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    port, at = LapseDue(), ENDS + timedelta(minutes=5)
    assert port.next_due() == ENDS
    assert port.due(ENDS - timedelta(seconds=1), 9) == []
    assert queries.standing("protocol", ID, ENDS - timedelta(seconds=1)).state == "active"
    assert queries.standing("protocol", ID, ENDS).state == "lapsed"  # before the watcher came
    (due,) = port.due(ENDS, 9)
    assert port.fire(due, at)
    assert not port.fire(due, at)
    found = queries.standing("protocol", ID, at)
    assert (found.digest, found.in_force, found.state) == (certified.digest, True, "lapsed")
    assert found.lapsed_because == f"It was valid until {EXPIRES}."
    assert queries.protocol_for("self_harm", "live").digest == certified.digest
    credential = CredentialDue()
    assert credential.next_due() == ENDS
    fired = [credential.fire(row, at) for row in credential.due(at, 9)]
    assert fired == [True, True]
    assert not credential.fire(signers.expert.id, at)
    abouts = sorted(one.about for one in queries.alerts_unseen(cast.mo))
    assert abouts == ["credential", "credential", "lapsed"]
    alert = Alert.objects.filter(about="credential").first()
    assert actions.see_alert(alert_id=alert.id, actor=cast.mo, at=at)

    actions.renew_expert(
        expert_id=signers.expert.id,
        number="T-2",
        expires_on=date(2029, 3, 31),
        actor=signers.quill,
        at=at,
    )
    signers.sign(certified.digest, "expert", at=at)
    found = queries.standing("protocol", ID, at)
    assert (found.state, found.certified_until) == ("active", date(2029, 3, 31))
    assert found.banner == ""
    kinds = [line.kind for line in queries.history("protocol", ID).entries]
    assert kinds[:3] == [
        "library.version.certified",
        "library.signoff.granted",
        "library.version.lapsed",
    ]


def test_what_only_waited_for_activation_is_in_review_again(signers: Signers, cast: Cast) -> None:
    first = queries.newest_version("protocol", ID)
    made = signers.version(bytes(first.source).replace(b"title: ", b"title: Own ", 1), ID)
    signers.certify(made.digest)
    (due,) = LapseDue().due(ENDS, 9)
    assert LapseDue().fire(due, ENDS)
    assert queries.version_by_digest(made.digest).state == "in_review"
    assert Alert.objects.get().about == "lapsed"


def test_what_was_superseded_lapses_in_silence(
    certified: DocumentVersion, signers: Signers
) -> None:
    source = bytes(certified.source).replace(b"title: Own ", b"title: New ", 1)
    signers.go_live(signers.version(source, ID).digest)
    Certificate.objects.exclude(version=certified).update(lapse_due_at=None)
    (due,) = LapseDue().due(ENDS, 9)
    assert LapseDue().fire(due, ENDS)
    assert queries.version_by_digest(certified.digest).state == "superseded"
    assert not Alert.objects.exists()


@pytest.mark.covers("S0-43")
def test_an_old_procedure_is_flagged_and_guides_on(
    certified: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    port, at = ReviewDue(), datetime(2027, 7, 1, tzinfo=UTC)
    DocumentVersion.objects.exclude(document_id=ID).update(review_due_at=None)
    Certificate.objects.update(valid_until=None)
    assert port.next_due() == at
    assert port.due(at - timedelta(seconds=1), 9) == []
    due = port.due(at, 9)
    assert len(due) == 2  # the template, which guides nobody by now, is left to lie
    assert [port.fire(row, at) for row in due] == [True, True]
    assert [port.fire(row, at) for row in due] == [False, False]
    (alert,) = queries.alerts_unseen(cast.mo)
    assert (alert.about, alert.digest) == ("stale", certified.digest)
    found = queries.standing("protocol", ID, at)
    assert (found.state, found.in_force, found.stale) == ("active", True, True)
    assert found.banner.startswith("This procedure is due for its review.")


def test_an_expert_who_left_ends_in_silence_and_unknown_rows_are_nothing(
    signers: Signers,
) -> None:
    actions.end_expert(expert_id=signers.second.id, actor=signers.quill, at=NOW)
    CredentialDue().fire(signers.second.id, ENDS)
    assert not Alert.objects.exists()
    for port in (LapseDue(), LegalDue(), ReviewDue(), CredentialDue()):
        assert not port.fire(signers.quill.id, ENDS)
