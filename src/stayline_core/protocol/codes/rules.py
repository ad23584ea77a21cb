"""R: the rules that a centre writes for itself."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_SPECIFIED: Final = "Protocol language, a centre's own rules"

RULES: Final = (
    Code(
        "R01",
        "An unknown rule",
        "The rule has none of the four forms, or names a condition that does not exist here.",
        "A rule with a slip in it would guard nothing.",
        "- {id: rung, always: happy, at: 'end:any'}",
        "- {id: rung, always: rang, at: 'end:any'}",
        _SPECIFIED,
    ),
    Code(
        "R02",
        "“Always” is broken",
        "There is a run in which the moment comes and the condition does not hold.",
        "The centre has said what must always be so.",
        "- {id: open, always: contact_open, at: 'end:any'}",
        "- {id: open, always: contact_open, at: 'end:handed_over'}",
        _SPECIFIED,
        has_walk=True,
    ),
    Code(
        "R03",
        "“Never” is broken",
        "There is a run in which it happens although the rule forbids it.",
        "The centre has said what must never be.",
        "- {id: sent, never: 'dispatch:any', before: accepted}",
        "- {id: sent, never: 'end:handed_over', before: accepted}",
        _SPECIFIED,
        has_walk=True,
    ),
    Code(
        "R04",
        "“Within” is broken",
        "There is a run in which it comes later than the rule allows, or never, however slowly "
        "people answer.",
        "Only clocks can be relied on: a person may be busy, or frozen.",
        "- {id: told, within: 1m, of: 'step:hello', comes: 'raise:management'}",
        "- {id: told, within: 2m, of: 'step:hello', comes: 'raise:management'}",
        _SPECIFIED,
        has_walk=True,
    ),
    Code(
        "R05",
        "The rule proves nothing",
        "What the rule speaks of never happens in this protocol.",
        "A rule that cannot be broken looks like a safeguard and is none.",
        "- {id: ended, always: rang, at: 'end:resolved'}",
        "- {id: ended, always: rang, at: 'end:handed_over'}",
        _SPECIFIED,
    ),
)
"""The codes of a centre's own rules."""
