"""How far reviewers agree: Krippendorff's alpha over the items of calibration rounds.

Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability". The three marks are in an
order (not met, partly, met), so the ordinal difference is used; "not applicable" is no value on
that scale, and counts as missing. The computing is nltk's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.library.queries import form_by_digest
from stayline.people.queries import site as site_of
from stayline.privacy.policies import may_see_incident
from stayline.privacy.queries import closed_to
from stayline.quality.errors import NotForReviewers, RoundNotFound
from stayline.quality.models import CalibrationRound
from stayline.quality.policies.reviewing import kept_out, leads_reviews, reviews_at
from stayline.quality.queries.review_pages import reviewers_at
from stayline.quality.queries.reviewing import Body, body_of, reviews
from stayline_core.agreement import Rating, ordinal_distance, pairable, standing
from stayline_core.scorecard import Scorecard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline.quality.models import Review
    from stayline_core.agreement import Standing
    from stayline_core.forms import Field

SHOWN: Final = 30
"""So many of the newest rounds are listed, and count for the site's agreement."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree, over how much. `alpha` is None where it cannot be computed.

    `units` counts items that at least two reviewers judged, `ratings` their judgements.
    """

    alpha: float | None
    units: int
    ratings: int
    reviewers: int
    standing: Standing

    @property
    def shown(self) -> str:
        """Alpha with two digits, or nothing."""
        return "" if self.alpha is None else f"{self.alpha:.2f}"


@dataclass(frozen=True, slots=True)
class ItemSpread:
    """How one item was judged: by which reviewer how, and whether they differ."""

    field: Field
    marks: tuple[tuple[str, str], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in the list."""

    id: UUID
    number: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    finished: int
    reviewers: int
    mine: UUID | None
    mine_finished: bool


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """The rounds of a site, and how far its reviewers agree over those that are closed."""

    site: Site
    zone: str
    rounds: tuple[RoundRow, ...]
    agreement: Agreement
    may_lead: bool
    reviewers: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round: who judges, and, once it is closed, what each judged and how far they agree."""

    row: RoundRow
    zone: str
    closed: bool
    may_close: bool
    names: tuple[tuple[str, bool], ...]
    agreement: Agreement | None
    items: tuple[ItemSpread, ...]


def calibration_page(site_id: UUID, *, actor: Actor, at: datetime) -> CalibrationPage:
    """Return the calibration rounds of a site.

    Raises:
        NotForReviewers: `actor` does not review at this site.
    """
    if not reviews_at(actor, site_id):
        raise NotForReviewers
    site = site_of(site_id)
    rows = CalibrationRound.objects.filter(site_id=site_id).select_related("incident")
    rows = rows.exclude(incident_id__in=closed_to(actor.id)).order_by("-opened_at", "id")
    rounds = list(rows[:SHOWN])
    leads = leads_reviews(actor, site_id)
    return CalibrationPage(
        site=site,
        zone=site.zone,
        rounds=tuple(_row(one, actor) for one in rounds),
        agreement=agreement_of([one for one in rounds if one.closed_at is not None]),
        may_lead=leads,
        reviewers=reviewers_at(site_id, at=at) if leads else (),
    )


def round_page(round_id: UUID, *, actor: Actor) -> RoundPage:
    """Return one round; each other's judgement only when it is closed.

    Then its reviewers see it, and whoever leads reviews and handles the incident.

    Raises:
        RoundNotFound: none has this id, or `actor` is implicated.
        NotForReviewers: `actor` does not review at this site.
    """
    found = calibration_round(round_id)
    if kept_out(actor, found.incident_id):
        raise RoundNotFound(round=str(round_id))
    if not reviews_at(actor, found.site_id):
        raise NotForReviewers
    own = list(reviews().filter(round=found).order_by("reviewer__name", "id"))
    took_part = any(one.reviewer_id == actor.id for one in own)
    listed = found.incident_id is None or may_see_incident(actor, found.incident_id)
    leads = leads_reviews(actor, found.site_id)
    closed = found.closed_at is not None
    readable = closed and (took_part or (leads and listed))
    return RoundPage(
        row=_row(found, actor),
        zone=found.site.zone,
        closed=closed,
        may_close=leads and not closed,
        names=tuple((_name(one), one.finished_at is not None) for one in own),
        agreement=agreement_of([found]) if readable else None,
        items=_spread(found, own) if readable else (),
    )


def calibration_round(round_id: UUID) -> CalibrationRound:
    """Return the round of this id.

    Raises:
        RoundNotFound: none has it.
    """
    rows = CalibrationRound.objects.select_related("site", "incident", "contact")
    found = rows.filter(id=round_id).first()
    if found is None:
        raise RoundNotFound(round=str(round_id))
    return found


def agreement_of(rounds: Sequence[CalibrationRound]) -> Agreement:
    """Return how far the reviewers of these rounds agree, item by item.

    A unit is one item of one contact. Reviews that were not finished count for nothing.
    """
    ratings = [
        rating
        for one in reviews().filter(round__in=rounds, finished_at__isnull=False)
        for rating in _ratings(one)
    ]
    counted = pairable(ratings)
    alpha, units = alpha_of(counted), len({one.unit for one in counted})
    return Agreement(
        alpha=alpha,
        units=units,
        ratings=len(counted),
        reviewers=len({one.reviewer for one in counted}),
        standing=standing(alpha, units=units),
    )


def alpha_of(ratings: Iterable[Rating]) -> float | None:
    """Return Krippendorff's alpha with the ordinal difference; None where it is not defined.

    It is not where nothing was judged twice, and where everybody gave everything the same
    mark: then there is no variation that they could have agreed or disagreed about.
    """
    counted = pairable(ratings)
    values = Counter(one.value for one in counted)
    if len(values) <= 1:
        return None
    # Imported here: it takes a second, and only this page needs it.
    from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]  # noqa: PLC0415  # no types; slow

    triples = [(one.reviewer, one.unit, one.value) for one in counted]
    return float(AnnotationTask(triples, distance=ordinal_distance(values)).alpha())


def _ratings(row: Review) -> list[Rating]:
    card = Scorecard.of(form_by_digest(row.card_digest))
    answers = body_of(row).answers
    given = [(one.name, _ORDER.get(answers.get(one.name, ""))) for one in card.items]
    return [
        Rating(reviewer=str(row.reviewer_id), unit=f"{row.round_id}/{name}", value=value)
        for name, value in given
        if value is not None
    ]


_ORDER: Final = {"not_met": 0, "partly": 1, "met": 2}


def _spread(found: CalibrationRound, own: Sequence[Review]) -> tuple[ItemSpread, ...]:
    card = Scorecard.of(form_by_digest(found.card_digest))
    finished = [(_name(one), body_of(one)) for one in own if one.finished_at is not None]
    return tuple(_item(field, finished) for field in (*card.must_not, *card.items))


def _item(field: Field, finished: Sequence[tuple[str, Body]]) -> ItemSpread:
    marks = tuple(
        (name, field.label_of(body.answers.get(field.name, ""))) for name, body in finished
    )
    return ItemSpread(field, marks, len({mark for _, mark in marks}) > 1)


def _row(one: CalibrationRound, actor: Actor) -> RoundRow:
    own = one.reviews.filter(reviewer_id=actor.id).first()
    return RoundRow(
        id=one.id,
        number=one.incident.number if one.incident else "",
        opened_at=one.opened_at,
        due_at=one.due_at,
        closed_at=one.closed_at,
        finished=one.reviews.filter(finished_at__isnull=False).count(),
        reviewers=one.reviews.count(),
        mine=own.id if own else None,
        mine_finished=own is not None and own.finished_at is not None,
    )


def _name(row: Review) -> str:
    return row.reviewer.name if row.reviewer else ""
