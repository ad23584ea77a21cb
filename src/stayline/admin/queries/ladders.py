"""What the pages of ladders show: each rung with its people now, and the week hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from stayline.admin.errors import SetUpNotYours
from stayline.escalation.queries.reach import reach_of, rungs_of, waits
from stayline.library.errors import DocumentNotFound
from stayline.library.models import DocumentVersion
from stayline.library.policies import may_write
from stayline.library.queries import (
    draft_of,
    is_in_force,
    ladder_by_digest,
    newest_version,
    risk_acknowledged,
)
from stayline.people.models import Availability, Role, Site
from stayline.people.policies import RECEIVES
from stayline.people.queries import Candidate, everyone, on_call, on_duty, site, sites_managed
from stayline.platform.actors import Actor
from stayline_core import ladder as rules
from stayline_core.protocol.ladder import LadderSpec
from stayline_core.reach import Answer, Finding, Reach
from stayline_core.ways import CHANNELS, PHONE, SCREEN
from stayline_core.whereabouts import Seen

LADDER: Final = "ladder"
"""The kind of document in the library."""

DUTY_WORDS: Final = {
    "on_duty": "on duty",
    "on_call": "on call",
    "anyone": "whether on duty or not",
}
PICK_WORDS: Final = {
    "longest_idle": "whoever has been free longest",
    "round_robin": "in turn",
    "all": "all of them at once",
}
CHANNEL_WORDS: Final = {SCREEN: "Screen", PHONE: "Telephone, then text message", **CHANNELS}
ROLE_WORDS: Final = {
    rules.EVERYONE: "Everyone who may take over",
    **{role: str(Role(role).label) for role in sorted(RECEIVES)},
    **{role.value: str(role.label) for role in Role if role.value not in RECEIVES},
}

SHADES: Final = (0, 30, 60, 300)
"""Up to how many seconds each shade of the map goes; beyond them, and nobody, is the last."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Somebody whom a rung may ring now, and how it stands with them."""

    name: str
    words: str
    ready: bool


