"""From the bytes of a document to a protocol that can be run.

`load` gives a protocol only when it can be interpreted: everything typed, every target a step,
one way out of each step, every branch decided. Whether it is *safe* is the checker's question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.head import document_head, opened
from stayline_core.protocol.hints import shown
from stayline_core.protocol.language import (
    LadderUse,
    Limits,
    Obligation,
    Protocol,
    Rule,
    frozen_map,
)
from stayline_core.protocol.reading import Positions, Reader
from stayline_core.protocol.schema.document import PROTOCOL, RULE
from stayline_core.protocol.schema.forms import fits
from stayline_core.protocol.schema.typed import Typed
from stayline_core.protocol.steps import (
    blocks_of,
    effect_of,
    effects_of,
    inline,
    inlined_size,
    retarget,
    steps_of,
)
from stayline_core.protocol.targets import Targets
from stayline_core.protocol.tree import Node, read_tree
from stayline_core.protocol.versions import LANGUAGE, Versions

__all__ = [
    "HEADER_KEYS",
    "MAX_STEPS",
    "MAX_TALLY_PRODUCT",
    "REQUIRED",
    "Loaded",
    "document_head",
    "load",
]

MAX_STEPS = 2_500
MAX_TALLY_PRODUCT = 32

REQUIRED = PROTOCOL.required
HEADER_KEYS = tuple(PROTOCOL.by_name)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a document gave: a protocol if it can be run, and every fault met."""

    file: str
    protocol: Protocol | None
    findings: tuple[Finding, ...]
    positions: Positions = field(repr=False, compare=False)


def load(source: bytes, *, file: str, versions: Versions[Node] = LANGUAGE) -> Loaded:
    """Read a protocol document; `file` is the name that its findings carry.

    Never raises on any input: faults are findings (codes Y01 to Y14, and of the structure
    S01, S02, S06, S07, S12 to S17, S21, S25, R01). `protocol` is None if one of them is an
    error. A document in an older version of the language is upgraded by the steps of `versions`.
    """
    root, findings = read_tree(source, file)
    reader = Reader(file)
    protocol = None
    if root is not None:
        root = opened(reader, root, "protocol", versions)
    if root is not None:
        protocol = _Header(reader).read(root)
    found = tuple(sorted([*findings, *reader.findings], key=lambda f: (f.line, f.column, f.code)))
    return Loaded(file, None if has_errors(found) else protocol, found, reader.positions)


_UNREAD = {"id": "", "title": "", "handles": (), "level": "", "start": ""}


class _Header:
    """Makes a protocol of what was read, and asks what one value alone cannot tell."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, root: Node) -> Protocol | None:
        """The protocol, as far as it could be read; None where its steps are too many."""
        data: dict[str, Any] = Typed(self.reader).read(PROTOCOL, root, ())
        blocks, unread_blocks = blocks_of(self.reader, data.get("blocks"))
        found = steps_of(self.reader, data.get("steps"), ("steps",))
        size = inlined_size(found, blocks)
        if size > MAX_STEPS:
            message = f"The protocol has {size:,} steps; {MAX_STEPS:,} are allowed."
            self.reader.fault("S21", self.reader.positions.of("steps"), message)
            return None
        steps, stands_for = inline(self.reader, found, blocks, unread_blocks)
        whole = _resolved(Protocol(**self._made(data), steps=steps), stands_for)
        if data.get("steps") is not None:
            Targets(self.reader, whole, found.unread, found.uses).check()
        return whole

    def _made(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The header's values as the frozen ones of the language; what is unread is left out."""
        make: dict[str, Callable[[Any], object]] = {
            "ladder": _ladder,
            "limits": lambda limits: Limits(**limits),
            "tallies": self._tallies,
            "obligations": _obligations,
            "rules": self._rules,
            "on": _kept,
            "anytime": _kept,
        }
        apart = {"stayline", "kind", "blocks", "steps"}
        made = {
            key: make[key](value) if key in make else value
            for key, value in data.items()
            if value is not None and key not in apart
        }
        return {**_UNREAD, **made}

    def _tallies(self, tallies: Mapping[str, int]) -> Mapping[str, int]:
        product = 1
        for highest in tallies.values():
            product = min(product * (highest + 1), 10**6)
        if product > MAX_TALLY_PRODUCT:
            message = (
                f"The tallies make {product:,} combinations; {MAX_TALLY_PRODUCT} are allowed: the "
                "product of each highest + 1."
            )
            self.reader.fault("S21", self.reader.positions.of("tallies"), message)
        return frozen_map(tallies)

    def _rules(self, items: tuple[Mapping[str, Any] | None, ...]) -> tuple[Rule, ...]:
        found = []
        for index, data in enumerate(items):
            if data is None:
                continue
            path = ("rules", str(index))
            keys = set(data) | self.reader.meant.get(path, set())
            form = next((form for form in RULE.forms if fits(form, keys | {"id"}, {})), None)
            if form is None:
                message = (
                    f"{_named(data, index)} is one of: always … at, never … before, "
                    "never … after, within … of … comes."
                )
                self.reader.fault("R01", self.reader.positions.of(*path), message)
            elif set(form.needs) <= set(data):
                found.append(_rule(data))
        return tuple(found)


def _named(data: Mapping[str, Any], index: int) -> str:
    return f"The rule {shown(data['id'])}" if data.get("id") else f"Rule {index + 1}"


def _rule(data: Mapping[str, Any]) -> Rule:
    because, name = data.get("because"), data.get("id", "")
    if "within" in data:
        return Rule(name, "within", data["comes"], "of", data["of"], data["within"], because)
    kind = "always" if "always" in data else "never"
    relation = next(key for key in ("at", "before", "after") if key in data)
    return Rule(name, kind, data[kind], relation, data[relation], None, because)


def _ladder(value: str | Mapping[str, Any]) -> LadderUse:
    if isinstance(value, str):
        return LadderUse(value, "at_open")
    return LadderUse(value.get("id", ""), value.get("ring") or "at_open")


def _obligations(items: tuple[Mapping[str, Any] | None, ...]) -> tuple[Obligation, ...]:
    found = []
    for data in items:
        do = effect_of(data.get("do")) if data else None
        if data and do is not None:
            otherwise = effects_of(data.get("otherwise", ()))
            by, from_ = data.get("by", ""), data.get("from", "")
            name, within = data.get("id", ""), data.get("within")
            found.append(Obligation(name, do, by, from_, within, otherwise))
    return tuple(found)


def _kept(values: Mapping[str, str]) -> Mapping[str, str]:
    """The pairs that could be read."""
    return frozen_map({key: value for key, value in values.items() if value})


def _resolved(protocol: Protocol, stands_for: Mapping[str, str]) -> Protocol:
    """The protocol with each name of a use replaced by the step that it stands for."""

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
    return replace(protocol, **header)
