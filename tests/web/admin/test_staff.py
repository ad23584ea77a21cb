"""The screens of sites, people, lists, skills, pairs and tokens: whose they are, what they do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stayline.people.actions import add_contact_point, hashed
from stayline.people.models import (
    Absence,
    ApiToken,
    Conflict,
    ContactPoint,
    PeopleImport,
    Person,
    RoleGrant,
    Site,
    Skill,
)
from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

PAGES = (
    "/admin/sites/",
    "/admin/sites/here/",
    "/admin/people/",
    "/admin/people/new/",
    "/admin/lists/",
    "/admin/skills/",
    "/admin/conflicts/",
)


@pytest.fixture
def manager(cast: Cast, signed_in: SignIn) -> Client:
    """The manager's browser."""
    return signed_in(cast.mo)


@pytest.fixture
def boss(cast: Cast, signed_in: SignIn) -> Client:
    """The browser of Al, who administers."""
    RoleGrant.objects.create(
        person_id=cast.al.id, role="administrator", granted_at=datetime.now(UTC)
    )
    return signed_in(cast.al)


def shown(client: Client, url: str, **asked: str) -> str:
    page = client.get(url, asked)
    assert page.status_code == 200, page.status_code
    return page.content.decode()


def expected(client: Client, url: str) -> str:
    found = re.search(r'name="expected" value="(\w+)"', shown(client, url))
    assert found
    return found[1]


@pytest.mark.outsider(
    "admin:sites",
    "admin:new_site",
    "admin:site",
    "admin:people",
    "admin:new_person",
    "admin:person",
    "admin:passwords",
    "admin:imports",
    "admin:undo_import",
    "admin:skills",
    "admin:conflicts",
    "admin:tokens",
)
@pytest.mark.covers("S3-6")
def test_whoever_sets_nothing_up_sees_and_changes_nothing(
    cast: Cast, signed_in: SignIn, manager: Client
) -> None:
    one = f"/admin/people/{cast.ann.id}/"
    posted = (one, "/admin/people/passwords/", f"/admin/lists/{cast.site.id}/undo/")
    for who in (cast.ann, cast.bo, cast.lou):
        client = signed_in(who)
        for url in (*PAGES, one, "/admin/sites/new/", "/admin/tokens/"):
            assert client.get(url).status_code == 403, url
        for url in (*posted, *PAGES):
            assert client.post(url, {"what": "let_leave"}).status_code in {403, 405}, url
    assert [Client().get(url).status_code for url in PAGES] == [302] * len(PAGES)
    assert [manager.get(url).status_code for url in ("/admin/sites/new/", "/admin/tokens/")] == [
        403,
        403,
    ]
    elsewhere = f"/admin/people/{cast.cy.id}/"
    assert [manager.get(url).status_code for url in (elsewhere, "/admin/sites/there/")] == [404] * 2
    assert Person.objects.get(id=cast.ann.id).is_active


def test_every_page_of_ones_own_site_is_drawn(cast: Cast, manager: Client, playbook: None) -> None:
    for url in PAGES:
        assert 'aria-current="page"' in shown(manager, url)
    assert "Ann Example" in shown(manager, f"/admin/people/{cast.ann.id}/")
    assert "Nobody has it" in shown(manager, "/admin/skills/")


def test_a_site_is_opened_changed_and_keeps_what_was_typed(boss: Client) -> None:
    new = {"name": "North", "zone": "Europe/Madrid", "country": "ES", "unresolved_threshold": "3"}
    wrong = boss.post("/admin/sites/new/", {**new, "slug": "north", "zone": "Moon"})
    assert wrong.status_code == 422
    assert 'value="Moon"' in wrong.content.decode()
    assert boss.post("/admin/sites/new/", {**new, "slug": "north"}).status_code == 302
    page = "/admin/sites/north/"
    stale = boss.post(page, {**new, "name": "Old North", "expected": "elsewhere"})
    assert (stale.status_code, 'value="Old North"' in stale.content.decode()) == (409, True)
    given = {**new, "name": "North office", "expected": expected(boss, page)}
    assert boss.post(page, {**given, "unresolved_threshold": "many"}).status_code == 422
    assert boss.post(page, given).status_code == 302
    assert boss.post(page, {"what": "close"}).status_code == 302
    assert "closed since" in shown(boss, page)
    assert boss.post(page, {"what": "reopen"}).status_code == 302
    assert Site.objects.get(slug="north").name == "North office"
    assert boss.post("/admin/sites/here/", {"what": "close"}).status_code == 409
    assert "North office" in shown(boss, "/admin/sites/")


