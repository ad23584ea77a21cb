"""Structures of command: posts, what they are alike elsewhere, and what a major incident changes.

A document names one structure: gold, silver and bronze; the posts of the Incident Command System;
those of a utility. Each post says what it means, who usually has it in a contact centre, which
roles of colleagues may take it, and which post of the other structures does the same (S3-31).
A major incident is called standby or declared, and ends by a named person alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

KIND: Final = "command"

LONGEST: Final = 24 * 60
"""No interval of a major incident is longer than a day, in minutes."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: what it does, who usually has it here, which colleagues may take it.

    `leads`: whoever holds it commands the incident; one post of a structure does. `commands`:
    its holder may send, tell and decide. `declares`: its holder may call an incident major.
    `keeps_log`: its holder writes down. `alike` names the post of another structure that does
    the same, by the structure's id.
    """

    id: str
    title: str
    means: str
    here: str
    source: str
    roles: frozenset[str]
    leads: bool
    commands: bool
    declares: bool
    keeps_log: bool
    alike: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One line of what is done when an incident is called major."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure of command, the highest post first, and what a major incident changes."""

    id: str
    title: str
    explained: tuple[str, ...]
    posts: tuple[Post, ...]
    tasks: tuple[Task, ...]
    look_every: timedelta
    check_every: timedelta
    situation_every: timedelta

    def post(self, name: str) -> Post | None:
        """Return a post, or None when this structure has no such."""
        return next((one for one in self.posts if one.id == name), None)

    @property
    def leading(self) -> Post:
        """The post whose holder commands the incident."""
        return next(one for one in self.posts if one.leads)


STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "standby": "Major incident standby",
        "declared": "Major incident declared",
        "stop": "Major incident: no more help needed",
        "stand_down": "Major incident stood down",
        "cancelled": "Major incident cancelled",
    }
)
"""What an incident can be called, and how it reads (domain.md 12, METHANE)."""

ENDED: Final = frozenset({"stand_down", "cancelled"})
"""With these it is major no longer; it can be called so anew."""

_FOLLOWS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "": frozenset({"standby", "declared"}),
        "standby": frozenset({"declared", "cancelled", "stand_down"}),
        "declared": frozenset({"stop", "stand_down", "cancelled"}),
        "stop": frozenset({"declared", "stand_down"}),
    }
)


def may_follow(state: str) -> tuple[str, ...]:
    """Return what an incident of this state may be called next; empty: it is not major."""
    allowed = _FOLLOWS.get(state, frozenset())
    return tuple(one for one in STATES if one in allowed)


def sooner(usual: timedelta | None, major: timedelta) -> timedelta:
    """Return the shorter of a usual interval and that of a major incident."""
    return major if usual is None else min(usual, major)


MINIMUM: Final = Structure(
    id="minimum",
    title="One person commands",
    explained=("No structure of command is loaded here. One person commands, one keeps the log.",),
    posts=(
        Post(
            id="commander",
            title="Commander",
            means="Decides for the incident.",
            here="The supervisor who has it.",
            source="own",
            roles=frozenset({"supervisor", "manager", "lead_resolution_specialist"}),
            leads=True,
            commands=True,
            declares=True,
            keeps_log=False,
            alike=MappingProxyType({}),
        ),
        Post(
            id="log_keeper",
            title="Log keeper",
            means="Writes down what is decided, when and why.",
            here="Anybody who is free.",
            source="own",
            roles=frozenset({"agent", "supervisor", "manager", "lead_resolution_specialist"}),
            leads=False,
            commands=False,
            declares=False,
            keeps_log=True,
            alike=MappingProxyType({}),
        ),
    ),
    tasks=(),
    look_every=timedelta(minutes=30),
    check_every=timedelta(minutes=10),
    situation_every=timedelta(minutes=30),
)
"""What holds where no structure was ever loaded: nobody waits for a document to command."""


def parse_structure(body: Mapping[str, Any]) -> Structure:
    """Read a document of a structure of command.

    Raises:
        KeyError, TypeError, ValueError: it has a fault; the text says what is wrong.
    """
    sources = frozenset(str(one) for one in body["sources"])
    posts = tuple(_post(one, sources) for one in body["posts"])
    _refuse_twice("posts", [one.id for one in posts])
    if sum(one.leads for one in posts) != 1:
        raise ValueError("posts: mark exactly one with “leads: true”: who commands")
    tasks = tuple(Task(str(one["id"]), str(one["words"])) for one in body["major"]["tasks"])
    _refuse_twice("major.tasks", [one.id for one in tasks])
    return Structure(
        id=str(body["id"]),
        title=str(body["title"]),
        explained=tuple(str(one) for one in body["explained"]),
        posts=posts,
        tasks=tasks,
        look_every=_minutes(body["major"], "look_minutes"),
        check_every=_minutes(body["major"], "check_minutes"),
        situation_every=_minutes(body["major"], "situation_minutes"),
    )


def _refuse_twice(where: str, names: list[str]) -> None:
    if not names:
        raise ValueError(f"{where}: name at least one")
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise ValueError(f"{where}: “{twice[0]}” stands there twice; give each an id of its own")


def _minutes(plain: Mapping[str, Any], name: str) -> timedelta:
    minutes = int(plain[name])
    if not 1 <= minutes <= LONGEST:
        raise ValueError(f"major.{name}: write 1 to {LONGEST} minutes")
    return timedelta(minutes=minutes)


def _post(plain: Mapping[str, Any], sources: Collection[str]) -> Post:
    made = Post(
        id=str(plain["id"]),
        title=str(plain["title"]),
        means=str(plain["means"]),
        here=str(plain["here"]),
        source=str(plain["source"]),
        roles=frozenset(str(one) for one in plain["roles"]),
        leads=bool(plain.get("leads", False)),
        commands=bool(plain.get("commands", False)),
        declares=bool(plain.get("declares", False)),
        keeps_log=bool(plain.get("keeps_log", False)),
        alike=MappingProxyType({str(k): str(v) for k, v in plain.get("alike", {}).items()}),
    )
    if not made.roles:
        raise ValueError(f"posts: {made.id} names no role; say which colleagues may take it")
    if made.source not in sources:
        raise ValueError(f"posts: {made.id} names the source “{made.source}”, which is not listed")
    if made.leads and not (made.commands and made.declares):
        raise ValueError(f"posts: {made.id} leads; it needs “commands: true” and “declares: true”")
    return made


def strangers(structures: Collection[Structure]) -> list[str]:
    """Return the posts said to be alike that another of these structures does not have."""
    known = {one.id: one for one in structures}
    return [
        f"{one.id}: {post.id} is like {other}.{name}, which is not there"
        for one in structures
        for post in one.posts
        for other, name in post.alike.items()
        if other in known and known[other].post(name) is None
    ]
