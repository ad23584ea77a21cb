"""Who may do what to a ladder: a table over everybody of the cast, and the system."""

from __future__ import annotations

import pytest

from stayline.escalation.policies import (
    Refusal,
    may_accept,
    may_call_off,
    may_raise,
    may_report_lost,
)
from stayline.incidents.models import Incident
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db

WHO = ("ann", "al", "bo", "lou", "mo", "cy", "kept out", "watcher")
TABLE = {
    #                    ann    al     bo    lou    mo    cy     kept   watcher
    "accept, rung": (False, True, True, True, True, True, False, False),
    "accept, floor": (False, False, True, False, True, False, False, False),
    "call off": (False, False, True, False, True, False, False, False),
    "report lost": (True, False, True, False, True, False, False, True),
    "raise": (True, False, True, False, True, False, False, True),
}


def person(cast: Cast, incident: Incident, name: str) -> Actor:
    if name == "watcher":
        return system_actor("watcher")
    if name != "kept out":
        return getattr(cast, name)  # type: ignore[no-any-return]  # one of the cast
    exclude_in_transaction(
        incident.id,
        cast.bea,
        because="implicated",
        stream_id=incident.stream_id,
        actor=cast.ann,
        at=later(1),
    )
    return cast.bea


@pytest.mark.covers("S0-35", "S0-27")
@pytest.mark.parametrize("act", TABLE)
@pytest.mark.parametrize("name", WHO)
def test_who_may(centre: Cast, incident: Incident, act: str, name: str) -> None:
    who = person(centre, incident, name)
    answer = {
        "accept, rung": lambda: may_accept(who, incident, rung=True),
        "accept, floor": lambda: may_accept(who, incident, rung=False),
        "call off": lambda: may_call_off(who, incident),
        "report lost": lambda: may_report_lost(who, incident),
        "raise": lambda: may_raise(who, incident),
    }[act]()
    assert bool(answer) == TABLE[act][WHO.index(name)]
    assert answer is True or isinstance(answer, Refusal)
