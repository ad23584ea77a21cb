"""The first page of set-up: whose it is, and which sections it names to whom."""

from __future__ import annotations

import pytest
from django.test import Client

from stayline.people.models import Person, Role, RoleGrant
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.outsider("admin:home")
def test_whoever_sets_nothing_up_has_no_set_up(cast: Cast, signed_in: SignIn) -> None:
    assert Client().get("/admin/").status_code == 302
    for who in (cast.ann, cast.bo, cast.lou):
        client = signed_in(who)
        assert client.get("/admin/").status_code == 403
        assert ">Set-up</a>" not in client.get("/desk/").content.decode()


def test_each_sees_the_sections_that_are_theirs(cast: Cast, signed_in: SignIn) -> None:
    RoleGrant.objects.create(
        person=Person.objects.get(id=cast.al.id), role=Role.ADMINISTRATOR, granted_at=NOW
    )
    manager = signed_in(cast.mo).get("/admin/").content.decode()
    administrator = signed_in(cast.al).get("/admin/").content.decode()
    assert 'href="/notes/"' in manager
    assert 'href="/phrases/"' in administrator
    assert 'href="/admin/"' in signed_in(cast.mo).get("/desk/").content.decode()
