"""Short answers to plain questions, such as a yes to "Are you thinking of suicide?".

The agent's line raises nothing; the caller's yes to it does. Only the last few lines are
looked at, so listening costs the same however long the contact grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stayline_core.signals.kinds import Form, Kind, Line, Signal, When, Who
from stayline_core.signals.rules import compile_pattern
from stayline_core.signals.text import plain
from stayline_core.signals.words import WORDS

LOOK_BACK: Final = 6
"""How many lines before the one heard are looked at; older ones change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the agent that gives a short answer its meaning, as data."""

    id: str
    kind: Kind
    pattern: str
    reason: str
    when: When = When.UNSTATED


QUESTIONS: Final = (
    Question(
        id="self_harm.answer.now",
        kind=Kind.SELF_HARM,
        pattern=(
            "(?:have you|did you|are you) ~3 (?:hurt|hurting|harmed|harming|harm|cut|"
            "cutting) (?:yourself|your self)|(?:have you|did you) ~1 (?:taken|done|"
            "swallowed|take|do|swallow) (?:something|anything)|about to (?:hurt|harm|"
            "kill) (?:yourself|your self)"
        ),
        when=When.NOW,
        reason="The caller said yes when asked whether they had hurt themselves or were about to.",
    ),
    Question(
        id="self_harm.answer.thinking",
        kind=Kind.SELF_HARM,
        pattern=(
            "<suicide>|<suicidal>|<kill_ing> (?:yourself|your self)|end(?:ing)? your (?:own "
            ")?life|tak(?:e|ing) your (?:own )?life|(?:want|wanting|wish|wishing) to die|"
            "end(?:ing)? it all|(?:dont|not) want to (?:live|be here)"
        ),
        reason="The caller said yes when asked about suicide or self-harm.",
    ),
    Question(
        id="violence.answer.harm_others",
        kind=Kind.VIOLENCE,
        pattern=(
            "(?:going to|planning to|want to|thinking of|thinking about|threatening to|"
            "saying you will|intend to|mean to) ~1 (?:hurt|hurting|harm|harming|kill|killing|"
            "shoot|attack|attacking) (?:someone|somebody|anyone|anybody|them|him|her|me|us|"
            "people|your|others|other people)"
        ),
        reason="The caller said yes when asked whether they meant to hurt somebody.",
    ),
    Question(
        id="violence.answer.weapon",
        kind=Kind.VIOLENCE,
        pattern=r"(?:do you|have you|is there|are you|does he|does she|has he|has she) ~4 "
        r"(?:gun|weapon|weapons|knife|firearm|armed)",
        reason="The caller said yes when asked about a weapon.",
        when=When.NOW,
    ),
    Question(
        id="bomb.answer.bomb",
        kind=Kind.BOMB,
        pattern=r"(?:is there|did you|have you|are you|is it|you saying|is this) ~6 (?:<bomb>)",
        reason="The caller said yes when asked about a bomb.",
    ),
    Question(
        id="abuse_disclosure.answer.hurt",
        kind=Kind.ABUSE_DISCLOSURE,
        pattern=(
            "(?:is|has|does|did|was|are) (?:someone|somebody|anyone|anybody|he|she|they|your "
            r"\w+) ~3 (?:hurt|hurting|hit|hitting|abuse|abused|abusing|harm|harmed|harming|"
            "touch|touched|touching|forced|threatened|threatening|attacked) (?:you|your|her|"
            "him|them)|(?:are|were|have) you ~2 (?:being )?(?:abused|hit|raped|assaulted|"
            "afraid of (?:him|her|your|them))"
        ),
        reason="The caller said yes when asked whether somebody hurts them.",
    ),
)

_ASKED: Final = tuple(
    (question, compile_pattern(question.pattern, WORDS)) for question in QUESTIONS
)
_YES: Final = compile_pattern(
    (
        r"^(?:(?:um|uh|er|well|so|i mean|honestly|to be honest|oh|hmm) )*(?:yes|yeah|"
        "yea|yep|yup|yh|ye|aye|si|i am|i have|i did|i do|i was|i guess|i think so|i suppose|"
        "he does|he did|she does|she did|they do|he is|she is|he has|she has|they are|there "
        "is|it is|that is right|thats right|right|correct|exactly|sometimes|maybe|perhaps|"
        "probably|kind of|kinda|sort of|a bit|a little|often|always|all the time|every day|"
        "everyday|of course|sure|definitely|absolutely|true|possibly|not sure|i dont know|"
        "dont know|ok yes|mhm|uh huh)"
    ),
    WORDS,
)
_UNSURE: Final = compile_pattern(
    (
        "(?:maybe|perhaps|possibly|not sure|i dont know|dont know|i guess|i suppose|kind of|"
        "kinda|sort of)"
    ),
    WORDS,
)
_NO: Final = compile_pattern(r"(?:no|not|never|nope|dont|isnt|havent|im fine)", WORDS)
_LONGEST_ANSWER: Final = 200


def answers_to_questions(context: Sequence[Line], line: Line) -> tuple[Signal, ...]:
    """Return what a short yes, or "I don't know", to the agent's last question says."""
    asked = _last_asked(context)
    if asked is None or len(line.text) > _LONGEST_ANSWER:
        return ()
    heard = plain(line.text)
    yes = _YES.match(heard.text)
    if yes is None:
        return ()
    unsure = _UNSURE.search(heard.text) is not None
    if _NO.search(heard.text) and not unsure:
        return ()
    start, end = heard.original(yes.start(), yes.end())
    question = plain(asked.text).text
    return tuple(
        Signal(
            kind=item.kind,
            form=Form.IMPLIED if unsure else Form.DIRECT,
            start=start,
            end=end,
            words=line.text[start:end],
            reason=item.reason,
            rule=item.id,
            when=When.UNSTATED if unsure else item.when,
        )
        for item, pattern in _ASKED
        if pattern.search(question)
    )


def _last_asked(context: Sequence[Line]) -> Line | None:
    """Return the agent's latest line, when the caller has not yet answered it at length."""
    for earlier in reversed(context[-LOOK_BACK:]):
        if earlier.who in _ASKING:
            return earlier
        if len(earlier.text.split()) > _FILLER:
            return None
    return None


_ASKING: Final = frozenset({Who.AGENT, Who.SUPERVISOR})
_FILLER: Final = 3
