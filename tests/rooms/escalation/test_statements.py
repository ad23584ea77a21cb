"""Ringing runs inside the transaction of every opening: how many statements that is."""

from __future__ import annotations

from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.escalation.actions import raise_ladder_in_transaction
from stayline.incidents.models import Incident
from stayline.platform.transactions import writer_lock
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db

MOST: Final = 23
"""What a first ring may cost; six are of its two entries, four tell the screens of it."""


def test_a_first_ring_costs_no_more_than_it_did(incident: Incident, centre: Cast) -> None:
    incident.ladders.update(ended_at=later(1))
    with writer_lock(), CaptureQueriesContext(connection) as asked:
        raise_ladder_in_transaction(
            incident, "crisis", because="again", actor=centre.ann, at=later(2)
        )
    said = "\n".join(one["sql"][:90] for one in asked.captured_queries)
    assert len(asked) <= MOST, f"{len(asked)} statements:\n{said}"
