"""The certifying screens: notice, review, sign-offs, refusal, force, certificate, withdrawal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from stayline.library import actions, queries
from stayline.library.models import DocumentVersion, SignOff
from stayline.studio.queries.certificate import certificate_page
from tests.cast import Cast
from tests.certifying import Signers, make_signers, trained_as_kept
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

ID = "self-harm"


@pytest.fixture
def signers(cast: Cast, playbook: None) -> Iterator[Signers]:
    """Who writes, signs and activates, with the shipped templates in force."""
    yield make_signers(cast)
    trained_as_kept()


@pytest.fixture
def version(signers: Signers) -> DocumentVersion:
    """A checked version of the self-harm protocol, with another title."""
    template = queries.newest_version("protocol", ID)
    assert template is not None
    source = bytes(template.source).replace(b"title: ", b"title: Own, ", 1)
    row = signers.draft(source, ID)
    return actions.make_version(
        draft_id=row.id, expected=row.revision, actor=signers.quill, at=datetime.now(UTC)
    )


def base(version: DocumentVersion) -> str:
    return f"/studio/{version.kind}/{version.document_id}/{version.digest}/certify/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def state(version: DocumentVersion) -> str:
    return DocumentVersion.objects.get(digest=version.digest).state


@pytest.mark.outsider(
    "studio:certify",
    "studio:risk",
    "studio:review",
    "studio:sign",
    "studio:take_back",
    "studio:activate",
    "studio:withdraw",
    "studio:correct",
    "studio:certificate",
    "studio:certificate_pdf",
    "studio:certificate_json",
    "studio:version_coverage",
    "studio:share",
    "studio:notes",
    "studio:experts",
    "studio:expert",
    "studio:shares",
    "studio:alerts",
    "studio:seen",
    "studio:coverage",
)
def test_an_agent_comes_to_none_of_it(
    cast: Cast, signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    here, ann = base(version), signed_in(cast.ann)
    looked = ("", "risk/", "correct/", "certificate/", "certificate.pdf", "certificate.json")
    for part in (*looked, "coverage/", "share/", "notes/"):
        assert ann.get(here + part).status_code == 403, part
    for part in ("risk/", "review/", "sign/", "activate/", "withdraw/", "correct/", "notes/"):
        assert ann.post(here + part, {"because": "x"}).status_code == 403, part
    assert ann.post(f"{here}take-back/{uuid4()}/").status_code == 403
    expert = f"/studio/experts/{signers.expert.id}/"
    for page in ("/studio/experts/", expert, "/studio/shares/", "/studio/alerts/"):
        assert ann.get(page).status_code == 403, page
    assert ann.get("/studio/coverage/").status_code == 403
    assert ann.post(f"/studio/alerts/{uuid4()}/seen/").status_code == 403
    assert state(version) == "checked"
    other = here.replace("self-harm", "bomb-voice")
    assert signed_in(signers.quill).get(other).status_code == 404


@pytest.mark.covers("S0-11", "S0-13", "S0-42", "S0-9")
def test_a_version_is_signed_by_each_and_put_in_force(
    cast: Cast, signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    owner, here = signed_in(signers.quill), base(version)
    page = text(owner.get(here))
    assert "A crisis expert has signed: not yet." in page
    assert "It will be refused: 4 of" in page
    lin = signed_in(signers.lin)
    assert "It is not in review yet." in text(lin.get(here))
    assert owner.post(f"{here}review/").url == f"{here}?done=review"
    assert "Sent to review" in text(owner.get(f"{here}?done=review"))

    # Each signs by their own sign-in, and sees their own signature alone.
    said = {"kind": "expert", "expert": signers.expert.id, "statement": "Read, and agreed."}
    assert "Your signature: crisis expert" in text(lin.get(here))
    assert lin.post(f"{here}sign/", said).url == f"{here}?done=signed"
    assert "Your signature" not in text(lin.get(here))
    lex = signed_in(signers.lex)
    refused = lex.post(f"{here}sign/", {"kind": "legal", "what": "refuse"})
    assert refused.status_code == 422
    assert "say why it is refused" in text(refused)
    assert lex.post(f"{here}sign/", {"kind": "legal", "what": "grant"}).status_code == 302

    # One is missing and nobody is trained: the press is refused, and says each reason.
    before = queries.standing("protocol", ID, datetime.now(UTC)).digest
    page = owner.post(f"{here}activate/", {"instead_of": before})
    assert page.status_code == 409
    assert "This version cannot go live yet." in text(page)
    assert "Ethical review has signed: not yet." in text(page)
    assert state(version) == "in_review"

    # The ethical one comes on paper; half a record is refused, with what was typed.
    paper = {"kind": "ethical", "on_paper": "yes", "what": "grant", "signer_name": "Ottilie Reed"}
    half = owner.post(f"{here}sign/", paper)
    assert half.status_code == 422
    assert "Say where the signed paper is kept." in text(half)
    assert 'value="Ottilie Reed"' in text(half)
    owner.post(f"{here}sign/", {**paper, "paper": "Safe, folder 3"})
    assert state(version) == "certified"
    assert "on paper: Safe, folder 3" in text(owner.get(here))

    signers.train(version.digest)
    done = owner.post(f"{here}activate/", {"instead_of": before})
    assert done.url == f"{here}?done=force"
    assert state(version) == "active"


@pytest.mark.covers("S0-12")
def test_a_signature_is_taken_back_and_the_version_withdrawn(
    signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    signers.go_live(version.digest, at=datetime.now(UTC))
    owner, lin, here = signed_in(signers.quill), signed_in(signers.lin), base(version)
    (row,) = SignOff.objects.filter(version=version, kind="expert")
    because = {"because": "The number has changed."}
    assert lin.post(f"{here}take-back/{row.id}/", because).status_code == 302
    assert state(version) == "lapsed"
    page = text(owner.get(here))
    assert "The certificate has ended." in page
    assert "Taken back: The number has changed." in page
    alerts = text(owner.get("/studio/alerts/"))
    assert "Certification lapsed" in alerts

    out = owner.post(f"{here}withdraw/", {"because": "It is not to be used."})
    assert out.url == f"{here}?done=withdrawn"
    assert queries.standing("protocol", ID, datetime.now(UTC)).digest == ""
    again = owner.post(f"{here}withdraw/", {"because": "It is not to be used."})
    assert again.status_code == 409
    assert "No version of this document is in force" in text(again)


@pytest.mark.covers("S0-9")
def test_the_notice_of_risk_is_read_before_a_change_and_before_it_goes_live(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    template = queries.newest_version("protocol", ID)
    here, mo = base(template), signed_in(cast.mo)
    before = text(mo.get(here))
    assert "Whoever activates it reads the notice" in before
    # A template needs no signature where nothing is real; the page never says that it has one.
    assert "Not so, and not needed of a template" in before
    shown = text(mo.get(f"{here}risk/?for=edit&next=/studio/"))
    for line in queries.risk_notice().lines:
        assert line.split(",")[0] in shown
    given = {"notice": queries.risk_notice().digest}
    after = mo.post(f"{here}risk/", {**given, "for": "edit", "next": "/studio/"})
    assert after.url == "/studio/"
    assert queries.risk_acknowledged(cast.mo, "protocol", ID, "edit")
    away = mo.post(f"{here}risk/", {**given, "next": "https://example.org/"})
    assert away.url == f"{here}?done=risk"
    assert queries.risk_acknowledged(cast.mo, "protocol", ID, "activate")
    assert mo.post(f"{here}risk/", {"notice": "older words"}).status_code == 409


def test_a_ladder_is_adopted_and_put_in_force_by_one_press(
    signers: Signers, signed_in: SignIn
) -> None:
    ladder = queries.newest_version("ladder", "crisis")
    source = bytes(ladder.source).replace(b"title: ", b"title: Own, ", 1)
    version = signers.version(source, "crisis", "ladder")
    here, owner = base(version), signed_in(signers.quill)
    assert "Adopt it and put it in force" in text(owner.get(here))
    assert owner.post(f"{here}activate/").url == f"{here}?done=force"
    assert queries.standing("ladder", "crisis", datetime.now(UTC)).digest == version.digest


@pytest.mark.covers("S0-11")
def test_a_certificate_is_a_page_a_pdf_and_a_file(
    signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    here, owner = base(version), signed_in(signers.quill)
    assert owner.get(f"{here}certificate/").status_code == 404
    signers.certify(version.digest, at=now)
    page = text(owner.get(f"{here}certificate/"))
    for words in ("It holds", "Lin Example", "An invented board T-1", "at once", version.digest):
        assert words in page
    found = json.loads(owner.get(f"{here}certificate.json").content)
    assert found["certificate"]["digest"] == version.digest
    pdf = owner.get(f"{here}certificate.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert len(pdf.content) > 20_000  # the drawing is in it
    shown = certificate_page(version, at=now, draw=True)
    assert "Certified on" in shown.drawing
    assert min(shown.drawn) > 500
    kept = sys.modules["weasyprint"]
    sys.modules["weasyprint"] = None  # type: ignore[assignment]  # a machine without Pango
    try:
        without = owner.get(f"{here}certificate.pdf")
        assert without.status_code == 503
        assert "libpango-1.0-0" in text(without)
        assert "libpango-1.0-0" in text(owner.get(f"{here}certificate/"))
    finally:
        sys.modules["weasyprint"] = kept


def correction(signers: Signers, version: DocumentVersion, words: tuple[bytes, bytes]) -> None:
    """Begin a draft from what is in force, with other words."""
    source = bytes(version.source)
    assert words[0] in source
    actions.start_draft(
        kind="protocol",
        document_id=ID,
        from_digest=version.digest,
        source=source.replace(*words, 1),
        actor=signers.quill,
        at=datetime.now(UTC),
    )


def test_words_are_corrected_at_once_and_a_step_is_not(
    signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    here, owner = base(version), signed_in(signers.quill)
    signers.go_live(version.digest, at=datetime.now(UTC))
    assert "Nobody is writing the next version." in text(owner.get(f"{here}correct/"))
    correction(signers, version, (b"title: Own, ", b"title: Put right, "))
    assert "safety correction" in text(owner.get(here))
    page = text(owner.get(f"{here}correct/"))
    assert "What changes: words alone" in page
    typed = {"because": "A wrong number.", "revision": "1", "expert": signers.expert.id}
    half = owner.post(f"{here}correct/", typed)
    assert half.status_code == 422
    assert 'value="A wrong number."' in text(half)
    assert owner.post(f"{here}correct/", {**typed, "revision": "x"}).status_code == 422
    assert owner.post(f"{here}correct/", {**typed, "expert": ""}).status_code == 422
    made = owner.post(f"{here}correct/", {**typed, "paper": "Mail of today"})
    assert made.status_code == 302
    stands = queries.standing("protocol", ID, datetime.now(UTC))
    assert stands.correction
    assert stands.digest in made.url
    assert "Legal review is owed by" in text(owner.get(made.url))
    new = queries.version_by_digest(stands.digest)
    correction(signers, new, (b"level: L1", b"level: L0"))
    page = text(owner.get(f"{base(new)}correct/"))
    assert "It changes more than words" in page


def test_an_alert_is_seen_once_and_a_correction_is_told_to_everyone(
    signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    owner, lex = signed_in(signers.quill), signed_in(signers.lex)
    signers.go_live(version.digest, at=datetime.now(UTC))
    actions.withdraw(
        kind="protocol",
        document_id=ID,
        because="A trial",
        actor=signers.quill,
        at=datetime.now(UTC),
    )
    (alert,) = queries.alerts_unseen(signers.quill)
    assert "A trial" in text(owner.get("/studio/alerts/"))
    assert "Nothing waits to be seen." in text(lex.get("/studio/alerts/"))
    assert lex.post(f"/studio/alerts/{alert.id}/seen/").status_code == 403
    assert owner.post(f"/studio/alerts/{alert.id}/seen/").status_code == 302
    assert "Nothing waits to be seen." in text(owner.get("/studio/alerts/"))


def test_nobody_who_wrote_it_or_whose_credential_ended_is_offered_to_sign(
    signers: Signers, version: DocumentVersion, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    actions.send_to_review(digest=version.digest, actor=signers.quill, at=now)
    DocumentVersion.objects.filter(digest=version.digest).update(authors=[str(signers.lin.id)])
    assert "You wrote this version" in text(signed_in(signers.lin).get(base(version)))
    type(signers.second).objects.filter(id=signers.second.id).update(
        expires_on=now.date() - timedelta(days=1)
    )
    assert "Your credential ended on" in text(signed_in(signers.ira).get(base(version)))
