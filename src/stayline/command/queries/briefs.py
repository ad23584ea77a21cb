"""Briefs made from the log: METHANE, IIMARCH, SBAR, ICS 201, and each person's ICS 214.

Whoever asks must be allowed to read them (`policies.may_read_brief`): they hold places and
what was said to be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.command.errors import BriefUnknown
from stayline.command.events import BriefCorrected, BriefIssued
from stayline.command.models import BriefIssue
from stayline.command.queries.briefs_facts import facts_of
from stayline.command.queries.briefs_log import notable, read_log, timed
from stayline.command.queries.briefs_sent import NOBODY_CALLED, NOT_CALLED
from stayline.command.queries.briefs_words import moment_in
from stayline.command.queries.joint import members_known
from stayline.command.queries.posts import posts
from stayline.ledger.queries import entries
from stayline.people.queries import names, names_by_pseudonym, person, person_by_pseudonym
from stayline_core.briefs import (
    FORMS,
    OF_A_PERSON,
    Block,
    Correction,
    Form,
    Said,
    blocks,
    read_again,
    shared,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stayline.command.queries.briefs_log import Read
    from stayline.incidents.models import Incident
    from stayline.people.models import Person
    from stayline.platform.actors import Actor


OF_ALL: Final = ("location", "hazards", "casualties", "services", "at_risk")
"""What several contacts about one event say together."""

SAYS_NOTHING: Final = (NOBODY_CALLED, NOT_CALLED)
"""How lines end that say that nothing was done; one incident of several says it alone."""


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a person's log goes."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Brief:
    """One form, filled from the log as it stands, or one issue of it as it was.

    `issue` is the number under which exactly this was issued, or 0 for what the log says now;
    `upto` is the last entry of the log that it was made from. `changed` says that the log has
    more than the newest issue says.
    """

    form: str
    title: str
    use: str
    blocks: tuple[Block, ...]
    issue: int
    made_at: datetime
    upto: int
    about: str = ""
    changed: bool = False
    last_issue: int = 0
    last_issued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssueView:
    """One numbered issue: when, by whom, of whom."""

    form: str
    title: str
    number: int
    about: str
    about_name: str
    at: datetime
    by: str


def form_named(name: str) -> Form:
    """Return the form of this id.

    Raises:
        BriefUnknown: there is none.
    """
    if name not in FORMS:
        raise BriefUnknown(form=name)
    return FORMS[name]


def brief(
    incident: Incident,
    form: str,
    *,
    at: datetime,
    speaker: Actor | None = None,
    about: UUID | None = None,
    period: Period | None = None,
) -> Brief:
    """Return a form filled from the log as it stands at `at` (S3-12, `domain.md` 12).

    Each block says which entries it is read from, or that nothing is known. Corrections by
    people stand instead of what the log gives. ICS 214 is `about` one person (the `speaker`
    where nobody is named) for a `period`, from the opening until now where none is given.

    Raises:
        BriefUnknown: no form has this name, or a person's log names nobody.
    """
    plan = form_named(form)
    read = read_log(incident)
    fixed = corrections(read)
    others = {key: one for key, one in fixed.items() if key[0] != form}
    facts = {**with_members(incident, facts_of(incident, read), speaker), **shared(others)}
    facts["prepared"] = _prepared(incident, speaker, at)
    whose = ""
    if form == OF_A_PERSON:
        who = about or (speaker.id if speaker else None)
        if who is None:
            raise BriefUnknown(form=form)
        whose = str(who)
        of_them = period or Period(incident.opened_at, incident.closed_at or at)
        facts.update(_own_log(incident, read, _keeper(read, who, speaker), of_them))
    made = blocks(plan, facts, fixed.get((form, whose), {}))
    last = _issues(incident, form, whose).last()
    return Brief(
        form=form,
        title=plan.title,
        use=plan.use,
        blocks=made,
        issue=0,
        made_at=at,
        upto=read.log[-1].sequence if read.log else 0,
        about=whose,
        changed=last is None or _texts(made) != _texts(_kept(incident, plan, last)),
        last_issue=last.number if last else 0,
        last_issued_at=last.at if last else None,
    )


def keepers(incident: Incident) -> list[tuple[UUID, str]]:
    """Return who has an entry in the log of an incident, so that they have a log of their own."""
    acted = {entry.actor for entry in read_log(incident).log}
    found = (person_by_pseudonym(one) for one in sorted(acted))
    people = [(one.id, one.name) for one in found if one is not None and one.kind == "person"]
    return sorted(people, key=lambda one: (one[1], str(one[0])))


def _keeper(read: Read, who: UUID, speaker: Actor | None) -> Person:
    """Return whose log it is: the reader, or somebody who acted in the incident."""
    found = person(who)
    own = speaker is not None and speaker.id == who
    if not own and str(found.pseudonym) not in {entry.actor for entry in read.log}:
        raise BriefUnknown(form=OF_A_PERSON)
    return found


def with_members(
    incident: Incident, facts: dict[str, tuple[Said, ...]], reader: Actor | None
) -> dict[str, tuple[Said, ...]]:
    """Return the facts of an incident with those of the incidents joined to it.

    Only what `reader` may open is read, and each line names the incident it is from.
    """
    together = dict(facts)
    for one in members_known(incident, actor=reader) if reader else []:
        if not one.content:
            continue
        theirs = facts_of(one.incident, read_log(one.incident))
        for name in OF_ALL:
            have = {line.text for line in together.get(name, ())}
            more = tuple(
                Said(_of_member(name, line.text, one.incident.number))
                for line in theirs.get(name, ())
                if line.text not in have and not line.text.endswith(SAYS_NOTHING)
            )
            if more:
                together[name] = (*_said(together.get(name, ())), *more)
    return together


def _of_member(name: str, text: str, number: str) -> str:
    """Return a line of a joined incident; a place begins with its number, and is no other's."""
    return f"{number}: {text}" if name == "location" else f"{text} ({number})"


