"""How somebody is told, and whether the words are clear: by the document of methods in force."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo

from stayline.command.models import Assessment
from stayline.command.queries.posts_major import major
from stayline.contacts.queries import caller
from stayline.incidents.queries import said_in
from stayline.library.queries import codes, standing_digests, version_by_digest
from stayline_core import uniform
from stayline_core.messaging import FALLBACK, KIND, URGENCIES, Messaging, parse_messaging

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident

LINES: Final = 60
"""So many lines of the contact are looked at for a person's own words."""
OWN: Final = 4
"""Fewer words than this anybody says."""
SHORTEST: Final = 3
"""A part of a name that is shorter is a word like others."""
IMMEDIATE: Final = 0
SOON: Final = 1


@dataclass(frozen=True, slots=True)
class Suggested:
    """Which way is suggested to tell somebody, why, and what comes when it fails (S3-42)."""

    medium: str
    words: str
    because: str
    fallback: tuple[str, ...]


def messaging() -> Messaging:
    """Return the document of methods that holds; without any, everything is said by voice."""
    digests = standing_digests(KIND)
    return _messaging(digests[0]) if digests else FALLBACK


def suggested_medium(urgency: str, role: str, *, at: datetime) -> Suggested:
    """Return the way that is suggested for an urgency and the role of who is told (S3-42).

    `urgency` is immediate, soon or can_wait; `role` resource, person, post, agency, everyone.
    """
    del at  # the document of now
    document = messaging()
    method = document.method(urgency, role)
    medium = document.medium(method.medium)
    words = medium.words if medium else method.medium
    return Suggested(method.medium, words, method.because, method.fallback)


def urgency_of(incident: Incident) -> str:
    """Return how urgent a message is where nobody has said so: as assessed, else by its level."""
    rows = Assessment.objects.filter(incident=incident).order_by("-number")
    assessed: str | None = rows.values_list("urgency", flat=True).first()
    if assessed in URGENCIES:
        return assessed
    if incident.level == IMMEDIATE:
        return "immediate"
    return "soon" if incident.level == SOON else "can_wait"


def report_every(incident: Incident) -> timedelta:
    """Return how long may pass between two situation reports: by level, less in a major one."""
    usual = timedelta(minutes=messaging().reports[str(incident.level)])
    called = major(incident)
    return min(usual, called.situation_every) if called else usual


def vocabulary() -> uniform.Vocabulary:
    """Return the words of this centre: its list of wording, its jargon and codes (S3-22)."""
    document = messaging()
    return uniform.Vocabulary(
        terms=tuple(
            uniform.Term(
                one.preferred,
                tuple(w for w in one.instead_of if w.casefold() not in document.everyday),
                one.translations,
            )
            for one in codes().terms
        ),
        plain=document.plain,
        codes=document.codes,
        known=document.known,
        spoken_only=document.spoken_only,
    )


def judged(
    incident: Incident, text: str, *, medium: str, outward: bool, task: bool = False
) -> tuple[uniform.Finding, ...]:
    """Return what somebody may read wrongly in a message of this incident (S3-21, S3-22).

    Names and words of whoever the contact is with are known here, and found wherever they would
    leave. A screen of this centre is judged as a form: exact words stay, in quotation marks.
    """
    return uniform.check(
        text,
        medium="form" if medium == "screen" else medium,
        outward=outward,
        vocabulary=vocabulary(),
        exact=_own_words(incident),
        names=_names(incident),
        zone=zone_words(incident),
        task=task,
    )


def zone_words(incident: Incident) -> str:
    """Return how the zone of the incident's site is written behind a time."""
    return f"{incident.opened_at.astimezone(ZoneInfo(incident.site.zone)):%Z}"


def spelled(text: str) -> list[tuple[str, str]]:
    """Return each word of a text that has a capital or a digit, with how it is spelled aloud."""
    alphabets = codes().alphabets
    words = dict(alphabets[0].words) if alphabets else {}
    wanted = [word.strip('.,;:!?()“”"') for word in text.split()]
    names = [one for one in wanted if any(c.isupper() or c.isdigit() for c in one)]
    return [(one, " ".join(uniform.spell(one, words))) for one in dict.fromkeys(names) if one]


def said_aloud(incident: Incident, text: str) -> str:
    """Return a message as it is said and read back; an exercise says so first."""
    return uniform.read_back(exercise_words(incident, text))


def exercise_words(incident: Incident, text: str) -> str:
    """Return a message as it leaves: what belongs to an exercise begins with that word."""
    return f"EXERCISE EXERCISE EXERCISE. {text}" if incident.exercise else text


def _names(incident: Incident) -> list[str]:
    known = caller(incident.contact).name if incident.contact else ""
    parts = [part for part in known.split() if len(part) >= SHORTEST]
    return [known, *parts] if known else []


def _own_words(incident: Incident) -> list[str]:
    lines = said_in(incident, limit=LINES)
    said = (one.text.strip().rstrip(".!?") for one in lines if one.who == "caller")
    return [one for one in said if len(one.split()) >= OWN]


@functools.lru_cache(maxsize=16)
def _messaging(digest: str) -> Messaging:
    return parse_messaging(cast("dict[str, Any]", version_by_digest(digest).body))
