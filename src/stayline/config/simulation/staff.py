"""Who is a person at a screen, and whom the demo floor plays."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

SUPERVISES: Final = frozenset({"supervisor", "manager"})
"""Who can take a contact over and close it; nobody else is played as its receiver."""

NEWCOMERS: Final = frozenset({"maya", "jordan", "morgan", "quinn"})
"""Whose desks a newcomer gets by one press: played last, so that they are free for them."""

TAKES_OVER: Final = SUPERVISES | {"lead_resolution_specialist"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the site, as the centre lists them."""

    username: str
    roles: frozenset[str]
    availability: str
    on_duty: bool

    def is_one_of(self, roles: Collection[str]) -> bool:
        """Return whether they hold one of these roles."""
        return not self.roles.isdisjoint(roles)


class Staff:
    """The people of a site at one moment."""

    def __init__(self, colleagues: Iterable[Colleague], people: Collection[str]) -> None:
        """Keep who works here, and which of them are persons at a screen or just were."""
        self._all = {one.username: one for one in colleagues}
        self.people = frozenset(people)

    def is_person(self, username: str | None) -> bool:
        """Return whether this is somebody real, for whom nothing is ever pressed."""
        return username in self.people

    def played(self, *roles: str) -> list[Colleague]:
        """Return whom the floor plays of those with one of these roles, newcomers' desks last."""
        wanted = roles or ("agent",)
        found = [
            one
            for one in self._all.values()
            if one.username not in self.people and one.is_one_of(wanted)
        ]
        return sorted(found, key=lambda one: one.username in NEWCOMERS)

    def supervises(self, username: str) -> bool:
        """Return whether this one decides on incidents."""
        found = self._all.get(username)
        return found is not None and found.is_one_of(SUPERVISES)

    def at_screens(self) -> list[str]:
        """Return whom the floor plays as being at their screens.

        While a person who takes contacts over is there, nobody is played who would be rung
        before them: the ladder rings whoever is at a screen first.
        """
        person_takes_over = any(
            one.is_one_of(TAKES_OVER) for one in self._all.values() if self.is_person(one.username)
        )
        return [
            one.username
            for one in self.played("agent", *TAKES_OVER)
            if one.username not in NEWCOMERS
            and not (person_takes_over and one.is_one_of(TAKES_OVER))
        ]

    def agents_at_screens(self) -> list[str]:
        """Return the persons who take contacts and are at a screen."""
        return [
            name for name in self.people if name in self._all and "agent" in self._all[name].roles
        ]


def colleagues(listed: Iterable[dict[str, Any]]) -> list[Colleague]:
    """Return the people of a site from what the centre lists."""
    return [
        Colleague(
            one["username"], frozenset(one["roles"]), one["availability"], bool(one["on_duty"])
        )
        for one in listed
    ]
