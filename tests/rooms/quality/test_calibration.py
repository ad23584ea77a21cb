"""Calibration: blind to each other, ended when all have judged, measured by a known method."""

from __future__ import annotations

from uuid import UUID

import pytest

from stayline.platform.actors import Actor
from stayline.privacy.policies import may_see_incident
from stayline.quality.actions import (
    ask_review,
    claim_review,
    close_round,
    finish_review,
    open_round,
    release_review,
)
from stayline.quality.errors import (
    NotForReviewers,
    ReviewNotYours,
    RoundClosed,
    RoundInvalid,
    RoundNotFound,
)
from stayline.quality.models import CalibrationRound, Review
from stayline.quality.queries.calibration import alpha_of, calibration_page, round_page
from stayline.quality.queries.review_pages import review_page
from stayline.quality.queries.reviewing import finished_reviews
from stayline_core.agreement import Rating, Standing
from tests.cast import Cast, later
from tests.rooms.quality.reviewers import crisis, escalated, good, over, reviewer

pytestmark = pytest.mark.django_db

PUBLISHED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
"""Krippendorff's own example (2011): four observers, twelve units, ordinal alpha 0.815."""


def test_alpha_is_that_of_the_published_example() -> None:
    ratings = [
        Rating(who, str(unit), int(mark))
        for who, row in PUBLISHED.items()
        for unit, mark in enumerate(row.split())
        if mark != "."
    ]
    assert alpha_of(ratings) == pytest.approx(0.815, abs=0.0005)
    assert alpha_of([Rating("A", "1", 2), Rating("B", "1", 2)]) is None  # no variation
    assert alpha_of([Rating("A", "1", 2), Rating("A", "2", 1)]) is None  # nothing twice


def finish(review_id: UUID, who: Actor, seconds: float, **other: str) -> None:
    row = Review.objects.get(id=review_id)
    answers = good(row.id, **other)
    finish_review(review_id=row.id, answers=answers, expected=0, actor=who, at=later(seconds))


def test_a_round_shows_nobody_the_others_before_it_ends(cast: Cast, playbook: None) -> None:
    ida, rae, mo = reviewer(cast, "Ida"), reviewer(cast, "Rae"), cast.mo
    incident = crisis(cast)
    about = escalated(cast, incident)
    for who, people in ((ida, [ida.id, rae.id]), (cast.cy, [ida.id, rae.id])):
        with pytest.raises(NotForReviewers):
            open_round(review_id=about.id, reviewer_ids=people, actor=who, at=later(800))
    for people in ([ida.id], [ida.id, ida.id], [ida.id, cast.ann.id], [ida.id, cast.cy.id]):
        with pytest.raises(RoundInvalid):
            open_round(review_id=about.id, reviewer_ids=people, actor=mo, at=later(800))
    made = open_round(review_id=about.id, reviewer_ids=[ida.id, rae.id], actor=mo, at=later(800))
    its = CalibrationRound.objects.get(id=made)
    own = {one.reviewer_id: one for one in its.reviews.all()}
    assert may_see_incident(ida, incident.id)
    assert may_see_incident(rae, incident.id)
    with pytest.raises(ReviewNotYours):
        release_review(review_id=own[ida.id].id, actor=ida, at=later(801))

    finish(own[ida.id].id, ida, 810, next_time="Stay with the silence.", stayed="not_met")
    assert not review_page(own[ida.id].id, actor=rae, at=later(811)).readable
    before = round_page(made, actor=rae)
    assert (before.closed, before.agreement, before.items) == (False, None, ())
    mine = review_page(own[rae.id].id, actor=rae, at=later(812))
    assert {one.machine for _, found in mine.sections for one in found} == {""}  # blind to the log

    finish(own[rae.id].id, rae, 820)
    after = round_page(made, actor=ida)
    assert after.closed
    assert [one.field.name for one in after.items if one.differs] == ["stayed"]
    assert after.agreement is not None
    assert (after.agreement.units, after.agreement.reviewers) == (14, 2)
    assert after.agreement.standing is Standing.FEW
    assert review_page(own[ida.id].id, actor=rae, at=later(821)).readable
    with pytest.raises(RoundClosed):
        close_round(round_id=made, actor=mo, at=later(822))
    assert finished_reviews(site_id=cast.site.id, exercise=True) == []  # it judges nobody
    assert calibration_page(cast.site.id, actor=ida, at=later(823)).agreement.units == 14


def test_a_round_is_ended_as_it_stands_by_who_leads_reviews(cast: Cast, playbook: None) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    about = escalated(cast, crisis(cast))
    everyday = ask_review(contact_id=over(cast).id, actor=cast.mo, at=later(798))
    people = [ida.id, rae.id]
    plain = open_round(review_id=everyday, reviewer_ids=people, actor=cast.mo, at=later(798))
    assert round_page(plain, actor=ida).row.number == ""
    claim_review(review_id=about.id, actor=ida, at=later(799))
    with pytest.raises(RoundInvalid, match="need a change"):
        open_round(review_id=about.id, reviewer_ids=people, actor=cast.mo, at=later(800))
    made = open_round(
        review_id=about.id, reviewer_ids=[rae.id, cast.bea.id], actor=cast.mo, at=later(800)
    )
    with pytest.raises(NotForReviewers):
        close_round(round_id=made, actor=rae, at=later(801))
    close_round(round_id=made, actor=cast.mo, at=later(802))
    shown = round_page(made, actor=rae)
    assert shown.agreement is not None
    assert shown.agreement.standing is Standing.NONE
    assert round_page(made, actor=ida).agreement is None  # ida took no part, and leads nothing
    with pytest.raises(NotForReviewers):
        round_page(made, actor=cast.ann)
    with pytest.raises(NotForReviewers):
        calibration_page(cast.site.id, actor=cast.cy, at=later(803))
    with pytest.raises(RoundNotFound):
        round_page(about.id, actor=rae)
