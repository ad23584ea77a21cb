"""Ringing: a ladder starts, a rung rings, an open one is raised again. Parts for every action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.escalation.actions._who import clock_of, found_by, kept_out_of
from stayline.escalation.actions.paging import ToPage, page_in_transaction
from stayline.escalation.events import (
    LadderRaisedAgain,
    LadderStarted,
    NobodyOnDuty,
    OutsideRouteNamed,
    RungRang,
    RungSkipped,
)
from stayline.escalation.models import Ladder, Page, rung_to_json
from stayline.incidents.actions import log_in_transaction
from stayline.incidents.models import Incident
from stayline.incidents.queries import brings_help
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import ladder_in_force
from stayline.people.actions import note_exposed_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.privacy.actions import grant_rung_in_transaction
from stayline_core import ladder as rules

SCREEN: Final = "screen"
"""The channel that always rings, at once; the others page people away from it."""

URGENT: Final = 2
"""The last level that rings as a crisis."""

OUTSIDE_ITS_HOURS: Final = "it does not ring at this time of day"
NOT_AT_A_SCREEN: Final = "nobody at a screen"
NOBODY_FREE: Final = "nobody free on duty"


def raise_ladder_in_transaction(
    incident: Incident, ladder_id: str, *, because: str, actor: Actor, at: datetime
) -> Ladder:
    """Let the ladder `ladder_id` ring for this incident; one that is open rings again.

    There is never a second open row of a ladder. Rungs and limits are copied from the version
    in force, or from the built-in ladder when none is. The caller holds the transaction and
    the head of the incident's stream.
    """
    row = open_ladder(incident, ladder_id)
    if row is not None:
        _ring_again(incident, row, because=because, actor=actor, at=at)
        return row
    row, value = start_in_transaction(incident, ladder_id, because=because, actor=actor, at=at)
    ring_in_transaction(incident, row, value, actor=actor, at=at, fresh=True)
    return row


def open_ladder(incident: Incident, ladder_id: str) -> Ladder | None:
    """Return the open row of this ladder, if there is one."""
    return Ladder.objects.filter(incident=incident, document_id=ladder_id, ended_at=None).first()


def start_in_transaction(
    incident: Incident, ladder_id: str, *, because: str, actor: Actor, at: datetime
) -> tuple[Ladder, rules.Ladder]:
    """Write a new ladder that has rung nobody yet, and say so in the log.

    The caller holds the transaction and the head, and rings it or lets somebody accept it in
    the same transaction: no ladder is ever left silent.
    """
    row, value = _new(incident, ladder_id, at=at)
    started = LadderStarted(
        ladder=str(row.id),
        document=ladder_id,
        digest=row.document_digest or "built in",
        rungs=[rung.name for rung in value.rungs],
        because=because,
        purpose=row.purpose,
    )
    log_in_transaction(incident, started, actor=actor, at=at, live="coming", urgent=True)
    return row, value


def ring_in_transaction(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    *,
    actor: Actor,
    at: datetime,
    fresh: bool = False,
) -> None:
    """Ring the current rung, and at once the next ones while nobody is there; save the ladder.

    A rung outside its hours is passed. `fresh` says that the ladder has rung nobody yet. The
    caller holds the transaction and the head.
    """
    kept_out, clock = kept_out_of(incident, value), clock_of(incident, at)
    said_nobody = row.nobody_on_duty
    while True:
        ring = rules.pass_silent(value, clock)
        because = OUTSIDE_ITS_HOURS
        if ring is None:
            ring = _ring_rung(incident, row, value, kept_out, fresh=fresh, actor=actor, at=at)
            because = NOT_AT_A_SCREEN if ring.people else NOBODY_FREE
        if not ring.go_on:
            break
        _skip(incident, row, value, ring, because=because, actor=actor, at=at)
        value = ring.ladder
    row.take(ring.ladder)
    if ring.alone:
        _name_outside_route(incident, row, actor=actor, at=at)
    row.save()
    if ring.ladder.nobody and not said_nobody:
        nobody = NobodyOnDuty(ladder=str(row.id), document=row.document_id)
        log_in_transaction(incident, nobody, actor=actor, at=at, live="coming", urgent=True)
    publish_on_commit(f"board:{incident.site_id}", "ring", urgent=True)


def _ring_rung(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    kept_out: set[UUID],
    *,
    fresh: bool,
    actor: Actor,
    at: datetime,
) -> rules.Ring:
    """Ring whom the current rung finds: on their screens, and by what else it names."""
    found = found_by(incident, row, value, kept_out, at=at)
    already: set[UUID] = set()
    if not fresh:
        rung_before = row.pages.filter(round=value.round, rung=value.rung)
        already = set(rung_before.values_list("person", flat=True))
    ring = rules.ring_now(value, found.candidates, at=at, excluded=kept_out, already=already)
    crew = [found.crew[person] for person in ring.people]
    _page(incident, row, value, ring, crew, actor=actor, at=at)
    away = [
        ToPage(person, ways, ring.rung, ring.attempt, value.round)
        for person, ways in found.ways(ring.people).items()
    ]
    if away:
        page_in_transaction(incident, row, away, actor=actor, at=at)
    return ring


def _name_outside_route(incident: Incident, row: Ladder, *, actor: Actor, at: datetime) -> None:
    """Name the site's outside route once, when a ladder has nobody at all to ring."""
    site = incident.site
    if row.outside_at is not None or not (site.outside_name or site.outside_number):
        return
    row.outside_at = at
    named = OutsideRouteNamed(
        ladder=str(row.id),
        document=row.document_id,
        name=site.outside_name,
        number=site.outside_number,
    )
    log_in_transaction(incident, named, actor=actor, at=at, live="coming", urgent=True)


