"""The rules that count rather than listen for words."""

from typing import Final

from stayline_core.wording.rule import Rule

READING: Final = Rule(
    code="W07",
    title="Hard to follow",
    what="reads above grade 8",
    reason="A person in distress takes in little at a time, and so does a tired agent.",
    instead="Make two sentences of one, and take the shorter word.",
    replaces="nothing",
    source="W07 of the protocol language; domain reference, section 19 (plain language)",
)

LENGTH: Final = Rule(
    code="W08",
    title="Too long",
    what="is longer than 160 characters",
    reason="What does not fit in a breath is cut short or not heard.",
    instead="Say one thing, wait, then say the next.",
    replaces="nothing",
    source="W08 of the protocol language; domain reference, section 9 (structure under pressure)",
)
