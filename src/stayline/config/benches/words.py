"""Sentences of our own for benches: what contacts are mostly about, and what must be heard."""

from __future__ import annotations

from typing import Final

THREAT: Final = "If you shut us off on Monday, I'm going to kill myself."

NEUTRAL: Final = (
    "Hello, I have a question about my bill.",
    "I moved house in March and the address on the letter is still the old one.",
    "My account number ends in four two seven.",
    "Could you tell me when the engineer is coming?",
    "Yes.",
    "No, that was last year.",
    "I have called three times about this already and nobody rang me back.",
    "The panels on the roof were put up in the spring and they have not worked since.",
    "It says here that the payment was taken twice, once on the first and once on the third.",
    "I would like to move my appointment to the afternoon, if that can be done.",
    "Hold on, I am looking for the paper.",
    "This is killing me, I have been waiting for an hour.",
    "My phone died in the middle of the call, sorry.",
    "What happens if I pay half of it now and the other half when my wages come?",
    "The meter was read on Tuesday by a man in a green jacket.",
    "My daughter set this up for me and I do not understand the first thing of it.",
    "That price is daylight robbery and you know it.",
    "Is there a form I can fill in, or do I have to write a letter?",
    "Thank you, that is very kind of you.",
    "I am on hold with the other department, they told me to ring you.",
    "The deadline on the letter is the thirtieth, so I have a week.",
    "We have a small shop with two tills and both of them are down.",
    "I would never hurt my kids, what a thing to ask.",
    "He drives me up the wall with that noise, but he is a good neighbour.",
)

RAISING: Final = (
    THREAT,
    "I don't want to be alive any more.",
    "There is a bomb in your office.",
    "I will come to your office and hurt somebody.",
    "My husband hits me and I am afraid to go home.",
    "I want to speak to your supervisor, now.",
)

SAMPLE: Final = tuple(
    RAISING[place // 8 % len(RAISING)] if place % 8 == 7 else NEUTRAL[place % len(NEUTRAL)]  # noqa: PLR2004 - every eighth line raises
    for place in range(240)
)
"""A stretch of lines in which every eighth raises; far more than a centre hears."""
