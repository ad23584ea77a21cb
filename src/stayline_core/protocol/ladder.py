"""Ladder documents: who is rung, in what order, by what, for how long (design.md 3.4).

```yaml
stayline: 1
kind: ladder
id: crisis
title: Somebody to take over
rungs:
  - {name: supervisor, who: {roles: [supervisor], on_duty: yes}, pick: longest_idle,
     channels: [screen, phone], seconds: 20s, tries: 1, between: ["08:00-18:00"]}
  - {name: on_call, who: {roles: [manager], on_duty: on_call}, pick: all,
     channels: [phone], seconds: 20s}
  - {name: everyone, who: {roles: [everyone], on_duty: no, sites: fallback}, pick: all,
     channels: [screen, phone], seconds: 20s}
limits: {accepted: 30s, joined: 60s}
```
The last rung repeats until somebody accepts or a supervisor calls the ladder off, so it rings
at any time of the day.
"""

from dataclasses import dataclass
from typing import Any, Final

from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.head import opened
from stayline_core.protocol.hints import shown
from stayline_core.protocol.reading import Reader
from stayline_core.protocol.schema.ladders import LADDER
from stayline_core.protocol.schema.typed import Typed
from stayline_core.protocol.schema.words import PICKS as PICK_WORDS
from stayline_core.protocol.schema.words import WAYS
from stayline_core.protocol.tree import Listing, Node, Scalar, Table, read_tree
from stayline_core.protocol.versions import LANGUAGE, Versions

EVERYONE = "everyone"
PICKS = tuple(PICK_WORDS)
DEFAULT_ACCEPTED_S = 30
DEFAULT_JOINED_S = 60
DUTY: Final = {True: "on_duty", False: "anyone"}
"""What yes and no say of `on_duty`; `on_call` stands as it is."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: who is rung, how picked, by what, and `seconds` x `tries` before the next.

    `duty` is on_duty, on_call or anyone; `between` the parts of the site's day in which it rings
    ("08:00", "18:00"), none of them being always; `sites` own or fallback.
    """

    name: str
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    pick: str
    channels: tuple[str, ...]
    seconds: int
    tries: int = 1
    duty: str = "on_duty"
    between: tuple[tuple[str, str], ...] = ()
    sites: str = "own"

    @property
    def on_duty(self) -> bool:
        """Does it ring only people on duty?"""
        return self.duty == "on_duty"

    @property
    def lasts_s(self) -> int:
        """How long the rung rings before the next one does."""
        return self.seconds * self.tries

    @property
    def everyone(self) -> bool:
        """Does it ring all there are, whoever they are, at any time?"""
        at_any_time = self.duty != "on_call" and not self.between
        return EVERYONE in self.roles and self.pick == "all" and at_any_time


@dataclass(frozen=True, slots=True)
class LadderSpec:
    """A whole ladder; `accepted_s` and `joined_s` bound the two states after acceptance."""

    id: str
    title: str
    rungs: tuple[Rung, ...]
    accepted_s: int = DEFAULT_ACCEPTED_S
    joined_s: int = DEFAULT_JOINED_S
    purpose: str = "respond"
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
                    "duty": rung.duty,
                    "pick": rung.pick,
                    "channels": list(rung.channels),
                    "seconds": rung.seconds,
                    "tries": rung.tries,
                    "between": [list(window) for window in rung.between],
                    "sites": rung.sites,
                }
                for rung in self.rungs
            ],
            "accepted_s": self.accepted_s,
            "joined_s": self.joined_s,
            "purpose": self.purpose,
        }


@dataclass(frozen=True, slots=True)
class LoadedLadder:
    """What reading a ladder document gave; `ladder` is None if a finding is an error."""

    ladder: LadderSpec | None
    findings: tuple[Finding, ...]


def load_ladder(source: bytes, *, file: str, versions: Versions[Node] = LANGUAGE) -> LoadedLadder:
    """Read a ladder document. Never raises: faults are findings (codes Y01 to Y14, T11)."""
    root, findings = read_tree(source, file)
    reader = Reader(file)
    if root is not None:
        root = opened(reader, root, "ladder", versions)
    ladder = _ladder(reader, root) if root is not None else None
    found = tuple(sorted([*findings, *reader.findings], key=lambda f: (f.line, f.column, f.code)))
    return LoadedLadder(None if has_errors(found) else ladder, found)


def _ladder(reader: Reader, root: Node) -> LadderSpec | None:
    data: dict[str, Any] = Typed(reader).read(LADDER, root, ())
    _rungs_judged(reader, root)
    if has_errors(tuple(reader.findings)) or not set(LADDER.required) <= set(data):
        return None
    limits = data.pop("limits", {})
    rungs = tuple(_rung(rung) for rung in data.pop("rungs"))
    del data["stayline"], data["kind"]
    return LadderSpec(
        **data, rungs=rungs, **{f"{key}_s": seconds for key, seconds in limits.items()}
    )


def _rung(data: dict[str, Any]) -> Rung:
    who = data.pop("who")
    on_duty = who.get("on_duty", True)
    return Rung(
        **data,
        roles=who["roles"],
        skills=who.get("skills", ()),
        duty=DUTY.get(on_duty, on_duty),
        sites=who.get("sites", "own"),
    )


def _rungs_judged(reader: Reader, root: Node) -> None:
    """T11: a last rung silent for part of the day; Y08: a way to ring that does not exist."""
    rungs = _within(root, "rungs")
    if not isinstance(rungs, Listing) or not rungs.items:
        return
    silent = _within(rungs.items[-1], "between")
    if silent is not None:
        message = "The last rung repeats until somebody comes, so it rings at any time of the day."
        reader.fault("T11", silent, message)
    for rung in rungs.items:
        channels = _within(rung, "channels")
        for one in channels.items if isinstance(channels, Listing) else (channels,):
            if isinstance(one, Scalar) and one.value.strip() not in {*WAYS, ""}:
                _no_way(reader, one)


def _no_way(reader: Reader, node: Scalar) -> None:
    """Warn of it: nobody is rung by it, and a ladder that is in force must not stop ringing."""
    hint = reader.hint(node.value, WAYS)
    message = f"“{shown(node.value)}” is no way to ring anybody, and is passed over.{hint}"
    reader.fault("Y08", node, message, "warning")


def _within(node: Node, key: str) -> Node | None:
    """The value of a key, where the node is a table that has it."""
    return node.pairs[key][1] if isinstance(node, Table) and key in node.pairs else None