def _said(lines: tuple[Said, ...]) -> tuple[Said, ...]:
    """Return lines without the one that says that nobody was called."""
    return tuple(one for one in lines if one.text != NOBODY_CALLED)


def issued(incident: Incident, form: str, number: int, *, about: str = "") -> Brief:
    """Return one issue as it was, from the log.

    Raises:
        BriefUnknown: no form has this name, it has no such issue, or its words were erased.
    """
    plan = form_named(form)
    row = _issues(incident, form, about).filter(number=number).first()
    made = _kept(incident, plan, row) if row else ()
    if row is None or not made:
        raise BriefUnknown(form=form, number=str(number))
    return Brief(
        form=form,
        title=plan.title,
        use=plan.use,
        blocks=made,
        issue=row.number,
        made_at=row.at,
        upto=row.sequence,
        about=about,
        last_issue=row.number,
        last_issued_at=row.at,
    )


def issues(incident: Incident) -> list[IssueView]:
    """Return every issue of every form, the newest first."""
    rows = list(BriefIssue.objects.filter(incident=incident).order_by("-at", "form", "id"))
    known = names({row.by for row in rows} | {UUID(row.about) for row in rows if row.about})
    return [
        IssueView(
            form=row.form,
            title=FORMS[row.form].title,
            number=row.number,
            about=row.about,
            about_name=known.get(UUID(row.about), "") if row.about else "",
            at=row.at,
            by=known.get(row.by, ""),
        )
        for row in rows
    ]


def corrections(read: Read) -> dict[tuple[str, str], dict[str, Correction]]:
    """Return the corrections that stand, by form and person, then by block."""
    known = names_by_pseudonym({entry.actor for entry, _ in read.of(BriefCorrected)})
    found: dict[tuple[str, str], dict[str, Correction]] = {}
    for entry, event in read.of(BriefCorrected):
        made = Correction(event.text, entry.sequence, known.get(entry.actor, "somebody"))
        found.setdefault((event.form, event.about), {})[event.block] = made
    return found


def _issues(incident: Incident, form: str, about: str) -> QuerySet[BriefIssue]:
    rows = BriefIssue.objects.filter(incident=incident, form=form, about=about)
    return rows.order_by("number", "id")


def _kept(incident: Incident, plan: Form, row: BriefIssue) -> tuple[Block, ...]:
    """Return the blocks of an issue from its entry; none where they were erased."""
    found = entries(incident.stream_id, after=row.sequence - 1, kinds=[BriefIssued.kind], limit=1)
    event = found[0].event if found else None
    return read_again(plan, event.blocks) if isinstance(event, BriefIssued) else ()


def _texts(made: tuple[Block, ...]) -> list[str]:
    return [one.text for one in made if one.id not in {"prepared", "period"}]


def _prepared(incident: Incident, speaker: Actor | None, at: datetime) -> tuple[Said, ...]:
    if speaker is None:
        return ()
    held = [one.title for one in posts(incident) if one.person_id == speaker.id]
    position = ", ".join(held) or "no post"
    return (Said(f"{speaker.name}, {position}, {moment_in(at, incident.site.zone, day=True)}."),)


def _own_log(
    incident: Incident, read: Read, who: Person, period: Period
) -> dict[str, tuple[Said, ...]]:
    """Return what ICS 214 holds of one person in one period."""
    zone = incident.site.zone
    held = [one for one in posts(incident) if one.person_id == who.id]
    position = [f"{one.title}{f' ({one.alike[0]})' if one.alike else ''}" for one in held]
    done = [
        one
        for one in read.log
        if one.actor == str(who.pseudonym)
        and notable(one)
        and period.since <= one.at <= period.until
    ]
    start, end = moment_in(period.since, zone, day=True), moment_in(period.until, zone, day=True)
    return {
        "period": (Said(f"From {start} to {end}."),),
        "person": (Said(who.name),),
        "position": tuple(Said(f"{one}.") for one in position),
        "unit": (Said(f"{incident.site.name}."),),
        "activity": timed(done, zone, {}),
    }
