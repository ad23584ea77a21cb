"""A ladder as a form: its rungs as they are typed, judged, and written as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from stayline_core.protocol.ladder import LadderSpec, LoadedLadder, Rung, load_ladder

MOST_RUNGS: Final = 12
_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_NOT_SKILL: Final = re.compile(r"[^a-z0-9-]+")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WINDOW: Final = re.compile(r"\s*(\d\d:\d\d)\s*(?:-|–|to)\s*(\d\d:\d\d)\s*")


@dataclass(frozen=True, slots=True)
class RungTyped:
    """One rung as its boxes say. `number` is its place; an empty name: it is not there."""

    number: int
    name: str = ""
    roles: tuple[str, ...] = ()
    skills: str = ""
    duty: str = "on_duty"
    pick: str = "longest_idle"
    channels: tuple[str, ...] = ("screen",)
    seconds: str = "20"
    tries: str = "1"
    between: str = ""
    sites: str = "own"

    @property
    def empty(self) -> bool:
        """Return whether nothing was typed into it."""
        return not self.name.strip() and not self.roles


@dataclass(frozen=True, slots=True)
class LadderTyped:
    """A ladder as its form says."""

    rungs: tuple[RungTyped, ...]
    accepted: str = "30"
    joined: str = "60"


def typed_of(spec: LadderSpec) -> LadderTyped:
    """Return a ladder as its form shows it, with an empty rung to add one."""
    rungs = tuple(_typed(number, one) for number, one in enumerate(spec.rungs, 1))
    return LadderTyped(with_empty(rungs), str(spec.accepted_s), str(spec.joined_s))


def with_empty(rungs: Sequence[RungTyped]) -> tuple[RungTyped, ...]:
    """Return rungs in their order, with an empty one before the last: the last one repeats."""
    there = [one for one in rungs if not one.empty]
    numbered = [replace(one, number=number * 10) for number, one in enumerate(there, 1)]
    return (*numbered, RungTyped(number=max(len(there), 1) * 10 - 5))


def faults_of(typed: LadderTyped) -> dict[str, str]:
    """Return what is wrong with each box, by `number-field` of the rung as it was typed."""
    found: dict[str, str] = {}
    rungs = [one for one in typed.rungs if not one.empty]
    if not rungs or len(rungs) > MOST_RUNGS:
        found["rungs"] = f"A ladder has between one and {MOST_RUNGS} rungs."
    names = [_slug(one.name) for one in rungs]
    for one in rungs:
        for field, wrong in _faults(one, names).items():
            found[f"{one.number}-{field}"] = wrong
    for field, text in (("accepted", typed.accepted), ("joined", typed.joined)):
        if not _within(text, 5, 600):
            found[field] = "Between 5 and 600 seconds."
    return found


def document_of(body: Mapping[str, Any], typed: LadderTyped) -> bytes:
    """Return the text of a ladder document: what stands in `body`, with the rungs as typed."""
    rungs = sorted((one for one in typed.rungs if not one.empty), key=lambda one: one.number)
    made = {
        **{key: value for key, value in body.items() if key not in {"rungs", "limits"}},
        "rungs": [_rung(one) for one in rungs],
        "limits": {"accepted": f"{typed.accepted}s", "joined": f"{typed.joined}s"},
    }
    text: str = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def read(source: bytes, ladder_id: str) -> LoadedLadder:
    """Return a ladder document as it would be read, with what was found in it."""
    return load_ladder(source, file=f"{ladder_id}.yaml")


def _typed(number: int, one: Rung) -> RungTyped:
    return RungTyped(
        number=number,
        name=one.name,
        roles=one.roles,
        skills=", ".join(one.skills),
        duty=one.duty,
        pick=one.pick,
        channels=one.channels,
        seconds=str(one.seconds),
        tries=str(one.tries),
        between=", ".join(f"{begins}-{ends}" for begins, ends in one.between),
        sites=one.sites,
    )


def _faults(one: RungTyped, names: Sequence[str]) -> dict[str, str]:
    checks = {
        "name": (
            bool(_NAME.fullmatch(_slug(one.name))) and names.count(_slug(one.name)) == 1,
            "Give it a name of its own, which begins with a letter.",
        ),
        "roles": (bool(one.roles), "Choose at least one role."),
        "seconds": (_within(one.seconds, 1, 600), "Between 1 and 600 seconds."),
        "tries": (_within(one.tries, 1, 9), "Between 1 and 9."),
        "between": (
            all(_WINDOW.fullmatch(part) for part in _parts(one.between)),
            "Write times such as 08:00-18:00, or leave it empty.",
        ),
    }
    return {field: words for field, (fine, words) in checks.items() if not fine}


def _rung(one: RungTyped) -> dict[str, Any]:
    who: dict[str, Any] = {"roles": list(one.roles)}
    if skills := [_NOT_SKILL.sub("_", part.lower()) for part in _parts(one.skills)]:
        who["skills"] = skills
    who["on_duty"] = {"on_duty": "yes", "anyone": "no"}.get(one.duty, one.duty)
    if one.sites != "own":
        who["sites"] = one.sites
    made: dict[str, Any] = {
        "name": _slug(one.name),
        "who": who,
        "pick": one.pick,
        "channels": list(one.channels) or ["screen"],
        "seconds": f"{one.seconds.strip()}s",
        "tries": one.tries.strip(),
    }
    windows = [_WINDOW.fullmatch(part) for part in _parts(one.between)]
    if windows:
        made["between"] = [f"{found[1]}-{found[2]}" for found in windows if found]
    return made


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _slug(text: str) -> str:
    return _NOT_NAME.sub("_", text.strip().lower()).strip("_")


def _within(text: str, least: int, most: int) -> bool:
    plain = text.strip()
    return plain.isascii() and plain.isdecimal() and least <= int(plain) <= most
