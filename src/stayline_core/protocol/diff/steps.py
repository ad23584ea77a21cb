"""What differs between a step and the same step of another document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.diff.values import ADDED, CHANGED, MOVED, REMOVED, Change
from stayline_core.protocol.language import (
    OBSERVED_STATES,
    SILENCES,
    Ask,
    Effect,
    Protocol,
    Step,
    Within,
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """What comparing steps needs to know: both protocols, and which step is which."""

    old: Protocol
    new: Protocol
    names: Mapping[str, str]
    catalogue: Catalogue

    def target(self, name: str | None) -> str | None:
        """The new name of a step that the old document leads to; its own where it is gone."""
        return None if name is None else self.names.get(name, name)


def compare_steps(pairing: Pairing, old: Step, new: Step) -> Iterator[Change]:
    """Every difference between two steps that are the same step."""
    where = new.name
    yield from one_thing(where, "title", old.title, new.title)
    for what, ours, theirs in (
        ("say", old.say, new.say),
        ("note", old.note, new.note),
        ("avoid", old.avoid, new.avoid),
    ):
        yield from texts(where, what, ours, theirs)
    yield from _fields(where, "ask", old.asks, new.asks)
    yield from _fields(where, "observe", old.observes, new.observes)
    yield from listed(where, "do", words_of(old.do), words_of(new.do))
    yield from one_thing(where, "wait for", old.wait_for, new.wait_for)
    yield from _clock(pairing, where, old, new)
    yield from _ways(pairing, where, old, new)
    yield from listed(where, "covers", old.covers, new.covers, ordered=False)


def words_of(effects: Iterable[Effect]) -> tuple[str, ...]:
    """Effects as an author writes them."""
    return tuple(effect.word for effect in effects)


def one_thing(where: str | None, what: str, old: str | None, new: str | None) -> Iterator[Change]:
    """A single value: changed, added or removed."""
    if old == new:
        return
    how = ADDED if old is None else REMOVED if new is None else CHANGED
    yield Change(where, what, how, old, new)


def texts(
    where: str | None, what: str, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[Change]:
    """Sentences: each that is other, is new, or is gone; and whether only their order changed."""
    if old == new:
        return
    if sorted(old) == sorted(new):
        yield Change(where, what, MOVED, " / ".join(old), " / ".join(new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        ours, theirs = list(old[a:b]), list(new[c:d])
        for before, after in zip(ours, theirs, strict=False):
            yield Change(where, what, CHANGED, before, after)
        for text in ours[len(theirs) :]:
            yield Change(where, what, REMOVED, text)
        for text in theirs[len(ours) :]:
            yield Change(where, what, ADDED, None, text)


def listed(
    where: str | None,
    what: str,
    old: tuple[str, ...],
    new: tuple[str, ...],
    *,
    ordered: bool = True,
) -> Iterator[Change]:
    """Names in a list: each that is new or gone, and whether only their order changed."""
    for name in old:
        if name not in new:
            yield Change(where, what, REMOVED, name)
    for name in new:
        if name not in old:
            yield Change(where, what, ADDED, None, name)
    if ordered and old != new and sorted(old) == sorted(new):
        yield Change(where, what, MOVED, ", ".join(old), ", ".join(new))


def _fields(where: str, what: str, old: tuple[Ask, ...], new: tuple[Ask, ...]) -> Iterator[Change]:
    yield from listed(where, what, tuple(a.field for a in old), tuple(a.field for a in new))
    questions = {item.field: item.question for item in old}
    for item in new:
        if item.field in questions:
            yield from one_thing(
                where, f"question: {item.field}", questions[item.field], item.question
            )


def _clock(pairing: Pairing, where: str, old: Step, new: Step) -> Iterator[Change]:
    """How long the step may last on each class of channel, and what comes then."""
    classes = [name for name in pairing.new.classes if name in pairing.old.classes]
    before = {name: _seconds(old.within, name) for name in classes}
    after = {name: _seconds(new.within, name) for name in classes}
    if len(set(before.values())) == 1 and len(set(after.values())) == 1:
        classes = classes[:1]
    for name in classes:
        what = "within" if len(classes) == 1 else f"within: {name}"
        yield from one_thing(where, what, before[name], after[name])
    ours, theirs = old.otherwise, new.otherwise
    yield from listed(
        where,
        "otherwise",
        words_of(ours.do if ours else ()),
        words_of(theirs.do if theirs else ()),
    )
    offered = pairing.target(ours.offer if ours else None)
    yield from one_thing(where, "otherwise: offer", offered, theirs.offer if theirs else None)


def _seconds(within: Within | None, channel_class: str) -> str | None:
    seconds = within.seconds(channel_class) if within else None
    return None if seconds is None else f"{seconds} s"


def _ways(pairing: Pairing, where: str, old: Step, new: Step) -> Iterator[Change]:
    yield from one_thing(where, "next", pairing.target(old.next), new.next)
    yield from one_thing(where, "branch", old.branch, new.branch)
    yield from one_thing(where, "end", old.end, new.end)
    before, after = _answers(pairing, old), _answers(pairing, new)
    before = {value: pairing.target(name) or name for value, name in before.items()}
    for value in dict.fromkeys((*before, *after)):
        yield from one_thing(where, f"answer: {value}", before.get(value), after.get(value))


def _answers(pairing: Pairing, step: Step) -> dict[str, str]:
    """Where each answer leads; `else` is written out, so that naming an answer is no difference."""
    named = dict(step.answers or {})
    other = named.pop("else", None)
    if other is None:
        return named
    known = tuple(_values(pairing, step))
    if not known:
        return {**named, "else": other}
    return {value: named.get(value, other) for value in dict.fromkeys((*known, *named))}


def _values(pairing: Pairing, step: Step) -> Iterator[str]:
    """Every value that a step's deciding field or branch can have; none if it is not known."""
    if step.branch is not None:
        highest = pairing.new.tallies.get(step.branch, pairing.old.tallies.get(step.branch))
        counts = ("no", "yes") if highest is None else map(str, range(highest + 1))
        yield from counts
        return
    spec = pairing.catalogue.field(step.routed or "")
    if spec is None:
        return
    yield from spec.values or ("answered",)
    yield from SILENCES if step.routed_is_asked else OBSERVED_STATES
