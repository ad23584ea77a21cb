"""From the bytes of a document to a protocol that can be run.

`load` gives a protocol only when it can be interpreted: everything typed, every target a step,
one way out of each step, every branch decided. Whether it is *safe* is the checker's question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.language import (
    CLASS_OF_CHANNEL,
    EVENTS,
    FACTS,
    HARMS,
    LEVELS,
    RESPONSIBLE,
    LadderUse,
    Limits,
    Obligation,
    Protocol,
    Rule,
    Step,
    frozen_map,
)
from stayline_core.protocol.reading import (
    DOCUMENT_NAME,
    STEP_NAME,
    Positions,
    Reader,
    did_you_mean,
)
from stayline_core.protocol.steps import (
    Block,
    inline,
    read_blocks,
    read_steps,
    retarget,
)
from stayline_core.protocol.tree import Node, Scalar, read_tree

MAX_STEPS = 2_500
MAX_TALLY_PRODUCT = 32

REQUIRED = ("stayline", "kind", "id", "title", "handles", "level", "start", "steps")
HEADER_KEYS = (
    *REQUIRED,
    "channels",
    "locale",
    "authors",
    "sources",
    "laws",
    "review_by",
    "duties",
    "ladder",
    "limits",
    "gather",
    "minimum",
    "tallies",
    "obligations",
    "rules",
    "on",
    "anytime",
    "start_switched",
    "blocks",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a document gave: a protocol if it can be run, and every fault met."""

    file: str
    protocol: Protocol | None
    findings: tuple[Finding, ...]
    positions: Positions = field(repr=False, compare=False)


def load(source: bytes, *, file: str) -> Loaded:
    """Read a protocol document; `file` is the name that its findings carry.

    Never raises on any input: faults are findings (codes Y01 to Y13, and of the structure
    S01, S02, S07, S13 to S16, S21, S25). `protocol` is None if one of them is an error.
    """
    root, findings = read_tree(source, file)
    reader = Reader(file)
    protocol = None
    if root is not None:
        protocol = _Header(reader).read(root)
    found = tuple(sorted([*findings, *reader.findings], key=lambda f: (f.line, f.column, f.code)))
    return Loaded(file, None if has_errors(found) else protocol, found, reader.positions)


def document_head(reader: Reader, values: Mapping[str, Node], kind: str) -> None:
    """Refuse another version (Y10) or another kind of document (Y08)."""
    version = values.get("stayline")
    if version is not None and not (isinstance(version, Scalar) and version.value == "1"):
        reader.fault(
            "Y10", version, "This version of the language is not known: write stayline: 1."
        )
    if "kind" in values:
        reader.choice(values["kind"], (kind,), code="Y08", what="kind of document read here")


