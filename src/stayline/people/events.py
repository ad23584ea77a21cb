"""What the log says about people: their access, and machines' tokens."""

from __future__ import annotations

from typing import ClassVar

from stayline.ledger.events import Event, register


def _told(changed: dict[str, list[str]]) -> str:
    """Return changes as a person reads them: what, from what, to what."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {was or 'nothing'} → {now or 'nothing'}"
        for name, (was, now) in sorted(changed.items())
    )


@register
class PersonAdded(Event):
    """Somebody was given an account and roles."""

    kind: ClassVar[str] = "people.person.added"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    sentence: ClassVar[str] = "{name} was added as {roles}."

    person: str
    name: str
    roles: list[str]

    def describe(self) -> str:
        """Return the entry as a sentence, with the roles in words."""
        roles = ", ".join(one.replace("_", " ") for one in self.roles)
        return f"{self.name} was added as {roles}."


@register
class TokenIssued(Event):
    """A machine was given a way in. The token itself is never logged."""

    kind: ClassVar[str] = "people.token.issued"
    sentence: ClassVar[str] = "A token for {source} was issued with {scopes}."

    token: str
    source: str
    scopes: list[str]


@register
class TokenRevoked(Event):
    """A machine's way in was closed."""

    kind: ClassVar[str] = "people.token.revoked"
    sentence: ClassVar[str] = "The token for {source} was revoked."

    token: str
    source: str


@register
class AvailabilityChanged(Event):
    """Somebody said what they are doing now: free, on a break, away, or done for the day."""

    kind: ClassVar[str] = "people.availability.changed"
    sentence: ClassVar[str] = "Was {was}, and is {now} from now on."

    person: str
    was: str
    now: str


@register
class ContactPointAdded(Event):
    """A way was given in which pages reach somebody. The log keeps the end of the address."""

    kind: ClassVar[str] = "people.point.added"
    personal: ClassVar[frozenset[str]] = frozenset({"hint"})
    sentence: ClassVar[str] = "Pages reach this person by {channel}: {hint}."

    person: str
    point: str
    channel: str
    hint: str


@register
class ContactPointRemoved(Event):
    """A way in which pages reached somebody was taken away."""

    kind: ClassVar[str] = "people.point.removed"
    personal: ClassVar[frozenset[str]] = frozenset({"hint"})
    sentence: ClassVar[str] = "Pages no longer reach this person by {channel}: {hint}."

    person: str
    point: str
    channel: str
    hint: str


@register
class ConflictNoted(Event):
    """Two people are not rung for each other from here on; why is not asked (X-6)."""

    kind: ClassVar[str] = "people.conflict.noted"
    personal: ClassVar[frozenset[str]] = frozenset({"other"})
    sentence: ClassVar[str] = "A conflict of interest with a colleague was noted."

    person: str
    other: str
    conflict: str


@register
class ConflictEnded(Event):
    """Two people may be rung for each other again."""

    kind: ClassVar[str] = "people.conflict.ended"
    personal: ClassVar[frozenset[str]] = frozenset({"other"})
    sentence: ClassVar[str] = "A conflict of interest with a colleague was ended."

    person: str
    other: str
    conflict: str


@register
class PersonChanged(Event):
    """Something of a person was changed; each part with what stood before and what stands now."""

    kind: ClassVar[str] = "people.person.changed"
    personal: ClassVar[frozenset[str]] = frozenset({"changed"})
    sentence: ClassVar[str] = "Changed: {changed}."

    person: str
    changed: dict[str, list[str]]

    def describe(self) -> str:
        """Return the entry as a sentence: what, from what, to what."""
        return f"Changed: {_told(self.changed)}."


@register
class PasswordGiven(Event):
    """Somebody else gave this person a new password; every session of theirs ended."""

    kind: ClassVar[str] = "people.password.given"
    sentence: ClassVar[str] = "A new password was given to them; {sessions} sessions ended."

    person: str
    sessions: int


@register
class PasswordChosen(Event):
    """Somebody chose their own password."""

    kind: ClassVar[str] = "people.password.chosen"
    sentence: ClassVar[str] = "They chose a password of their own."

    person: str


