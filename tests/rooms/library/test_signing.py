"""Who signs for what, who may not, and what becomes of a version when a signature goes."""

from __future__ import annotations

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import entries, stream_about, verified
from stayline.library import actions, queries
from stayline.library.errors import (
    DocumentNotYours,
    ExpertNotFound,
    ReasonInvalid,
    ReviewRefused,
    SignOffInvalid,
    SignOffNotFound,
    SignOffRefused,
)
from stayline.library.models import Alert, Certificate, DocumentVersion, SignOff
from stayline.people.actions import add_person
from stayline_core.certificate import signed_bytes
from tests.cast import NOW, PASSWORD, Cast, later
from tests.certifying import EXPIRES, Signers

pytestmark = pytest.mark.django_db

ID = "self-harm"
AFTER = later(200 * 24 * 3600)
"""When the experts' credential has ended."""


@pytest.fixture
def version(signers: Signers) -> DocumentVersion:
    """A version in review."""
    first = queries.newest_version("protocol", ID)
    made = signers.version(bytes(first.source).replace(b"title: ", b"title: Own ", 1), ID)
    return actions.send_to_review(digest=made.digest, actor=signers.quill, at=NOW)


def sign(version: DocumentVersion, kind: str, actor: object, **more: object) -> SignOff:
    given = {"granted": True, "statement": "", "at": NOW, **more}
    return actions.sign_off(digest=version.digest, kind=kind, actor=actor, **given)


def state(version: DocumentVersion) -> str:
    return queries.version_by_digest(version.digest).state


