"""Callers to practise with: read from a document, played by what the agent says and does."""

from stayline_core.scenario.caller import (
    Happened,
    Noticed,
    Standing,
    Turn,
    begin,
    go_on,
    mistakes_in,
    next_due,
    says,
)
from stayline_core.scenario.language import (
    DOES,
    ENDS,
    MISTAKES,
    Act,
    Caller,
    Colleague,
    Mistake,
    Mood,
    Must,
    Reaction,
    Scenario,
)
from stayline_core.scenario.read import ScenarioFaulty, parse_scenario, walked

__all__ = [
    "DOES",
    "ENDS",
    "MISTAKES",
    "Act",
    "Caller",
    "Colleague",
    "Happened",
    "Mistake",
    "Mood",
    "Must",
    "Noticed",
    "Reaction",
    "Scenario",
    "ScenarioFaulty",
    "Standing",
    "Turn",
    "begin",
    "go_on",
    "mistakes_in",
    "next_due",
    "parse_scenario",
    "says",
    "walked",
]
