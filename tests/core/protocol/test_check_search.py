"""The walks of the checker are the shortest there are: held against a search without any art.

Small protocols are drawn at random. The search here goes through all states, one move at a time,
with the whole memory that a property needs; it shares nothing with the checker but the moves.
"""

import random
from collections import deque

import pytest
from hypothesis import settings

from stayline_core.protocol import check, load
from stayline_core.protocol.check.space import NONE, SPOKE, Space
from tests.core.protocol.sample import CATALOGUE

# The whole folder runs in seconds; the soak profile draws many times as many.
SEEDS = range(max(12, settings().max_examples // 8))

HEADER = """\
stayline: 1
kind: protocol
id: drawn
title: Drawn at random
handles: [{harm}]
level: {level}
channels: [voice]
ladder: {{id: crisis, ring: {ring}}}
on: {{{on}}}
{anytime}start: s0
start_switched: {switched}
{rules}tallies: {{times: 2}}
steps:
"""
ENDS = ("handed_over", "released", "resolved", "recorded", "terminated")
FACTS = ("accepted", "spoke", "released", "safety_recorded", "contact_open")
ASPECTS = ("acknowledge", "safety", "business", "hand_over", "warning", "final_notice", "calm")
YES_NO = ("safety.in_danger_now", "safety.accepts_help", "topic")
CONDITIONS = (
    "rang",
    "accepted",
    "spoke",
    "contact_open",
    "contact_lost",
    "safety_recorded",
    "step:s1",
    "step:s2",
    "covers:safety",
    "end:any",
    "end:released",
    "dispatch:any",
    "raise:management",
    "answer:topic=yes",
)


def drawn(seed, rule=""):
    """A small protocol that can be run; what it says is of no sense."""
    dice = random.Random(seed)  # noqa: S311 - the same protocols each time
    names = [f"s{number}" for number in range(dice.randint(3, 6))]
    steps = "".join(f"  {name}: {_step(dice, names)}\n" for name in names)
    steps += "  count: {say: One., do: [{count: times}], next: often}\n"
    steps += f"  often: {{branch: times, answers: {{2: {dice.choice(names)}, else: s0}}}}\n"
    ends = "".join(f"  e{number}: {{end: {dice.choice(ENDS)}}}\n" for number in range(2))
    on = {event: dice.choice(names) for event in ("contact_lost", "contact_resumed", "released")}
    on = {event: name for event, name in on.items() if dice.random() < 0.7}
    pressed = f"anytime: {{{dice.choice(names)}: Press}}\n" if dice.random() < 0.4 else ""
    head = HEADER.format(
        harm=dice.choice(("self_harm", "violence", "abuse_disclosure")),
        level=dice.choice(("L0", "L1", "L1", "L2")),
        ring=dice.choice(("at_open", "on_demand", "30s")),
        on=", ".join(f"{event}: {name}" for event, name in on.items()),
        anytime=pressed,
        switched=dice.choice(names),
        rules=f"rules: [{rule}]\n" if rule else "",
    )
    read = load(f"{head}{steps}{ends}".encode(), file="drawn.yaml")
    assert read.protocol is not None, [finding.message for finding in read.findings]
    return read


def _step(dice, names):
    def to():
        return dice.choice([*names, *names, "e0", "e1", "count"])

    if dice.random() < 0.12:
        fact = dice.choice(("safety_recorded", "accepted", "dispatched"))
        yes, no = (f"e{dice.randint(0, 1)}" for _ in range(2))  # branches make no circle
        return f"{{branch: {fact}, answers: {{yes: {yes}, no: {no}}}}}"
    keys = [_words(dice)]
    effects = [f"{{{what}}}" for what in _effects(dice)]
    keys += [f"do: [{', '.join(effects)}]"] if effects else []
    if dice.random() < 0.4:
        rings = dice.choice(("raise: management", "notify: supervisor", "raise: crisis"))
        seconds = dice.choice((10, 20, 30))
        keys.append(f"within: {seconds}s, otherwise: {{do: [{{{rings}}}], offer: {to()}}}")
    ways = (
        f"ask: {dice.choice(YES_NO)}, answers: {{yes: {to()}, refused: {to()}, else: {to()}}}",
        f"wait_for: {dice.choice(FACTS)}, next: {to()}",
        f"observe: stops, answers: {{yes: {to()}, else: {to()}}}",
        f"next: {to()}",
    )
    (way,) = dice.choices(ways, weights=(4, 2, 1, 3))
    return "{" + ", ".join([*keys, way]) + "}"


def _words(dice):
    if dice.random() < 0.2:
        return "covers: [pass_on], say: I share this with people who can help."
    covers = ", ".join(sorted({dice.choice(ASPECTS) for _ in range(dice.randint(0, 2))}))
    return f"covers: [{covers}], say: Hello." if covers else "say: Hello."


def _effects(dice):
    if dice.random() < 0.2:
        yield "dispatch: emergency_services"
    if dice.random() < 0.1:
        yield f"raise: {dice.choice(('management', 'crisis'))}"


class Search:
    """Everything that can happen, move by move, for the number of moves until something does."""

    def __init__(self, read):
        self.protocol = read.protocol
        self.space = Space(read.protocol)

    def moves(self, starts, begin, after, bad):
        """The fewest moves after which `bad` is so; None if it never is."""
        seen = {}
        queue = deque()
        for start in starts:
            memory = begin(start)
            if bad(memory, None, None, start):
                return 0
            seen[(start, memory)] = 0
            queue.append((start, memory))
        while queue:
            state, memory = queue.popleft()
            for move, target in self.space.edges(state):
                new = after(memory, state, move, target)
                if new is None:
                    continue
                if bad(new, state, move, target):
                    return seen[(state, memory)] + 1
                if (target, new) not in seen:
                    seen[(target, new)] = seen[(state, memory)] + 1
                    queue.append((target, new))
        return None

    def step(self, state):
        return self.space.steps[state[0]]

    def rest(self, state):
        return self.space.rests[state[2]]

    def known(self, fact, state):
        return fact in self.space.bits and self.space.holds(fact, self.rest(state))


def entered(move):
    """Does the move show a step, rather than leave the screen as it is?"""
    return move is None or move.kind in {"next", "answer", "skip", "take", "back", "contact_lost"}


def ends_wrong(search):
    """For H01, H16 and H22: what is wrong about the state in which a run ends."""

    def wrong(code, state):
        end, rest = search.step(state).end, search.rest(state)
        return {
            "H01": end == "handed_over" and rest.help != SPOKE,
            "H16": end in ENDS and rest.help == NONE,
            "H22": end in {"handed_over", "resolved", "terminated"} and not rest.contact,
        }[code]

    for code in ("H01", "H16", "H22"):
        yield (
            code,
            search.space.starts(),
            lambda _: 0,
            lambda *_: 0,
            lambda _, __, ___, target, code=code: wrong(code, target),
        )


def before_it_is_known(search):
    """For H03, H09 and H23: something happens before a fact has come true."""

    def so(fact):
        def begin(state):
            return search.known(fact, state)

        def after(memory, source, move, target):
            if fact == "safety_recorded":
                waited = move.kind == "next" and search.step(source).wait_for == fact
                return memory or move.records or waited or search.known(fact, target)
            waited = move.kind == "next" and search.step(source).wait_for == fact
            told = move.kind == "fact" and move.detail == fact
            return memory or waited or told or move.via == fact or search.known(fact, target)

        return begin, after

    safe = {"handed_over", "resolved", "recorded"}
    starts = search.space.starts()
    begin, after = so("safety_recorded")
    yield (
        "H03",
        starts,
        begin,
        after,
        lambda memory, _, move, target: (
            not memory and entered(move) and search.step(target).end in safe
        ),
    )
    yield (
        "H09",
        starts,
        begin,
        after,
        lambda memory, _, move, target: (
            not memory and entered(move) and "business" in search.step(target).covers
        ),
    )
    begin, after = so("released")
    yield (
        "H23",
        starts,
        begin,
        after,
        lambda memory, _, move, target: (
            not memory and entered(move) and search.step(target).end == "released"
        ),
    )


def questions(search):
    """For H26: the set of questions asked so far, until the sentence on sharing."""
    if not {"self_harm", "abuse_disclosure"} & set(search.protocol.handles):
        return

    def shown(memory, state):
        step = search.step(state)
        if "pass_on" in step.covers:
            return None
        return memory | {step.name} if step.asks else memory

    def after(memory, _, move, target):
        return shown(memory, target) if entered(move) else memory

    starts = [one for one in search.space.fresh() if shown(frozenset(), one) is not None]
    yield (
        "H26",
        starts,
        lambda state: shown(frozenset(), state),
        after,
        lambda memory, *_: len(memory) > 1,
    )


def warnings(search):
    """For H12: how many warnings were said, and whether a final notice."""

    def said(step, move):
        if move.kind == "next":
            return step.counts or step.wait_for is not None
        return move.kind == "answer" and step.routed == "stops"

    def after(memory, source, move, _):
        warned, noticed = memory
        step = search.step(source)
        if said(step, move):
            warned = min(2, warned + ("warning" in step.covers))
            noticed = noticed or "final_notice" in step.covers
        return warned, noticed

    def bad(memory, _, move, target):
        cut = entered(move) and search.step(target).end == "terminated"
        return cut and (memory[0] < 2 or not memory[1])

    yield "H12", search.space.starts(), lambda _: (0, False), after, bad


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_is_the_shortest_and_what_is_not_told_cannot_happen(seed):
    read = drawn(seed)
    search = Search(read)
    findings = check(read, catalogue=CATALOGUE).findings
    for family in (ends_wrong, before_it_is_known, questions, warnings):
        for code, *question in family(search):
            walks = [finding.walk for finding in findings if finding.code == code]
            fewest = search.moves(*question)
            assert [len(walk) - 1 for walk in walks] == ([] if fewest is None else [fewest]), code


# ── a centre's own rules ──


def holds(search, word, source, move, target):
    """Does a condition hold after this move, or happen on it?"""
    family, _, name = word.partition(":")
    step, rest = search.step(target), search.rest(target)
    forward = entered(move) and (move is None or move.kind != "back")
    clock = move is not None and (move.kind == "clock" or move.via == "clock")

    def does(kind):
        done = (*(step.do if forward else ()), *(search.step(source).otherwise.do if clock else ()))
        return any(effect.kind == kind and name in {"any", effect.target} for effect in done)

    return {
        "contact_lost": lambda: not rest.contact,
        "safety_recorded": lambda: (
            (move is not None and move.records) or search.known(word, target)
        ),
        "step": lambda: step.name == name,
        "covers": lambda: name in step.covers,
        "answer": lambda: move is not None and move.detail == name,
        "end": lambda: forward and step.end is not None and name in {"any", step.end},
        "dispatch": lambda: does("dispatch"),
        "raise": lambda: does("raise_"),
    }.get(family, lambda: search.space.holds(word, rest))()


def lasts(word):
    states = {"rang", "accepted", "joined", "spoke", "contact_open", "contact_lost"}
    return word in states or word.startswith(("step:", "covers:"))


def begins(search, word, source, move, target):
    if not holds(search, word, source, move, target):
        return False
    if not lasts(word) or source is None:
        return True
    again = entered(move) and word.startswith(("step:", "covers:"))
    return again or not holds(search, word, None, None, source)


def always(search, what, other):
    """Broken where `other` begins, and `what` does not hold, or has not happened by then."""

    def bad(memory, *moment):
        good = holds(search, what, *moment) if lasts(what) else memory
        return begins(search, other, *moment) and not good

    def begin(state):
        return holds(search, what, None, None, state)

    def after(memory, *moment):
        return memory or holds(search, what, *moment)

    return search.space.starts(), begin, after, bad


def never_before(search, what, other):
    def begin(state):
        return holds(search, other, None, None, state)

    def after(memory, *moment):
        return memory or holds(search, other, *moment)

    def bad(memory, *moment):
        return not memory and holds(search, what, *moment)

    return search.space.starts(), begin, after, bad


def never_after(search, what, other):
    def bad(memory, *moment):
        return memory and holds(search, what, *moment)

    starts, begin, after, _ = never_before(search, what, other)
    return starts, begin, after, bad


def within(search, what, other, limit):
    """Broken once the steps shown since `other` may last longer than the limit without `what`."""

    def weight(name):
        step = search.protocol.steps[name]
        done = step.otherwise.do if step.otherwise else ()
        words = [effect.target for effect in done if effect.kind == "raise_"]
        brings = "management" in words if what == "raise:management" else "crisis" in words
        return step.within.live if brings and what in {"raise:management", "rang"} else 10**6

    def begin(state):
        if holds(search, what, None, None, state):
            return "over"
        here = begins(search, other, None, None, state)
        return frozenset({search.step(state).name} if here else ())

    def after(memory, source, move, target):
        if memory == "over" or holds(search, what, source, move, target):
            return None
        if memory:
            return memory | {search.step(target).name} if entered(move) else memory
        here = begins(search, other, source, move, target)
        return frozenset({search.step(target).name} if here else ())

    def bad(memory, *_):
        return memory != "over" and sum(map(weight, memory)) > limit

    return search.space.starts(), begin, after, bad


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_is_broken_by_the_shortest_way_or_kept(seed):
    dice = random.Random(1_000 + seed)  # noqa: S311 - the same rules each time
    what, other = dice.sample(CONDITIONS, 2)
    limit = dice.choice((5, 15, 35, 60))
    forms = {
        f"always: '{what}', at: '{other}'": ("R02", always),
        f"never: '{what}', before: '{other}'": ("R03", never_before),
        f"never: '{what}', after: '{other}'": ("R03", never_after),
        f"within: {limit}s, of: '{other}', comes: '{what}'": ("R04", within),
    }
    for words, (code, judge) in forms.items():
        read = drawn(seed, rule=f"{{id: a, {words}}}")
        result = check(read, catalogue=CATALOGUE)
        found = {finding.code: finding.walk for finding in result.findings}
        if "R05" in found:
            continue
        search = Search(read)
        more = (limit,) if code == "R04" else ()
        if code == "R04" and what == "rang" and search.protocol.ladder.ring == 30 <= limit:
            assert code not in found  # the ladder's own clock rings in time
            continue
        fewest = search.moves(*judge(search, what, other, *more))
        told = len(found[code]) - 1 - (code == "R04") if code in found else None
        assert told == fewest, (words, found.get(code))