def _ring_again(
    incident: Incident, row: Ladder, *, because: str, actor: Actor, at: datetime
) -> None:
    """Ring on or beside; what rang in this very moment (a run re-raising it) is left as it is."""
    just_now = row.started_at == at or row.pages.filter(paged_at=at).exists()
    move = rules.raise_again(row.value())
    if just_now or isinstance(move, rules.Refusal):
        return
    again = LadderRaisedAgain(ladder=str(row.id), document=row.document_id, because=because)
    log_in_transaction(incident, again, actor=actor, at=at, live="coming", urgent=True)
    row.hand_overs.filter(state__in=("accepted", "joined", "spoke")).update(late=True, due_at=None)
    _shout(row)
    ring_in_transaction(incident, row, move.ladder, actor=actor, at=at)


def _shout(row: Ladder) -> None:
    """Let the screens of those who were rung and have not answered ring once more."""
    unanswered = row.pages.filter(answered_at=None, round=row.round)
    for person in set(unanswered.values_list("person_id", flat=True)):
        publish_on_commit(f"person:{person}", "ring", urgent=True)


@dataclass(frozen=True, slots=True)
class _Document:
    """What a running ladder copies from the one in force, or from the built-in one."""

    digest: str
    rungs: tuple[rules.Rung, ...]
    accepted_s: int = 30
    joined_s: int = 60
    purpose: str = rules.Purpose.RESPOND.value


def _new(incident: Incident, ladder_id: str, *, at: datetime) -> tuple[Ladder, rules.Ladder]:
    informs = not brings_help(incident, ladder_id)
    document = document_of(ladder_id, informs=informs)
    spoke_s = rules.Limits().spoke.total_seconds()
    row = Ladder.objects.create(
        incident=incident,
        document_id=ladder_id,
        document_digest=document.digest,
        exercise=incident.exercise,
        rungs=[rung_to_json(rung) for rung in document.rungs],
        limits={
            "accepted_s": document.accepted_s,
            "joined_s": document.joined_s,
            "spoke_s": int(spoke_s),
            "informs": informs,
        },
        purpose=document.purpose,
        urgent=incident.level <= URGENT,
        started_at=at,
    )
    if row.urgent and not informs:
        _note_agent_exposed(incident, at=at)
    return row, rules.start(document.rungs, row.state_limits(), informs=informs)


def _note_agent_exposed(incident: Incident, *, at: datetime) -> None:
    """Keep that whoever has the contact is in a crisis: it orders who is rung next time."""
    contact = incident.contact
    if contact is not None and contact.agent_id is not None and not contact.practised:
        note_exposed_in_transaction(
            contact.agent_id,
            incident.id,
            level=incident.level,
            exercise=incident.exercise,
            at=at,
        )


def document_of(ladder_id: str, *, informs: bool) -> _Document:
    """Return what is copied of the ladder in force, or of the built-in one."""
    try:
        digest, spec = ladder_in_force(ladder_id)
    except DocumentNotFound:
        return _Document("", rules.BUILT_IN_INFORMING if informs else rules.BUILT_IN)
    rungs = tuple(
        rules.Rung(
            roles=one.roles,
            name=one.name,
            skills=one.skills,
            duty=rules.Duty(one.duty),
            pick=rules.Pick(one.pick),
            channels=one.channels,
            seconds=one.seconds,
            tries=one.tries,
            between=one.between,
            sites=rules.Sites(one.sites),
        )
        for one in spec.rungs
    )
    return _Document(digest, rungs, spec.accepted_s, spec.joined_s, spec.purpose)


def _page(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    ring: rules.Ring,
    people: list[Actor],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Write a page a person, put each on the list for the briefing, and let their screen ring."""
    if not ring.people:
        return
    rung = value.rungs[ring.rung]
    Page.objects.bulk_create(
        Page(
            ladder=row,
            person_id=person,
            rung=ring.rung,
            attempt=ring.attempt,
            round=value.round,
            channel=SCREEN,
            paged_at=at,
        )
        for person in ring.people
    )
    rang = RungRang(
        ladder=str(row.id),
        document=row.document_id,
        rung=ring.rung + 1,
        name=rung.name,
        attempt=ring.attempt,
        round=value.round,
        channel=SCREEN,
        people=[one.pseudonym for one in people],
        count=len(people),
    )
    log_in_transaction(incident, rang, actor=actor, at=at, live="coming", urgent=True)
    grant_rung_in_transaction(incident.id, people, stream_id=incident.stream_id, actor=actor, at=at)
    for one in people:
        publish_on_commit(f"person:{one.id}", "ring", urgent=True)


def _skip(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    ring: rules.Ring,
    *,
    because: str,
    actor: Actor,
    at: datetime,
) -> None:
    skipped = RungSkipped(
        ladder=str(row.id),
        document=row.document_id,
        rung=ring.rung + 1,
        name=value.rungs[ring.rung].name,
        because=because,
    )
    log_in_transaction(incident, skipped, actor=actor, at=at, live="coming")
