"""What a caller speaks, over HTTP: kept in its one spelling, and never a language that is none."""

from __future__ import annotations

import pytest

from stayline.contacts.models import Contact
from tests.rooms.api.conftest import Machine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "kept"), [("es", "es"), ("es_mx", "es-MX"), ("en-US-POSIX", "en-US"), ("", "")]
)
def test_the_platform_says_what_the_caller_speaks(platform: Machine, sent: str, kept: str) -> None:
    said = platform.opens(language=sent)
    assert Contact.objects.get(id=said["id"]).language == kept


def test_a_language_that_is_none_is_refused_by_name(platform: Machine) -> None:
    answer = platform.post("contacts", {"language": "Spanish"})
    assert answer.status_code == 422
    assert "language" in answer.content.decode()
    assert not Contact.objects.exists()
