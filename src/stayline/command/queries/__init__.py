"""Which help from outside was asked for, and the words to say to each kind of it."""

from stayline.command.queries.dispatches import (
    EXERCISE_FIRST,
    DispatchView,
    dispatch,
    dispatches,
    first_number,
    offered,
    services_for,
    signposts,
    subject_of,
)
from stayline.command.queries.words import (
    AGENCIES,
    ASSISTANCE,
    CRISIS_LINE,
    EMERGENCY,
    IN_HOUSE,
    PLAIN_SCRIPT,
    POLICE,
    Agency,
    agency_of,
    place_noted,
    spoken_facts,
)

__all__ = [
    "AGENCIES",
    "ASSISTANCE",
    "CRISIS_LINE",
    "EMERGENCY",
    "EXERCISE_FIRST",
    "IN_HOUSE",
    "PLAIN_SCRIPT",
    "POLICE",
    "Agency",
    "DispatchView",
    "agency_of",
    "dispatch",
    "dispatches",
    "first_number",
    "offered",
    "place_noted",
    "services_for",
    "signposts",
    "spoken_facts",
    "subject_of",
]
