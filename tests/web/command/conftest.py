"""Who is put on the list of an incident, for the screens of command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from stayline.incidents.models import Incident
from stayline.platform.actors import Actor
from stayline.privacy.actions import grant_in_transaction

LetIn = Callable[..., None]


@pytest.fixture
def let_in() -> LetIn:
    """Put people on an incident's list, as if they had taken it over."""

    def grant(incident: Incident, *people: Actor) -> None:
        with transaction.atomic():
            for one in people:
                grant_in_transaction(
                    incident.id,
                    one,
                    because="accepted",
                    stream_id=incident.stream_id,
                    actor=one,
                    at=datetime.now(UTC),
                )

    return grant
