"""A ladder in the studio, against the people and the rota that it would ring."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from stayline.library.actions import start_draft
from stayline.library.models import Draft, InForce
from stayline.library.queries import newest_version
from stayline.people.actions import set_duty
from stayline.people.models import Person
from tests.cast import Cast
from tests.web.conftest import SignIn
from tests.web.studio.conftest import read_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]
NOBODY = "a_skill_of_nobody"


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Mo writes the next version of the crisis ladder."""
    read_notice(cast.mo, kind="ladder", document_id="crisis")
    return start_draft(kind="ladder", document_id="crisis", actor=cast.mo, at=datetime.now(UTC))


@pytest.fixture
def mo(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.mo)


def text_of(draft: Draft) -> str:
    return bytes(draft.source).decode()


def of_nobody(draft: Draft) -> str:
    """The ladder with a first rung that asks for a skill that nobody has."""
    supervisor = "who: {roles: [supervisor], on_duty: yes}"
    text = text_of(draft)
    assert supervisor in text
    skilled = f"who: {{roles: [supervisor], skills: [{NOBODY}], on_duty: yes}}"
    return text.replace(supervisor, skilled, 1)


def test_a_rung_that_rings_nobody_is_told_as_one_types_and_when_it_is_saved(
    cast: Cast, mo: Client, draft: Draft
) -> None:
    page = f"/studio/drafts/{draft.id}/"
    before = mo.post(f"{page}check/", {"source": text_of(draft)}).json()
    assert f"At {cast.site.name}" in before["found"]
    assert "Supervisor:" not in before["found"]
    told = mo.post(f"{page}check/", {"source": of_nobody(draft)}).json()
    assert "Supervisor:" in told["found"]
    form = {"source": of_nobody(draft), "expected": draft.revision, "what": "save"}
    saved = mo.post(page, form, follow=True).content.decode()
    assert "Supervisor:" in saved
    assert mo.post(f"{page}check/", {"source": "rungs: ["}).json()["errors"]


def test_the_same_stands_beside_the_press_that_puts_it_in_force(
    cast: Cast, mo: Client, draft: Draft
) -> None:
    InForce.objects.filter(kind="ladder").delete()
    version = newest_version("ladder", "crisis")
    assert version is not None
    for who in (cast.bo, cast.bea, cast.lou, cast.mo):
        set_duty(person_id=who.id, on_duty=False, actor=who, at=datetime.now(UTC))
    document = mo.get(f"/studio/ladder/crisis/?version={version.digest}").content.decode()
    adopt = mo.get("/studio/adopt/").content.decode()
    for page in (document, adopt):
        assert "at some hours nobody can answer" in page
    Person.objects.filter(site=cast.site.id).update(on_duty=True)
    again = mo.get("/studio/adopt/").content.decode()
    assert "at some hours nobody can answer" not in again


def test_another_kind_of_document_says_nothing_of_people(mo: Client) -> None:
    page = mo.get("/studio/form/case/").content.decode()
    assert "Whom it would reach" not in page
