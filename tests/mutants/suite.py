"""The mutation suite: what the checker says of each mutant, and where it says nothing, the oracle.

A mutant is *caught* when the checker refuses it, whether or not it does harm; *harmless* when the
checker passes it and the oracle finds nothing worse; *missed* when the checker passes it and the
oracle finds harm. Missed must be none.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from stayline_core.protocol import CENTRE_NAMES, Catalogue, Protocol, check, load
from tests.mutants.damage import KINDS, Mutant, mutants
from tests.mutants.oracle import Harm, compare, look
from tests.mutants.outcomes import Outcomes

PLAYBOOK: Final = Path(__file__).parents[2] / "src/stayline/playbook"
SAMPLE: Final = 200
SEED: Final = "stayline"
KNOWN: Final = frozenset(
    line
    for line in Path(__file__).with_name("known.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
"""Harmful mutants that the checker passes and that are known: a gap that is named, not hidden."""


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant: the codes of the errors that refuse it, or its harm."""

    mutant: Mutant
    codes: frozenset[str]
    harms: tuple[Harm, ...] = ()

    @property
    def word(self) -> str:
        """Caught, harmless or missed."""
        if self.codes:
            return "caught"
        return "missed" if self.harms else "harmless"

    def told(self) -> str:
        """The mutant and its first harm, for somebody who must mend the checker."""
        first = self.harms[0] if self.harms else Harm("nothing worse", ())
        run = "\n    ".join(first.run)
        return f"{self.mutant.id}: {self.mutant.what}\n  {first.reason}\n    {run}"

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain JSON."""
        return {
            "id": self.mutant.id,
            "what": self.mutant.what,
            "verdict": self.word,
            "codes": sorted(self.codes),
            "harms": [{"reason": harm.reason, "run": list(harm.run)} for harm in self.harms],
        }


@cache
def catalogue() -> Catalogue:
    """What the shipped centre has."""
    forms = (PLAYBOOK / "forms").glob("*.json")
    ladders = (PLAYBOOK / "ladders").glob("*.yaml")
    return Catalogue.from_documents(
        {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in forms},
        {file.name: file.read_bytes() for file in ladders},
        CENTRE_NAMES,
    )


@cache
def sources() -> Mapping[str, bytes]:
    """Every shipped protocol by its id."""
    files = sorted((PLAYBOOK / "protocols").glob("*.yaml"))
    return {file.stem: file.read_bytes() for file in files}


@cache
def every() -> tuple[Mutant, ...]:
    """Every mutant of every shipped protocol; their documents are written when asked for."""
    return tuple(one for name, source in sources().items() for one in mutants(name, source))


def sample(count: int = SAMPLE) -> tuple[Mutant, ...]:
    """A sample of all, the same each time: each protocol with every other kind, then any.

    Protocols that follow one another take the kinds in turn, so that each kind is there for half
    of them. The soak has all.
    """

    def drawn(one: Mutant) -> str:
        return hashlib.sha256(f"{SEED}/{one.id}".encode()).hexdigest()

    shuffled = sorted(every(), key=drawn)
    turn = {name: place for place, name in enumerate((*sources(), *KINDS))}
    first: dict[tuple[str, str], Mutant] = {}
    for one in shuffled:
        if (turn[one.protocol] + turn[one.kind]) % 2 == 0:
            first.setdefault((one.protocol, one.kind), one)
    chosen = dict.fromkeys(one.id for one in (*first.values(), *shuffled))
    wanted = set(list(chosen)[:count])
    return tuple(one for one in shuffled if one.id in wanted)


def protocol_of(source: bytes, name: str) -> Protocol:
    """The protocol of a document that can be run."""
    read = load(source, file=name)
    assert read.protocol is not None, read.findings
    return read.protocol


@cache
def original(name: str) -> Outcomes:
    """What comes of the undamaged protocol: worked out once."""
    return look(protocol_of(sources()[name], name), catalogue())


def judge(mutant: Mutant) -> Verdict:
    """The checker's verdict, and the oracle's where the checker finds nothing."""
    read = load(mutant.source, file=f"{mutant.id}.yaml")
    found = check(read, catalogue=catalogue()).findings
    codes = frozenset(finding.code for finding in found if finding.severity == "error")
    if codes or read.protocol is None:
        return Verdict(mutant, codes)
    return Verdict(
        mutant, codes, compare(original(mutant.protocol), look(read.protocol, catalogue()))
    )


# ── tables ──


@dataclass
class Table:
    """Verdicts counted by protocol and kind, and by the code that caught them."""

    by_place: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    by_code: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    missed: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count one verdict. A code catches alone where it is the only one found."""
        place = (verdict.mutant.protocol, verdict.mutant.kind)
        self.by_place.setdefault(place, Counter())[verdict.word] += 1
        self.by_code.update(verdict.codes)
        if len(verdict.codes) == 1:
            self.alone.update(verdict.codes)
        if verdict.word == "missed":
            self.missed.append(verdict)

    def total(self, protocol: str | None = None, kind: str | None = None) -> Counter[str]:
        """The counts of a protocol, of a kind, or of all."""
        whole: Counter[str] = Counter()
        for (one, other), counts in self.by_place.items():
            if protocol in {None, one} and kind in {None, other}:
                whole.update(counts)
        return whole


def table(verdicts: Iterable[Verdict]) -> Table:
    """All verdicts counted."""
    made = Table()
    for verdict in verdicts:
        made.add(verdict)
    return made


def kinds() -> Iterator[str]:
    """The kinds of damage in the order of the tables."""
    return iter(KINDS)