def test_somebody_is_added_found_changed_and_gone(cast: Cast, manager: Client) -> None:
    dee = {"name": "Dee Example", "username": "dee", "site": "here", "roles": ["agent"]}
    assert manager.post("/admin/people/new/", {**dee, "email": "no"}).status_code == 422
    made = manager.post("/admin/people/new/", dee)
    password = re.search(r'<td class="sl-mono">([a-z0-9-]{19})</td>', made.content.decode())
    assert password
    person = Person.objects.get(username="dee")
    assert person.check_password(password[1])
    page = f"/admin/people/{person.id}/"
    for asked in ({"words": "dee exam"}, {"role": "agent"}, {"state": "unreached"}):
        assert page in shown(manager, "/admin/people/", **asked)
    for asked in ({"words": "dee lark"}, {"role": "manager"}, {"state": "left"}, {"site": "x"}):
        assert page not in shown(manager, "/admin/people/", page="9", **asked)
    given = {**dee, "name": "Dee Newname", "expected": expected(manager, page)}
    assert manager.post(page, {**given, "username": "ann"}).status_code == 422
    assert manager.post(page, given).status_code == 302
    assert manager.post(page, {**given, "name": "Dee Third"}).status_code == 409
    assert manager.post(page, {"what": "let_leave"}).status_code == 302
    assert page in shown(manager, "/admin/people/", state="left")
    assert "work here again" in shown(manager, page)
    assert manager.post(page, {"what": "take_back"}).status_code == 302
    assert page in shown(manager, "/admin/people/", state="locked")
    given_out = manager.post("/admin/people/passwords/").content.decode()
    assert "Dee Newname" in given_out
    person.refresh_from_db()
    assert person.has_usable_password()
    assert manager.post(page, {"what": "password"}).status_code == 200
    assert "Dee Newname" in shown(manager, page)


def test_what_hangs_on_somebody_is_added_and_taken_away(cast: Cast, manager: Client) -> None:
    page = f"/admin/people/{cast.bo.id}/"
    today = datetime.now(UTC).date()

    def post(what: str, **typed: str) -> int:
        return manager.post(page, {"what": what, **typed}).status_code

    assert post("add_point", channel="sms", address="ring me") == 422
    assert post("add_point", channel="sms", address="+442079460002") == 302
    assert "…0002" in shown(manager, page)
    assert post("remove_point", point=str(ContactPoint.objects.get().id)) == 302
    assert post("remove_point", point="none") == 404
    assert post("record_skill", skill="Very calm!") == 422
    assert post("record_skill", skill="calm", valid_until="soon") == 422
    assert post("record_skill", skill="Calm", valid_until="2020-01-01") == 302
    assert "Ran out" in shown(manager, page)
    assert "ran out on" in shown(manager, "/admin/skills/")
    assert page in shown(manager, "/admin/people/", skill="calm")
    assert post("withdraw_skill", skill="calm") == 302
    assert not Skill.objects.exists()
    assert post("grant_leave", from_day=str(today), until_day="never") == 422
    days = {"from_day": str(today), "until_day": str(today + timedelta(days=3))}
    assert post("grant_leave", **days) == 302
    assert post("grant_leave", **days) == 422
    assert "on leave until" in shown(manager, page)
    assert page in shown(manager, "/admin/people/", state="leave")
    assert post("cancel_leave", leave=str(Absence.objects.get().id)) == 302
    assert "Their leave from" in shown(manager, page)


