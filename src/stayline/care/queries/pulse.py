"""The anonymous pulse: what is asked of somebody now, and what of past rounds may be shown.

Nothing of an open round shows, not even how many took part: two looks at different times
would tell what came between them.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.care.models import PulseCount, PulseRound
from stayline.library.queries import form_by_digest
from stayline.people.models import Role, Site
from stayline.people.policies import RECEIVES
from stayline.platform.ports import keys
from stayline_core import pulse as rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline_core.forms import Field

FORM: Final = "pulse"

GROUPS: Final = {
    "contacts": "People who take contacts",
    "leaders": "Supervisors, leads and managers",
    "others": "Everybody else",
}
"""Who is counted together. Each person is of one group, by their role."""


@dataclass(frozen=True, slots=True)
class PulseNow:
    """What a person can still answer this month. `fields` are its questions."""

    id: UUID
    title: str
    description: str
    note: str
    minimum: int
    fields: tuple[Field, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class PulseRow:
    """How a group, or everybody, answered one question: for each answer a band, in words."""

    words: str
    bands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PulseQuestion:
    """One question of a closed round, with a row for whoever may be shown; none: too few."""

    label: str
    answers: tuple[str, ...]
    rows: tuple[PulseRow, ...]


@dataclass(frozen=True, slots=True)
class PulseResult:
    """A closed round as the people of the site may see it. `answered` is 0 when too few did."""

    month: date
    minimum: int
    answered: int
    questions: tuple[PulseQuestion, ...]


def pulse_for(actor: Actor, *, at: datetime) -> PulseNow | None:
    """Return the pulse that this person can answer now; None: none is open, or they did."""
    row = open_round(actor.site_id, at=at)
    if row is None or not row.form_digest:
        return None
    if row.marks.filter(mark=mark_of(row, actor.id)).exists():
        return None
    form = form_by_digest(row.form_digest)
    assert row.due_at is not None  # noqa: S101 - it is open
    return PulseNow(
        row.id,
        form.title,
        form.description,
        form.note,
        row.minimum,
        rules.asked(form),
        row.due_at,
    )


def open_round(site_id: UUID | None, *, at: datetime) -> PulseRound | None:
    """Return the round of a site that is open at this moment; who works at no site has none."""
    rows = PulseRound.objects.filter(closed_at=None, due_at__gt=at)
    return rows.filter(site_id=site_id).first() if site_id else None


def group_of(actor: Actor) -> str:
    """Return whom this person is counted with."""
    if not actor.roles.isdisjoint(RECEIVES):
        return "leaders"
    takes = {Role.AGENT.value, Role.LOBBY.value}
    return "contacts" if not actor.roles.isdisjoint(takes) else "others"


def mark_of(row: PulseRound, person_id: UUID) -> str:
    """Return the mark that says that somebody took part; nobody can make it without the secret."""
    secret = keys().unwrap(bytes(row.secret), secret_context(row.id))
    return hmac.new(secret, person_id.bytes, hashlib.sha256).hexdigest()


def secret_context(round_id: UUID) -> bytes:
    """Return what a round's secret is sealed to."""
    return b"care pulse:" + round_id.bytes


def pulse_results(site_id: UUID, *, limit: int = 6) -> list[PulseResult]:
    """Return what of the closed rounds of a site may be shown, the latest first."""
    rows = PulseRound.objects.filter(site_id=site_id, closed_at__isnull=False)
    rows = rows.exclude(form_digest="")
    return [_result(row) for row in rows.order_by("-month")[:limit]]


def due_rounds(*, at: datetime, limit: int) -> list[UUID]:
    """Return the ids of the rounds whose month is over."""
    rows = PulseRound.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_round_due() -> datetime | None:
    """Return when the next round closes, or None when none is open."""
    rows = PulseRound.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def sites_without_round() -> list[UUID]:
    """Return the ids of the sites that have no open round: a month must begin there."""
    have = PulseRound.objects.filter(closed_at=None).values("site_id")
    rows = Site.objects.filter(closed_at=None).exclude(id__in=have)
    return list(rows.values_list("id", flat=True))


def _result(row: PulseRound) -> PulseResult:
    counts = {
        (one.group, one.question, one.answer): one.count
        for one in PulseCount.objects.filter(round=row)
    }
    answered = {group: counts.get((group, "", ""), 0) for group in GROUPS}
    enough = rules.shown(answered, minimum=row.minimum).whole
    asked = rules.asked(form_by_digest(row.form_digest))
    return PulseResult(
        row.month,
        row.minimum,
        sum(answered.values()) if enough else 0,
        tuple(_question(field, counts, row.minimum) for field in asked) if enough else (),
    )


def _question(
    field: Field, counts: Mapping[tuple[str, str, str], int], minimum: int
) -> PulseQuestion:
    """Return a question with a row for everybody and each group that may be shown.

    Each question is judged by its own answers: any of them can be left out.
    """
    given = {
        group: {value: counts.get((group, field.name, value), 0) for value in field.values}
        for group in GROUPS
    }
    shown = rules.shown({one: sum(given[one].values()) for one in GROUPS}, minimum=minimum)
    whole = {value: sum(given[one][value] for one in GROUPS) for value in field.values}
    rows = [_row("Everybody", whole)] if shown.whole else []
    rows += [_row(GROUPS[one], given[one]) for one in GROUPS if one in shown.groups]
    return PulseQuestion(field.label, tuple(map(field.label_of, field.values)), tuple(rows))


def _row(words: str, given: Mapping[str, int]) -> PulseRow:
    whole = sum(given.values())
    return PulseRow(words, tuple(rules.band(count, whole) for count in given.values()))
