"""Listening: lines in, signals out. Deterministic, explained, and without any score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Final

from stayline_core.canonical import digest
from stayline_core.signals.context import QUESTIONS, answers_to_questions
from stayline_core.signals.cues import ALWAYS
from stayline_core.signals.kinds import Form, Kind, Line, Listener, Signal, When, Who
from stayline_core.signals.quiet import QUIET, without_figures
from stayline_core.signals.rules import (
    CompiledRule,
    by_cue,
    compile_denial,
    compile_pattern,
    compile_rule,
)
from stayline_core.signals.rules_abuse import ABUSE_RULES
from stayline_core.signals.rules_bomb import BOMB_RULES
from stayline_core.signals.rules_conduct import CONDUCT_RULES
from stayline_core.signals.rules_near import (
    BOMB_LEFT_RULES,
    OVERHEARD_RULES,
    OWN_FAMILY_RULES,
)
from stayline_core.signals.rules_self_harm import SELF_HARM_RULES
from stayline_core.signals.rules_self_harm_implied import IMPLIED_SELF_HARM_RULES
from stayline_core.signals.rules_violence import VIOLENCE_RULES
from stayline_core.signals.rules_violence_implied import IMPLIED_VIOLENCE_RULES
from stayline_core.signals.text import Plain, plain
from stayline_core.signals.words import WORDS

RULES_VERSION: Final = "1.1.1"
"""The version of the rule set, for the log; `RULES_DIGEST` says exactly which it is."""

RULES: Final = (
    BOMB_RULES
    + BOMB_LEFT_RULES
    + VIOLENCE_RULES
    + IMPLIED_VIOLENCE_RULES
    + OWN_FAMILY_RULES
    + SELF_HARM_RULES
    + IMPLIED_SELF_HARM_RULES
    + ABUSE_RULES
    + OVERHEARD_RULES
    + CONDUCT_RULES
)
"""Every rule, as data, in the order in which kinds outrank each other."""

RULES_DIGEST: Final = digest(
    {
        "rules": [asdict(rule) for rule in RULES],
        "questions": [asdict(question) for question in QUESTIONS],
        "quiet": QUIET,
        "words": dict(WORDS),
    }
)
"""SHA-256 over the rules, questions, figures of speech and word list."""

_DENIAL_REACH: Final = 60
_SILENT: Final = frozenset({Who.AGENT, Who.SUPERVISOR, Who.SYSTEM})
_FORMS: Final = {Form.DIRECT: 0, Form.IMPLIED: 1, Form.PERCEIVED: 2}
_KINDS: Final = {kind: place for place, kind in enumerate(Kind)}

_CONDITION: Final = (
    "(?:if|unless|until|otherwise|or else|or|till|when|the next time|next time|one "
    "more)(?= (?:you|u|youre|ya|yall|this|that|it|they|he|she|we|i|ill|im|nobody|no one|"
    "someone|somebody|my|your|the|anyone|anybody|nothing|not|people|one|another|these))|"
    "or else|otherwise|unless"
)
_NO_CONDITION: Final = r"(?:as|even|what|know|wonder|ask|asked|see|not sure) if"
_NOW: Final = (
    "right now|now|as we speak|this (?:very )?(?:minute|second|moment|instant)|im about "
    r"to|about to|going to do it now|in my hand|tonight|in (?:a|one|two|five|ten|\d+) "
    "minutes?|already (?:taken|done|started)"
)
_SOON: Final = (
    "about to|tonight|today|this (?:evening|afternoon|morning)|in (?:an|a|one|two|five|"
    r"ten|\w+) (?:hours?|minutes?)"
)
_PAST: Final = (
    "used to|years? ago|when i was|last (?:year|month|week|summer|winter)|months? ago|"
    "back then|in the past|as a (?:child|kid|teenager)|once|previously|a long time ago|"
    "growing up"
)


@dataclass(frozen=True, slots=True)
class Ear:
    """The rules made ready: every pattern compiled, and which words wake which rule."""

    rules: tuple[CompiledRule, ...]
    by_cue: Mapping[str, Sequence[int]]
    cues: frozenset[str]
    always_awake: frozenset[int]
    denied: re.Pattern[str]
    condition: re.Pattern[str]
    no_condition: re.Pattern[str]
    now: re.Pattern[str]
    soon: re.Pattern[str]
    past: re.Pattern[str]


@cache
def ear() -> Ear:
    """Return the rules made ready, the first time at the cost of about a second.

    A process that will hear lines calls this when it starts, before the first of them; one
    that never does pays nothing.
    """
    woken = by_cue(RULES, WORDS)
    return Ear(
        rules=tuple(compile_rule(rule, WORDS) for rule in RULES),
        by_cue=woken,
        cues=frozenset(woken),
        always_awake=frozenset(woken.get(ALWAYS, ())),
        denied=compile_denial(WORDS),
        condition=compile_pattern(_CONDITION, WORDS),
        no_condition=compile_pattern(_NO_CONDITION, WORDS),
        now=compile_pattern(_NOW, WORDS),
        soon=compile_pattern(_SOON, WORDS),
        past=compile_pattern(_PAST, WORDS),
    )


def listen(
    context: Sequence[Line], line: Line, *, extra: Sequence[Listener] = ()
) -> tuple[Signal, ...]:
    """Return what a line signals: at most one signal a kind, the gravest kind first.

    Pure and deterministic. Only lines of a caller, of an unknown speaker or in writing
    raise; an agent's line gives context to the caller's next one. Cost does not grow
    with the contact. `extra` listeners are asked too; where several hear the same
    kind, the plainer form is kept, then the earlier words (S1-2 to S1-5, S1-25 to S1-27).
    """
    if line.who in _SILENT:
        return ()
    found = [*_by_rules(line.text), *answers_to_questions(context, line)]
    for listener in extra:
        found.extend(listener(context, line))
    best: dict[Kind, Signal] = {}
    for signal in sorted(found, key=_plainest):
        best[signal.kind] = _merged(best.get(signal.kind), signal)
    return tuple(best[kind] for kind in Kind if kind in best)


def _plainest(signal: Signal) -> tuple[int, bool, int, str]:
    return (_FORMS[signal.form], signal.third_party, signal.start, signal.rule)


def _merged(kept: Signal | None, other: Signal) -> Signal:
    """Keep the plainer signal; take over from the other what makes it more urgent."""
    if kept is None:
        return other
    urgent = other.imminent and not kept.imminent
    return replace(
        kept,
        conditional=kept.conditional or other.conditional,
        when=other.when if urgent else kept.when,
    )


def _by_rules(text: str) -> Iterator[Signal]:
    heard = plain(text)
    words = heard.words()
    ready = ear()
    cues = words & ready.cues
    if not cues and not ready.always_awake:
        return
    read = without_figures(heard.text, words)
    places = sorted({place for cue in cues for place in ready.by_cue[cue]} | ready.always_awake)
    for place in places:
        span = _first_match(ready.rules[place], heard, read)
        if span is not None:
            yield _signal(ready.rules[place], text, heard, read, span)


def _first_match(compiled: CompiledRule, heard: Plain, read: str) -> tuple[int, int] | None:
    for match in compiled.pattern.finditer(read):
        start, end = match.span()
        reach = max(0, start - _DENIAL_REACH)
        if compiled.rule.denied and ear().denied.search(read, reach, start):
            continue
        if compiled.unless:
            first, last = heard.sentence(start, end)
            if compiled.unless.search(read, first, last):
                continue
        return start, end
    return None


def _signal(
    compiled: CompiledRule, text: str, heard: Plain, read: str, span: tuple[int, int]
) -> Signal:
    first, last = heard.sentence(*span)
    sentence = read[first:last]
    start, end = heard.original(*span)
    rule = compiled.rule
    return Signal(
        kind=rule.kind,
        form=rule.form,
        start=start,
        end=end,
        words=text[start:end],
        reason=rule.reason,
        rule=rule.id,
        conditional=_is_conditional(sentence),
        third_party=rule.third_party,
        when=_when(rule.when, sentence),
    )


def _is_conditional(sentence: str) -> bool:
    ready = ear()
    return bool(ready.condition.search(sentence)) and not ready.no_condition.search(sentence)


def _when(stated: When, sentence: str) -> When:
    """Return the time that the rule or the sentence names."""
    if stated is not When.UNSTATED:
        return stated
    if ear().past.search(sentence):
        return When.PAST
    if ear().soon.search(sentence):
        return When.ABOUT_TO
    return When.NOW if ear().now.search(sentence) else When.UNSTATED


def cues_that_wake(rule_id: str) -> frozenset[str]:
    """Return the words of which a line must hold one before a rule is tried at all."""
    return frozenset(
        cue for cue, places in ear().by_cue.items() if any(RULES[p].id == rule_id for p in places)
    )