def test_a_list_is_shown_taken_in_and_undone(manager: Client) -> None:
    text = "name,username,roles\nDee Example,dee,agent"
    wrong = manager.post("/admin/lists/", {"text": text.replace("agent", "wizard")})
    assert (wrong.status_code, "wizard" in wrong.content.decode()) == (422, True)
    file = SimpleUploadedFile("staff.csv", text.encode())
    plan = manager.post("/admin/lists/", {"file": file}).content.decode()
    assert not Person.objects.filter(username="dee").exists()
    stamp = re.search(r'name="expected" value="(\w+)"', plan)
    assert stamp
    given = {"what": "take_in", "text": text, "name": "staff.csv", "expected": stamp[1]}
    assert manager.post("/admin/lists/", {**given, "expected": "other"}).status_code == 409
    assert manager.post("/admin/lists/", given).status_code == 302
    taken = PeopleImport.objects.get()
    assert "staff.csv" in shown(manager, "/admin/lists/", saved="yes")
    undone = manager.post(f"/admin/lists/{taken.id}/undo/")
    assert "left=1" in undone["Location"]
    assert "1 left again" in shown(manager, undone["Location"])
    for broken in (b"\xff\xfe\x00", b"x" * 1_000_001):
        file = SimpleUploadedFile("staff.csv", broken)
        assert manager.post("/admin/lists/", {"file": file}).status_code == 422


def test_a_pair_is_noted_and_ended(cast: Cast, manager: Client) -> None:
    url = "/admin/conflicts/"
    pair = {"person": str(cast.ann.id), "other": str(cast.bo.id)}
    assert manager.post(url, {**pair, "other": ""}).status_code == 422
    assert manager.post(url, {**pair, "other": pair["person"]}).status_code == 422
    assert manager.post(url, pair).status_code == 302
    assert "End it" in shown(manager, url)
    ended = {"what": "end", "conflict": str(Conflict.objects.get().id)}
    assert manager.post(url, ended).status_code == 302
    assert "End it" not in shown(manager, url)


def test_a_token_is_shown_once_and_closed(boss: Client) -> None:
    url = "/admin/tokens/"
    new = {"name": "Phones", "source": "phones", "site": "here", "days": "30"}
    assert boss.post(url, {**new, "name": "", "days": "7"}).status_code == 422
    made = boss.post(url, {**new, "scopes": ["contacts:write"]}).content.decode()
    assert "sl_" in made
    token = ApiToken.objects.get()
    assert token.expires_at == token.created_at + timedelta(days=30)
    page = shown(boss, url)
    assert "Phones" in page
    assert "sl_" not in page.replace("sl_small", "")
    Site.objects.create(slug="real", name="Real")
    wrong = {**new, "site": "real", "scopes": ["exercise:act"]}
    assert boss.post(url, wrong).status_code == 422
    assert boss.post(url, {"what": "revoke", "token": str(token.id)}).status_code == 302
    assert "closed" in shown(boss, url)


@pytest.mark.outsider("admin:me", "admin:password")
def test_everybody_sees_themselves_and_nobody_else(cast: Cast, signed_in: SignIn) -> None:
    assert [Client().get(url).status_code for url in ("/me/", "/me/password/")] == [302, 302]
    client = signed_in(cast.ann)
    page = shown(client, "/me/")
    assert "Ann Example" in page
    assert "Only at a screen" in page
    assert client.post("/me/", {"channel": "sms", "address": "no"}).status_code == 422
    assert client.post("/me/", {"channel": "email", "address": "a@example.org"}).status_code == 302
    at = datetime.now(UTC)
    theirs = add_contact_point(
        person_id=cast.bo.id, channel="email", address="b@example.org", actor=cast.bo, at=at
    )
    remove = {"what": "remove_point"}
    assert client.post("/me/", {**remove, "point": str(theirs.id)}).status_code == 403
    assert client.post("/me/", {**remove, "point": "none"}).status_code == 404
    own = ContactPoint.objects.get(person_id=cast.ann.id)
    assert client.post("/me/", {**remove, "point": str(own.id)}).status_code == 302


def test_whoever_was_given_a_password_is_asked_for_their_own(cast: Cast) -> None:
    Person.objects.filter(id=cast.ann.id).update(password=hashed(PASSWORD), password_by_other=True)
    client, elsewhere = Client(), Client()
    for browser in (client, elsewhere):
        entered = browser.post("/sign-in/", {"username": "ann", "password": PASSWORD})
        assert entered["Location"] == "/me/password/"
    own = "a calm and quiet evening"
    typed = {"now": PASSWORD, "chosen": own, "again": own}
    for wrong in ({"now": "no"}, {"again": "other"}, {"chosen": "short", "again": "short"}):
        assert client.post("/me/password/", {**typed, **wrong}).status_code == 422
    assert client.post("/me/password/", typed).status_code == 302
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    ann = Person.objects.get(id=cast.ann.id)
    assert (ann.check_password(own), ann.password_by_other) == (True, False)
