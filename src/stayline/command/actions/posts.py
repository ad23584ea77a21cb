"""Command roles: a post is taken, offered, accepted by a named person, declined or left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stayline.command.actions.posts_deciding import record_decision
from stayline.command.actions.posts_major import (
    declare_major,
    do_major_task,
    fire_major_look,
    look_at_major,
    stand_down_major,
)
from stayline.command.actions.posts_paging import page_offer_in_transaction
from stayline.command.actions.posts_site import choose_structure, set_usual
from stayline.command.errors import (
    HandOverIncomplete,
    LeadNotLeft,
    NoCommandHere,
    OfferNotYours,
    PostHeldAlready,
    PostNotHeld,
    PostNotYours,
    PostOfferedAlready,
    PostVacant,
    ReadBackMissing,
    WhyMissing,
)
from stayline.command.events import (
    PostAccepted,
    PostDeclined,
    PostLeft,
    PostOffered,
    PostOfferWithdrawn,
    PostTaken,
)
from stayline.command.models import PostHeld
from stayline.command.policies.posts import may_command, may_hold, may_take
from stayline.command.queries.joint import subject_of_words
from stayline.command.queries.posts import held_row, post_of
from stayline.command.queries.posts_open import still_open
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.people.queries import actor as actor_of
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction
from stayline_core.command_roles import Post, Structure

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

__all__ = [
    "Sbar",
    "accept_post",
    "choose_structure",
    "declare_major",
    "decline_post",
    "do_major_task",
    "fire_major_look",
    "leave_post",
    "look_at_major",
    "offer_post",
    "record_decision",
    "set_usual",
    "stand_down_major",
    "take_post",
    "withdraw_offer",
]

WORDS_AT_MOST = 2000
"""So many characters of one line of a hand-over are kept."""


@dataclass(frozen=True, slots=True)
class Sbar:
    """What is handed over: situation, background, assessment, recommendation (domain.md 12)."""

    situation: str
    background: str = ""
    assessment: str = ""
    recommendation: str = ""

    def kept(self) -> dict[str, str]:
        """Return the four lines without spaces around them, cut to what is kept."""
        return {
            name: str(getattr(self, name)).strip()[:WORDS_AT_MOST]
            for name in ("situation", "background", "assessment", "recommendation")
        }


ASKED = {
    "situation": "What is happening now.",
    "background": "What led to it, what was decided so far.",
    "assessment": "What you think of it: what is gravest.",
    "recommendation": "What should be done next, and by when.",
}
"""What each line of a hand-over asks for."""


@action
def take_post(
    *, incident_id: UUID, post: str, because: str = "", actor: Actor, at: datetime
) -> PostHeld:
    """Take a post of command: one that is vacant, or, with a reason, its holder's (S3-31).

    One person holds a post. Two may press in the same second: the head of the incident lets
    one win, the other is told who has it. Taking what somebody holds is for when they cannot
    be reached; they are told, and the log names them. Taken twice, it stays as it is.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        PostNotYours: `actor` has no fitting role, does not handle it, or is implicated.
        PostHeldAlready: somebody holds it, and no reason is given.
    """
    incident = lock_incident_in_transaction(incident_id)
    structure, wanted = post_of(incident, post)
    if not may_take(actor, incident, wanted.roles):
        raise PostNotYours
    row = held_row(incident, post)
    before = row.person_id if row else None
    if row is not None and before == actor.id:
        return row
    if before is not None and not because.strip():
        raise PostHeldAlready
    if row is not None:
        _end(row, at)
        _tell(row.offered_to_id, before)
    event = PostTaken(
        post=post,
        title=wanted.title,
        before=_pseudonym(before),
        because=because.strip()[:WORDS_AT_MOST],
        subject=subject_of_words(incident),
    )
    made = _hold(incident, structure, wanted, actor, at=at)
    _log(incident, event, actor=actor, at=at)
    return made


@action
def offer_post(
    *, incident_id: UUID, post: str, to: UUID, sbar: Sbar, actor: Actor, at: datetime
) -> PostHeld:
    """Offer a post to a named person; its giver holds it until they accept (S3-12, S3-31).

    The four lines of the hand-over, and what is still open, go into the log sealed; whoever
    is asked gets access to the incident by a logged grant and reads them first. They are paged
    away from their screen too, without a word of the contact. A vacant post
    is offered by anybody who commands, with the situation alone.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        NoCommandHere: `actor` neither holds it nor, when it is vacant, commands.
        PostOfferedAlready: somebody is asked already.
        PersonNotFound: nobody has the id `to`.
        PostNotYours: they have no fitting role, work elsewhere, or are implicated.
        HandOverIncomplete: a line is empty; each is named.
    """
    incident = lock_incident_in_transaction(incident_id)
    structure, wanted = post_of(incident, post)
    row = held_row(incident, post)
    _refuse_offer(incident, row, actor)
    receiver = actor_of(to)
    if receiver.id == actor.id or not may_hold(receiver, incident, wanted.roles):
        raise PostNotYours
    said = sbar.kept()
    held = row is not None and row.person_id is not None
    needed = ASKED if held and wanted.commands else {"situation": ASKED["situation"]}
    if missing := {name: hint for name, hint in needed.items() if not said[name]}:
        raise HandOverIncomplete(missing)
    grant_in_transaction(
        incident.id, receiver, because="post", stream_id=incident.stream_id, actor=actor, at=at
    )
    event = PostOffered(
        post=post,
        title=wanted.title,
        to=receiver.pseudonym,
        waiting=still_open(incident, at=at),
        subject=subject_of_words(incident),
        **said,
    )
    sequence = log_in_transaction(
        incident, event, actor=actor, at=at, live="command", urgent=True
    ).sequence
    if row is None:
        row = PostHeld(
            incident=incident, post=post, structure=structure.id, commands=wanted.commands
        )
    row.offered_to_id, row.offered_by, row.offered_at = to, actor.id, at
    row.offer_sequence = sequence
    row.save()
    page_offer_in_transaction(row, receiver, actor=actor, at=at)
    tell_floor_in_transaction(incident)
    _tell(to)
    return row


def _refuse_offer(incident: Incident, row: PostHeld | None, actor: Actor) -> None:
    if row is not None and row.offered_to_id is not None:
        raise PostOfferedAlready
    holder = row.person_id if row else None
    if holder != actor.id and (holder is not None or not may_command(actor, incident)):
        raise NoCommandHere


@action
def accept_post(
    *, incident_id: UUID, post: str, read_back: str, actor: Actor, at: datetime
) -> PostHeld:
    """Accept a post that is offered to `actor`, with what they read back; command has moved.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        OfferNotYours: it is not offered to them, or was taken back.
        PostNotYours: they may hold it no longer: another role, another site, or implicated.
        ReadBackMissing: nothing was read back.
    """
    incident = lock_incident_in_transaction(incident_id)
    structure, wanted = post_of(incident, post)
    row = _offered(incident, post, actor)
    if not may_hold(actor, incident, wanted.roles):
        raise PostNotYours
    if not read_back.strip():
        raise ReadBackMissing
    event = PostAccepted(
        post=post,
        title=wanted.title,
        before=_pseudonym(row.person_id),
        read_back=read_back.strip()[:WORDS_AT_MOST],
        subject=subject_of_words(incident),
    )
    _end(row, at)
    made = _hold(incident, structure, wanted, actor, at=at)
    _log(incident, event, actor=actor, at=at)
    _tell(row.person_id, row.offered_by)
    return made


@action
def decline_post(*, incident_id: UUID, post: str, because: str, actor: Actor, at: datetime) -> None:
    """Say that one cannot take a post that is offered; its giver keeps it, and is told.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        OfferNotYours: it is not offered to `actor`.
        WhyMissing: no reason is given.
    """
    incident = lock_incident_in_transaction(incident_id)
    _, wanted = post_of(incident, post)
    row = _offered(incident, post, actor)
    if not because.strip():
        raise WhyMissing
    giver = row.offered_by
    _take_back(row, at)
    event = PostDeclined(
        post=post,
        title=wanted.title,
        because=because.strip()[:WORDS_AT_MOST],
        subject=subject_of_words(incident),
    )
    _log(incident, event, actor=actor, at=at)
    _tell(giver)


@action
def withdraw_offer(*, incident_id: UUID, post: str, actor: Actor, at: datetime) -> None:
    """Take the offer of a post back: whoever made it, its holder, or anybody who commands.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        PostVacant: it is not offered to anybody.
        NoCommandHere: `actor` neither offered it nor commands.
    """
    incident = lock_incident_in_transaction(incident_id)
    _, wanted = post_of(incident, post)
    row = held_row(incident, post)
    if row is None or row.offered_to_id is None:
        raise PostVacant
    if row.offered_by != actor.id and not may_command(actor, incident):
        raise NoCommandHere
    asked = row.offered_to_id
    _take_back(row, at)
    event = PostOfferWithdrawn(post=post, title=wanted.title)
    _log(incident, event, actor=actor, at=at)
    _tell(asked)


@action
def leave_post(*, incident_id: UUID, post: str, because: str, actor: Actor, at: datetime) -> None:
    """Leave a post that one holds; it is vacant then, and the card says so.

    Raises:
        IncidentNotFound: no incident has this id.
        PostUnknown: there is no such post here.
        PostNotHeld: somebody else holds it, or nobody.
        LeadNotLeft: whoever holds it commands, and the incident is open.
        WhyMissing: no reason is given.
    """
    incident = lock_incident_in_transaction(incident_id)
    _, wanted = post_of(incident, post)
    row = held_row(incident, post)
    if row is None or row.person_id != actor.id:
        raise PostNotHeld
    if wanted.leads and incident.state == "open":
        raise LeadNotLeft
    if not because.strip():
        raise WhyMissing
    _end(row, at)
    _tell(row.offered_to_id)
    event = PostLeft(
        post=post,
        title=wanted.title,
        because=because.strip()[:WORDS_AT_MOST],
        subject=subject_of_words(incident),
    )
    _log(incident, event, actor=actor, at=at)


def _offered(incident: Incident, post: str, actor: Actor) -> PostHeld:
    row = held_row(incident, post)
    if row is None or row.offered_to_id != actor.id:
        raise OfferNotYours
    return row


def _hold(
    incident: Incident, structure: Structure, wanted: Post, actor: Actor, *, at: datetime
) -> PostHeld:
    return PostHeld.objects.create(
        incident=incident,
        post=wanted.id,
        structure=structure.id,
        commands=wanted.commands,
        person_id=actor.id,
        since=at,
    )


def _end(row: PostHeld, at: datetime) -> None:
    """End it; what it was offered with stays, so that history shows to whom it went."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])


def _take_back(row: PostHeld, at: datetime) -> None:
    """Let nobody be asked any more; a post that nobody held is vacant again."""
    if row.person_id is None:
        _end(row, at)
        return
    none: dict[str, Any] = dict.fromkeys(
        ("offered_to_id", "offered_by", "offered_at", "offer_sequence")
    )
    PostHeld.objects.filter(id=row.id).update(**none)


def _pseudonym(person_id: UUID | None) -> str:
    return actor_of(person_id).pseudonym if person_id else ""


def _log(incident: Incident, event: Event, *, actor: Actor, at: datetime) -> None:
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    tell_floor_in_transaction(incident)


def _tell(*people: UUID | None) -> None:
    """Let the screens of these people draw themselves again."""
    for one in people:
        if one is not None:
            publish_on_commit(f"person:{one}", "command", urgent=True)
