"""Uniform wording: what is said on each medium, in words that everybody reads one way.

See `docs/reference/uniform-wording.md`.
"""

from stayline_core.uniform.judge import RULES, check, mended, must_mend, read_back, spell
from stayline_core.uniform.text import MEDIA, PHONES, Finding, Rule, Term, Vocabulary

__all__ = [
    "MEDIA",
    "PHONES",
    "RULES",
    "Finding",
    "Rule",
    "Term",
    "Vocabulary",
    "check",
    "mended",
    "must_mend",
    "read_back",
    "spell",
]
