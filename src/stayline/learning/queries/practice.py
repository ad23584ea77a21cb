"""Practice: scenarios to choose from, what happened at the desk, attempts and their results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from stayline.contacts.queries import contact
from stayline.incidents.queries import by_contact, lines, screen
from stayline.learning.errors.practice import AttemptNotFound, ScenarioNotFound
from stayline.learning.models import PracticeAsked, PracticeAttempt
from stayline.learning.policies.practice import may_see_result
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import entries, stream_about, unseal
from stayline.library.queries.scenarios import scenario_of, scenario_versions
from stayline_core.scenario import MISTAKES, Happened, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from stayline.incidents.queries import IncidentRow
    from stayline.platform.actors import Actor
    from stayline_core.protocol.screen import Screen

OURS: Final = "practice-"
"""How the ids of the lines begin that the caller and the played colleague say."""

DOES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "incidents.help.asked": "help",
        "incidents.plan.opened": "out",
        "command.dispatch.asked": "emergency",
        "incidents.aid.started": "aid",
        "incidents.warning.given": "warned",
        "incidents.situation.taken": "situation",
        "incidents.technique.noted": "technique",
        "escalation.rung.accepted": "coming",
        "escalation.receiver.joined": "joined",
        "escalation.receiver.spoke": "spoke",
        "escalation.hand_over.completed": "handed_over",
        "incidents.safety.recorded": "safety",
        "reports.report.submitted": "filed",
        "incidents.contact.released": "released",
    }
)
"""What an entry of the record is to a caller."""

ANSWERED: Final = "incidents.run.event_taken"
"""An entry of the run; one that is an answer says which field it is of."""

LONGEST: Final = timedelta(hours=2)
"""A practice that nobody finishes ends by itself after so long."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario to choose, with how often this person tried it and what is asked of them."""

    scenario: Scenario
    digest: str
    teaches: tuple[str, ...]
    tries: int
    last: PracticeAttempt | None
    asked: PracticeAsked | None


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """What came since the caller last listened, and what the screen asks for now."""

    happened: tuple[Happened, ...]
    heard: tuple[str, ...]
    cursor: int
    asked: tuple[str, ...]


def scenario_list(person_id: UUID | None = None) -> list[Listed]:
    """Return the scenarios to practise with, by title; with a person, how they stand to each."""
    tried = attempts_of(person_id) if person_id else []
    asks = {one.scenario_id: one for one in asked_of(person_id)} if person_id else {}
    found = []
    for name, digest in scenario_versions().items():
        shown = scenario_of(digest)
        if shown is None:
            continue
        mine = [one for one in tried if one.scenario_id == name]
        teaches = tuple(MISTAKES[one].title for one in shown.teaches)
        last = mine[0] if mine else None
        found.append(Listed(shown, digest, teaches, len(mine), last, asks.get(name)))
    return sorted(found, key=lambda one: (one.asked is None, one.scenario.title))


def scenario_named(scenario_id: str) -> tuple[Scenario, str]:
    """Return the scenario of this id, with the digest of its version.

    Raises:
        ScenarioNotFound: there is none to practise with.
    """
    digest = scenario_versions().get(scenario_id)
    found = scenario_of(digest) if digest else None
    if found is None or digest is None:
        raise ScenarioNotFound(scenario=scenario_id)
    return found, digest


def scenario_tried(attempt: PracticeAttempt) -> Scenario:
    """Return the scenario in the very version that was practised.

    Raises:
        ScenarioNotFound: that version is not to practise with.
    """
    found = scenario_of(attempt.version_id)
    if found is None:
        raise ScenarioNotFound(scenario=attempt.scenario_id)
    return found


def attempts_of(person_id: UUID) -> list[PracticeAttempt]:
    """Return what a person practised, the latest first; what is running too."""
    rows = PracticeAttempt.objects.filter(person_id=person_id)
    return list(rows.select_related("person__site", "asked__by", "version"))


def asked_of(person_id: UUID) -> list[PracticeAsked]:
    """Return what a person is asked to practise and has not finished since."""
    rows = PracticeAsked.objects.filter(person_id=person_id, withdrawn_at=None)
    tried = PracticeAttempt.objects.filter(person_id=person_id, how="finished")
    done = tried.filter(asked__isnull=False)  # one that nobody asked for would hide every ask
    return list(rows.exclude(id__in=done.values("asked")).select_related("by"))


def asked_by_site(site_id: UUID) -> list[PracticeAsked]:
    """Return what people of a site were asked to practise, the latest first."""
    rows = PracticeAsked.objects.filter(person__site_id=site_id, withdrawn_at=None)
    return list(rows.select_related("person", "by").prefetch_related("attempts__version"))


