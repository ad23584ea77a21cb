"""Other ways to reach somebody: offered where that is safe, and what was used is logged (S3-2)."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import get_help
from stayline.incidents.actions.ways import record_way
from stayline.incidents.errors import CallbackRefused
from stayline.incidents.models import Callback, Incident
from stayline.incidents.queries.ways import reach
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


def write_to(incident: Incident, who: Actor) -> None:
    record_way(incident_id=incident.id, way="email", outcome="reached", actor=who, at=later(9))


@pytest.mark.covers("S3-2")
@pytest.mark.usefixtures("playbook")
def test_after_a_bomb_nobody_reaches_out_before_somebody_agreed(cast: Cast) -> None:
    bomb = get_help(contact_id=cast.contact().id, kind="bomb", actor=cast.ann, at=later(1))
    assert "police or telecoms security" in reach(bomb).says
    with pytest.raises(CallbackRefused):
        write_to(bomb, cast.ann)
    Callback.objects.create(incident=bomb, kind="agreed", by=cast.bo.id, at=later(2))
    write_to(bomb, cast.ann)
    (used,) = reach(bomb).tried
    assert (used.way, used.outcome, used.at) == ("By email", "They were reached", later(9))
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            write_to(bomb, stranger)