@register
class PersonLeft(Event):
    """Somebody left the organisation: they sign in no more and are rung no more."""

    kind: ClassVar[str] = "people.person.left"
    sentence: ClassVar[str] = (
        "Left the organisation. {sessions} sessions ended, {shifts} shifts were cancelled."
    )

    person: str
    sessions: int
    shifts: int


@register
class PersonTakenBack(Event):
    """Somebody who had left works here again."""

    kind: ClassVar[str] = "people.person.taken_back"
    sentence: ClassVar[str] = "Works here again."

    person: str


@register
class LeaveGranted(Event):
    """Somebody is on leave from then until then; why is nobody's business here."""

    kind: ClassVar[str] = "people.leave.granted"
    sentence: ClassVar[str] = "On leave from {starts_at} until {ends_at}."

    person: str
    leave: str
    starts_at: str
    ends_at: str


@register
class LeaveEnded(Event):
    """Leave ended: in the middle of a shift the person is on duty and free again by itself."""

    kind: ClassVar[str] = "people.leave.ended"
    sentence: ClassVar[str] = "Their leave ended, and they are {now} from now on."

    person: str
    leave: str
    now: str


@register
class LeaveBegan(Event):
    """Leave began: what the person owed was passed on."""

    kind: ClassVar[str] = "people.leave.began"
    sentence: ClassVar[str] = "Their leave began."

    person: str
    leave: str


@register
class LeaveCancelled(Event):
    """Leave was cancelled, or ended early."""

    kind: ClassVar[str] = "people.leave.cancelled"
    sentence: ClassVar[str] = "Their leave from {starts_at} until {ends_at} was cancelled."

    person: str
    leave: str
    starts_at: str
    ends_at: str


@register
class SkillRecorded(Event):
    """A skill of somebody was recorded, or its evidence or last day changed."""

    kind: ClassVar[str] = "people.skill.recorded"
    personal: ClassVar[frozenset[str]] = frozenset({"changed"})
    sentence: ClassVar[str] = "Skill {skill}: {changed}."

    person: str
    skill: str
    changed: dict[str, list[str]]

    def describe(self) -> str:
        """Return the entry as a sentence: what, from what, to what."""
        told = _told(self.changed)
        return f"Skill {self.skill} recorded{': ' + told if told else ''}."


@register
class SkillWithdrawn(Event):
    """A skill of somebody no longer stands; ladders that ask for it do not ring them."""

    kind: ClassVar[str] = "people.skill.withdrawn"
    personal: ClassVar[frozenset[str]] = frozenset({"evidence"})
    sentence: ClassVar[str] = "Skill {skill} was withdrawn."

    person: str
    skill: str
    evidence: str
    valid_until: str


@register
class SiteAdded(Event):
    """A site was opened."""

    kind: ClassVar[str] = "people.site.added"
    sentence: ClassVar[str] = "The site {name} was opened."

    site: str
    slug: str
    name: str
    exercise: bool
    with_fields: dict[str, str]


@register
class SiteChanged(Event):
    """Something of a site was changed; each part with what stood before and what stands now."""

    kind: ClassVar[str] = "people.site.changed"
    sentence: ClassVar[str] = "The site {name} was changed: {changed}."

    site: str
    name: str
    changed: dict[str, list[str]]

    def describe(self) -> str:
        """Return the entry as a sentence: what, from what, to what."""
        return f"The site {self.name} was changed: {_told(self.changed)}."


@register
class SiteClosed(Event):
    """A site was closed: nobody works there, nothing arrives there."""

    kind: ClassVar[str] = "people.site.closed"
    sentence: ClassVar[str] = "The site {name} was closed."

    site: str
    name: str


@register
class SiteReopened(Event):
    """A site that was closed is open again."""

    kind: ClassVar[str] = "people.site.reopened"
    sentence: ClassVar[str] = "The site {name} was opened again."

    site: str
    name: str


