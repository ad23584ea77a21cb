"""Words that turn on who is near: harm that hangs over the caller's own, and a caller overheard.

They are said outright less often than hinted at, so each is marked as implied, and each asks
for two things in one sentence: a lone “I can't talk now” is no disclosure.
"""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

OWN_FAMILY_RULES: Final = (
    Rule(
        id="violence.veiled.family",
        form=Form.IMPLIED,
        says=(
            (
                r"(?:take|taking) (?:it|this|that|everything)(?: all)? out on (?:my|our) (?:\w+ "
                ")?(?:<person>|<people>)"
            ),
            (
                r"(?:i|ill|im|id) ~3 (?:do|doing) something (?:\w+ )?to (?:my|our) (?:\w+ )?"
                "(?:<person>|<people>)"
            ),
            (
                r"(?:my|our) (?:\w+ )?(?:<people>|<person>) ~3 (?:suffer|pay for (?:it|this)|get "
                "hurt|be hurt|regret it) ~3 (?:ill (?:see to|make sure of) it|i will (?:see to|"
                "make sure of) it|by me|from me|by my (?:own )?hands?|because of me)"
            ),
        ),
        unless=("(?:something|anything) (?:nice|good|special|fun)", "financially|budget|<play>"),
        denied=True,
        reason="The caller lets one understand that they will harm their own family.",
    ),
    Rule(
        id="violence.veiled.somebody",
        form=Form.IMPLIED,
        says=(
            (
                "(?:if|unless|or) ~6 (?:somebody|someone|people|one of you|one of your people) "
                r"(?:\w+ ){0,4}(?:is|are|will|gonna|going) (?:going to )?get hurt"
            ),
            r"(?:is|are|will|gonna|going) (?:\w+ )?get hurt ~2 (?:by me|by my (?:own )?hands?)",
        ),
        unless=("step|steps|stairs|floor|pavement|cable|wire|wires|pipe|ice|hole|road|<play>",),
        denied=True,
        reason="The caller lets one understand that somebody will be hurt.",
    ),
)
"""Rules for harm that is let known, not said, above all to the caller's own family."""

BOMB_LEFT_RULES: Final = (
    Rule(
        id="bomb.statement.something_left",
        form=Form.IMPLIED,
        says=(
            (
                "<i> ~2 (?:planted|left|put|hidden|hid|placed) (?:something|a (?:present|surprise|"
                "package|parcel)) ~6 (?:go off|goes off|going off|explode|explodes|blow up)"
            ),
        ),
        unless=("alarm|siren|lights|<media>",),
        denied=True,
        reason="The caller says that they left something that will go off.",
    ),
)
"""A bomb without the word."""

OVERHEARD_RULES: Final = (
    Rule(
        id="abuse_disclosure.overheard",
        form=Form.IMPLIED,
        says=(
            (
                "(?:cant|cannot|mustnt|not safe to|dont dare to) (?:really )?(?:speak|talk|say "
                r"(?:much|more|it))(?: \w+){0,4} (?:he|she|they|hell|shell|theyll|hes|shes|"
                r"theyre|my (?:\w+ )?<person>)(?: \w+){0,3} (?:hear (?:me|us|this)|listening|"
                "behind me|over me|watching me)"
            ),
            (
                r"(?:pretend|act as if|act like)(?: \w+){0,8} (?:he|she|hes|shes|they|theyre|my "
                r"(?:\w+ )?<person>)(?: \w+){0,3} (?:listening|hear|here|next to me|behind me|"
                "watching|in the room)"
            ),
            (
                r"need help(?: \w+){0,2} (?:he|she|hes|shes|they|theyre|my (?:\w+ )?<person>)"
                r"(?: \w+){0,3} (?:behind me|over me|watching me|listening)"
            ),
        ),
        unless=("boss|manager|supervisor|meeting|library|queue|in line|<media>",),
        when=When.NOW,
        reason="The caller may not speak freely, because somebody is near.",
    ),
    Rule(
        id="abuse_disclosure.money",
        form=Form.IMPLIED,
        says=(
            (
                r"my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|ex|son|daughter|"
                "father|mother|dad|mum|mom|carer|caregiver|nephew|niece|grandson|granddaughter|"
                r"brother|sister)(?: \w+){0,2} (?:takes|steals|controls|withholds) (?:all )?(?:of "
                ")?(?:my|our) (?:money|pension|wages|benefits|savings|bank card)"
            ),
        ),
        unless=("to the bank|for me|from the (?:machine|bank)|with my (?:consent|permission)",),
        denied=True,
        reason="The caller says that somebody close to them takes their money.",
    ),
)
"""Rules for a caller who is overheard, or kept without money."""
