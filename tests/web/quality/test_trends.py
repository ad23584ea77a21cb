"""The page of trends: what it shows to whom, the alarm that is answered, the files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from stayline.people.models import Exposure, RoleGrant
from stayline.quality.models import CountAlarm, CountedWeek
from stayline_core.counting import monday_of
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

TRENDS = "/quality/trends/"


@pytest.fixture
def risen(cast: Cast) -> CountAlarm:
    """Half a year of counts, and a rise at its end that nobody has looked at."""
    Exposure.objects.create(
        person_id=cast.ann.id, incident_id=uuid4(), level=1, exercise=True, at=datetime.now(UTC)
    )
    this = monday_of(datetime.now(UTC).date())
    for back in range(30, 0, -1):
        counts = {"self_harm": 5 if back < 3 else back % 2}
        contacts = 0 if back == 9 else 40
        CountedWeek.objects.create(
            site=cast.site,
            week=this - timedelta(weeks=back),
            contacts=contacts,
            incidents=counts if contacts else {},
            threats=counts if contacts else {},
            counted_at=NOW,
        )
    return CountAlarm.objects.create(
        site=cast.site,
        exercise=True,
        kind="self_harm",
        week=this - timedelta(weeks=1),
        since=this - timedelta(weeks=2),
        count=10,
        expected=1.0,
        statistic=7.2,
        threshold=3.2,
        at=NOW,
        told=1,
    )


@pytest.mark.covers("S4-3")
@pytest.mark.outsider("quality:trends", "quality:figures", "quality:alarm_answer")
def test_a_rise_is_shown_answered_by_a_manager_and_kept_from_everybody_else(
    cast: Cast, risen: CountAlarm, signed_in: SignIn
) -> None:
    RoleGrant.objects.create(person_id=cast.al.id, role="reviewer", granted_at=NOW)
    answer = f"/quality/alarms/{risen.id}/"
    for address in (TRENDS, "/quality/trends/weeks.csv"):
        assert signed_in(cast.ann).get(address).status_code == 403
    assert signed_in(cast.cy).post(answer, {"found": "x"}).status_code == 403
    assert signed_in(cast.bo).post(answer, {"found": "x"}).status_code == 403

    manager = signed_in(cast.mo)
    page = manager.get(TRENDS).content.decode()
    assert "A rise: self-harm" in page
    assert page.count("bar up") >= 1
    assert "No contacts: it says nothing" in page
    assert "Everything here is an exercise" in page
    assert "Ann Example" in page
    assert manager.post(answer, {"found": " "}).status_code == 422
    assert manager.post(answer, {"found": "A letter of ours"}).status_code == 302
    page = manager.get(TRENDS).content.decode()
    assert "A rise: self-harm" not in page
    assert "Mo Example: A letter of ours" in page

    reviewer = signed_in(cast.al)
    assert "Ann Example" not in reviewer.get(TRENDS).content.decode()
    assert reviewer.get("/quality/trends/exposure.csv").status_code == 403
    assert reviewer.get("/quality/trends/nothing.csv").status_code == 404
    weeks = reviewer.get("/quality/trends/weeks.csv")
    assert "stayline-here-weeks-" in weeks["Content-Disposition"]
    assert weeks.content.decode().splitlines()[1].startswith("self_harm,")


def test_a_centre_without_a_week_says_so(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.bo).get(TRENDS).content.decode()
    assert "No week is counted yet" in page
    assert "No incident in a year" in page
    assert "too few to say" in page