@register
class PeopleTakenIn(Event):
    """A list of people was taken in. What it did to each stands in that person's own record."""

    kind: ClassVar[str] = "people.list.taken_in"
    sentence: ClassVar[str] = "A list of people was taken in: {added} added, {changed} changed."

    intake: str
    digest: str
    added: int
    changed: int


@register
class PeopleListUndone(Event):
    """A list that was taken in was undone; what was changed since stays as it is."""

    kind: ClassVar[str] = "people.list.undone"
    sentence: ClassVar[str] = (
        "A list of people was undone: {left} left, {restored} restored, {kept} kept."
    )

    intake: str
    left: int
    restored: int
    kept: int


@register
class ShiftAdded(Event):
    """Somebody was put on duty, or on call, from then until then."""

    kind: ClassVar[str] = "people.shift.added"
    sentence: ClassVar[str] = "A shift {duty}: {starts_at} to {ends_at}."

    person: str
    shift: str
    duty: str
    starts_at: str
    ends_at: str


@register
class ShiftCancelled(Event):
    """A shift was taken off the rota; one that ran ended with it."""

    kind: ClassVar[str] = "people.shift.cancelled"
    sentence: ClassVar[str] = "The shift {duty} from {starts_at} to {ends_at} was cancelled."

    person: str
    shift: str
    duty: str
    starts_at: str
    ends_at: str


@register
class ShiftBegan(Event):
    """A shift on duty began by the rota: its person is rung from then on."""

    kind: ClassVar[str] = "people.shift.began"
    sentence: ClassVar[str] = "Their shift began, which ends at {ends_at}."

    person: str
    shift: str
    ends_at: str


@register
class ShiftEnded(Event):
    """A shift on duty ended by the rota; whoever is in a contact finishes it."""

    kind: ClassVar[str] = "people.shift.ended"
    sentence: ClassVar[str] = "Their shift ended."

    person: str
    shift: str


@register
class PatternAdded(Event):
    """A shift that comes every week was put on the rota, in the site's own time."""

    kind: ClassVar[str] = "people.pattern.added"
    sentence: ClassVar[str] = "Every week {duty}, {weekdays}, {starts} to {ends}, from {from_day}."

    person: str
    pattern: str
    duty: str
    weekdays: str
    starts: str
    ends: str
    from_day: str
    until_day: str


@register
class PatternRemoved(Event):
    """A weekly shift was taken off the rota, and what was written ahead from it."""

    kind: ClassVar[str] = "people.pattern.removed"
    sentence: ClassVar[str] = "The weekly shift {starts} to {ends} ended; {shifts} were cancelled."

    person: str
    pattern: str
    starts: str
    ends: str
    shifts: int


@register
class CalendarAdded(Event):
    """A rota kept elsewhere is read from here on. Its address is not logged: it may open it."""

    kind: ClassVar[str] = "people.calendar.added"
    sentence: ClassVar[str] = "The calendar {name} gives shifts {duty} to {site}."

    calendar: str
    name: str
    site: str
    duty: str
    by: str


@register
class CalendarRead(Event):
    """A calendar was read and changed the rota; entries that name nobody known are counted."""

    kind: ClassVar[str] = "people.calendar.read"
    sentence: ClassVar[str] = (
        "The calendar {name} was read: {added} shifts added, {changed} changed, {cancelled} "
        "cancelled, {faults} entries passed over."
    )

    calendar: str
    name: str
    added: int
    changed: int
    cancelled: int
    faults: int


@register
class CalendarFailed(Event):
    """A calendar could not be read; the shifts that it gave before stand."""

    kind: ClassVar[str] = "people.calendar.failed"
    sentence: ClassVar[str] = "The calendar {name} could not be read: {fault}"

    calendar: str
    name: str
    fault: str


@register
class CalendarRemoved(Event):
    """A calendar is read no more, and its shifts to come were cancelled."""

    kind: ClassVar[str] = "people.calendar.removed"
    sentence: ClassVar[str] = "The calendar {name} was removed; {shifts} shifts were cancelled."

    calendar: str
    name: str
    shifts: int
