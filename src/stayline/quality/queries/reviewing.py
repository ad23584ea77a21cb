"""What is read of reviewing: the queue, the cards, the judgement."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from stayline.ledger.actions import unseal
from stayline.ledger.errors import ContentErased
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import form_by_digest, form_in_force, newest_version
from stayline.people.queries.rota import moment
from stayline.quality.errors import ReviewNotFound
from stayline.quality.models import Review, ReviewQueue, SampleDraw
from stayline_core.scorecard import MUST_NOT, Scorecard
from stayline_core.scoring import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.incidents.models import Incident

DUE_WITHIN: Final = timedelta(days=7)
"""A contact is reviewed within this time after it was over (S2-41)."""

CRISIS: Final = "scorecard_crisis"
IRATE: Final = "scorecard_irate"
EVERYDAY: Final = "scorecard_everyday"

ANGER: Final = frozenset({"abusive_language", "supervisor_demand"})
"""Incidents that owe a call record and no report: they are judged by the card for anger."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a reviewer wrote: by field its value, and in which save it was changed last."""

    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    saves: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def to_bytes(self) -> bytes:
        """Return it as the bytes that are sealed."""
        plain = {"answers": dict(self.answers), "saves": dict(self.saves)}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> Body:
        """Read what `to_bytes` wrote."""
        kept: dict[str, Any] = json.loads(plain)
        return cls(answers=kept["answers"], saves=kept["saves"])


def reviews() -> QuerySet[Review]:
    """Return the reviews with what every page of them needs."""
    return Review.objects.select_related(
        "site", "subject", "reviewer", "contact", "incident", "incident__contact", "round"
    )


def review(review_id: UUID) -> Review:
    """Return the review of this id.

    Raises:
        ReviewNotFound: none has it.
    """
    found = reviews().filter(id=review_id).first()
    if found is None:
        raise ReviewNotFound(review=str(review_id))
    return found


def finished_reviews(
    *,
    person_id: UUID | None = None,
    site_id: UUID | None = None,
    since: datetime | None = None,
    exercise: bool = False,
) -> list[Review]:
    """Return the finished reviews of a person's contacts, or of a site's, the newest first.

    Those of calibration rounds are left out: they measure the reviewers, and judge nobody.
    Exercises and live contacts are never listed together.
    """
    rows = reviews().filter(finished_at__isnull=False, round=None, exercise=exercise)
    if person_id is not None:
        rows = rows.filter(subject_id=person_id)
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if since is not None:
        rows = rows.filter(finished_at__gte=since)
    return list(rows.order_by("-finished_at", "id"))


def judged(row: Review) -> Mapping[str, Verdict]:
    """Return how each item was judged in a finished review, by the item's id.

    What must not happen is in it too: `not_met` says that it happened, `met` that it did not.
    Empty for a review that is not finished, or was erased.
    """
    if row.finished_at is None:
        return MappingProxyType({})
    answers = body_of(row).answers
    said = {name: Verdict(value) for name, value in answers.items() if value in _MARKS}
    happened = {name: _HAPPENED.get(answers.get(name, "")) for name in MUST_NOT}
    return MappingProxyType(said | {name: one for name, one in happened.items() if one})


_MARKS: Final = frozenset(verdict.value for verdict in Verdict)
_HAPPENED: Final = {"yes": Verdict.NOT_MET, "no": Verdict.MET}


def words_of(row: Review) -> Mapping[str, str]:
    """Return the reviewer's words by field: `went_well`, `next_time`; empty when they went."""
    answers = body_of(row).answers
    names = [one.name for one in card_of(row).words]
    return MappingProxyType({name: answers[name] for name in names if answers.get(name)})


def subject_of(review_id: UUID) -> str:
    """Return the data subject under whose key the judgement of one review is sealed."""
    return f"review:{review_id}"


def body_of(row: Review) -> Body:
    """Return what the reviewer wrote so far; empty when nothing, or when it was erased."""
    sealed = bytes(row.body)
    if not sealed:
        return Body()
    queue = ReviewQueue.objects.get(site_id=row.site_id)
    try:
        return Body.from_bytes(unseal(queue.stream_id, subject_of(row.id), sealed))
    except ContentErased:
        return Body()


def card_of(row: Review) -> Scorecard:
    """Return the scorecard by which a review is done: the version of when it was taken.

    Raises:
        DocumentNotFound: nobody took it yet, and no version was ever loaded.
    """
    if not row.card_digest:
        return current_card(row.card_id)
    return Scorecard.of(form_by_digest(row.card_digest))


def current_card(card_id: str) -> Scorecard:
    """Return the scorecard in force, or the newest that is loaded when none is.

    Raises:
        DocumentNotFound: no version of it was ever loaded.
    """
    try:
        return Scorecard.of(form_in_force(card_id)[1])
    except DocumentNotFound:
        version = newest_version("form", card_id)
        if version is None:
            raise
        return Scorecard.of(form_by_digest(version.digest))


def card_for(incident: Incident | None) -> str:
    """Return the id of the card that fits: crisis, anger with no threat, or everyday."""
    if incident is None:
        return EVERYDAY
    return IRATE if incident.kind in ANGER else CRISIS


def monday_of(at: datetime, zone: str) -> date:
    """Return the Monday of the week in which a moment lies, in a site's own time."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())


def week_begins(monday: date, zone: str) -> datetime:
    """Return the moment in which a week begins at a site."""
    return moment(monday, time(), zone)


def draws(site_id: UUID, *, week: date) -> SampleDraw | None:
    """Return how the sample of one week of a site was drawn, if it was."""
    return SampleDraw.objects.filter(site_id=site_id, week=week).first()


def queue_of(site_id: UUID) -> ReviewQueue | None:
    """Return the queue of a site; None before the first contact was looked at."""
    return ReviewQueue.objects.filter(site_id=site_id).first()


def overdue_due(*, at: datetime, limit: int) -> Sequence[UUID]:
    """Return the reviews whose seven days are over and of which nobody was told yet."""
    rows = Review.objects.filter(tell_at__lte=at).order_by("tell_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_overdue() -> datetime | None:
    """Return when the next review will be overdue."""
    rows = Review.objects.filter(tell_at__isnull=False).order_by("tell_at")
    return rows.values_list("tell_at", flat=True).first()
