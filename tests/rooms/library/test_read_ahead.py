"""What is in force is read once, ahead of the first opening, and then kept by digest."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.library.models import InForce
from stayline.library.queries import protocol_for, read_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def test_after_it_an_opening_reads_no_document() -> None:
    assert read_in_force() == InForce.objects.filter(kind__in=("protocol", "ladder")).count()
    with CaptureQueriesContext(connection) as asked:
        assert protocol_for("self_harm", "live") is not None
    (only,) = asked.captured_queries
    assert '"source"' not in only["sql"]
    assert '"body"' not in only["sql"]
