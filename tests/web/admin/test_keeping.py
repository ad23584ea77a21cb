"""Ready to take contacts? How long things are kept, and by when things are owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from stayline.contacts.models import Contact
from stayline.deadlines.actions import beat
from stayline.incidents.models import Incident, OwedRule
from stayline.people.models import Person, RoleGrant, Site
from stayline.platform.actors import Actor
from stayline.privacy.models import LegalHold, RetentionRule
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

SCREENS = ("ready", "retention", "owed")


@pytest.fixture
def root(cast: Cast) -> Actor:
    """Mo, who is an administrator as well."""
    RoleGrant.objects.create(
        person_id=cast.mo.id, role="administrator", granted_at=datetime.now(UTC)
    )
    return replace(cast.mo, roles=cast.mo.roles | {"administrator"})


def page(client: Client, name: str) -> str:
    response = client.get(f"/admin/{name}/")
    assert response.status_code == 200
    return response.content.decode()


def part(text: str, title: str) -> str:
    """The card of this heading."""
    return text.split(f">{title}</h2>")[1].split("</section>", maxsplit=1)[0]


@pytest.mark.outsider("admin:ready", "admin:retention", "admin:owed")
def test_these_are_for_whoever_sets_a_centre_up(cast: Cast, signed_in: SignIn) -> None:
    for who in (cast.ann, cast.bo):
        client = signed_in(who)
        assert [client.get(f"/admin/{name}/").status_code for name in SCREENS] == [403] * 3
        assert client.post("/admin/retention/", {"what": "end"}).status_code == 403
    assert Client().get("/admin/ready/").status_code == 302


def test_what_is_missing_has_a_sentence_and_a_link_and_goes_when_it_is_there(
    cast: Cast, signed_in: SignIn, playbook: None
) -> None:
    del playbook
    Person.objects.filter(id__in=[cast.bo.id, cast.bea.id]).update(site=cast.other_site)
    Site.objects.exclude(id=cast.site.id).update(closed_at=datetime.now(UTC))
    text = page(signed_in(cast.mo), "ready")
    assert "3 things missing" in text
    missing = part(text, "People in every role")
    assert "Nobody can be rung as a supervisor at Here." in missing
    assert '/admin/people/new/?site=here&amp;role=supervisor"' in missing
    assert "Nothing watches the deadlines" in part(text, "The watcher of deadlines")
    assert "/admin/sites/here/" in part(text, "Sites")
    assert "Here names nobody" in part(text, "Somebody outside, when nobody here can be rung")
    assert "Nobody decided how long to keep closed incidents" not in text
    Person.objects.filter(id=cast.bo.id).update(site=cast.site)
    Site.objects.filter(id=cast.site.id).update(emergency_plan="Call the landlord.")
    beat(process="test", role="worker", at=datetime.now(UTC), monotonic=1.0)
    text = page(signed_in(cast.mo), "ready")
    assert "Nothing is missing that contacts must wait for." in text
    assert ">People in every role</h2>" not in text


@pytest.mark.covers("S0-38")
def test_without_a_procedure_a_centre_is_not_ready(cast: Cast, signed_in: SignIn) -> None:
    text = page(signed_in(cast.mo), "ready")
    assert "No procedure is in force." in part(text, "Procedures in force")
    assert "Take no contacts yet." in text


def test_what_would_go_is_shown_before_it_is_decided(
    cast: Cast, root: Actor, signed_in: SignIn
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=99)
    old = cast.contact(at=long_ago)
    Contact.objects.filter(id=old.id).update(released_at=long_ago)
    browser = signed_in(root)
    given = {"kind": "exercise", "days": "90", "basis": "Our policy 7.2"}
    shown = browser.post("/admin/retention/", {"what": "preview", **given}).content.decode()
    assert "1 would go within the hour" in shown
    assert not RetentionRule.objects.exists()
    assert browser.post("/admin/retention/", {"what": "decide", **given}).status_code == 302
    assert RetentionRule.objects.get().basis == "Our policy 7.2"
    assert "90 days since they ended" in page(browser, "retention")
    wrong = browser.post(
        "/admin/retention/", {"what": "preview", "kind": "incident", "days": "x", "basis": "Mine"}
    )
    assert wrong.status_code == 422
    assert "whole number of days" in wrong.content.decode()
    assert 'value="Mine"' in wrong.content.decode()
    browser.post("/admin/retention/", {"what": "end", "kind": "exercise"})
    assert RetentionRule.objects.filter(ended_at=None).count() == 0
    assert browser.post("/admin/retention/", {"what": "end", "kind": "no"}).status_code == 404


def test_a_manager_holds_an_incident_by_its_number_and_decides_no_period(
    cast: Cast, signed_in: SignIn, incident: Incident
) -> None:
    browser = signed_in(cast.mo)
    assert "Show what would go" not in page(browser, "retention")
    given = {"what": "hold", "number": incident.number, "reason": "A claim was made."}
    wrong = browser.post("/admin/retention/", given | {"number": "SL-2026-999999"})
    assert (wrong.status_code, "No incident has this number." in wrong.content.decode()) == (
        422,
        True,
    )
    assert browser.post("/admin/retention/", given).status_code == 302
    hold = LegalHold.objects.get()
    assert "A claim was made." in page(browser, "retention")
    lift = {"what": "lift", "hold": str(hold.id), "because": "Settled."}
    assert browser.post("/admin/retention/", lift | {"hold": "none"}).status_code == 404
    assert browser.post("/admin/retention/", lift).status_code == 302
    assert "Settled." in page(browser, "retention")


def test_the_centres_own_times_are_set_and_taken_back(
    cast: Cast, root: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(root)
    good = {
        "what": "set",
        "what_owed": "file security_threat",
        "minutes": "5",
        "level": "1",
        "site": "here",
        "because": "Our contract",
    }
    wrong = browser.post("/admin/owed/", good | {"minutes": "soon", "site": "nowhere"})
    assert wrong.status_code == 422
    wrong = browser.post("/admin/owed/", good | {"minutes": "99999", "level": ""})
    assert "at most 30 days" in wrong.content.decode()
    assert browser.post("/admin/owed/", good).status_code == 302
    text = page(browser, "owed")
    assert "within 5 minutes" in text
    assert "At L1 and above, Here." in text
    rule = OwedRule.objects.get()
    assert browser.post("/admin/owed/", {"what": "remove", "rule": str(rule.id)}).status_code == 302
    assert "None: the procedures’ times hold." in page(browser, "owed") or (
        "None: the procedures" in page(browser, "owed")
    )
    assert browser.post("/admin/owed/", good | {"site": ""}).status_code == 302
    assert OwedRule.objects.filter(site=None, removed_at=None).count() == 1
