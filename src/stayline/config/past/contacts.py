"""The contacts of the ten weeks: everyday ones, crises taken over in time, mistakes, hard calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.config.past.world import AGENTS, Doing
from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Caller, Line
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    follow_incident,
    join_contact,
    record_spoke,
)
from stayline.escalation.models import Ladder
from stayline.incidents.actions import (
    close_incident,
    get_help,
    hear_lines,
    open_in_error,
    record_safety,
    release_contact,
    start_aid,
    waive_obligation,
)
from stayline.incidents.queries import by_contact, laws_at_closing
from stayline.reports.actions import submit_report
from stayline.reports.queries import reports_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stayline.config.past.world import World
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

SEED: Final = 20
"""The same names and minutes in every demo."""

SOURCE: Final = "demo-past"
CALLERS: Final = ("Alex Thistle", "Robin Clover", "Sasha Bramble", "Kim Sorrel", "Jules Tansy")
"""All invented, as is the range of their numbers."""

SELF_HARM: Final = "I can't go on. I'm going to end my life."
VIOLENCE: Final = "If you don't restore my power, I will come and hurt one of you."


@dataclass(frozen=True, slots=True)
class Crisis:
    """A contact with a threat: how many days ago, whose, who took it over, after how long."""

    ago: int
    agent: str
    receiver: str
    seconds: int
    words: str = SELF_HARM


CRISES: Final = (
    Crisis(69, "maya", "jordan", 38),
    Crisis(60, "ines", "robin", 55, VIOLENCE),
    Crisis(46, "sam", "jordan", 31),
    Crisis(32, "nia", "jordan", 26),
    Crisis(24, "omar", "robin", 29, VIOLENCE),
    Crisis(17, "nia", "jordan", 22),
    Crisis(11, "toby", "robin", 19),
    Crisis(3, "nia", "jordan", 24),
)
HARD_CALLS: Final = ((37, "ines"), (13, "sam"))
IN_ERROR: Final = ((20, "sam", "robin"),)
EVERYDAY: Final = (68, 66, 61, 58, 53, 49, 45, 44, 39, 35, 31, 29, 25, 22, 18, 16, 10, 8, 5, 2)


def contact_days(world: World) -> Iterator[Doing]:
    """Yield every contact of the ten weeks."""
    chance = Random(SEED)  # noqa: S311 - a story that is the same each time, not a secret
    for number, ago in enumerate(EVERYDAY):
        at = world.moment(ago, 9 + number % 3, chance.randrange(60))
        agent = world.people[AGENTS[number % len(AGENTS)]]
        yield Doing(at, partial(_everyday, world, chance, agent, at))
    for one in CRISES:
        at = world.moment(one.ago, 13, chance.randrange(50))
        yield Doing(at, partial(_crisis, world, chance, one, at))
    for ago, name in HARD_CALLS:
        at = world.moment(ago, 12, chance.randrange(50))
        yield Doing(at, partial(_hard_call, world, chance, world.people[name], at))
    for ago, name, decides in IN_ERROR:
        at = world.moment(ago, 15, chance.randrange(50))
        yield Doing(
            at, partial(_in_error, world, chance, world.people[name], world.people[decides], at)
        )


def _begin(world: World, chance: Random, agent: Actor, at: datetime) -> UUID:
    number = chance.randrange(10, 100)
    new = NewContact(
        id=UUID(int=chance.getrandbits(128), version=4),
        site_id=world.site.id,
        channel="voice",
        source=SOURCE,
        exercise=True,
        agent_id=agent.id,
        caller=Caller(name=chance.choice(CALLERS), number=f"+120255501{number}"),
        caller_country=world.site.country,
    )
    return open_contact(new, actor=agent, at=at).id


def _everyday(world: World, chance: Random, agent: Actor, at: datetime) -> None:
    contact_id = _begin(world, chance, agent, at)
    release_contact(contact_id=contact_id, actor=agent, at=_after(at, chance.randrange(90, 400)))


def _crisis(world: World, chance: Random, crisis: Crisis, at: datetime) -> None:
    """Let a threat be heard, a supervisor come and speak, and all that is owed be done."""
    agent, receiver = world.people[crisis.agent], world.people[crisis.receiver]
    contact_id = _begin(world, chance, agent, at)
    heard = _after(at, 40)
    said = Line("line-1", "caller", heard, crisis.words)
    hear_lines(contact_id=contact_id, lines=[said], actor=agent, at=heard)
    incident = _incident(contact_id)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    came = _after(heard, crisis.seconds)
    accept_rung(ladder_id=ladder.id, actor=receiver, at=came)
    join_contact(ladder_id=ladder.id, actor=receiver, at=_after(came, 8))
    record_spoke(ladder_id=ladder.id, actor=receiver, at=_after(came, 20))
    complete_hand_over(ladder_id=ladder.id, actor=receiver, at=_after(came, 60))
    safe = "Somebody they trust is with them, and knows whom to call."
    record_safety(incident_id=incident.id, text=safe, actor=receiver, at=_after(came, 700))
    release_contact(
        contact_id=contact_id,
        reason="Somebody they trust is with them.",
        actor=receiver,
        at=_after(came, 900),
    )
    _close(world, incident, receiver, _after(came, 1500))


def _hard_call(world: World, chance: Random, agent: Actor, at: datetime) -> None:
    contact_id = _begin(world, chance, agent, at)
    start_aid(contact_id=contact_id, actor=agent, at=_after(at, 120))
    incident = _incident(contact_id)
    supervisor = world.people["jordan"]
    follow_incident(incident_id=incident.id, actor=supervisor, at=_after(at, 200))
    release_contact(
        contact_id=contact_id,
        reason="They calmed down, and will write to us.",
        actor=supervisor,
        at=_after(at, 900),
    )
    _close(world, incident, supervisor, _after(at, 1500))  # its record is the agent's


def _in_error(world: World, chance: Random, agent: Actor, by: Actor, at: datetime) -> None:
    """Let a press for help turn out to have been a mistake: nobody had made a threat (X-10)."""
    contact_id = _begin(world, chance, agent, at)
    incident = get_help(contact_id=contact_id, actor=agent, at=_after(at, 30))
    for ladder in Ladder.objects.filter(incident=incident, ended_at=None):
        accept_rung(ladder_id=ladder.id, actor=by, at=_after(at, 70))
    open_in_error(
        incident_id=incident.id,
        reason="Pressed on the wrong contact.",
        spoke_to="agent",
        read_words=True,
        second_person_id=agent.id,
        actor=by,
        at=_after(at, 200),
    )
    safe = "Nobody was in danger: the caller asked about a bill."
    record_safety(incident_id=incident.id, text=safe, actor=by, at=_after(at, 260))
    release_contact(contact_id=contact_id, reason="All was said.", actor=by, at=_after(at, 300))
    _close(world, incident, by, _after(at, 600))


def _close(world: World, incident: Incident, actor: Actor, at: datetime) -> None:
    """File what is to be filed, let management take note, and close."""
    for report in reports_of(incident.id):
        if not report.number:
            submit_report(report_id=report.id, actor=actor, at=at)
    for ladder in Ladder.objects.filter(incident=incident, ended_at=None):
        accept_rung(ladder_id=ladder.id, actor=world.people["morgan"], at=_after(at, 60))
    for owed in incident.obligations.filter(state__in=("owed", "missed", "waiting")):
        waive_obligation(
            obligation_id=owed.id, reason="Done by voice.", actor=actor, at=_after(at, 90)
        )
    laws = {law.id: "" for law in laws_at_closing(incident)}
    close_incident(
        incident_id=incident.id,
        resolution="They are safe, and know whom to call.",
        laws=laws,
        actor=actor,
        at=_after(at, 120),
    )


def _incident(contact_id: UUID) -> Incident:
    found = by_contact(contact_id)
    if found is None:
        message = f"no incident came of contact {contact_id}"
        raise LookupError(message)
    return found


def _after(at: datetime, seconds: int) -> datetime:
    return at + timedelta(seconds=seconds)
