"""What is kept of a practice: what was said and done, and how it is judged (S3-8, S4-44)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from stayline.incidents.queries import by_contact, lines, log, runs_of
from stayline.incidents.queries.record import protocol_of
from stayline.learning.queries.practice import seconds
from stayline.quality.queries.adherence import adherence_of
from stayline_core.scenario import Standing

if TYPE_CHECKING:
    from stayline.incidents.queries import IncidentRow
    from stayline.learning.models import PracticeAttempt
    from stayline_core.scenario import Scenario

NOBODYS: Final = frozenset({"aftercare_offered"})
"""What is not judged in practice: nobody was in a crisis, so nobody is owed care for it."""

WORDS: Final = "incidents.line.kept"


def judged(row: PracticeAttempt, scenario: Scenario) -> bytes:
    """Return everything that a replay shows, as the bytes that are sealed for the person."""
    incident = by_contact(row.contact_id)
    standing = Standing.from_json(row.state)
    result: dict[str, Any] = {
        "scenario": scenario.title,
        "ended": standing.ended,
        "noticed": [[one.mistake, one.at, one.ref, one.place] for one in standing.noticed],
        "lines": [
            [one.line_id, one.who, seconds(row, one.at), one.text] for one in lines(row.contact_id)
        ],
        "log": [],
        "items": [],
        "must_not": [],
        "departures": [],
        "guided": [],
    }
    if incident is not None:
        result |= _of_record(row, incident)
    return json.dumps(result).encode()


def _of_record(row: PracticeAttempt, incident: IncidentRow) -> dict[str, Any]:
    adherence = adherence_of(incident.id)
    return {
        "log": [
            [one.sequence, one.kind, one.who, seconds(row, one.at), one.sentence]
            for one in log(incident)
            if one.kind != WORDS
        ],
        "items": [
            [one.item, str(one.verdict), one.because, list(one.entries)]
            for one in adherence.items
            if one.item not in NOBODYS
        ],
        "must_not": [
            [one.item, str(one.verdict), one.because, list(one.entries)]
            for one in adherence.must_not
        ],
        "departures": [
            [one.step, one.what, one.because, list(one.entries)] for one in adherence.departures
        ],
        "guided": list(dict.fromkeys(protocol_of(one).id for one in runs_of(incident.id))),
    }
