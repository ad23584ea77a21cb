"""The difference of meaning between two protocols: what an agent would see or do differently.

Order of keys, quoting, remarks, blocks written out and answers named that `else` took already
are no difference. Whether a certificate of the old could hold for the new is not decided here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.check import Checked, check
from stayline_core.protocol.diff.behaviour import first_difference
from stayline_core.protocol.diff.header import compare_headers
from stayline_core.protocol.diff.matching import by_a_block, match
from stayline_core.protocol.diff.steps import Pairing, compare_steps, words_of
from stayline_core.protocol.diff.telling import tell
from stayline_core.protocol.diff.values import (
    ADDED,
    REMOVED,
    RENAMED,
    Change,
    Difference,
    Story,
    Time,
)
from stayline_core.protocol.findings import Finding
from stayline_core.protocol.language import Protocol, Step, frozen_map
from stayline_core.protocol.load import Loaded

__all__ = [
    "Change",
    "Difference",
    "NotComparable",
    "Story",
    "Time",
    "compare",
    "diff",
    "match",
    "tell",
]

_TIMES = ("first_ring_s", "everyone_rung_s", "longest_silence_s")


class NotComparable(ValueError):
    """A document cannot be run as it is, so it cannot be compared: its file follows."""


def compare(old: Protocol, new: Protocol, *, catalogue: Catalogue) -> Difference:
    """Compare two protocols by content alone: no times, no findings, no story."""
    return _compared(Pairing(old, new, match(old, new), catalogue))


def diff(old: Loaded, new: Loaded, *, catalogue: Catalogue) -> Difference:
    """Compare two documents by meaning, against what exists in a centre.

    Raises:
        NotComparable: one of them has faults and cannot be run; they are in its findings.
    """
    if old.protocol is None or new.protocol is None:
        raise NotComparable(old.file if old.protocol is None else new.file)
    names = match(old.protocol, new.protocol)
    pairing = Pairing(old.protocol, new.protocol, names, catalogue)
    found = _compared(pairing)
    after = check(new, catalogue=catalogue)
    same = old.protocol == new.protocol  # then the checker has nothing else to say
    before = after if same else check(old, catalogue=catalogue)
    return replace(
        found,
        times=tuple(Time(name, getattr(before, name), getattr(after, name)) for name in _TIMES),
        came=_only(after, before, {}, found.renamed),
        gone=_only(before, after, found.renamed, {}),
        story=first_difference(pairing, found.changes),
    )


def _compared(pairing: Pairing) -> Difference:
    changes = (*compare_headers(pairing), *_steps(pairing))
    renamed = {one: other for one, other in pairing.names.items() if one != other}
    return Difference(pairing.old.id, pairing.new.id, changes, frozen_map(renamed))


def _steps(pairing: Pairing) -> Iterator[Change]:
    """Changes step by step: in the order of the new document, what is gone at the end."""
    back = {new: old for old, new in pairing.names.items()}
    for name, step in pairing.new.steps.items():
        was = back.get(name)
        if was is None:
            yield Change(name, "step", ADDED, None, _whole(step))
            continue
        if was != name and not by_a_block(was, name):
            yield Change(name, "step", RENAMED, was, name)
        yield from compare_steps(pairing, pairing.old.steps[was], step)
    for name, step in pairing.old.steps.items():
        if name not in pairing.names:
            yield Change(name, "step", REMOVED, _whole(step))


def _whole(step: Step) -> str:
    """A step that is new or gone, line by line."""
    return "\n".join(_lines(step)) or "nothing"


def _lines(step: Step) -> Iterator[str]:
    yield from (f"title: {text}" for text in (step.title,) if text)
    for what, texts in (("say", step.say), ("note", step.note), ("avoid", step.avoid)):
        yield from (f"{what}: {text}" for text in texts)
    for what, items in (("ask", step.asks), ("observe", step.observes)):
        yield from (
            f"{what}: {item.question} ({item.field})" if item.question else f"{what}: {item.field}"
            for item in items
        )
    yield from (f"do: {word}" for word in words_of(step.do))
    for what, value in (
        ("wait for", step.wait_for),
        ("next", step.next),
        ("branch", step.branch),
        ("end", step.end),
    ):
        yield from (f"{what}: {text}" for text in (value,) if text)
    yield from (f"answer {value}: {name}" for value, name in (step.answers or {}).items())


def _only(
    here: Checked, there: Checked, mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[Finding, ...]:
    """The findings of the one that the other does not have; names of steps are compared as one."""
    known = Counter(_told(finding, theirs) for finding in there.findings)
    found = []
    for finding in here.findings:
        told = _told(finding, mine)
        if known[told]:
            known[told] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _told(finding: Finding, names: Mapping[str, str]) -> tuple[str, str]:
    words = [_renamed(word, names) for word in finding.message.split(" ")]
    return finding.code, " ".join(words)


def _renamed(word: str, names: Mapping[str, str]) -> str:
    bare = word.strip(".,:;“”")
    return word.replace(bare, names[bare]) if bare in names else word
