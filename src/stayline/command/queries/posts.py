"""Who holds which post of command, to whom it is offered, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.command.errors import PostUnknown
from stayline.command.events import DecisionRecorded, PostOffered
from stayline.command.models import Decision, PostDefault, PostHeld
from stayline.command.queries.posts_major import (
    Banner,
    Major,
    major,
    major_banners,
    major_of_site,
    majors_of_site,
)
from stayline.command.queries.posts_structures import structure_for, structure_of, structures
from stayline.ledger.queries import entries
from stayline.people.queries import names, people_of, present_people
from stayline.privacy.policies import is_excluded
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline_core.command_roles import Post, Structure

__all__ = [
    "Banner",
    "DecisionView",
    "Major",
    "Offer",
    "PostView",
    "Usual",
    "candidates",
    "decisions",
    "held_row",
    "leader",
    "major",
    "major_banners",
    "major_of_site",
    "majors_of_site",
    "offer",
    "offered_to",
    "post_of",
    "posts",
    "usual_posts",
]

NO_LONGER: Final = "no longer kept"
"""Stands where words were erased with the person they speak of."""


@dataclass(frozen=True, slots=True)
class PostView:
    """One post of an incident: what it means, who holds it, to whom it is offered.

    `person_id` is None while it is vacant. `usually` names who usually holds it at this site.
    `alike` says what the post is called in other structures.
    """

    post: str
    title: str
    means: str
    here: str
    leads: bool
    commands: bool
    keeps_log: bool
    person_id: UUID | None
    name: str
    since: datetime | None
    offered_to: UUID | None
    offered_name: str
    offered_at: datetime | None
    usually: str
    alike: tuple[str, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return self.person_id is None


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody to whom a post is offered reads before they accept it (SBAR)."""

    post: str
    title: str
    giver: str
    situation: str
    background: str
    assessment: str
    recommendation: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision: the words of its entry, who took it as what, what corrected it."""

    id: UUID
    sequence: int
    words: str
    reason: str
    rejected: str
    who: str
    post: str
    decided_at: datetime
    recorded_at: datetime
    corrects: UUID | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Usual:
    """One post of a site's structure, and who usually holds it there."""

    post: Post
    person_id: UUID | None
    name: str
    people: tuple[tuple[UUID, str], ...]
    """Who could: colleagues of the site with a fitting role."""


def post_of(incident: Incident, name: str) -> tuple[Structure, Post]:
    """Return a post of an incident with its structure: one that is held keeps its own.

    Raises:
        PostUnknown: neither the site's structure nor a post held here has this name.
    """
    held = held_row(incident, name)
    structure = structure_for(held.structure) if held else structure_of(incident.site)
    post = structure.post(name)
    if post is None:
        raise PostUnknown(post=name)
    return structure, post


def held_row(incident: Incident, name: str) -> PostHeld | None:
    """Return the row of a post that is held or offered now."""
    return PostHeld.objects.filter(incident=incident, post=name, ended_at=None).first()


def posts(incident: Incident) -> list[PostView]:
    """Return every post of an incident in the order of its structure, the vacant ones too."""
    structure = structure_of(incident.site)
    rows = {one.post: one for one in _open(incident)}
    usual = {one.post: one.person_id for one in PostDefault.objects.filter(site=incident.site)}
    people = {one.person_id for one in rows.values()} | {one.offered_to_id for one in rows.values()}
    named = names(one for one in people | set(usual.values()) if one)
    other = {one.id: one for one in structures()}
    shown = [_view(post, rows.pop(post.id, None), usual, named, other) for post in structure.posts]
    earlier = [  # of a structure the site worked by before
        _view(post, row, usual, named, other)
        for row in rows.values()
        if (post := structure_for(row.structure).post(row.post))
    ]
    return shown + earlier


def _open(incident: Incident) -> list[PostHeld]:
    return list(PostHeld.objects.filter(incident=incident, ended_at=None).order_by("since", "id"))


def _view(
    post: Post,
    row: PostHeld | None,
    usual: Mapping[str, UUID],
    named: Mapping[UUID, str],
    other: Mapping[str, Structure],
) -> PostView:
    holder = row.person_id if row else None
    offered = row.offered_to_id if row else None
    return PostView(
        post=post.id,
        title=post.title,
        means=post.means,
        here=post.here,
        leads=post.leads,
        commands=post.commands,
        keeps_log=post.keeps_log,
        person_id=holder,
        name=named.get(holder, "") if holder else "",
        since=row.since if row else None,
        offered_to=offered,
        offered_name=named.get(offered, "") if offered else "",
        offered_at=row.offered_at if row else None,
        usually=named.get(usual[post.id], "") if post.id in usual else "",
        alike=tuple(
            like.title
            for name, like_id in sorted(post.alike.items())
            if name in other and (like := other[name].post(like_id))
        ),
    )


