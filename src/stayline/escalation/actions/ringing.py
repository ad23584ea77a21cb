"""Ringing: a ladder starts, a rung rings, an open one is raised again. Parts for every action."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from stayline.escalation.events import (
    LadderRaisedAgain,
    LadderStarted,
    NobodyOnDuty,
    RungRang,
    RungSkipped,
)
from stayline.escalation.models import Ladder, Page, rung_to_json
from stayline.incidents.actions import log_in_transaction
from stayline.incidents.models import Incident
from stayline.incidents.queries import brings_help
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import ladder_in_force
from stayline.people.models import Availability
from stayline.people.policies import RECEIVES
from stayline.people.queries import Candidate, everyone, on_duty
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.privacy.actions import grant_rung_in_transaction
from stayline.privacy.queries import excluded_people
from stayline_core import ladder as rules

SCREEN: Final = "screen"
"""The channel that rings now; a document may name others, which later channels will answer."""

URGENT: Final = 2
"""The last level that rings as a crisis."""

NOT_AVAILABLE: Final = frozenset(
    {Availability.IN_CRISIS.value, Availability.OFF_QUEUE.value, Availability.BREAK.value}
)
"""Whom a rung leaves alone until the last one: in a crisis, in aftercare, on a break."""


def raise_ladder_in_transaction(
    incident: Incident, ladder_id: str, *, because: str, actor: Actor, at: datetime
) -> Ladder:
    """Let the ladder `ladder_id` ring for this incident; one that is open rings again.

    There is never a second open row of a ladder. Rungs and limits are copied from the version
    in force, or from the built-in ladder when none is. The caller holds the transaction and
    the head of the incident's stream.
    """
    row = Ladder.objects.filter(incident=incident, document_id=ladder_id, ended_at=None).first()
    if row is not None:
        _ring_again(incident, row, because=because, actor=actor, at=at)
        return row
    row, value = _new(incident, ladder_id, at=at)
    started = LadderStarted(
        ladder=str(row.id),
        document=ladder_id,
        digest=row.document_digest or "built in",
        rungs=[rung.name for rung in value.rungs],
        because=because,
    )
    log_in_transaction(incident, started, actor=actor, at=at, live="coming", urgent=True)
    ring_in_transaction(incident, row, value, actor=actor, at=at)
    return row


def ring_in_transaction(
    incident: Incident, row: Ladder, value: rules.Ladder, *, actor: Actor, at: datetime
) -> None:
    """Ring the current rung, and at once the next ones while nobody is there; save the ladder.

    The caller holds the transaction and the head.
    """
    kept_out = _kept_out(incident, value)
    said_nobody = row.nobody_on_duty
    while True:
        found = _found(incident, value.current, kept_out, at=at)
        people = _candidates(row, value.current, found)
        already = set(
            row.pages.filter(round=value.round, rung=value.rung).values_list("person", flat=True)
        )
        ring = rules.ring_now(value, people, at=at, excluded=kept_out, already=already)
        crew = {one.id: one.actor() for one in found}
        rung = [crew[person] for person in ring.people]
        _page(incident, row, value, ring, rung, actor=actor, at=at)
        if not ring.go_on:
            break
        _skip(incident, row, value, ring, actor=actor, at=at)
        value = ring.ladder
    row.take(ring.ladder)
    row.save()
    if ring.ladder.nobody and not said_nobody:
        nobody = NobodyOnDuty(ladder=str(row.id), document=row.document_id)
        log_in_transaction(incident, nobody, actor=actor, at=at, live="coming", urgent=True)
    publish_on_commit(f"board:{incident.site_id}", "ring", urgent=True)


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


def _new(incident: Incident, ladder_id: str, *, at: datetime) -> tuple[Ladder, rules.Ladder]:
    informs = not brings_help(incident, ladder_id)
    digest, rungs, accepted_s, joined_s = _document(ladder_id, informs=informs)
    spoke_s = rules.Limits().spoke.total_seconds()
    row = Ladder.objects.create(
        incident=incident,
        document_id=ladder_id,
        document_digest=digest,
        exercise=incident.exercise,
        rungs=[rung_to_json(rung) for rung in rungs],
        limits={
            "accepted_s": accepted_s,
            "joined_s": joined_s,
            "spoke_s": int(spoke_s),
            "informs": informs,
        },
        urgent=incident.level <= URGENT,
        started_at=at,
    )
    return row, rules.start(rungs, row.value().limits, informs=informs)


def _document(ladder_id: str, *, informs: bool) -> tuple[str, tuple[rules.Rung, ...], int, int]:
    """Return digest, rungs and limits of the ladder in force, or of the built-in one."""
    try:
        digest, spec = ladder_in_force(ladder_id)
    except DocumentNotFound:
        built_in = rules.BUILT_IN_INFORMING if informs else rules.BUILT_IN
        return "", built_in, 30, 60
    rungs = tuple(
        rules.Rung(
            roles=one.roles,
            name=one.name,
            skills=one.skills,
            on_duty=one.on_duty,
            pick=rules.Pick(one.pick),
            channels=one.channels,
            seconds=one.seconds,
            tries=one.tries,
        )
        for one in spec.rungs
    )
    return digest, rungs, spec.accepted_s, spec.joined_s


def _kept_out(incident: Incident, value: rules.Ladder) -> set[UUID]:
    """Return whom this ladder never rings: implicated, discloser, its agent, who has it already."""
    out = excluded_people(incident.id) | {receiver.who for receiver in value.receivers}
    if incident.contact is not None and incident.contact.agent_id is not None:
        out.add(incident.contact.agent_id)
    if incident.owner_id is not None:
        out.add(incident.owner_id)
    return out


def _found(
    incident: Incident, rung: rules.Rung, kept_out: set[UUID], *, at: datetime
) -> list[Candidate]:
    """Return whom this rung may ring."""
    roles = RECEIVES if rules.EVERYONE in rung.roles else frozenset(rung.roles)
    site = incident.site_id
    if rung.on_duty:
        return on_duty(roles=roles, skills=rung.skills, site_id=site, at=at, exclude=kept_out)
    return everyone(roles=roles, site_id=site, at=at, exclude=kept_out)


def _candidates(row: Ladder, rung: rules.Rung, found: list[Candidate]) -> list[rules.Candidate]:
    last = _last_rung(row, rung, [one.id for one in found])
    return [
        rules.Candidate(
            id=one.id,
            present=one.present,
            available=one.availability not in NOT_AVAILABLE,
            last_rung_at=last.get(one.id),
        )
        for one in found
    ]


def _last_rung(row: Ladder, rung: rules.Rung, people: list[UUID]) -> dict[UUID, datetime]:
    """Return when each was rung last by any ladder of the same kind, for round robin."""
    if rung.pick is not rules.Pick.ROUND_ROBIN:
        return {}
    pages = Page.objects.filter(ladder__document_id=row.document_id, person__in=people)
    return dict(pages.values_list("person").annotate(last=Max("paged_at")))


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
    actor: Actor,
    at: datetime,
) -> None:
    skipped = RungSkipped(
        ladder=str(row.id),
        document=row.document_id,
        rung=ring.rung + 1,
        name=value.rungs[ring.rung].name,
        because="nobody at a screen" if ring.people else "nobody free on duty",
    )
    log_in_transaction(incident, skipped, actor=actor, at=at, live="coming")
