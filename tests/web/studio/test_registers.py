"""The registers: experts, copies, restricted notes, and who handles what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from stayline.library import queries
from stayline.library.actions import share_version
from stayline.library.models import DocumentVersion, ForceSpan, InForce, Share
from stayline.people.actions import add_person
from stayline.platform.actors import Actor
from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

ID = "self-harm"


@pytest.fixture
def owner(cast: Cast, signed_in: SignIn) -> Client:
    """The manager's browser, who keeps the registers."""
    return signed_in(cast.mo)


def legal(cast: Cast) -> Actor:
    """Somebody who reviews for law, and owns nothing."""
    return add_person(
        username="lex",
        name="Lex Example",
        password=PASSWORD,
        roles=["legal_reviewer"],
        site_id=cast.site.id,
        at=datetime.now(UTC),
    ).actor()


def here() -> str:
    version = queries.newest_version("protocol", ID)
    assert version is not None
    return f"/studio/protocol/{ID}/{version.digest}/certify/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.covers("S0-21", "S0-12")
def test_an_expert_is_put_into_the_register_renewed_and_let_go(owner: Client) -> None:
    today = datetime.now(UTC).date()
    assert "Nobody yet." in text(owner.get("/studio/experts/"))
    typed = {
        "name": "Linnea Sample",
        "credential": "psychologist",
        "issuer": "Board of Samples",
        "how_found": "The regional crisis network",
        "number": "S-1",
    }
    half = owner.post("/studio/experts/", typed)
    assert half.status_code == 422
    assert "Give the last day of the credential." in text(half)
    assert 'value="Board of Samples"' in text(half)
    ends = (today + timedelta(days=20)).isoformat()
    assert owner.post("/studio/experts/", {**typed, "expires_on": "soon"}).status_code == 422
    assert owner.post("/studio/experts/", {**typed, "person": "me"}).status_code == 422
    page = owner.post("/studio/experts/", {**typed, "expires_on": ends}).url
    shown = text(owner.get(page))
    for words in ("In the register", "Board of Samples", "S-1", "The regional crisis network"):
        assert words in shown
    assert "ends soon" in text(owner.get("/studio/experts/"))

    page = page.split("?")[0]
    late = {"what": "renew", "number": "S-2", "expires_on": "2020-01-01"}
    assert "This day is over." in text(owner.post(page, late))
    far = (today + timedelta(days=800)).isoformat()
    assert owner.post(page, {**late, "expires_on": far}).url == f"{page}?done=renew"
    assert owner.post(page, {"what": "engage", "on_what": "Reviews"}).status_code == 302
    changed = {**typed, "issuer": "Another board", "what": "change"}
    assert owner.post(page, changed).url == f"{page}?done=change"
    shown = text(owner.get(page))
    for words in ("Another board", "S-2", "Reviews", f"Last day</dt><dd>{far}"):
        assert words in shown
    assert owner.post(page, {"what": "end"}).status_code == 302
    shown = text(owner.get(page))
    assert "no longer asked" in shown
    assert "Renew the credential" not in shown


@pytest.mark.covers("S0-8")
def test_a_restricted_note_shows_to_the_named_and_to_nobody_else(
    cast: Cast, owner: Client, signed_in: SignIn
) -> None:
    page = f"{here()}notes/"
    half = owner.post(page, {"text": " ", "readers": [cast.cy.id, "nobody"]})
    assert half.status_code == 422
    assert "Write what the advice is." in text(half)
    typed = {"text": "Ask for the place <first>.", "from_whom": "A friend", "about": "yes"}
    assert owner.post(page, {**typed, "readers": []}).url == page
    assert "Ask for the place &lt;first&gt;." in text(owner.get(page))
    assert "(1 for you)" in text(owner.get(here()))
    cy = signed_in(cast.cy)
    assert "There is none for you." in text(cy.get(page))
    assert "for you)" not in text(cy.get(here()))
    assert owner.post(page, {"remove": "which"}).status_code == 422
    (note,) = [one.partition('"')[0] for one in text(owner.get(page)).split('"remove" value="')[1:]]
    assert cy.post(page, {"remove": note}).status_code == 404
    assert owner.post(page, {"remove": note}).url == page
    assert "There is none for you." in text(owner.get(page))


@pytest.mark.covers("S0-19")
def test_a_copy_is_given_away_after_the_notice_and_taken_in_uncertified(
    cast: Cast, owner: Client
) -> None:
    page, notice = f"{here()}share/", queries.liability_notice()
    shown = text(owner.get(page))
    assert all(escape(line) in shown for line in notice.lines)
    refused = owner.post(page, {"recipient": "Fernhill"})
    assert refused.status_code == 422
    assert "Read the notice of liability, and acknowledge it." in text(refused)
    typed = {"recipient": "Fernhill", "purpose": "A look", "notice": notice.digest}
    copy = owner.post(page, typed)
    assert "uncertified.yaml" in copy.headers["Content-Disposition"]
    assert copy.content.startswith(b"# UNCERTIFIED COPY.")
    assert "to Fernhill" in text(owner.get("/studio/shares/"))

    def take_in(content: bytes, **more: str):
        file = SimpleUploadedFile("copy.yaml", content)
        return owner.post("/studio/shares/", {"copy": file, "shared_by": "Meadowbank", **more})

    assert take_in(copy.content).status_code == 409
    version = queries.newest_version("protocol", ID)
    for rows in (Share, ForceSpan, InForce):
        rows.objects.all().delete()
    DocumentVersion.objects.filter(digest=version.digest).delete()
    assert take_in(copy.content, shared_by="").status_code == 422
    assert take_in(b"x" * 1_000_001).status_code == 422
    assert owner.post("/studio/shares/", {"shared_by": "Meadowbank"}).status_code == 422
    made = take_in(copy.content)
    assert version.digest in made.url
    page = text(owner.get(made.url))
    assert "It came from Meadowbank." in page
    assert "Uncertified template" in page
    assert "from Meadowbank" in text(owner.get("/studio/shares/"))


@pytest.mark.covers("S0-22")
def test_coverage_shows_what_is_met_and_where_the_built_in_path_guides(
    cast: Cast, owner: Client
) -> None:
    page = text(owner.get(f"{here()}coverage/"))
    assert "Nothing is missing" in page
    assert "Their safety is spoken of" in page
    assert "bomb-voice" in text(owner.get("/studio/coverage/"))
    InForce.objects.filter(kind="protocol").delete()
    assert "minimum-safe path" in text(owner.get("/studio/coverage/"))


def test_who_signs_but_does_not_own_sees_no_register_of_copies(
    cast: Cast, signed_in: SignIn
) -> None:
    """A share is the owners' to make; the rest of the page is there for who signs."""
    version = queries.newest_version("protocol", ID)
    share_version(
        digest=version.digest,
        recipient="Fernhill",
        purpose="A look",
        notice=queries.liability_notice().digest,
        actor=cast.mo,
        at=datetime.now(UTC),
    )
    lex = signed_in(legal(cast))
    assert lex.get("/studio/shares/").status_code == 403
    assert lex.get(f"{here()}share/").status_code == 403
    page = text(lex.get(here()))
    assert "Give a copy away" not in page
    assert "Fernhill" not in page
    assert "Put somebody into the register" not in text(lex.get("/studio/experts/"))
