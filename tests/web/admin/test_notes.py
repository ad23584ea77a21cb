"""The screens of notes beside fields: look, change, see how it looks, go back, and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.library.queries import noted_form, notes_shown, own_notes
from stayline.people.models import Person, Role, RoleGrant
from stayline.platform.actors import Actor
from stayline.reports.actions import submit_report
from stayline.reports.queries import draft, reports_of
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

FORM, FIELD = "security_threat", "safety.location"
LIST, FIELDS = "/notes/", f"/notes/{FORM}/"
PAGE = f"/notes/{FORM}/{FIELD}/"
NOTE = "Ask for the <b>postcode</b> first."


@pytest.fixture
def manager(cast: Cast, playbook: None, signed_in: SignIn) -> Client:
    """The manager's browser."""
    return signed_in(cast.mo)


def expected() -> str:
    own = own_notes(FORM, "here")
    return own[0] if own else ""


def post(client: Client, **typed: str):
    given = {"at": "here", "expected": expected(), "note": NOTE, "example": "", "what": "save"}
    return client.post(PAGE, {**given, **typed})


def stands() -> str:
    return noted_form(FORM, "here").field(FIELD).hint


def administrator(cast: Cast) -> Actor:
    person = Person.objects.get(id=cast.al.id)
    RoleGrant.objects.create(
        person=person, role=Role.ADMINISTRATOR.value, granted_at=datetime.now(UTC)
    )
    return replace(cast.al, roles=frozenset({Role.AGENT.value, Role.ADMINISTRATOR.value}))


@pytest.mark.outsider("admin:notes", "admin:form_notes", "admin:note")
def test_whoever_may_not_change_notes_sees_and_changes_none(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    before = stands()
    assert Client().get(LIST).status_code == 302
    for who in (cast.ann, cast.bo, cast.lou):
        client = signed_in(who)
        assert [client.get(page).status_code for page in (LIST, FIELDS, PAGE)] == [403] * 3
        for what in ("save", "restore", "look"):
            assert post(client, what=what).status_code == 403
        assert "Set-up</a>" not in client.get("/desk/").content.decode()
    assert stands() == before


def test_a_manager_of_one_site_does_not_touch_another(manager: Client) -> None:
    for key in ("there", "every-site", "nowhere"):
        assert manager.get(PAGE, {"at": key}).status_code == 403
        assert post(manager, at=key).status_code == 403
    assert notes_shown(FORM, "there").version == ""


def test_the_forms_and_their_fields_are_listed_with_whose_note_stands(manager: Client) -> None:
    page = manager.get(LIST).content.decode()
    assert f'href="{FIELDS}?at=here"' in page
    assert "as shipped" in page
    assert 'aria-current="page">Notes beside fields</a>' in page
    post(manager)
    assert "1 of your own" in manager.get(LIST).content.decode()
    fields = manager.get(FIELDS).content.decode()
    assert "your own" in fields
    assert f'href="{PAGE}?at=here"' in fields


@pytest.mark.covers("S1-53")
def test_a_note_is_written_shown_and_set_back(manager: Client, cast: Cast) -> None:
    shipped = stands()
    page = manager.get(PAGE).content.decode()
    assert "Go back to the shipped note" not in page
    assert "Nobody has changed it." in page
    answer = post(manager, example="LS1 4AP")
    assert answer.status_code == 302
    page = manager.get(answer["Location"]).content.decode()
    assert "Saved" in page
    assert "Ask for the &lt;b&gt;postcode&lt;/b&gt; first." in page
    assert "<b>postcode" not in page
    assert f"Written by {cast.mo.name}" in page
    assert stands() == f"{NOTE} Example: LS1 4AP"
    assert post(manager, what="restore").status_code == 302
    assert stands() == shipped
    page = manager.get(PAGE).content.decode()
    assert "Set back to the shipped one by" in page
    assert "Go back to the shipped note" not in page


def test_how_it_looks_is_shown_before_anything_is_saved(manager: Client) -> None:
    before = stands()
    page = post(manager, what="look", note="Two\nlines.").content.decode()
    assert "not saved yet" in page
    assert '<p class="sl-field-hint"' in page
    assert ">Two lines.</p>" in page
    assert stands() == before


@pytest.mark.parametrize("what", ["save", "look"])
def test_what_cannot_stand_there_is_named_and_what_was_typed_stays(
    manager: Client, what: str
) -> None:
    before = stands()
    answer = post(manager, what=what, note="x" * 301, example="y" * 121)
    page = answer.content.decode()
    assert answer.status_code == (422 if what == "save" else 200)
    assert "300 can be read beside a field" in page
    assert "120 at most" in page
    assert "x" * 301 in page
    assert stands() == before


def test_somebody_else_s_change_is_not_lost(manager: Client) -> None:
    post(manager)
    answer = post(manager, expected="", note="Mine instead.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "library.note.stale" in page
    assert "Mine instead." in page
    assert stands() == NOTE


def test_a_form_or_field_that_is_not_there_is_not_found(manager: Client) -> None:
    assert manager.get("/notes/nothing/").status_code == 404
    assert manager.get(f"/notes/{FORM}/nothing/").status_code == 404
    assert manager.post(f"/notes/{FORM}/nothing/", {"note": "x", "at": "here"}).status_code == 404


def test_without_a_playbook_the_list_says_so(cast: Cast, signed_in: SignIn) -> None:
    assert "No form is loaded yet" in signed_in(cast.mo).get(LIST).content.decode()


def test_an_administrator_chooses_the_site(cast: Cast, playbook: None, signed_in: SignIn) -> None:
    client = signed_in(administrator(cast))
    page = client.get(FIELDS, {"at": "every-site"}).content.decode()
    assert '<option value="every-site" selected>' in page
    assert '<option value="there">' in page
    client.post(PAGE, {"at": "every-site", "expected": "", "note": NOTE, "what": "save"})
    assert noted_form(FORM, "there").field(FIELD).note == NOTE


@pytest.mark.covers("S1-53")
def test_it_stands_on_the_report_and_at_the_desk_at_once_and_the_log_says_which(
    manager: Client, cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    (row, *_) = [one for one in reports_of(incident.id) if one.form_id == FORM]
    address = f"/desk/reports/{row.id}/"
    assert "postcode" not in ann.get(address).content.decode()
    post(manager)
    page = ann.get(address).content.decode()
    assert "Ask for the &lt;b&gt;postcode&lt;/b&gt; first." in page
    assert draft(row.id).form.field(FIELD).note == NOTE
    ann.post(
        f"{address}save/",
        {"version": row.draft_version, f"value:{FIELD}": "Upstairs", f"state:{FIELD}": ""},
    )
    saved = [one.event for one in entries(incident.stream_id, kinds=["reports.draft.saved"])]
    assert saved[-1].notes == expected()
    submit_report(report_id=row.id, actor=cast.ann, at=datetime.now(UTC))
    (sent,) = entries(incident.stream_id, kinds=["reports.report.submitted"])
    assert sent.event.notes == expected()
