"""Courses on screens: one's own list, a module, what one answered, teaching, evidence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.learning.actions import take_course
from stayline.learning.models import CourseAttempt, CourseFeedback, TrainerCredential
from stayline.learning.queries.courses import course
from stayline.people.models import Person, Role, RoleGrant
from stayline.platform.actors import Actor
from tests.cast import Cast, line
from tests.web.conftest import THREAT, SignIn
from tests.web.learning.test_learning import signed_out

pytestmark = pytest.mark.django_db


def answers(course_id: str, *, right: bool = True) -> dict[str, str]:
    held = course(course_id).course
    return {
        one.id: next(option.id for option in one.options if option.right == right)
        for one in held.questions
    }


@pytest.mark.covers("S4-21", "S4-22", "S0-20")
@pytest.mark.outsider("learning:courses", "learning:course", "learning:attempt")
def test_a_module_is_read_answered_and_spoken_of(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    mine = ann.get("/learning/").content.decode()
    assert "What is next" in mine
    assert "Resilience in customer contact" in mine
    shelf = ann.get(reverse("learning:courses")).content.decode()
    assert "K21: Data protection" in shelf
    where = reverse("learning:course", args=["resilience"])
    page = ann.get(where).content.decode()
    assert "non-credible" in page or "not credible" in page
    assert "Looking after yourself" in page
    assert "No expert is named yet" in page
    assert "Name an expert" not in page
    half = dict(list(answers("resilience").items())[:2])
    refused = ann.post(where, half)
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") == 2  # what was chosen is kept
    assert not CourseAttempt.objects.exists()

    failed = ann.post(where, answers("resilience", right=False), follow=True).content.decode()
    assert "Not yet: Resilience" in failed
    assert "Contacts reach you as always" in failed
    done = ann.post(where, answers("resilience"), follow=True)
    assert "Passed: Resilience" in done.content.decode()
    here = done.redirect_chain[-1][0]
    assert ann.post(here, {"clear": "4"}).status_code == 422
    said = {"clear": "4", "useful": "4", "ready": "3", "comment": "Good."}
    assert "Thank you for telling us" in ann.post(here, said, follow=True).content.decode()
    assert CourseFeedback.objects.count() == 1
    assert "Not yet" in ann.get(where).content.decode()
    for who in (cast.al, cast.mo, cast.cy):  # nobody else reads what one answered
        assert signed_in(who).get(here).status_code == 404
        assert signed_in(who).post(here, said).status_code == 404
    assert "Passed on" in ann.get("/learning/").content.decode()
    assert ann.get(reverse("learning:course", args=["nothing"])).status_code == 404
    for address in (where, here, reverse("learning:courses")):
        assert "/sign-in/" in signed_out(address)


@pytest.mark.covers("S2-44", "S4-51")
@pytest.mark.outsider("learning:teaching", "learning:ask", "learning:trainer_back")
def test_whoever_teaches_sees_who_is_to_learn_what_and_asks(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    RoleGrant.objects.create(person_id=cast.lou.id, role=Role.TRAINER, granted_at=datetime.now(UTC))
    lou = signed_in(Person.objects.get(id=cast.lou.id).actor())
    where = reverse("learning:teaching")
    for who in (cast.ann, cast.bo):
        assert signed_in(who).get(where).status_code == 403
    page = lou.get(where).content.decode()
    assert "Ann Example" in page
    assert "Nobody has said anything yet" in page
    assert "Cy Example" not in page
    typed = {"person": str(cast.bo.id), "credential": "trainer", "teaches": "Resilience"}
    wrong = lou.post(where, typed)
    assert wrong.status_code == 422
    assert 'value="Resilience"' in wrong.content.decode()
    assert lou.post(where, {**typed, "person": "x"}).status_code == 422
    more = {"issuer": "A board", "number": "T-1", "expires_on": "2099-01-01"}
    assert "number T-1" in lou.post(where, {**typed, **more}, follow=True).content.decode()
    row = TrainerCredential.objects.get()
    back = reverse("learning:trainer_back", args=[row.id])
    assert signed_in(cast.bo).post(back).status_code == 403
    assert signed_in(cast.cy).post(back).status_code == 403
    assert "number T-1" not in lou.post(back, follow=True).content.decode()

    ask = reverse("learning:ask", args=[cast.ann.id])
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    said = {"course": "ombudsperson", "because": "You asked for it.", "due": due}
    assert signed_in(cast.al).post(ask, said).status_code == 403
    hers = reverse("learning:person", args=[cast.ann.id])
    assert "Ask Ann Example to take a course" in lou.get(hers).content.decode()
    assert lou.post(ask, {**said, "due": "soon"}).status_code == 422
    assert "You asked for it." in lou.post(ask, said, follow=True).content.decode()
    ann = signed_in(cast.ann)
    assert "You asked for it." in ann.get("/learning/").content.decode()
    assert ann.post(ask, {**said, "course": "legal-staff"}, follow=True).status_code == 200
    Person.objects.filter(id=cast.lou.id).update(site=None)
    assert lou.get(where).status_code == 403  # teaches at no site
    assert "/sign-in/" in signed_out(where)


@pytest.mark.outsider("learning:course_expert")
def test_an_expert_is_named_by_whoever_keeps_the_documents(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    where = reverse("learning:course_expert", args=["resilience"])
    assert signed_in(cast.bo).post(where, {"expert": str(uuid4())}).status_code == 403
    RoleGrant.objects.create(
        person_id=cast.mo.id, role=Role.PROTOCOL_OWNER, granted_at=datetime.now(UTC)
    )
    owner = signed_in(Person.objects.get(id=cast.mo.id).actor())
    assert (
        "Nobody in the register"
        in owner.get(reverse("learning:course", args=["resilience"])).content.decode()
    )
    assert "There" in owner.get(f"{reverse('learning:teaching')}?site=there").content.decode()
    assert owner.post(where, {"expert": "x", "what": "made"}).status_code == 422
    assert owner.post(where, {"expert": str(uuid4()), "what": "made"}).status_code == 404


def taken(who: Actor, what: str = "k05-log", at: datetime | None = None) -> None:
    when = at or datetime.now(UTC)
    take_course(course_id=what, digest="", answers=answers(what), actor=who, at=when)


@pytest.mark.covers("S3-51")
@pytest.mark.outsider("learning:evidence")
def test_the_matrix_is_ones_own_or_a_sites_and_leaves_as_a_file(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    taken(cast.ann)
    where = reverse("learning:evidence")
    page = signed_in(cast.ann).get(where).content.decode()
    assert "Module passed: 1" in page
    assert "PC23" in page
    hers = f"{where}?person={cast.ann.id}"
    assert signed_in(cast.bo).get(hers).status_code == 200
    assert signed_in(cast.al).get(hers).status_code == 403
    assert signed_in(cast.cy).get(hers).status_code == 403
    assert signed_in(cast.ann).get(f"{where}?person=x").status_code == 404
    assert signed_in(cast.bo).get(f"{where}?site=here").status_code == 403
    manager = signed_in(cast.mo)
    assert "Evidence: Here" in manager.get(f"{where}?site=here").content.decode()
    assert manager.get(f"{where}?site=there").status_code == 403
    rows = json.loads(manager.get(f"{where}?site=here&as=json").content)
    assert [one["people"] for one in rows if one["item"] == "K5"] == [1]
    file = manager.get(f"{where}?site=here&as=csv")
    assert "evidence.csv" in file.headers["Content-Disposition"]
    assert file.content.decode().startswith("item,requirement,what")
    assert "/sign-in/" in signed_out(where)


@pytest.mark.covers("S4-23", "S0-15")
def test_a_lapse_shows_before_a_contact_and_blocks_no_help(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    ann, at = signed_in(cast.ann), datetime.now(UTC)
    assert "Your training has run out" not in ann.get("/desk/").content.decode()
    taken(cast.ann, "resilience", at - timedelta(days=400))
    desk = ann.get("/desk/").content.decode()
    assert "Your training has run out" in desk
    assert "Resilience in customer contact" in desk
    assert "Ran out" in ann.get("/learning/").content.decode()

    contact = cast.contact(agent=cast.ann, at=at)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    incident = Incident.objects.get(contact_id=contact.id)
    assert incident.ladders.exists()  # it rings as for anybody
    page = ann.get(reverse("desk:contact", args=[contact.id]))
    assert page.status_code == 200
    assert "has run out" not in page.content.decode()
