"""Training on screens: one's own, a site's, lists with their faults, readiness."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stayline.incidents.models import Incident
from stayline.learning.models import Training
from stayline.library.models import DocumentVersion, InForce
from stayline.people.models import Person, Role, RoleGrant
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HEAD = "person,protocol,version,trained_on,valid_until\n"


@pytest.fixture
def certified(playbook: None) -> str:
    """The digest of a procedure for self-harm that was certified here."""
    digest = InForce.objects.get(kind="protocol", document_id="self-harm").version_id
    DocumentVersion.objects.filter(digest=digest).update(state="active")
    return str(digest)


def today() -> str:
    return datetime.now(UTC).date().isoformat()


@pytest.mark.outsider("learning:mine", "learning:person", "learning:take_back")
def test_everybody_sees_their_own_training_and_nobody_a_strangers(
    cast: Cast, certified: str, signed_in: SignIn
) -> None:
    mine = signed_in(cast.ann).get("/learning/").content.decode()
    assert "Not trained on yet" in mine
    assert certified[:12] in mine
    assert "Import a list" not in mine
    manager = signed_in(cast.mo)
    manager.post(
        f"/learning/versions/{certified}/",
        {"site": "here", "person": [str(cast.ann.id)], "what": "chosen", "trained_on": today()},
    )
    mine = signed_in(cast.ann).get("/learning/").content.decode()
    assert "Not trained on yet" not in mine
    assert "Trained" in mine
    hers = reverse("learning:person", args=[cast.ann.id])
    assert signed_in(cast.bo).get(hers).status_code == 200
    assert "This is a mistake" not in signed_in(cast.bo).get(hers).content.decode()
    assert signed_in(cast.al).get(hers).status_code == 403
    assert signed_in(cast.cy).get(hers).status_code == 403

    row = Training.objects.get()
    back = reverse("learning:take_back", args=[row.id])
    assert signed_in(cast.al).post(back, {"because": "x"}).status_code == 403
    refused = signed_in(cast.bo).post(back, {"because": "x"})
    assert (refused.status_code, "may not record" in refused.content.decode()) == (403, True)
    assert manager.post(back, {"because": " "}).status_code == 422
    assert manager.post(back, {"because": "It was Al."}).status_code == 302
    assert "Taken back" in signed_in(cast.ann).get("/learning/").content.decode()
    for name in ("mine", "site", "import", "readiness"):
        assert "/sign-in/" in signed_out(reverse(f"learning:{name}"))


def signed_out(address: str) -> str:
    return str(Client().get(address).headers["Location"])


@pytest.mark.outsider("learning:site", "learning:version")
def test_a_whole_site_is_marked_by_one_press_and_who_is_missing_is_named(
    cast: Cast, certified: str, signed_in: SignIn
) -> None:
    where = reverse("learning:version", args=[certified])
    for who in (cast.ann, cast.bo):
        assert signed_in(who).get("/learning/site/").status_code == 403
        assert signed_in(who).get(where).status_code == 403
    manager = signed_in(cast.mo)
    page = manager.get("/learning/site/").content.decode()
    assert "0 of 2" in page
    assert "Missing: Al Example, Ann Example" in page
    assert "There" not in page  # a manager sees their own site alone
    page = manager.get(where).content.decode()
    assert "Mark everybody here as trained (6)" in page
    done = manager.post(where, {"site": "here", "what": "everybody"}, follow=True)
    assert "Recorded for 6 people" in done.content.decode()
    assert "2 of 2" in manager.get("/learning/site/").content.decode()
    again = manager.post(where, {"site": "here", "what": "everybody"})
    assert again.status_code == 422
    assert "Choose at least one person" in again.content.decode()
    wrong = {"what": "chosen", "person": [str(cast.ann.id)], "trained_on": "20.11.2026"}
    assert "is no day" in manager.post(where, wrong).content.decode()
    assert manager.get(reverse("learning:version", args=["no-such"])).status_code == 404

    RoleGrant.objects.create(
        person_id=cast.lou.id, role=Role.PROTOCOL_OWNER, granted_at=datetime.now(UTC)
    )
    owner = signed_in(Person.objects.get(id=cast.lou.id).actor())
    assert "There" in owner.get("/learning/site/?site=there").content.decode()


@pytest.mark.covers("S0-14")
@pytest.mark.outsider("learning:import")
def test_a_list_is_shown_with_its_faults_before_anything_is_recorded(
    cast: Cast, certified: str, signed_in: SignIn
) -> None:
    where = reverse("learning:import")
    assert signed_in(cast.bo).get(where).status_code == 403
    manager = signed_in(cast.mo)
    assert manager.get(where).status_code == 200
    wrong = f"{HEAD}ann,self-harm,,{today()},\nnobody,self-harm,,soon,\n"
    shown = manager.post(where, {"text": wrong})
    page = shown.content.decode()
    assert shown.status_code == 422
    assert "2 faults: nothing was recorded" in page
    assert "trained_on" in page
    assert "nobody,self-harm" in page  # what was given is kept
    assert manager.post(where, {"text": wrong, "what": "record"}).status_code == 422
    assert not Training.objects.exists()

    file = SimpleUploadedFile("list.csv", f"\ufeff{HEAD}ann,self-harm,,{today()},\n".encode())
    page = manager.post(where, {"file": file}).content.decode()
    assert "This would be recorded" in page
    assert 'value="list.csv"' in page
    right = {"text": f"{HEAD}ann,self-harm,,{today()},\n", "source": "list.csv", "what": "record"}
    done = manager.post(where, right, follow=True)
    assert "1 training recorded." in done.content.decode()
    assert Training.objects.get().source == "list.csv"
    for given in (b"\xff\xfe\x00", b"x" * 1_000_001):
        file = SimpleUploadedFile("list.csv", given)
        refused = manager.post(where, {"file": file})
        assert (refused.status_code, "The file is" in refused.content.decode()) == (422, True)


@pytest.mark.covers("S0-38")
@pytest.mark.outsider("learning:readiness")
def test_readiness_says_for_each_site_what_is_missing_for_what(
    cast: Cast, certified: str, signed_in: SignIn
) -> None:
    where = reverse("learning:readiness")
    assert signed_in(cast.ann).get(where).status_code == 403
    page = signed_in(cast.mo).get(where).content.decode()
    assert "Not ready" in page
    assert "is an uncertified template" in page
    assert "0 of 2 agents are trained" in page
    assert "Nobody here has adopted these yet: " in page
    assert "There" in page


@pytest.mark.covers("S0-15")
def test_the_desk_says_why_the_minimum_safe_path_guides_and_offers_the_procedure_once_trained(
    cast: Cast, certified: str, incident: Incident, signed_in: SignIn
) -> None:
    desk = reverse("desk:contact", args=[incident.contact_id])
    ann = signed_in(cast.ann)
    page = ann.get(desk).content.decode()
    assert "You are not trained on" in page
    assert "Minimum-safe path" in page
    assert "do/certified/" not in page
    record = signed_in(cast.mo).get(reverse("floor:incident", args=[incident.id]))
    assert record.status_code in {200, 403}
    signed_in(cast.mo).post(
        reverse("learning:version", args=[certified]), {"site": "here", "what": "everybody"}
    )
    page = ann.get(desk).content.decode()
    assert "You are trained on it." in page
    press = reverse("desk:act", args=[incident.contact_id, "certified"])
    expected = incident.runs.get().sequence
    assert ann.post(press, {"expected": expected}).status_code == 302
    page = ann.get(desk).content.decode()
    assert "You are not trained on" not in page
    assert "do/certified/" not in page
    refused = ann.post(press, {"expected": incident.runs.get(parked_at=None).sequence})
    assert refused.status_code == 409


def test_a_template_says_so_on_the_desk(cast: Cast, incident: Incident, signed_in: SignIn) -> None:
    desk = reverse("desk:contact", args=[incident.contact_id])
    assert "has not been certified here" in signed_in(cast.ann).get(desk).content.decode()
