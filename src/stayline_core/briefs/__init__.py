"""Briefs made from a log: METHANE, IIMARCH, SBAR, ICS 201 and ICS 214, block by block."""

from stayline_core.briefs.fill import (
    MAX_TEXT,
    NOT_KNOWN,
    Block,
    Correction,
    Facts,
    Said,
    blocks,
    kept,
    read_again,
    shared,
    voice,
)
from stayline_core.briefs.forms import FORMS, OF_A_PERSON, Form, Part, Plan

__all__ = [
    "FORMS",
    "MAX_TEXT",
    "NOT_KNOWN",
    "OF_A_PERSON",
    "Block",
    "Correction",
    "Facts",
    "Form",
    "Part",
    "Plan",
    "Said",
    "blocks",
    "kept",
    "read_again",
    "shared",
    "voice",
]
