"""What managers must hear of a procedure stands on the floor until somebody has seen it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stayline.library.models import Alert
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-12")
def test_a_lapse_stands_on_a_managers_floor_and_a_correction_before_everybody(
    cast: Cast, signed_in: SignIn
) -> None:
    for about, text in (("lapsed", "The certificate has ended."), ("corrected", "New words.")):
        Alert.objects.create(
            about=about, kind="protocol", document_id="x", text=text, at=datetime.now(UTC)
        )
    manager = signed_in(cast.mo)
    floor = manager.get("/floor/").content.decode()
    assert "The certificate has ended." in floor
    assert floor.count("I have seen it") == 2
    supervisor = signed_in(cast.bo).get("/floor/").content.decode()
    assert "The certificate has ended." not in supervisor
    assert "New words." in supervisor
    assert "I have seen it" not in supervisor
    assert "New words." in signed_in(cast.ann).get("/desk/").content.decode()

    lapsed = Alert.objects.get(about="lapsed")
    manager.post(f"/studio/alerts/{lapsed.id}/seen/")
    assert "The certificate has ended." not in manager.get("/floor/").content.decode()
