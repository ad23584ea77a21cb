"""Ten weeks that a demo centre has behind it, so that its pages say something at first sight.

Everything is done by the actions that screens call, in the order of time, each with the moment at
which it would have been; between two of them the deadlines of every room fire as they would have.
Nothing is written into a table or a log beside them, and the ledger verifies as any other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.config.past.care import care_days, care_until
from stayline.config.past.contacts import contact_days
from stayline.config.past.learning import learning_days
from stayline.config.past.reviews import review_days
from stayline.config.past.world import World, world_of
from stayline.contacts.models import Contact
from stayline.deadlines.ports import DuePort, due_ports

if TYPE_CHECKING:
    from datetime import datetime

BEGAN: Final = timedelta(days=75)
"""So long ago the demo's people came and its playbook was put in force."""

AT_ONCE: Final = 50
ROUNDS: Final = 12
"""So often a room is asked again at one moment: one deadline may bring the next."""


def give_past(slug: str, at: datetime) -> bool:
    """Let ten weeks have happened at the demo's site; False where something happened already."""
    world = world_of(slug, at)
    if Contact.objects.exists():
        return False
    doings = (
        *learning_days(world),
        *contact_days(world),
        *review_days(world),
        *care_days(world),
    )
    day = None
    for doing in sorted(doings, key=lambda one: one.at):
        if doing.at.date() != day:  # once a day: each round asks every room
            _let_pass(world, doing.at)
            day = doing.at.date()
        doing.do()
    _let_pass(world, at)
    return True


def _let_pass(world: World, at: datetime) -> None:
    """Let what fell due by then happen: people keep most of their dates, the rest is missed."""
    care_until(world, at)
    ports = sorted(due_ports, key=lambda one: one.priority)
    for _ in range(ROUNDS):
        # Asked for what is due, never when: some answer that by the clock on the wall.
        ports = [port for port in ports if any(_fired(port, at))]
        if not ports:
            return


def _fired(port: DuePort, at: datetime) -> list[bool]:
    return [port.fire(one, at) for one in port.due(at, AT_ONCE)]
