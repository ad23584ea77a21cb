"""The command page: who sees it, and that a reading is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stayline.incidents.queries import log

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.outsider("command:page", "command:act")
def test_only_who_handles_an_incident_sees_who_is_sent_and_the_reading_is_logged(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    address = f"/command/{incident.id}/"
    assert signed_in(cast.al).get(address).status_code == 404
    assert signed_in(cast.al).post(f"{address}do/posts/take/").status_code == 404
    assert signed_in(cast.ann).get(address).status_code == 200
    assert "command" in " ".join(one.sentence for one in log(incident))
