"""Ladder documents: who is rung, in what order, by what, for how long (design.md 3.4).

```yaml
stayline: 1
kind: ladder
id: crisis
title: Somebody to take over
rungs:
  - {name: supervisor, who: {roles: [supervisor], on_duty: yes}, pick: longest_idle,
     channels: [screen, phone], seconds: 20s, tries: 1}
  - {name: everyone, who: {roles: [everyone], on_duty: no}, pick: all,
     channels: [screen, phone], seconds: 20s}
limits: {accepted: 30s, joined: 60s}
```
The last rung repeats until somebody accepts or a supervisor calls the ladder off.
"""

from dataclasses import dataclass
from typing import Any

from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.load import document_head
from stayline_core.protocol.reading import DOCUMENT_NAME, STEP_NAME, Reader
from stayline_core.protocol.tree import Node, read_tree

EVERYONE = "everyone"
PICKS = ("longest_idle", "round_robin", "all")
DEFAULT_ACCEPTED_S = 30
DEFAULT_JOINED_S = 60

_KEYS = ("stayline", "kind", "id", "title", "authors", "sources", "review_by", "rungs", "limits")
_REQUIRED = ("stayline", "kind", "id", "title", "rungs")


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: who is rung, how picked, by what, and `seconds` x `tries` before the next."""

    name: str
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    on_duty: bool
    pick: str
    channels: tuple[str, ...]
    seconds: int
    tries: int = 1

    @property
    def lasts_s(self) -> int:
        """How long the rung rings before the next one does."""
        return self.seconds * self.tries

    @property
    def everyone(self) -> bool:
        """Does it ring all there are, whoever they are?"""
        return EVERYONE in self.roles and self.pick == "all"


@dataclass(frozen=True, slots=True)
class LadderSpec:
    """A whole ladder; `accepted_s` and `joined_s` bound the two states after acceptance."""

    id: str
    title: str
    rungs: tuple[Rung, ...]
    accepted_s: int = DEFAULT_ACCEPTED_S
    joined_s: int = DEFAULT_JOINED_S
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    review_by: str | None = None

    @property
    def everyone_after_s(self) -> int:
        """When the last rung rings, counted from the first ring."""
        return sum(rung.lasts_s for rung in self.rungs[:-1])

    @property
    def longest_silence_s(self) -> int:
        """The longest time in which nobody new is rung while nobody has accepted."""
        return max(rung.lasts_s for rung in self.rungs)

    def offset_of(self, role: str) -> int | None:
        """When the first rung that rings this role begins; None if none does."""
        seconds = 0
        for rung in self.rungs:
            if role in rung.roles or EVERYONE in rung.roles:
                return seconds
            seconds += rung.lasts_s
        return None

    def to_json(self) -> dict[str, Any]:
        """The ladder as plain JSON, for the copy that a running ladder keeps."""
        return {
            "id": self.id,
            "title": self.title,
            "rungs": [
                {
                    "name": rung.name,
                    "roles": list(rung.roles),
                    "skills": list(rung.skills),
                    "on_duty": rung.on_duty,
                    "pick": rung.pick,
                    "channels": list(rung.channels),
                    "seconds": rung.seconds,
                    "tries": rung.tries,
                }
                for rung in self.rungs
            ],
            "accepted_s": self.accepted_s,
            "joined_s": self.joined_s,
        }


@dataclass(frozen=True, slots=True)
class LoadedLadder:
    """What reading a ladder document gave; `ladder` is None if a finding is an error."""

    ladder: LadderSpec | None
    findings: tuple[Finding, ...]


def load_ladder(source: bytes, *, file: str) -> LoadedLadder:
    """Read a ladder document. Never raises: faults are findings (codes Y01 to Y13)."""
    root, findings = read_tree(source, file)
    reader = Reader(file)
    ladder = _ladder(reader, root) if root is not None else None
    found = (*findings, *reader.findings)
    return LoadedLadder(None if has_errors(found) else ladder, found)


def _ladder(reader: Reader, root: Node) -> LadderSpec | None:
    values = reader.table(root, (), _KEYS, _REQUIRED)
    document_head(reader, values, "ladder")
    if not set(_REQUIRED) <= set(values):
        return None
    read: dict[str, Any] = {
        "id": reader.name(values["id"], DOCUMENT_NAME, "a document"),
        "title": reader.text(values["title"]),
        "rungs": _rungs(reader, values["rungs"]),
    }
    for key in ("authors", "sources"):
        if key in values:
            read[key] = reader.texts(values[key], (key,))
    if "review_by" in values:
        read["review_by"] = reader.date(values["review_by"])
    if "limits" in values:
        limits = reader.table(values["limits"], ("limits",), ("accepted", "joined"))
        for key, value in limits.items():
            read[f"{key}_s"] = _positive(reader, value)
    return LadderSpec(**read)


def _rungs(reader: Reader, node: Node) -> tuple[Rung, ...]:
    keys = ("name", "who", "pick", "channels", "seconds", "tries")
    required = ("name", "who", "pick", "channels", "seconds")
    rungs = []
    for index, item in enumerate(reader.items(node)):
        path = ("rungs", str(index))
        values = reader.table(item, path, keys, required)
        if set(required) <= set(values):
            rungs.append(_rung(reader, values, path))
    if not rungs:
        reader.fault("Y08", node, "A ladder has at least one rung.")
    return tuple(rungs)


def _rung(reader: Reader, values: dict[str, Node], path: tuple[str, ...]) -> Rung:
    who = reader.table(values["who"], (*path, "who"), ("roles", "skills", "on_duty"), ("roles",))
    roles = reader.texts(who["roles"], (*path, "roles")) if "roles" in who else ()
    channels = reader.texts(values["channels"], (*path, "channels"))
    if not channels:
        reader.fault("Y08", values["channels"], "A rung rings by at least one channel.")
    return Rung(
        name=reader.name(values["name"], STEP_NAME, "a rung"),
        roles=roles,
        skills=reader.texts(who["skills"], (*path, "skills")) if "skills" in who else (),
        on_duty=reader.flag(who["on_duty"]) if "on_duty" in who else True,
        pick=reader.choice(values["pick"], PICKS, code="Y08", what="way to pick"),
        channels=channels,
        seconds=_positive(reader, values["seconds"]),
        tries=reader.whole(values["tries"], 1, 9) if "tries" in values else 1,
    )


def _positive(reader: Reader, node: Node) -> int:
    seconds = reader.duration(node)
    if seconds == 0:
        reader.fault("Y13", node, "This must be longer than 0 seconds.")
    return seconds or 1