@pytest.mark.covers("S0-11", "S0-12")
def test_an_expert_signs_by_the_register_and_a_valid_credential(
    version: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    with pytest.raises(ExpertNotFound):
        sign(version, "expert", signers.lin)
    with pytest.raises(DocumentNotYours):  # somebody else's name
        sign(version, "expert", signers.ira, expert_id=signers.expert.id)
    with pytest.raises(SignOffRefused, match="ended on 2027-03-31"):
        sign(version, "expert", signers.lin, expert_id=signers.expert.id, at=AFTER)
    actions.end_expert(expert_id=signers.second.id, actor=signers.quill, at=NOW)
    with pytest.raises(SignOffRefused, match="asked no longer"):
        sign(version, "expert", signers.ira, expert_id=signers.second.id)
    row = sign(
        version, "expert", signers.lin, expert_id=signers.expert.id, valid_until=date(2029, 1, 1)
    )
    assert row.valid_until == EXPIRES
    assert row.credential == {
        "kind": "psychologist",
        "issuer": "An invented board",
        "number": "T-1",
        "expires_on": "2027-03-31",
    }
    with pytest.raises(SignOffRefused, match="signed for this already"):
        sign(version, "expert", signers.lin, expert_id=signers.expert.id)


@pytest.mark.covers("S0-13")
def test_the_three_signatures_are_three_people_and_no_author_is_the_expert(
    signers: Signers, cast: Cast
) -> None:
    first = queries.newest_version("protocol", ID)
    many = add_person(
        username="many",
        name="Many Example",
        password=PASSWORD,
        roles=["legal_reviewer", "ethics_reviewer", "manager"],
        site_id=cast.site.id,
        at=NOW,
    ).actor()
    signers.read_notice("protocol", ID, many)
    row = signers.draft(bytes(first.source).replace(b"title: ", b"title: Own ", 1), ID)
    actions.change_expert(
        expert_id=signers.second.id,
        details=actions.ExpertDetails(
            name="Many Example",
            credential="psychologist",
            issuer="An invented board",
            how_found="Invented for tests",
            person_id=many.id,
        ),
        actor=signers.quill,
        at=NOW,
    )
    actions.save_draft(draft_id=row.id, source=bytes(row.source), expected=1, actor=many, at=NOW)
    made = actions.make_version(draft_id=row.id, expected=2, actor=signers.quill, at=NOW)
    actions.send_to_review(digest=made.digest, actor=signers.quill, at=NOW)
    with pytest.raises(SignOffRefused, match="Whoever wrote"):
        sign(made, "expert", many, expert_id=signers.second.id)
    sign(made, "legal", many)
    with pytest.raises(SignOffRefused, match="signed this version already: Legal review"):
        sign(made, "ethical", many)
    with pytest.raises(SignOffRefused, match="signed this version already"):
        sign(made, "ethical", signers.quill, signer_name="many example", paper="Safe")


def test_what_was_signed_on_paper_is_recorded_with_where_it_is(
    version: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    for actor in (cast.ann, signers.eth):
        with pytest.raises(DocumentNotYours):
            sign(version, "legal", actor)
    with pytest.raises(DocumentNotYours):
        sign(version, "legal", signers.eth, signer_name="A Lawyer", paper="Safe 2")
    with pytest.raises(SignOffInvalid) as missing:
        sign(version, "legal", signers.quill, signer_name="A Lawyer")
    assert set(missing.value.faults) == {"paper"}
    with pytest.raises(SignOffInvalid) as missing:
        sign(version, "legal", signers.quill, paper="Safe 2")
    assert set(missing.value.faults) == {"signer_name"}
    with pytest.raises(SignOffInvalid):
        sign(version, "expert", signers.quill, expert_id=signers.expert.id)
    with pytest.raises(SignOffInvalid):
        sign(version, "legal", signers.lex, valid_until=date(2026, 11, 21))
    row = sign(version, "legal", signers.quill, signer_name="A Lawyer", paper="Safe 2")
    assert (row.person_id, row.recorded_by_id, row.paper) == (None, signers.quill.id, "Safe 2")
    sign(version, "expert", signers.quill, expert_id=signers.expert.id, paper="Safe 3")
    sign(version, "ethical", signers.eth, valid_until=date(2027, 1, 31))
    certificate = Certificate.objects.get(version=version)
    assert certificate.valid_until == date(2027, 1, 31)
    assert [one["paper"] for one in certificate.body["sign_offs"]] == ["", "Safe 3", "Safe 2"]


def test_nothing_is_signed_that_is_not_asked_for(
    version: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    with pytest.raises(SignOffRefused, match="no such signature"):
        sign(version, "adopted", signers.quill)
    template = queries.newest_version("protocol", "bomb-voice")
    with pytest.raises(SignOffRefused, match="review first"):
        sign(template, "legal", signers.lex)
    with pytest.raises(SignOffInvalid):
        sign(version, "legal", signers.lex, granted=False)
    again = actions.send_to_review(digest=version.digest, actor=signers.quill, at=later(1))
    assert again.state == "in_review"
    form = queries.newest_version("form", "case")
    with pytest.raises(DocumentNotYours):
        sign(form, "adopted", cast.ann)


def test_a_refusal_is_kept_and_a_later_signature_counts(
    version: DocumentVersion, signers: Signers
) -> None:
    signers.sign(version.digest, "expert", "ethical")
    sign(version, "legal", signers.lex, granted=False, statement="It promises secrecy.")
    assert state(version) == "in_review"
    (gate,) = (g for g in queries.gates(version.digest, at=NOW).items if g.key == "legal")
    assert gate.words == "Lex Example refused on 2026-11-22."
    sign(version, "legal", signers.lex, at=later(1))
    assert state(version) == "certified"
    with pytest.raises(ReviewRefused):
        actions.send_to_review(digest=version.digest, actor=signers.quill, at=later(1))
    shown = [(one.kind, one.granted, one.stands) for one in queries.sign_offs(version.digest)]
    assert ("legal", False, False) in shown
    assert ("legal", True, True) in shown
    sign(version, "legal", signers.lex, granted=False, statement="No.", at=later(2))
    assert state(version) == "in_review"
    assert Alert.objects.get().about == "lapsed"


@pytest.mark.covers("S0-12")
def test_a_signature_taken_back_lapses_what_is_in_force_and_it_stays(
    version: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    signers.sign(version.digest)
    signers.train(version.digest)
    actions.activate_version(digest=version.digest, actor=signers.quill, at=NOW)
    row = SignOff.objects.get(version=version, kind="legal")
    back = {"signoff_id": row.id, "because": "It promises secrecy.", "at": later(1)}
    with pytest.raises(DocumentNotYours):
        actions.take_back_sign_off(actor=signers.eth, **back)
    with pytest.raises(ReasonInvalid):
        actions.take_back_sign_off(actor=signers.lex, **{**back, "because": " "})
    actions.take_back_sign_off(actor=signers.lex, **back)
    with pytest.raises(SignOffNotFound):
        actions.take_back_sign_off(actor=signers.lex, **back)
    with pytest.raises(SignOffNotFound):
        actions.take_back_sign_off(actor=signers.lex, **{**back, "signoff_id": cast.ann.id})
    found = queries.standing("protocol", ID, later(2))
    assert (found.state, found.in_force, found.certified_once) == ("lapsed", True, True)
    assert "Lex Example took the signature back" in found.lapsed_because
    assert found.banner.startswith("The certificate of this procedure has ended.")
    (alert,) = queries.alerts_unseen(cast.mo)
    assert (alert.about, alert.document_id) == ("lapsed", ID)
    assert queries.alerts_unseen(cast.ann) == ()
    assert actions.see_alert(alert_id=alert.id, actor=cast.mo, at=later(3))
    assert not actions.see_alert(alert_id=alert.id, actor=cast.mo, at=later(4))
    assert queries.alerts_unseen(cast.mo) == ()
    sign(version, "legal", signers.lex, at=later(5))
    found = queries.standing("protocol", ID, later(6))
    assert (found.state, found.lapsed_because, found.banner) == ("active", "", "")


def test_a_signature_taken_back_before_all_have_signed_is_only_gone(
    version: DocumentVersion, signers: Signers
) -> None:
    row = sign(version, "legal", signers.lex)
    actions.take_back_sign_off(
        signoff_id=row.id, because="Too early.", actor=signers.quill, at=later(1)
    )
    assert state(version) == "in_review"
    assert not Alert.objects.exists()
    signers.sign(version.digest, "expert", "ethical", "legal", at=later(2))
    assert state(version) == "certified"


def test_a_longer_signature_takes_the_place_of_one_that_ends(
    version: DocumentVersion, signers: Signers
) -> None:
    first = sign(version, "legal", signers.lex, valid_until=date(2027, 1, 31))
    (gate,) = (g for g in queries.gates(version.digest, at=AFTER).items if g.key == "legal")
    assert gate.words == "Lex Example's signature ended on 2027-01-31."
    second = sign(version, "legal", signers.lex, at=later(1))
    first.refresh_from_db()
    assert (first.stands, second.stands) == (False, True)
    (gate,) = (g for g in queries.gates(version.digest, at=AFTER).items if g.key == "legal")
    assert gate.met


def test_who_signed_can_be_erased_from_the_log_and_the_certificate_still_verifies(
    version: DocumentVersion, signers: Signers, cast: Cast
) -> None:
    paper = sign(version, "legal", signers.quill, signer_name="A Lawyer", paper="Safe 2")
    sign(version, "expert", signers.quill, expert_id=signers.expert.id, paper="Safe 3")
    sign(version, "ethical", signers.eth, valid_until=date(2027, 1, 31))
    stream = stream_about(
        "document", queries.subject_of_document(version.kind, version.document_id)
    )
    assert stream is not None

    def names() -> list[object]:
        found = [one.event for one in entries(stream.id) if one.kind == "library.signoff.granted"]
        return [one.content()["name"] if one else None for one in found]

    before = names()
    assert before[0] == "A Lawyer"
    subject = f"signer:{paper.id}"
    erase_subject(stream_id=stream.id, subject=subject, reason="asked", actor=cast.mo, at=NOW)
    assert names() == [None, *before[1:]]
    row = Certificate.objects.get(version=version)
    key = Ed25519PublicKey.from_public_bytes(bytes(row.public_key))
    key.verify(bytes(row.signature), signed_bytes(row.body))
    report = verified(open_content=True, progress=lambda _: None)
    assert (report.intact, report.complete) == (True, True)