@dataclass(frozen=True, slots=True)
class RungNow:
    """One rung in words, with its people now and what is wrong with it."""

    rung: rules.Rung
    words: str
    crew: tuple[Crew, ...]
    elsewhere: str
    """The fallback site's name when its people stand here, because nobody of the own site can."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """One hour of the map: what stands in it, and how dark it is. None: that hour is past."""

    said: str
    words: str
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One day of the map."""

    day: date
    hours: tuple[Heat | None, ...]


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One ladder in the list, reckoned for one site."""

    id: str
    title: str
    in_force: bool
    worst: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    """One ladder at one site: its rungs with their people, what is wrong, the week."""

    id: str
    title: str
    digest: str
    in_force: bool
    site: Site
    sites: tuple[Site, ...]
    rungs: tuple[RungNow, ...]
    findings: tuple[Finding, ...]
    map: tuple[HeatRow, ...]
    worst: str
    silence_s: int
    limits: str
    may_change: bool
    written_by: str
    """Who is writing the next version in the studio; empty: nobody."""


def sites_of(actor: Actor) -> tuple[Site, ...]:
    """Return the sites at which `actor` looks at ladders: what they manage, or their own."""
    mine = tuple(sites_managed(actor))
    return mine or ((site(actor.site_id),) if actor.site_id is not None else ())


def site_named(actor: Actor, key: str) -> Site:
    """Return the site of this short name; without one, the actor's own, or the first.

    Raises:
        SetUpNotYours: it is none of theirs.
    """
    sites = sites_of(actor)
    own = [one for one in sites if one.id == actor.site_id]
    for one in (*own, *sites):
        if key in {"", one.slug}:
            return one
    raise SetUpNotYours(section="Ladders to people")


def ladder_rows(place: Site, *, at: datetime) -> list[LadderRow]:
    """Return every ladder of the library, reckoned against the people of a site."""
    rows = DocumentVersion.objects.filter(kind=LADDER).order_by("document_id")
    found = []
    names = rows.values_list("document_id", flat=True).distinct()
    for version in filter(None, (newest_version(LADDER, name) for name in names)):
        spec = ladder_by_digest(version.digest)
        seen = reach_of(rungs_of(spec), place, at=at)
        used = is_in_force(version.digest)
        found.append(LadderRow(version.document_id, spec.title, used, waits(seen), seen.findings))
    return found


def ladder_spec(ladder_id: str) -> tuple[str, LadderSpec]:
    """Return digest and document of a ladder: in force, or the one that came last.

    Raises:
        DocumentNotFound: there is no ladder of this id.
    """
    version = newest_version(LADDER, ladder_id)
    if version is None:
        raise DocumentNotFound(ladder=ladder_id)
    return version.digest, ladder_by_digest(version.digest)


def ladder_page(actor: Actor, ladder_id: str, *, key: str, at: datetime) -> LadderPage:
    """Return the page of a ladder at a site.

    Raises:
        SetUpNotYours: the site is none of theirs.
        DocumentNotFound: there is no ladder of this id.
    """
    place = site_named(actor, key)
    digest, spec = ladder_spec(ladder_id)
    rungs = rungs_of(spec)
    seen = reach_of(rungs, place, at=at)
    draft = draft_of(LADDER, ladder_id)
    return LadderPage(
        id=ladder_id,
        title=spec.title,
        digest=digest,
        in_force=is_in_force(digest),
        site=place,
        sites=sites_of(actor),
        rungs=tuple(_rung_now(one, place, seen, at=at) for one in rungs),
        findings=tuple(one for one in seen.findings if not one.rung),
        map=heat(seen),
        worst=waits(seen),
        silence_s=seen.silence_s,
        limits=f"{spec.accepted_s} seconds to join, {spec.joined_s} more to speak to the caller",
        may_change=may_write(actor),
        written_by=draft.saved_by.name if draft is not None else "",
    )


def notice_needed(actor: Actor, ladder_id: str) -> str:
    """Return for which purpose `actor` has yet to read the notice of risk; empty: for none."""
    for purpose in ("edit", "activate"):
        if not risk_acknowledged(actor, LADDER, ladder_id, purpose):
            return purpose
    return ""


def heat(seen: Reach) -> tuple[HeatRow, ...]:
    """Return the map of a week: a row a day, 24 columns; of an hour that comes twice the worse."""
    days: dict[date, list[Answer | None]] = {}
    for cell in seen.cells:
        row = days.setdefault(cell.hour.local.date(), [None] * 24)
        was = row[cell.hour.local.hour]
        row[cell.hour.local.hour] = cell.answer if was is None else _worse(was, cell.answer)
    return tuple(
        HeatRow(day, tuple(_heat(one) if one is not None else None for one in hours))
        for day, hours in days.items()
    )


def _worse(one: Answer, other: Answer) -> Answer:
    return max(one, other, key=lambda it: (it.seconds is None, it.seconds or 0))


def _heat(answer: Answer) -> Heat:
    if answer.seconds is None:
        return Heat("–", "nobody can answer", len(SHADES))
    shade = next((at for at, most in enumerate(SHADES) if answer.seconds <= most), len(SHADES))
    who = "1 person" if answer.people == 1 else f"{answer.people} people"
    return Heat(str(answer.seconds), f"seconds, {who}, first at {answer.rung}", shade)


def _rung_now(rung: rules.Rung, place: Site, seen: Reach, *, at: datetime) -> RungNow:
    crew, elsewhere = _crew(rung, place, at=at), ""
    nobody = not any(one.ready for one in crew)
    if nobody and rung.sites is rules.Sites.FALLBACK and place.fallback_id is not None:
        other = site(place.fallback_id)
        crew, elsewhere = _crew(rung, other, at=at), other.name
    return RungNow(
        rung=rung,
        words=_words(rung),
        crew=crew,
        elsewhere=elsewhere,
        findings=tuple(one for one in seen.findings if one.rung == rung.name),
    )


def _crew(rung: rules.Rung, place: Site, *, at: datetime) -> tuple[Crew, ...]:
    roles = RECEIVES if rules.EVERYONE in rung.roles else frozenset(rung.roles)
    if rung.duty is rules.Duty.ANYONE:
        found = everyone(roles=roles, skills=rung.skills, site_id=place.id, at=at)
    else:
        ask = on_duty if rung.duty is rules.Duty.ON_DUTY else on_call
        found = ask(roles=roles, skills=rung.skills, site_id=place.id, at=at)
    return tuple(_one(each) for each in found)


def _one(one: Candidate) -> Crew:
    words = "on leave" if one.on_leave else str(Availability(one.availability).label).lower()
    free = one.availability in {Availability.FREE, Availability.AWAY, Availability.ON_CONTACT}
    return Crew(one.name, f"{words}, {one.there}", ready=one.seen is not Seen.NOWHERE and free)


def _words(rung: rules.Rung) -> str:
    roles = " or ".join(ROLE_WORDS.get(one, one.replace("_", " ")).lower() for one in rung.roles)
    skills = f" with {' and '.join(rung.skills)}" if rung.skills else ""
    ways = ", ".join(CHANNEL_WORDS.get(one, one).lower() for one in rung.channels)
    tries = f", {rung.tries} times" if rung.tries > 1 else ""
    hours = f" Only {_windows(rung.between)}." if rung.between else ""
    sites = " Then the fallback site’s people." if rung.sites is rules.Sites.FALLBACK else ""
    first = f"{roles}{skills}, {DUTY_WORDS[rung.duty.value]}: {PICK_WORDS[rung.pick.value]}."
    return f"{first.capitalize()} By {ways}, for {rung.seconds} seconds{tries}.{hours}{sites}"


def _windows(between: Sequence[tuple[str, str]]) -> str:
    return " and ".join(f"{begins} to {ends}" for begins, ends in between)
