"""The sections of set-up: what each is for, and who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse

from stayline.admin.errors import SetUpNotYours
from stayline.people.models import Role
from stayline.people.policies import SETS_UP
from stayline.platform.actors import Actor

ADMINISTERS: Final = frozenset({Role.ADMINISTRATOR.value})
"""Who sets up what holds for the whole organisation."""

MANAGES: Final = frozenset({Role.ADMINISTRATOR.value, Role.MANAGER.value})
"""Who sets up a site and its people; a manager their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, the name of its address, what it is for, and whose it is."""

    group: str
    title: str
    url: str
    sentence: str
    who: frozenset[str]

    @property
    def href(self) -> str:
        """Where it is; empty while its screen is not there."""
        try:
            return reverse(self.url)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that belong together."""

    title: str
    sections: tuple[Section, ...]


_START, _PEOPLE, _REACH, _WORDS, _COMMAND, _CENTRE = (
    "To begin with",
    "People",
    "Reaching people",
    "Words",
    "Command",
    "This centre",
)

SECTIONS: Final = (
    Section(
        _START,
        "Ready to take contacts?",
        "admin:ready",
        "What is still missing, and where to put it right.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "Sites",
        "admin:sites",
        "Where people work: zone, country, language, who helps out, and whom to call outside.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "People",
        "admin:people",
        "Who works here, in which roles, with which skills, and how each is reached.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "People from a list",
        "admin:imports",
        "Take many people in at once. Every fault is shown before anything is written.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "Skills",
        "admin:skills",
        "What ladders ask for, who has it, until when, and where nobody does.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "Conflicts of interest",
        "admin:conflicts",
        "Pairs of people who are never rung for each other.",
        MANAGES,
    ),
    Section(
        _PEOPLE,
        "Rotas",
        "admin:rotas",
        "Who is on duty and on call when: shifts, weeks, calendars.",
        MANAGES,
    ),
    Section(
        _REACH,
        "Ladders to people",
        "admin:ladders",
        "Whom each ladder rings now, and how long somebody would wait, hour by hour.",
        SETS_UP,
    ),
    Section(
        _REACH,
        "Ways to reach people",
        "admin:channels",
        "Email, text message, telephone and chat for pages, each with a test.",
        MANAGES,
    ),
    Section(
        _REACH,
        "What must leave",
        "admin:outbox",
        "What waits to be sent, what could not be, and sending it again.",
        MANAGES,
    ),
    Section(
        _WORDS,
        "Notes beside fields",
        "admin:notes",
        "What stands beside the fields of forms.",
        SETS_UP,
    ),
    Section(
        _WORDS,
        "Your own phrases",
        "admin:phrases",
        "Phrases of your own beside the shipped ones on the desk.",
        SETS_UP,
    ),
    Section(
        _COMMAND,
        "Agencies",
        "command:agencies",
        "Who is called for the towns of your callers: numbers, hours, source and review.",
        MANAGES,
    ),
    Section(
        _COMMAND,
        "Resources",
        "command:resources",
        "Who and what can be sent: crews, security, specialists, outside services.",
        MANAGES,
    ),
    Section(
        _COMMAND,
        "Who commands",
        "command:structures",
        "Which structure your site works by, what each post means, who usually holds it.",
        MANAGES,
    ),
    Section(
        _CENTRE,
        "Tokens",
        "admin:tokens",
        "Machines' ways in: made, shown once, closed.",
        ADMINISTERS,
    ),
    Section(
        _CENTRE,
        "Retention",
        "admin:retention",
        "What is kept how long, why, and what is held.",
        MANAGES,
    ),
    Section(
        _CENTRE,
        "Times for what is owed",
        "admin:owed",
        "Where your law, contract or policy wants a report sooner than its procedure does.",
        MANAGES,
    ),
)
"""Every section in the order of the page; one whose screen is not built is not shown."""


def sections_of(actor: Actor) -> tuple[Group, ...]:
    """Return the sections that `actor` may open, grouped, in the order of the page."""
    mine = [one for one in SECTIONS if not one.who.isdisjoint(actor.roles) and one.href]
    titles = dict.fromkeys(one.group for one in mine)
    return tuple(Group(title, tuple(one for one in mine if one.group == title)) for title in titles)


def demand_section(actor: Actor, url: str) -> None:
    """Refuse whoever may not open the section of this address name, such as `admin:sites`.

    Raises:
        SetUpNotYours: `actor` holds none of its roles.
    """
    section = next(one for one in SECTIONS if one.url == url)
    if section.who.isdisjoint(actor.roles):
        raise SetUpNotYours(section=section.title)