class _Header:
    """Reads the top of a protocol, key by key."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, root: Node) -> Protocol | None:
        reader = self.reader
        values = reader.table(root, (), HEADER_KEYS, REQUIRED)
        document_head(reader, values, "protocol")
        blocks = read_blocks(reader, values["blocks"]) if "blocks" in values else {}
        read: dict[str, Any] = {
            key: handler(values[key]) for key, handler in self._handlers().items() if key in values
        }
        if not set(REQUIRED) <= set(values):
            return None
        steps, stands_for = self._steps(values["steps"], blocks)
        return self._resolved(Protocol(**read, steps=steps), stands_for)

    def _handlers(self) -> dict[str, Callable[[Node], object]]:
        reader = self.reader
        return {
            "id": lambda n: reader.name(n, DOCUMENT_NAME, "a document"),
            "title": reader.text,
            "handles": lambda n: reader.choices(n, HARMS, code="S25", what="kind of harm"),
            "level": lambda n: reader.choice(n, LEVELS, code="S25", what="level"),
            "start": reader.text,
            "start_switched": reader.text,
            "channels": lambda n: reader.choices(n, CLASS_OF_CHANNEL, code="Y08", what="channel"),
            "locale": reader.text,
            "authors": lambda n: reader.texts(n, ("authors",)),
            "sources": lambda n: reader.texts(n, ("sources",)),
            "laws": lambda n: reader.texts(n, ("laws",)),
            "review_by": reader.date,
            "duties": lambda n: reader.texts(n, ("duties",)),
            "gather": lambda n: reader.texts(n, ("gather",)),
            "minimum": lambda n: reader.texts(n, ("minimum",)),
            "ladder": self._ladder,
            "limits": self._limits,
            "tallies": self._tallies,
            "obligations": self._obligations,
            "rules": self._rules,
            "on": lambda n: self._named_texts(n, "on", EVENTS),
            "anytime": lambda n: self._named_texts(n, "anytime", None),
        }

    def _ladder(self, node: Node) -> LadderUse:
        default = "at_open"
        if isinstance(node, Scalar):
            return LadderUse(self.reader.text(node), default)
        values = self.reader.table(node, ("ladder",), ("id", "ring"), ("id",))
        name = self.reader.text(values["id"]) if "id" in values else ""
        ring: str | int = default
        if "ring" in values:
            word = self.reader.text(values["ring"])
            known = word in {"at_open", "on_demand"}
            ring = word if known else (self.reader.duration(values["ring"]) or default)
        return LadderUse(name, ring)

    def _limits(self, node: Node) -> Limits:
        values = self.reader.table(node, ("limits",), ("may", "may_not"))
        read = {key: self.reader.texts(value, ("limits", key)) for key, value in values.items()}
        return Limits(**read)

    def _tallies(self, node: Node) -> Mapping[str, int]:
        tallies, product = {}, 1
        for name, value in self.reader.table(node, ("tallies",)).items():
            mark = self.reader.positions.of("tallies", name)
            self.reader.good_name(name, mark, STEP_NAME, "a tally")
            tallies[name] = self.reader.whole(value, 1, 9)
            product *= tallies[name] + 1
        if product > MAX_TALLY_PRODUCT:
            message = f"The tallies make {product} combinations; {MAX_TALLY_PRODUCT} are allowed."
            self.reader.fault("S21", node, message)
        return frozen_map(tallies)

    def _named_texts(
        self, node: Node, key: str, known: tuple[str, ...] | None
    ) -> Mapping[str, str]:
        values = self.reader.table(node, (key,), known)
        return frozen_map({name: self.reader.text(value) for name, value in values.items()})

    def _obligations(self, node: Node) -> tuple[Obligation, ...]:
        found = []
        keys = ("id", "do", "by", "from", "within", "otherwise")
        for index, item in enumerate(self.reader.items(node)):
            path = ("obligations", str(index))
            values = self.reader.table(item, path, keys, ("id", "do", "by", "from"))
            if not {"id", "do", "by", "from"} <= set(values):
                continue
            do = self.reader.effect(values["do"], (*path, "do"))
            name = self.reader.name(values["id"], DOCUMENT_NAME, "an obligation")
            by = self.reader.choice(values["by"], RESPONSIBLE, code="Y08", what="one who can owe")
            within = self.reader.duration(values["within"]) if "within" in values else None
            otherwise = (
                self.reader.effects(values["otherwise"], (*path, "otherwise"))
                if "otherwise" in values
                else ()
            )
            if do is not None:
                from_ = self.reader.text(values["from"])
                found.append(Obligation(name, do, by, from_, within, otherwise))
        return tuple(found)

    def _rules(self, node: Node) -> tuple[Rule, ...]:
        forms = {
            frozenset({"always", "at"}): ("always", "at"),
            frozenset({"never", "before"}): ("never", "before"),
            frozenset({"never", "after"}): ("never", "after"),
            frozenset({"within", "of", "comes"}): ("within", "of"),
        }
        keys = (
            "id",
            "because",
            "always",
            "never",
            "within",
            "at",
            "before",
            "after",
            "of",
            "comes",
        )
        found = []
        for index, item in enumerate(self.reader.items(node)):
            path = ("rules", str(index))
            values = self.reader.table(item, path, keys, ("id",))
            texts = {key: self.reader.text(value) for key, value in values.items()}
            form = forms.get(frozenset(texts) - {"id", "because"})
            if form is None or "id" not in texts:
                message = (
                    "A rule is one of: always … at, never … before, never … after, "
                    "within … of … comes."
                )
                self.reader.fault("R01", item, message)
                continue
            kind, relation = form
            seconds = self.reader.duration(values["within"]) if kind == "within" else None
            what = texts["comes"] if kind == "within" else texts[kind]
            because = texts.get("because")
            found.append(Rule(texts["id"], kind, what, relation, texts[relation], seconds, because))
        return tuple(found)

    def _steps(
        self, node: Node, blocks: Mapping[str, Block]
    ) -> tuple[dict[str, Step], dict[str, str]]:
        steps, uses = read_steps(self.reader, node, ("steps",))
        whole, stands_for = inline(self.reader, steps, uses, blocks)
        if len(whole) > MAX_STEPS:
            message = f"The protocol has {len(whole):,} steps; {MAX_STEPS:,} are allowed."
            self.reader.fault("S21", node, message)
        return whole, stands_for

    def _resolved(self, protocol: Protocol, stands_for: Mapping[str, str]) -> Protocol | None:
        """The protocol with every target a real step; faults where one is not."""

        def target(word: str) -> str:
            return stands_for.get(word, word)

        steps = {name: retarget(step, target) for name, step in protocol.steps.items()}
        header: dict[str, Any] = {
            "on": frozen_map({event: target(word) for event, word in protocol.on.items()}),
            "anytime": frozen_map({target(word): text for word, text in protocol.anytime.items()}),
            "start": target(protocol.start),
            "start_switched": protocol.start_switched and target(protocol.start_switched),
            "steps": frozen_map(steps),
        }
        whole = replace(protocol, **header)
        _Targets(self.reader, whole).check()
        return whole


class _Targets:
    """Refuses what the interpreter could not follow: S01, S02, S13, S14, S15."""

    def __init__(self, reader: Reader, protocol: Protocol) -> None:
        self.reader = reader
        self.protocol = protocol

    def check(self) -> None:
        self._starts()
        for event, name in self.protocol.on.items():
            self._target(name, ("on", event))
        for name in self.protocol.anytime:
            self._target(name, ("anytime", name))
        for step in self.protocol.steps.values():
            for name in step.targets:
                self._target(name, ("steps", step.name, *_place(step, name)))
            if step.branch is not None:
                self._branch(step, step.branch)
        self._circles()

    def _starts(self) -> None:
        for key in ("start", "start_switched"):
            name = getattr(self.protocol, key)
            if name is not None and name not in self.protocol.steps:
                self._missing("S01", name, (key,))

    def _target(self, name: str, path: tuple[str, ...]) -> None:
        if name not in self.protocol.steps:
            self._missing("S02", name, path)

    def _missing(self, code: str, name: str, path: tuple[str, ...]) -> None:
        message = f"There is no step “{name}”.{did_you_mean(name, self.protocol.steps)}"
        self.reader.fault(code, self.reader.positions.of(*path), message)

    def _branch(self, step: Step, on: str) -> None:
        mark = self.reader.positions.of("steps", step.name, "branch")
        if on in FACTS:
            needed = {"yes", "no"}
        elif on in self.protocol.tallies:
            needed = {str(count) for count in range(self.protocol.tallies[on] + 1)}
        else:
            known = (*FACTS, *self.protocol.tallies)
            message = f"“{on}” is no fact and no declared tally.{did_you_mean(on, known)}"
            self.reader.fault("S13", mark, message)
            return
        named = set(step.answers or {})
        if "else" not in named and not needed <= named:
            missing = ", ".join(sorted(needed - named))
            self.reader.fault(
                "S14", mark, f"The branch {step.name} does not say where to go on {missing}."
            )
        for key in sorted(named - needed - {"else"}):
            where = self.reader.positions.of("steps", step.name, "answers", key)
            self.reader.fault("S06", where, f"The branch {step.name} can never be “{key}”.")

    def _circles(self) -> None:
        """A circle of branches alone would never show a screen (S15)."""
        steps = self.protocol.steps
        branches = {name for name, step in steps.items() if step.branch is not None}
        left = {name: {t for t in steps[name].targets if t in branches} for name in branches}
        while free := [name for name, ways in left.items() if not ways]:
            for name in free:
                del left[name]
            for ways in left.values():
                ways.difference_update(free)
        if left:
            name = min(left)
            message = f"The branches {', '.join(sorted(left))} lead to each other in a circle."
            self.reader.fault("S15", self.reader.positions.of("steps", name), message)


def _place(step: Step, target: str) -> tuple[str, ...]:
    """Where in a step a target is named, as the path of its position."""
    if step.next == target:
        return ("next",)
    for key, value in (step.answers or {}).items():
        if value == target:
            return ("answers", key)
    return ("otherwise", "offer")