def leader(incident: Incident) -> PostView | None:
    """Return the post whose holder commands an incident; None while nobody does."""
    return next((one for one in posts(incident) if one.leads and not one.vacant), None)


def offer(incident: Incident, name: str) -> Offer | None:
    """Return what is handed over with a post that is offered now, from the log."""
    row = held_row(incident, name)
    if row is None or row.offer_sequence is None:
        return None
    event = _event(incident, row.offer_sequence)
    _, post = post_of(incident, name)
    giver = row.offered_by
    kept = event if isinstance(event, PostOffered) else None
    return Offer(
        post=name,
        title=post.title,
        giver=names([giver]).get(giver, "") if giver else "",
        situation=kept.situation if kept else NO_LONGER,
        background=kept.background if kept else NO_LONGER,
        assessment=kept.assessment if kept else NO_LONGER,
        recommendation=kept.recommendation if kept else NO_LONGER,
        waiting=tuple(kept.waiting) if kept else (),
    )


def offered_to(actor: Actor) -> list[tuple[Incident, str]]:
    """Return the incidents of which a post is offered to `actor` now, with the post's title."""
    rows = PostHeld.objects.filter(offered_to_id=actor.id, ended_at=None)
    return [
        (row.incident, post.title)
        for row in rows.select_related("incident").order_by("offered_at", "id")
        if (post := structure_for(row.structure).post(row.post))
        and not is_excluded(actor.id, row.incident_id)
    ]


def _event(incident: Incident, sequence: int) -> object:
    found = entries(incident.stream_id, after=sequence - 1, limit=1)
    return found[0].event if found else None


def candidates(incident: Incident, post: Post, *, at: datetime) -> list[tuple[UUID, str, bool]]:
    """Return who can be offered a post: id, name, whether they are here now; those first."""
    out = excluded_people(incident.id)
    fitting = [
        one
        for one in people_of(incident.site_id)
        if one.id not in out and not post.roles.isdisjoint(one.actor().roles)
    ]
    here = present_people(at, [one.id for one in fitting])
    found = [(one.id, one.name, one.id in here) for one in fitting]
    return sorted(found, key=lambda one: (not one[2], one[1], one[0]))


def decisions(incident: Incident) -> list[DecisionView]:
    """Return the decisions of an incident, the newest first, corrected ones too (S3-23)."""
    rows = list(
        Decision.objects.filter(incident=incident)
        .select_related("corrected_by")
        .order_by("-recorded_at", "-sequence")
    )
    if not rows:
        return []
    kept = {
        entry.sequence: entry.event
        for entry in entries(incident.stream_id, kinds={DecisionRecorded.kind})
    }
    named = names({one.by for one in rows})
    return [_decision(one, kept.get(one.sequence), named) for one in rows]


def _decision(row: Decision, event: object, named: Mapping[UUID, str]) -> DecisionView:
    kept = event if isinstance(event, DecisionRecorded) else None
    return DecisionView(
        id=row.id,
        sequence=row.sequence,
        words=kept.words if kept else NO_LONGER,
        reason=kept.reason if kept else NO_LONGER,
        rejected=kept.rejected if kept else "",
        who=named.get(row.by, ""),
        post=kept.title if kept else "",
        decided_at=row.decided_at,
        recorded_at=row.recorded_at,
        corrects=row.corrects_id,
        corrected=hasattr(row, "corrected_by"),
    )


def usual_posts(site: Site) -> list[Usual]:
    """Return the posts of a site's structure with who usually holds each, and who could."""
    held = {one.post: one.person_id for one in PostDefault.objects.filter(site=site)}
    people = [(one.id, one.name, one.actor().roles) for one in people_of(site.id)]
    named = names(held.values())
    return [
        Usual(
            post=post,
            person_id=held.get(post.id),
            name=named.get(held[post.id], "") if post.id in held else "",
            people=tuple((who, name) for who, name, roles in people if roles & post.roles),
        )
        for post in structure_of(site).posts
    ]