def attempt(attempt_id: UUID, *, actor: Actor) -> PracticeAttempt:
    """Return a practice that `actor` may look at.

    Raises:
        AttemptNotFound: there is none, or it is somebody's own.
    """
    found = _attempts().filter(id=attempt_id).first()
    if found is None or not may_see_result(actor, found):
        raise AttemptNotFound(attempt=str(attempt_id))
    return found


def running_attempt(person_id: UUID) -> PracticeAttempt | None:
    """Return what a person practises now."""
    return _attempts().filter(person_id=person_id, ended_at=None).first()


def attempt_on(contact_id: UUID) -> PracticeAttempt | None:
    """Return the practice that this contact is of."""
    return _attempts().filter(contact_id=contact_id).first()


def practising(site_id: UUID) -> set[UUID]:
    """Return who of a site practises now: they are rung for what is real as before."""
    rows = PracticeAttempt.objects.filter(person__site_id=site_id, ended_at=None)
    return set(rows.values_list("person_id", flat=True))


def shared_at_site(actor: Actor, site_id: UUID) -> list[PracticeAttempt]:
    """Return the finished practices of a site's people whose result `actor` may see."""
    rows = _attempts().filter(person__site_id=site_id, ended_at__isnull=False)
    return [one for one in rows.exclude(person_id=actor.id)[:500] if may_see_result(actor, one)]


def callers_due(at: datetime, limit: int) -> list[UUID]:
    """Return the practices whose caller is to be asked by `at`, the longest due first."""
    rows = PracticeAttempt.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_caller_due() -> datetime | None:
    """Return when the next caller is to be asked."""
    rows = PracticeAttempt.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def at_the_desk(row: PracticeAttempt) -> AtTheDesk:
    """Return what the agent said and did since the caller last listened."""
    incident = by_contact(row.contact_id)
    heard = set(row.heard)
    said = [one for one in lines(row.contact_id) if not one.line_id.startswith(OURS)]
    new = [one for one in said if one.line_id not in heard]
    happened = [
        Happened("says", one.text, seconds(row, one.at), one.line_id)
        for one in new
        if one.who != "caller"
    ]
    cursor = row.cursor
    if incident is not None:
        done, cursor = _done(row, incident)
        happened += done
    elif contact(row.contact_id).released_at is not None:
        happened.append(Happened("does", "released", row.state["quiet_since"], ""))
    return AtTheDesk(
        tuple(sorted(happened, key=lambda one: one.at)),
        tuple(one.line_id for one in new),
        cursor,
        _asked_on_screen(incident),
    )


def seconds(row: PracticeAttempt, at: datetime) -> float:
    """Return how many seconds after the start of a practice this is; never less than none."""
    return max(0.0, (at - row.started_at).total_seconds())


def result_of(row: PracticeAttempt) -> dict[str, Any] | None:
    """Return what was judged of a practice; None where it runs, or was let go or erased."""
    sealed = bytes(row.result_sealed)
    stream = stream_about("person", row.person_id)
    if not sealed or stream is None:
        return None
    try:
        plain = unseal(stream.id, f"person:{row.person.pseudonym}", sealed)
    except ContentErased:
        return None
    found: dict[str, Any] = json.loads(plain)
    return found


def _attempts() -> QuerySet[PracticeAttempt]:
    return PracticeAttempt.objects.select_related("person__site", "asked__by", "version")


def _done(row: PracticeAttempt, incident: IncidentRow) -> tuple[list[Happened], int]:
    found: list[Happened] = []
    cursor = row.cursor
    for one in entries(incident.stream_id, after=row.cursor):
        cursor = one.sequence
        name, field = DOES.get(one.kind, ""), ""
        if one.kind == ANSWERED and one.event is not None:
            name, field = _answered(one.event.content())
        if name:
            found.append(Happened("does", name, seconds(row, one.at), str(one.sequence), field))
    return found, cursor


def _answered(taken: Mapping[str, Any]) -> tuple[str, str]:
    event = taken.get("event") or {}
    answer = isinstance(event, dict) and event.get("event") == "answer"
    return ("answered", str(event.get("field", ""))) if answer else ("", "")


def _asked_on_screen(incident: IncidentRow | None) -> tuple[str, ...]:
    shown = screen(incident) if incident is not None else None
    return tuple(_names(shown[1])) if shown else ()


def _names(shown: Screen) -> Iterator[str]:
    for name, _ in shown.asks:
        yield name
