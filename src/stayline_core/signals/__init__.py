"""Rules-based listening: what was said, which words, and why (design 3.8)."""

from stayline_core.signals.engine import RULES, RULES_DIGEST, RULES_VERSION, ear, listen
from stayline_core.signals.kinds import Form, Kind, Line, Listener, Signal, When, Who

__all__ = [
    "RULES",
    "RULES_DIGEST",
    "RULES_VERSION",
    "Form",
    "Kind",
    "Line",
    "Listener",
    "Signal",
    "When",
    "Who",
    "ear",
    "listen",
]
