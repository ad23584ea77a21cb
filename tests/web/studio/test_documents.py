"""A document in the studio: its versions stay readable, where it is from, a walk, an exercise."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from stayline.incidents.models import Incident, Run
from stayline.library.actions import drop_draft, make_version, save_draft, start_draft
from stayline.library.models import DocumentVersion, InForce
from stayline.people.models import Role
from tests.cast import Cast
from tests.web.conftest import SignIn
from tests.web.studio.conftest import PAGE, Writing, read_notice, with_role

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-3", "S0-4")
def test_an_old_version_stays_readable_beside_the_new_one_with_where_each_is_from(
    writing: Writing, cast: Cast
) -> None:
    old = InForce.objects.get(kind="protocol", document_id="self-harm").version_id
    at = datetime.now(UTC)
    text = writing.text.replace("Take all the time you need.", "Take all the time that you need.")
    who = {"actor": cast.mo, "at": at}
    save_draft(draft_id=writing.draft.id, source=text, expected=1, **who)
    new = make_version(draft_id=writing.draft.id, expected=2, **who).digest
    page = writing.mo.get(PAGE).content.decode()
    assert f"?version={new}" in page
    assert "Take all the time you need." in page
    assert "Lifeline imminent-risk principles" in page
    assert "it came with the package" in page
    other = writing.mo.get(f"{PAGE}?version={new}")
    assert "Take all the time that you need." in other.content.decode()
    assert other.context["page"].view.made_by == "Mo Example"
    assert other.context["page"].view.made_from == old
    assert "This version guides nobody" in other.content.decode()
    compared = writing.mo.get(f"{PAGE}compare/?old={old}&new={new}").content.decode()
    assert "<del>I&#x27;m listening. Take all the time you need.</del>" in compared


@pytest.mark.covers("S0-43")
def test_a_document_whose_review_date_has_passed_is_flagged_in_the_list(writing: Writing) -> None:
    calm = writing.mo.get("/studio/").content.decode()
    assert "Review date passed" not in calm
    guiding = DocumentVersion.objects.filter(kind="protocol", document_id="self-harm")
    guiding.update(review_by="2020-01-01")
    assert writing.mo.get("/studio/").content.decode().count("Review date passed") == 1
    assert "Review date passed" in writing.mo.get(PAGE).content.decode()


def test_a_draft_is_walked_through_with_answers_time_and_a_colleague(writing: Writing) -> None:
    walk = f"{writing.page}walk/"
    first = writing.mo.get(walk, {"channel": "voice"})
    assert "Thank you for telling me." in first.content.decode()
    acts = ["next", "answer no", "wait 20s", "ladder accepted", "ladder joined"]
    page = writing.mo.get(walk, {"act": acts}).context["page"]
    assert page.acts == tuple(acts)
    assert page.screen.help == "joined"
    assert page.at_s == 20
    typed = {"act": ["next", "answer no", "answer no"], "begun": "skip ", "typed": "they cry"}
    skipped = writing.mo.get(walk, typed)
    assert "skip they cry" in skipped.content.decode()
    undo = parse_qs(urlsplit(skipped.context["undo"]).query)["act"]
    assert undo == list(skipped.context["page"].acts[:-1])
    wrong = writing.mo.get(walk, {"act": ["answer purple"]}).context["page"]
    assert "is no answer" in wrong.trouble or "asks nothing" in wrong.trouble
    endless = writing.mo.get(walk, {"act": ["wait 1s"] * 301}).context["page"]
    assert "at most 300 acts" in endless.trouble
    version = writing.mo.get(f"{PAGE}walk/")
    assert "Nothing is real here" in version.content.decode()


def test_what_cannot_be_run_is_not_walked(writing: Writing, cast: Cast) -> None:
    now = datetime.now(UTC)
    save_draft(draft_id=writing.draft.id, source="steps: [", expected=1, actor=cast.mo, at=now)
    page = writing.mo.get(f"{writing.page}walk/")
    assert page.status_code == 409
    assert "cannot be run as it stands" in page.content.decode()


def test_the_drawing_of_a_version_is_a_part_and_a_page(manager: Client) -> None:
    where = "/studio/protocol/threat-in-writing/drawing/"
    whole = manager.get(where).content.decode()
    part = manager.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert part.strip().startswith("<div")
    assert 'data-step="keep"' in whole
    form = manager.get("/studio/form/security_threat/drawing/").content.decode()
    assert "Only protocols are drawn." in form


@pytest.mark.parametrize(
    ("kind", "document", "typed", "words"),
    [
        ("ladder", "crisis", "stayline: 1\nkind: ladder\nid: crisis\n", "rungs"),
        ("wording", "self-harm-es", "stayline: 1\nkind: wording\nid: self-harm-es\n", "of"),
        ("form", "security_threat", '{"id": "security_threat",\n "title": }', "Expecting value"),
        ("card", "bomb-checklist", "title: [", "expected"),
        ("card", "bomb-checklist", "title: A card", "not a card"),
        ("phrases", "approved-advice", "12", "list of names"),
    ],
)
def test_other_documents_open_in_the_same_editor_with_what_their_loaders_find(
    cast: Cast, manager: Client, kind: str, document: str, typed: str, words: str
) -> None:
    read_notice(cast.mo, kind, document)
    who = {"actor": cast.mo, "at": datetime.now(UTC)}
    draft = start_draft(kind=kind, document_id=document, **who)
    page = manager.get(f"/studio/drafts/{draft.id}/")
    assert page.status_code == 200
    assert page.context["look"].errors == 0
    told = manager.post(f"/studio/drafts/{draft.id}/check/", {"source": typed}).json()
    assert told["errors"] >= 1
    assert words in " ".join(one["message"] for one in told["findings"])
    drop_draft(draft_id=draft.id, expected=1, **who)


def test_the_codes_of_the_checker_are_explained(manager: Client) -> None:
    page = manager.get("/studio/checker/").content.decode()
    assert 'id="H01"' in page
    assert "Handed over before a colleague has spoken" in page


def test_an_exercise_contact_is_guided_by_the_protocol_in_force(
    cast: Cast, manager: Client
) -> None:
    begun = manager.post(f"{PAGE}practise/")
    incident = Incident.objects.get()
    assert begun["Location"] == f"/desk/contacts/{incident.contact_id}/"
    assert incident.exercise
    assert Run.objects.get(incident=incident).protocol_id == "self-harm"
    again = manager.post(f"{PAGE}practise/")
    assert again.status_code == 409
    assert "End it first" in again.content.decode()
    assert manager.post("/studio/ladder/crisis/practise/").status_code == 409


@pytest.mark.outsider(
    "studio:document",
    "studio:drawing",
    "studio:compare",
    "studio:walk",
    "studio:codes",
    "studio:practise",
)
def test_an_agent_sees_no_document_of_the_studio(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    agent = signed_in(cast.ann)
    for where in (PAGE, f"{PAGE}drawing/", f"{PAGE}compare/", f"{PAGE}walk/", "/studio/checker/"):
        assert agent.get(where).status_code == 403
        assert Client().get(where).status_code == 302
    assert agent.post(f"{PAGE}practise/").status_code == 403
    assert not Incident.objects.exists()
    legal = signed_in(with_role(cast.al, Role.LEGAL_REVIEWER))
    seen = legal.get(PAGE)
    assert seen.status_code == 200
    assert "Write the next version" not in seen.content.decode()
    assert legal.get("/studio/protocol/nothing-here/").status_code == 404
