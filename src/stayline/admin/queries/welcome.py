"""What the first page of a demo shows: what to try, in which order, what is missing for real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayline.contacts.queries import open_contacts, open_contacts_of
from stayline.deadlines.queries import watcher_health
from stayline.library.models import InForce
from stayline.people.models import Presence, Role
from stayline.people.queries import PRESENT_FOR, demo_people, people_of, present_people, site
from stayline.platform.actors import Actor

PRACTICE: Final = "practice"
"""The source of a contact that somebody asked for here; the demo floor plays its caller."""

MOST_PRACTICE: Final = 3
"""Practice contacts that are open at once at a site."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A contact that can be asked for: `id` is the scenario that its caller plays."""

    id: str
    words: str
    hint: str
    icon: str
    caller: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try: what to do, where, and what there is to be seen."""

    words: str
    hint: str
    page: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that guides contacts in this demo."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first page: who one is, what to try, whom else one can be."""

    name: str
    site_name: str
    role: str
    tries: tuple[Try, ...]
    practices: tuple[Practice, ...]
    calm: Practice
    takes_contacts: bool
    floor_is_alive: bool
    watcher_well: bool
    documents: tuple[Document, ...]
    demo_accounts: int


PRACTICES: Final = (
    Practice(
        "self-harm",
        "Somebody who does not want to live",
        "What to say, who is coming, the report filling itself",
        "heart-handshake",
        "Alex Thistle",
        "+15550100",
    ),
    Practice(
        "bomb-threat",
        "Bomb threat",
        "The checklist while the caller talks",
        "bomb",
        "",
        "+15550121",
    ),
    Practice(
        "threat-to-others",
        "Threat to the caller's family",
        "People at risk, and who tells them",
        "alert-triangle",
        "Corin Slate",
        "+15550122",
    ),
    Practice(
        "abuse-disclosure",
        "Abuse at home, and he is near",
        "How it is safe to reach somebody",
        "message-heart",
        "Wren Holloway",
        "+15550123",
    ),
    Practice(
        "irate",
        "Angry, and then a threat",
        "The warning ladder, and how it ends",
        "mood-angry",
        "Drake Burrow",
        "+15550124",
    ),
)
CALM: Final = "irate"
"""What is offered to whoever does not want to hear of dying today."""

_FLOOR: Final = ("floor:board", "Open the floor")
_DESK: Final = ("desk:index", "Open the desk")

TRIES: Final = {
    Role.AGENT.value: (
        Try(
            "Take the practice call",
            "Its caller speaks by itself. Read what the step says, and answer by the digit keys.",
        ),
        Try(
            "Look at who is coming",
            "The next supervisor was rung in the same moment. You need not do anything for that.",
        ),
        Try(
            "Press “Emergency services”, and “I need out”",
            "The number for the caller's place and the words to say; and somebody for you.",
        ),
        Try("Open the report", "It has filled itself. What the caller did not say is an answer."),
        Try("Look at your own care", "You are off the queue afterwards.", "care:mine", "My care"),
    ),
    Role.SUPERVISOR.value: (
        Try("Open the floor", "Contacts come and go. One rings within a minute.", *_FLOOR),
        Try("Accept with A", "Five lines of briefing; they gate nothing."),
        Try("Join, speak, take over", "The run moves to you at the very same step."),
        Try("File and close", "The record says what stands in the way, sentence by sentence."),
    ),
    Role.MANAGER.value: (
        Try("Open the floor", "What stands highest stands there for a reason it names.", *_FLOOR),
        Try("Know of a threat", "A second ladder rings you by itself: accept, and you know."),
        Try("Read a record", "Every entry is a sentence; nothing can be taken out of it."),
    ),
    Role.PROTOCOL_OWNER.value: (
        Try("See what guides this demo", "The list below. Each one is a demo template."),
        Try(
            "Let one run at the desk",
            "Ask for a practice contact below, and follow its steps.",
            *_DESK,
        ),
        Try("Change one", "Edit its document, then `stayline protocol check` walks every path."),
    ),
}
"""What to try by role, in this order."""


def welcome(actor: Actor, *, at: datetime) -> Welcome:
    """Return the first page of a demo for `actor`."""
    role = next((one for one in TRIES if one in actor.roles), Role.AGENT.value)
    return Welcome(
        name=actor.name,
        site_name=site(actor.site_id).name if actor.site_id else "",
        role=role,
        tries=TRIES[role],
        practices=PRACTICES,
        calm=next(one for one in PRACTICES if one.id == CALM),
        takes_contacts=Role.AGENT.value in actor.roles,
        floor_is_alive=_floor_is_alive(at),
        watcher_well=watcher_health(at=at).well,
        documents=tuple(
            Document(row.version.title, str(row.version.get_state_display()))
            for row in InForce.objects.filter(kind="protocol")
            .select_related("version")
            .order_by("document_id")
        ),
        demo_accounts=len(demo_people()),
    )


def practice(name: str) -> Practice | None:
    """Return the practice contact of this name."""
    return next((one for one in PRACTICES if one.id == name), None)


def too_many_practices(actor: Actor) -> bool:
    """Return whether so many practice contacts are open that no further one begins."""
    if actor.site_id is None:
        return True
    begun = [row for row in open_contacts(actor.site_id) if row.source == PRACTICE]
    return len(begun) >= MOST_PRACTICE


def practice_agent(actor: Actor, *, at: datetime) -> Actor:
    """Return who gets a practice contact: an agent themselves, else a colleague who is played.

    Somebody at a screen of their own is not given one that another person asked for.
    """
    if actor.site_id is None or Role.AGENT.value in actor.roles:
        return actor
    agents = [
        one
        for one in people_of(actor.site_id)
        if any(grant.role == Role.AGENT.value for grant in one.roles.all())
    ]
    played = set(Presence.objects.filter(process="exercise").values_list("person_id", flat=True))
    there = present_people(at, [one.id for one in agents]) - played
    free = [one for one in agents if one.id not in there and not open_contacts_of(one.id)]
    free.sort(key=lambda one: one.id not in played)  # who is played before a newcomer's own desk
    return free[0].actor() if free else actor


def _floor_is_alive(at: datetime) -> bool:
    """Return whether the demo floor plays: its people are said to be at their screens."""
    return Presence.objects.filter(process="exercise", seen_at__gt=at - PRESENT_FOR).exists()
