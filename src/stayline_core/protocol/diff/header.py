"""What differs at the top of two documents: what for, who is rung, what is owed, the rules."""

from collections.abc import Iterator, Mapping

from stayline_core.protocol.diff.steps import Pairing, listed, one_thing, texts, words_of
from stayline_core.protocol.diff.values import ADDED, REMOVED, Change
from stayline_core.protocol.language import LadderUse, Obligation, Protocol, Rule


def compare_headers(pairing: Pairing) -> Iterator[Change]:
    """Every difference that belongs to no step."""
    old, new = pairing.old, pairing.new
    for what in ("id", "title", "situation", "level", "locale"):
        yield from one_thing(None, what, getattr(old, what), getattr(new, what))
    for what in ("handles", "channels", "duties"):
        yield from listed(None, what, getattr(old, what), getattr(new, what), ordered=False)
    yield from one_thing(None, "ladder", _ladder(old.ladder), _ladder(new.ladder))
    yield from texts(None, "may", old.limits.may, new.limits.may)
    yield from texts(None, "may not", old.limits.may_not, new.limits.may_not)
    yield from one_thing(None, "start", pairing.target(old.start), new.start)
    yield from one_thing(None, "start switched", pairing.target(old.switched), new.switched)
    for what in ("gather", "minimum"):
        yield from listed(None, what, getattr(old, what), getattr(new, what))
    yield from _leads(pairing)
    yield from _tallies(old, new)
    yield from _obligations(pairing)
    yield from _rules(old, new)
    yield from _provenance(old, new)


def _ladder(use: LadderUse | None) -> str | None:
    if use is None:
        return None
    ring = f"{use.ring} s after the opening" if isinstance(use.ring, int) else use.ring
    return f"{use.id}, rung {ring.replace('_', ' ')}"


def _leads(pairing: Pairing) -> Iterator[Change]:
    """What an event moves to or offers, and what is one press away from everywhere."""
    before = {event: pairing.target(name) for event, name in pairing.old.on.items()}
    for event in dict.fromkeys((*before, *pairing.new.on)):
        old, new = before.get(event), pairing.new.on.get(event)
        yield from one_thing(None, f"on: {event}", old, new)
    always = {pairing.target(name) or name: label for name, label in pairing.old.anytime.items()}
    for name in dict.fromkeys((*always, *pairing.new.anytime)):
        label, after = always.get(name), pairing.new.anytime.get(name)
        if label is None or after is None:
            yield from one_thing(None, f"anytime: {name}", label, after)
        else:
            yield from one_thing(None, f"label: {name}", label, after)


def _tallies(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name in dict.fromkeys((*old.tallies, *new.tallies)):
        before, after = _number(old.tallies, name), _number(new.tallies, name)
        yield from one_thing(None, f"tally: {name}", before, after)


def _number(tallies: Mapping[str, int], name: str) -> str | None:
    return str(tallies[name]) if name in tallies else None


# ── what is owed ──


def _obligations(pairing: Pairing) -> Iterator[Change]:
    before = {owed.id: owed for owed in pairing.old.obligations}
    after = {owed.id: owed for owed in pairing.new.obligations}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            how = ADDED if old is None else REMOVED
            ours = None if old is None else _owed_in_words(old)
            theirs = None if new is None else _owed_in_words(new)
            yield Change(None, f"owed: {name}", how, ours, theirs)
        else:
            yield from _owed(pairing, old, new)


def _owed(pairing: Pairing, old: Obligation, new: Obligation) -> Iterator[Change]:
    what = f"owed: {new.id}"
    yield from one_thing(None, what, old.do.word, new.do.word)
    yield from one_thing(None, f"{what}, by", old.by, new.by)
    yield from one_thing(None, f"{what}, from", _moment(pairing, old.from_), new.from_)
    yield from one_thing(None, f"{what}, within", _within(old), _within(new))
    yield from listed(None, f"{what}, otherwise", words_of(old.otherwise), words_of(new.otherwise))


def _moment(pairing: Pairing, moment: str) -> str:
    family, _, name = moment.partition(":")
    return f"step:{pairing.target(name)}" if family == "step" else moment


def _within(owed: Obligation) -> str | None:
    return None if owed.within_s is None else f"{owed.within_s} s"


def _owed_in_words(owed: Obligation) -> str:
    limit = _within(owed) or "no limit"
    otherwise = ", ".join(words_of(owed.otherwise)) or "nothing"
    return f"{owed.do.word} by {owed.by}, {limit} from {owed.from_}, else {otherwise}"


# ── rules and provenance ──


def _rules(old: Protocol, new: Protocol) -> Iterator[Change]:
    before = {rule.id: _rule(rule) for rule in old.rules}
    after = {rule.id: _rule(rule) for rule in new.rules}
    for name in dict.fromkeys((*before, *after)):
        yield from one_thing(None, f"rule: {name}", before.get(name), after.get(name))


def _rule(rule: Rule) -> str:
    if rule.kind == "within":
        return f"within {rule.seconds} s of {rule.other} comes {rule.what}"
    return f"{rule.kind} {rule.what} {rule.relation} {rule.other}"


def _provenance(old: Protocol, new: Protocol) -> Iterator[Change]:
    for what in ("authors", "sources", "laws"):
        yield from listed(None, what, getattr(old, what), getattr(new, what))
    yield from one_thing(None, "review by", old.review_by, new.review_by)
