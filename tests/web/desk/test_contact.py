"""The contact page: what it shows, its fragments, and who is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def url(contact: Contact, *more: str) -> str:
    if not more:
        return reverse("desk:contact", args=[contact.id])
    return reverse(f"desk:{more[0]}", args=[contact.id, more[1]])


def test_smoke(cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn) -> None:
    page = signed_in(cast.ann).get(url(contact))
    assert page.status_code == 200
