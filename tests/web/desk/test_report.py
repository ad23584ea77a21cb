"""The report page: filled by itself, saved as typed, submitted part-filled, amended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from stayline.incidents.models import Incident
from stayline.reports.models import Report
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_the_form_is_filled_by_itself(cast: Cast, incident: Incident, signed_in: SignIn) -> None:
    report = Report.objects.get(incident=incident)
    page = signed_in(cast.ann).get(reverse("desk:report", args=[report.id]))
    assert page.status_code == 200
    assert "want to be alive any more" in page.content.decode()
