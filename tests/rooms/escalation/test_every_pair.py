"""Every (state, event) pair of a hand-over, in rows: what the rules say is what is done.

`tests/core/test_ladder.py` holds the same table for the rules alone. Here each state is reached
by the actions that people press, each event is an action, and what is seen is in the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from django.db import transaction

from stayline.escalation.actions import (
    accept_rung,
    call_off_ladder,
    come_back_to_contact,
    complete_hand_over,
    decline_rung,
    fire_absence,
    fire_limit,
    fire_rung,
    join_contact,
    raise_again,
    receiver_lost,
    record_spoke,
    return_contact,
)
from stayline.escalation.errors import (
    AcceptForbidden,
    AcceptRefused,
    AlreadySpoken,
    LadderEnded,
    NobodyToReturnTo,
    NotSpoken,
    NotTheReceiver,
)
from stayline.escalation.models import Ladder, rung_to_json
from stayline.people.actions import note_gone
from stayline.platform.actors import Actor
from stayline.platform.errors import StaylineError
from stayline_core.ladder import Duty, Pick, Rung
from tests.cast import Cast, later
from tests.core.test_ladder import TABLE
from tests.rooms.escalation.conftest import sit_down

pytestmark = pytest.mark.django_db

RUNGS: Final = (
    Rung(("supervisor",), name="supervisors", pick=Pick.ALL, seconds=10, tries=2),
    Rung(("everyone",), name="everyone", duty=Duty.ANYONE, pick=Pick.ALL, seconds=20),
)
CODES: Final[dict[type[StaylineError], str]] = {
    LadderEnded: "ended",
    AcceptRefused: "taken",
    AcceptForbidden: "not_rung",
    NotTheReceiver: "not_yours",
    NotSpoken: "not_spoken",
    AlreadySpoken: "spoken",
    NobodyToReturnTo: "alone",
}
NOTHING_DUE: Final = frozenset({"not_due", "not_yours", "ended"})
"""What the watcher answers with a plain no."""

FAR: Final = 3600


@dataclass
class Centre:
    """One ladder, its two supervisors, and what can happen to it."""

    ladder: Ladder
    cast: Cast
    bo: Actor
    eve: Actor

    @property
    def its(self) -> dict[str, object]:
        return {"ladder_id": self.ladder.id}

    def way(self, who: Actor) -> object:
        return self.ladder.hand_overs.filter(receiver_id=who.id).latest("accepted_at").id

    def accepted(self) -> None:
        accept_rung(ladder_id=self.ladder.id, actor=self.bo, at=later(4))

    def limit(self, at: int) -> None:
        sit_down(self.cast, seconds=at - 1)
        assert fire_limit(hand_over_id=self.way(self.bo), at=later(at))  # type: ignore[arg-type]  # it is an id here

    def accepted_late(self) -> None:
        self.accepted()
        self.limit(34)

    def two(self) -> None:
        self.accepted_late()
        accept_rung(ladder_id=self.ladder.id, actor=self.cast.mo, at=later(40))

    def joined(self) -> None:
        self.accepted()
        join_contact(ladder_id=self.ladder.id, actor=self.bo, at=later(20))

    def joined_late(self) -> None:
        self.joined()
        self.limit(80)

    def spoke(self) -> None:
        self.joined()
        record_spoke(ladder_id=self.ladder.id, actor=self.bo, at=later(30))

    def spoke_late(self) -> None:
        self.spoke()
        self.limit(330)

    def lost(self) -> None:
        """Accepted, then vanished: the screen is gone for twelve seconds."""
        self.accepted()
        note_gone(person_id=self.bo.id, at=later(5), process="tests")
        sit_down(self.cast, self.eve, self.cast.mo, seconds=19)
        assert fire_absence(hand_over_id=self.way(self.bo), at=later(20))  # type: ignore[arg-type]  # it is an id here

    def lost_taken(self) -> None:
        self.lost()
        accept_rung(ladder_id=self.ladder.id, actor=self.eve, at=later(25))

    def returned(self) -> None:
        self.spoke()
        sit_down(self.cast, seconds=39)
        return_contact(ladder_id=self.ladder.id, reason="The agent knows them.", **self.at(40))

    def at(self, seconds: int) -> dict[str, object]:
        return {"actor": self.bo, "at": later(seconds)}

    def completed(self) -> None:
        self.spoke()
        complete_hand_over(ladder_id=self.ladder.id, actor=self.bo, at=later(40))

    def called_off(self) -> None:
        call_off_ladder(
            ladder_id=self.ladder.id, reason="Not needed.", actor=self.cast.mo, at=later(9)
        )

    # ── what can happen ──

    def nobody_else_waits(self, who: Actor) -> None:
        others = self.ladder.pages.exclude(person_id=who.id)
        others.filter(answered_at=None).update(answered_at=later(1), answer="declined")

    def declines(self, who: Actor) -> None:
        self.nobody_else_waits(who)
        decline_rung(ladder_id=self.ladder.id, reason="Busy.", actor=who, at=later(FAR))

    def declines_unrung(self) -> None:
        self.ladder.pages.filter(person_id=self.eve.id).delete()
        decline_rung(ladder_id=self.ladder.id, actor=self.eve, at=later(FAR))

    def gives_back(self) -> None:
        sit_down(self.cast, self.cast.ann, seconds=FAR)
        return_contact(ladder_id=self.ladder.id, **self.at(FAR))

    def raised(self) -> None:
        raise_again(
            incident_id=self.ladder.incident_id,
            ladder="crisis",
            actor=self.cast.ann,
            at=later(FAR),
        )


STATES: Final[list[tuple[str, Callable[[Centre], None]]]] = [
    ("ringing", lambda _: None),
    ("accepted", Centre.accepted),
    ("accepted, late", Centre.accepted_late),
    ("two accepted", Centre.two),
    ("joined", Centre.joined),
    ("joined, late", Centre.joined_late),
    ("spoke", Centre.spoke),
    ("spoke, late", Centre.spoke_late),
    ("lost", Centre.lost),
    ("lost, taken", Centre.lost_taken),
    ("returned", Centre.returned),
    ("completed", Centre.completed),
    ("called off", Centre.called_off),
]
EVENTS: Final[dict[str, Callable[[Centre], object]]] = {
    "rung due": lambda c: fire_rung(ladder_id=c.ladder.id, at=later(FAR)),
    "accept, Bo": lambda c: accept_rung(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "accept, Eve": lambda c: accept_rung(ladder_id=c.ladder.id, actor=c.eve, at=later(FAR)),
    "decline, Bo": lambda c: c.declines(c.bo),
    "decline, Eve": lambda c: c.declines(c.eve),
    "decline, not rung": Centre.declines_unrung,
    "join, Bo": lambda c: join_contact(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "spoke, Bo": lambda c: record_spoke(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "complete, Bo": lambda c: complete_hand_over(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "lost, Bo": lambda c: receiver_lost(
        ladder_id=c.ladder.id, receiver_id=c.bo.id, actor=c.cast.ann, at=later(FAR)
    ),
    "back, Bo": lambda c: come_back_to_contact(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "returns, Bo": Centre.gives_back,
    "returns, no agent": lambda c: return_contact(ladder_id=c.ladder.id, **c.at(FAR)),  # type: ignore[arg-type]  # as it takes them
    "limit, Bo": lambda c: fire_limit(hand_over_id=c.way(c.bo), at=later(FAR)),  # type: ignore[arg-type]  # it is an id here
    "raise again": Centre.raised,
    "call off": lambda c: call_off_ladder(
        ladder_id=c.ladder.id, reason="Over.", actor=c.cast.mo, at=later(FAR)
    ),
}


@pytest.fixture
def one(crisis: Ladder, centre: Cast, first: Actor) -> Centre:
    """A ladder that has rung both supervisors."""
    Ladder.objects.filter(id=crisis.id).update(rungs=[rung_to_json(rung) for rung in RUNGS])
    eve = centre.bea if first == centre.bo else centre.bo
    page = crisis.pages.get()
    page.pk, page.person_id = None, eve.id
    page.id = type(page)._meta.pk.get_default()  # a new id for the second page
    page.save(force_insert=True)
    return Centre(crisis, centre, first, eve)


def seen(centre: Centre, event: str, before: Ladder, wanted: str) -> str:
    """What an event did, in the words of the table."""
    who = centre.eve if "Eve" in event or "not rung" in event else centre.bo
    rang = before.pages.count()
    ways = dict(before.hand_overs.filter(receiver_id=who.id).values_list("id", "state"))
    started = Ladder.objects.count()
    try:
        done = EVENTS[event](centre)
    except StaylineError as refusal:
        return CODES[type(refusal)]
    after = Ladder.objects.get(id=before.id)
    entered = {
        state
        for id_, state in after.hand_overs.filter(receiver_id=who.id).values_list("id", "state")
        if ways.get(id_) != state
    }
    if done is False:
        assert wanted in NOTHING_DUE
        return wanted
    if Ladder.objects.count() > started:
        return "ended"
    if after.state == "called_off":
        return "off"
    if entered:
        (state,) = entered
        return state
    return "rings on" if after.pages.count() > rang else "no change"


@pytest.mark.covers("X-6", "S1-11")
@pytest.mark.parametrize("place", range(len(STATES)), ids=[name for name, _ in STATES])
def test_every_event_in_this_state(one: Centre, place: int) -> None:
    name, reach = STATES[place]
    reach(one)
    wrong = []
    for event, row in TABLE.items():
        before = Ladder.objects.get(id=one.ladder.id)
        if event == "limit, Bo" and not before.hand_overs.filter(receiver_id=one.bo.id).exists():
            continue  # nobody has a limit who never accepted
        mark = transaction.savepoint()
        found = seen(one, event, before, row[place])
        transaction.savepoint_rollback(mark)
        if found != row[place]:
            wrong.append(f"{name} × {event}: {found}, and the rules say {row[place]}")
    assert not wrong, "\n".join(wrong)


def test_the_rows_know_every_event_of_the_rules() -> None:
    assert set(EVENTS) == set(TABLE)
    assert {len(row) for row in TABLE.values()} == {len(STATES)}
