"""Refuses what the interpreter could not follow: S01, S02, S06, S13, S14, S15.

Also words that stand for nothing it could wait for (S20) or count from (S17).
"""

from collections.abc import Collection, Iterator

from stayline_core.protocol.hints import shown
from stayline_core.protocol.language import (
    FACTS,
    TRIGGER_FAMILIES,
    TRIGGERS,
    Protocol,
    Step,
)
from stayline_core.protocol.reading import Path, Reader
from stayline_core.protocol.schema.typed import VALUE


class Targets:
    """One protocol whose names are looked up.

    `unread` are steps that have a finding already; `uses` are steps that stand for a block.
    """

    def __init__(
        self, reader: Reader, protocol: Protocol, unread: Collection[str], uses: Collection[str]
    ) -> None:
        """Look up names in this protocol, on behalf of this reader."""
        self.reader = reader
        self.protocol = protocol
        self.unread = unread
        self.known = {*protocol.steps, *unread}
        self.names = {*self.known, *uses}
        """What an author can write: a step, or the use of a block."""

    def check(self) -> None:
        """Keep a finding for each name that names nothing."""
        for key in ("start", "start_switched"):
            self._step("S01", getattr(self.protocol, key), (key,))
        for event, name in self.protocol.on.items():
            self._step("S02", name, ("on", event))
        for name in self.protocol.anytime:
            self._step("S02", name, ("anytime", name))
        told: set[tuple[object, ...]] = set()
        for step in self.protocol.steps.values():
            for path, name in _ways(step):
                mark = self.reader.positions.of(*path, VALUE)
                if (mark, name) not in told:
                    told.add((mark, name))
                    self._step("S02", name, path)
            self._fact(step)
            if step.branch:
                self._branch(step, step.branch)
        self._triggers()
        self._circles()

    def _step(self, code: str, name: str | None, path: Path) -> None:
        if not name or name in self.known or name.partition("/")[0] in self.unread:
            return
        mark = self.reader.positions.of(*path, VALUE)
        if path[0] == "anytime":
            mark = self.reader.positions.of(*path)
        message = f"There is no step “{shown(name)}”.{self.reader.hint(name, self._near(path))}"
        self.reader.fault(code, mark, message)

    def _near(self, path: Path) -> Iterator[str]:
        """The names that can be meant at this path: within a block its own steps by themselves."""
        use, inlined, _ = path[1].partition("/") if path[0] == "steps" else ("", "", "")
        for name in self.names:
            if not inlined or "/" not in name:
                yield name
            elif name.startswith(f"{use}/"):
                yield name.removeprefix(f"{use}/")

    def _fact(self, step: Step) -> None:
        if step.wait_for and step.wait_for not in FACTS:
            mark = self.reader.positions.of("steps", step.name, "wait_for", VALUE)
            hint = self.reader.hint(step.wait_for, FACTS)
            message = f"“{shown(step.wait_for)}” is no fact that can be waited for.{hint}"
            self.reader.fault("S20", mark, message)

    def _triggers(self) -> None:
        for index, owed in enumerate(self.protocol.obligations):
            family, _, name = owed.from_.partition(":")
            if owed.from_ in {"", *TRIGGERS} or (family in TRIGGER_FAMILIES and name):
                continue
            mark = self.reader.positions.of("obligations", str(index), "from", VALUE)
            known = (*TRIGGERS, *(f"{family}:…" for family in TRIGGER_FAMILIES))
            hint = self.reader.hint(owed.from_, known)
            message = f"“{shown(owed.from_)}” is no moment that something can be owed from.{hint}"
            self.reader.fault("S17", mark, message)

    def _branch(self, step: Step, on: str) -> None:
        mark = self.reader.positions.of("steps", step.name, "branch", VALUE)
        if on in FACTS:
            needed = {"yes", "no"}
        elif on in self.protocol.tallies:
            needed = {str(count) for count in range(self.protocol.tallies[on] + 1)}
        else:
            hint = self.reader.hint(on, (*FACTS, *self.protocol.tallies))
            message = f"“{shown(on)}” is no fact and no declared tally.{hint}"
            self.reader.fault("S13", mark, message)
            return
        named = set(step.answers or {})
        if "else" not in named and not needed <= named:
            missing = ", ".join(sorted(needed - named))
            message = f"The branch {step.name} does not say where to go on {missing}."
            self.reader.fault("S14", mark, message)
        for key in sorted(named - needed - {"else"}):
            where = self.reader.positions.of("steps", step.name, "answers", key)
            hint = self.reader.hint(key, needed)
            message = f"The branch {step.name} can never be “{shown(key)}”.{hint}"
            self.reader.fault("S06", where, message)

    def _circles(self) -> None:
        """A circle of branches alone would never show a screen (S15)."""
        steps = self.protocol.steps
        leads = {
            name: {target for target in step.targets if target in steps and steps[target].branch}
            for name, step in steps.items()
            if step.branch
        }
        comes_from: dict[str, list[str]] = {name: [] for name in leads}
        for name, targets in leads.items():
            for target in targets:
                comes_from[target].append(name)
        free = [name for name, targets in leads.items() if not targets]
        while free:
            name = free.pop()
            for source in comes_from[name]:
                leads[source].discard(name)
                if not leads[source]:
                    free.append(source)
            del leads[name]
        if leads:
            names = sorted(leads)
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - a list to read
            message = f"The branches {', '.join(names[:5])}{more} lead to each other in a circle."
            self.reader.fault("S15", self.reader.positions.of("steps", names[0]), message)


def _ways(step: Step) -> Iterator[tuple[Path, str]]:
    """Every way that a step names, with its path."""
    path = ("steps", step.name)
    if step.next:
        yield (*path, "next"), step.next
    for key, name in (step.answers or {}).items():
        yield (*path, "answers", key), name
    if step.otherwise and step.otherwise.offer:
        yield (*path, "otherwise", "offer"), step.otherwise.offer
