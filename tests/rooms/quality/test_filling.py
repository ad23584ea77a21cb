"""The weekly queue fills by itself, its sample can be proved, and what is overdue is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from stayline.command.actions import note_free_advice
from stayline.command.queries import flagged_advice
from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.outbox.models import Message
from stayline.people.actions import add_contact_point
from stayline.platform.actors import Actor
from stayline.quality.actions import (
    claim_review,
    finish_review,
    set_sample,
)
from stayline.quality.errors import (
    NotForReviewers,
    SampleInvalid,
)
from stayline.quality.models import Review, ReviewQueue, SampleDraw
from stayline.quality.queries.review_pages import review_page
from stayline.quality.queries.reviewing import (
    review,
)
from stayline.quality.workers import QueueDue, ReviewOverdueDue
from stayline_core.sampling import draw, seed_of
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.pages import mail_way
from tests.rooms.quality.reviewers import crisis, escalated, fill, good, kinds, over, reviewer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 16)
"""Of the week in which every test begins, at the first centre."""


@pytest.mark.covers("S2-41", "X-10")
def test_every_escalated_contact_comes_in_once_and_one_opened_in_error_always(
    cast: Cast, playbook: None
) -> None:
    incident, due = crisis(cast), QueueDue()
    drill = crisis(cast, agent=cast.al)
    Incident.objects.filter(id=drill.id).update(exercise=False)
    still = cast.contact(agent=cast.al, at=later(5))
    assert cast.site.id in due.due(later(700), 50)
    assert (due.next_due() or NOW) < NOW
    assert due.fire(cast.site.id, later(700))
    assert not due.fire(cast.site.id, later(701))  # somebody looked a moment ago
    assert due.next_due() == later(1300)
    (row,) = Review.objects.all()
    assert (row.incident, row.subject_id, row.why) == (incident, cast.ann.id, "escalated")
    assert (row.week, row.due_at) == (MONDAY, later(600) + 7 * DAY)
    assert (row.card_id, row.exercise) == ("scorecard_crisis", True)

    Incident.objects.filter(id=incident.id).update(opened_in_error_at=later(1400))
    assert due.due(later(1400), 50) == [cast.site.id]
    assert fill(cast, later(1400))
    (row,) = Review.objects.all()
    assert row.why == "opened_in_error"
    fill(cast, later(3000))
    assert Review.objects.count() == 1
    assert still.released_at is None
    assert kinds(cast) == ["quality.reviews.added", "quality.sample.drawn"]


@pytest.mark.covers("X-10")
def test_an_incident_that_was_reviewed_and_then_opened_in_error_is_reviewed_again(
    cast: Cast, playbook: None
) -> None:
    incident = crisis(cast)
    row = escalated(cast, incident)
    Review.objects.filter(id=row.id).update(finished_at=later(800))
    assert incident.contact is not None
    Contact.objects.filter(id=incident.contact.id).update(agent=None)
    Incident.objects.filter(id=incident.id).update(opened_in_error_at=later(2000), owner=None)
    fill(cast, later(2100))
    assert set(Review.objects.values_list("why", flat=True)) == {"escalated", "opened_in_error"}
    again = Review.objects.get(why="opened_in_error")
    assert again.subject_id is None  # nobody knows who took it: it is reviewed all the same
    taken = claim_review(review_id=again.id, actor=reviewer(cast, "Ida"), at=later(2200))
    assert taken.claimed_at == later(2200)


@pytest.mark.covers("S2-41")
def test_the_sample_is_drawn_once_a_week_leaves_nobody_out_and_can_be_drawn_again(
    cast: Cast, playbook: None
) -> None:
    fill(cast, NOW)  # before: an empty week, drawn too
    for number in range(8):
        over(cast, agent=cast.ann, at=NOW + timedelta(minutes=10 * number))
    over(cast, agent=cast.al, at=later(60))
    crisis(cast, agent=cast.al)
    practised = over(cast, agent=cast.al)
    Contact.objects.filter(id=practised.id).update(source=PRACTICE_ROOM)
    monday = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    fill(cast, monday)
    rows = Review.objects.filter(why="sample")
    assert set(rows.values_list("subject_id", flat=True)) == {cast.ann.id, cast.al.id}
    assert {(one.week, one.due_at, one.card_id) for one in rows} == {
        (date(2026, 11, 23), monday + 7 * DAY, "scorecard_everyday")
    }
    drawn = SampleDraw.objects.get(week=date(2026, 11, 23))
    assert (drawn.candidates, drawn.chosen, drawn.people) == (9, 2, 2)
    assert drawn.seed == seed_of(place=str(cast.site.id), week="2026-11-23")
    others = Contact.objects.filter(incidents=None).exclude(source=PRACTICE_ROOM)
    again = draw(
        drawn.seed, {str(one.id): str(one.agent_id) for one in others}, permille=20, each=1
    )
    assert set(again.chosen) == {str(one.contact_id) for one in rows}
    assert again.digest == drawn.candidates_digest

    fill(cast, monday + timedelta(hours=1))
    assert SampleDraw.objects.count() == 2
    fill(cast, monday + 21 * DAY)  # no watcher ran for weeks: each is drawn
    assert SampleDraw.objects.count() == 5
    assert Review.objects.filter(why="sample").count() == 2


def test_the_manager_of_the_site_decides_how_much_is_drawn(cast: Cast, playbook: None) -> None:
    def decide(actor: Actor, permille: int = 100, each: int = 2) -> None:
        set_sample(site_id=cast.site.id, permille=permille, each=each, actor=actor, at=NOW)

    for other in (cast.ann, cast.bo, cast.cy):
        with pytest.raises(NotForReviewers):
            decide(other)
    for wrong in ({"permille": 0}, {"permille": 1001}, {"each": 0}, {"each": 21}):
        with pytest.raises(SampleInvalid) as refused:
            decide(cast.mo, **wrong)
        assert list(refused.value.faults) == list(wrong)
    decide(cast.mo)
    queue = ReviewQueue.objects.get(site=cast.site)
    assert (queue.permille, queue.each, kinds(cast)) == (100, 2, ["quality.sample.set"])


@pytest.mark.covers("S2-41")
def test_what_nobody_reviewed_in_seven_days_is_told_once(cast: Cast, playbook: None) -> None:
    ida = reviewer(cast, "Ida")
    add_contact_point(
        person_id=cast.mo.id, channel="email", address="mo@example.org", actor=cast.mo, at=NOW
    )
    other = crisis(cast, agent=cast.al)
    row = escalated(cast, crisis(cast))
    claim_review(review_id=row.id, actor=ida, at=later(800))
    due, late = ReviewOverdueDue(), later(600) + 7 * DAY
    assert due.next_due() == late
    assert due.due(late - DAY, 50) == []
    assert not due.fire(row.id, late - DAY)
    last = Review.objects.get(incident=other)
    assert set(due.due(late, 50)) == {row.id, last.id}
    assert due.fire(row.id, late)  # no way to send mail is set up: the screens tell it alone
    assert not due.fire(row.id, late)
    mail_way("2525", for_exercise=True)
    assert due.fire(last.id, late)
    Review.objects.filter(id=last.id).update(tell_at=late)
    assert due.fire(last.id, late)
    assert (review(row.id).overdue_told_at, due.next_due()) == (late, None)
    assert kinds(cast)[-2:] == ["quality.review.overdue"] * 2
    (message,) = Message.objects.filter(kind="quality.overdue")  # one a day, whatever is late
    assert message.exercise


@pytest.mark.covers("S3-14")
def test_flagged_advice_is_an_item_of_the_weekly_review_and_its_mark_ends_with_it(
    cast: Cast, playbook: None
) -> None:
    incident, ida = crisis(cast), reviewer(cast, "Ida")
    note = {"incident_id": incident.id, "actor": cast.ann}
    note_free_advice(**note, words="Put the kettle on.", at=later(650))
    row = escalated(cast, incident)
    claim_review(review_id=row.id, actor=ida, at=later(800))
    shown = review_page(row.id, actor=ida, at=later(800))
    assert [(one.words, one.flagged) for one in shown.advice] == [("Put the kettle on.", True)]
    fill(cast, later(1400))
    assert Review.objects.count() == 1  # the review that waits shows it
    finish_review(review_id=row.id, answers=good(row.id), expected=0, actor=ida, at=later(1500))
    assert flagged_advice(incident) == 0
    assert "looked at: in the weekly review." in " ".join(one.sentence for one in log(incident))
    fill(cast, later(2100))
    assert Review.objects.count() == 1

    note_free_advice(**note, words="Open a window.", at=later(2200))
    for seconds in (2800, 3500):
        fill(cast, later(seconds))
        again = Review.objects.get(finished_at=None)
        assert (again.why, again.incident) == ("advice", incident)
    claim_review(review_id=again.id, actor=ida, at=later(3600))
    finish_review(review_id=again.id, answers=good(again.id), expected=0, actor=ida, at=later(3700))
    assert flagged_advice(incident) == 0
