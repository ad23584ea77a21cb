"""Adherence: what an incident's log shows of how its procedure was followed (S3-8).

It is computed, and it stands beside a reviewer's judgement, never in place of it. Nothing here
scores how long a contact took or how anybody sounded. What a log cannot know is `UNSURE`, with
the reason; nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline_core.protocol.language import frozen_map
from stayline_core.scoring.conversation import (
    acknowledged,
    help_offered,
    recognised,
    safety_first,
    stayed,
)
from stayline_core.scoring.departures import departures
from stayline_core.scoring.duties import (
    aftercare_offered,
    escalated_in_time,
    record_kept,
    report_complete,
)
from stayline_core.scoring.never import (
    cold_transfer,
    ended_threat_contact,
    no_report,
    promise_of_secrecy,
)
from stayline_core.scoring.story import Story
from stayline_core.scoring.values import (
    ITEMS,
    MUST_NOT,
    Adherence,
    Departure,
    Judged,
    Logged,
    Part,
    Verdict,
)
from stayline_core.scoring.words import (
    exact_words,
    no_secrecy,
    observed_not_asked,
    only_needed,
    words_that_help,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stayline_core.protocol.language import Protocol

__all__ = [
    "ITEMS",
    "MUST_NOT",
    "Adherence",
    "Departure",
    "Judged",
    "Logged",
    "Part",
    "Verdict",
    "adherence",
]


def adherence(
    log: Sequence[Logged],
    *,
    protocol: Protocol,
    people: Mapping[str, Part],
    runs: Mapping[str, Protocol] = frozen_map(),
) -> Adherence:
    """Return what a log shows of how a contact was handled (S3-8).

    `log` is the incident's whole log, oldest first; `protocol` the procedure it began with.
    `people` says by pseudonym who was the agent, who received, who decided, and which of the
    names are no person. `runs` names the procedure of each run by its id, where there were
    several. The items come in the order of `ITEMS`, what must not be in that of `MUST_NOT`;
    there a verdict of `NOT_MET` says that it was done.
    """
    story = Story(log, protocol, people, runs)
    return Adherence(
        items=(
            safety_first(story),
            recognised(story),
            stayed(story),
            acknowledged(story),
            no_secrecy(story),
            only_needed(story),
            exact_words(story),
            observed_not_asked(story),
            escalated_in_time(story),
            help_offered(story),
            report_complete(story),
            words_that_help(story),
            record_kept(story),
            aftercare_offered(story),
        ),
        must_not=(
            ended_threat_contact(story),
            no_report(story),
            promise_of_secrecy(story),
            cold_transfer(story),
        ),
        departures=departures(story),
    )
