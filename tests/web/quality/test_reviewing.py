"""Weekly review on screens: the queue, one review beside its record, the sample, calibration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.people.queries import system_actor
from stayline.privacy.models import SealedRead
from stayline.quality.actions import fill_queue
from stayline.quality.models import CalibrationRound, Review, ReviewQueue
from tests.cast import Cast
from tests.rooms.quality.reviewers import good, reviewer
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(incident: Incident, cast: Cast) -> Review:
    """The review of Ann's call, in the queue."""
    at = datetime.now(UTC)
    Contact.objects.filter(incidents=incident).update(released_at=at)
    fill_queue(site_id=cast.site.id, actor=system_actor("watcher"), at=at)
    return Review.objects.get(incident=incident)


def do(row: Review, name: str) -> str:
    return reverse("quality:review_act", args=[row.id, name])


@pytest.mark.covers("S2-41", "S3-8", "X-8")
@pytest.mark.outsider(
    "quality:index", "quality:review", "quality:review_act", "quality:sample", "quality:ask"
)
def test_a_week_is_reviewed_from_the_queue(cast: Cast, row: Review, signed_in: SignIn) -> None:
    ida = reviewer(cast, "Ida")
    its = reverse("quality:review", args=[row.id])
    for outsider in (cast.ann, cast.lou):
        window = signed_in(outsider)
        assert window.get("/quality/").status_code == 403
        assert window.get(its).status_code == 403
        assert window.post(do(row, "claim")).status_code == 403
        assert window.post("/quality/ask/", {"number": "SLX-2026-000001"}).status_code == 403
        assert window.post("/quality/sample/", {"percent": "5", "each": "1"}).status_code == 403
    assert signed_in(cast.cy).get(its).status_code == 403
    assert "/sign-in/" in str(Client().get("/quality/").headers["Location"])

    browser = signed_in(ida)
    queue = browser.get("/quality/").content.decode()
    assert row.incident is not None
    assert row.incident.number in queue
    assert "self-harm" not in queue  # redacted for who is not on the list
    assert "Ann Example" not in queue
    closed = browser.get(its).content.decode()
    assert "Take this review" in closed
    assert "Read the record" not in closed
    assert browser.get(do(row, "claim")).status_code == 405
    assert browser.post(do(row, "dance")).status_code == 404
    assert browser.post(do(row, "claim"), follow=True).status_code == 200
    page = browser.get(its).content.decode()
    assert "Read the record" in page
    assert "The log:" in page
    assert "self-harm" in browser.get("/quality/").content.decode()
    assert SealedRead.objects.filter(person_id=ida.id, screen="review").count() == 1
    assert browser.get(reverse("floor:incident", args=[row.incident_id])).status_code == 200


@pytest.mark.covers("S2-42")
def test_what_is_judged_is_kept_as_it_is_chosen_and_finished(
    cast: Cast, row: Review, signed_in: SignIn
) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    its, browser = reverse("quality:review", args=[row.id]), signed_in(ida)
    browser.post(do(row, "claim"))
    saved = browser.post(
        do(row, "save"), {"expected": "0", "stayed": "met"}, headers={"HX-Request": "true"}
    )
    assert 'value="1"' in saved.content.decode()
    stale = browser.post(do(row, "save"), {"expected": "0", "stayed": "partly"})
    assert stale.status_code == 409
    assert "In another window it is now: Met" in stale.content.decode()
    short = browser.post(do(row, "finish"), {"expected": "1", "next_time": "Wait a little."})
    assert short.status_code == 422
    assert "Wait a little." in short.content.decode()
    answers = good(row.id, acknowledged="not_met", next_time="Wait a little.")
    assert browser.post(do(row, "finish"), {"expected": "2", **answers}).status_code == 302
    assert "Result: mixed" in browser.get(its).content.decode()
    others = signed_in(rae).get(its).content.decode()
    assert "Wait a little." not in others
    assert "Ida Example has this review" in others


def test_a_lead_gives_a_review_and_sees_what_is_late(
    cast: Cast, row: Review, signed_in: SignIn
) -> None:
    ida = reviewer(cast, "Ida")
    Review.objects.update(due_at=datetime.now(UTC) - timedelta(days=1))
    boss = signed_in(cast.mo)
    page = boss.get("/quality/").content.decode()
    assert "1 review waited longer than seven days" in page
    wrong = boss.post(do(row, "assign"), {"reviewer": "nobody"})
    assert wrong.status_code == 422
    boss.post(do(row, "assign"), {"reviewer": str(ida.id)})
    row.refresh_from_db()
    assert row.reviewer_id == ida.id
    assert signed_in(ida).get("/quality/?week=no").status_code == 200
    signed_in(ida).post(do(row, "release"))
    assert Review.objects.get().reviewer_id is None

    assert row.incident is not None
    assert signed_in(ida).post("/quality/ask/", {"number": "SLX-1"}).status_code == 403
    assert boss.post("/quality/ask/", {"number": "SLX-1"}).status_code == 404
    assert boss.post("/quality/ask/", {"number": row.incident.number}).status_code == 302
    assert Review.objects.filter(why="asked", incident=row.incident).count() == 1

    before = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    old = boss.get(f"/quality/?week={before}").content.decode()
    assert "Nothing waits" in old
    assert boss.post("/quality/sample/", {"percent": "much", "each": "2"}).status_code == 422
    assert boss.post("/quality/sample/", {"percent": "2,5", "each": "2"}).status_code == 302
    queue = ReviewQueue.objects.get(site=cast.site)
    assert (queue.permille, queue.each) == (25, 2)


@pytest.mark.outsider(
    "quality:calibration", "quality:round", "quality:round_close", "quality:round_new"
)
def test_reviewers_calibrate_on_one_contact(cast: Cast, row: Review, signed_in: SignIn) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    start = reverse("quality:round_new", args=[row.id])
    assert signed_in(cast.ann).get("/quality/calibration/").status_code == 403
    assert signed_in(ida).get(start).status_code == 403
    boss = signed_in(cast.mo)
    assert "Open the round" in boss.get(start).content.decode()
    assert boss.post(start, {"reviewer": [str(ida.id), "x"]}).status_code == 422
    assert boss.post(start, {"reviewer": [str(ida.id), str(rae.id)]}).status_code == 302
    made = CalibrationRound.objects.get()
    its, end = (reverse(f"quality:{name}", args=[made.id]) for name in ("round", "round_close"))
    for outsider in (cast.ann, cast.cy):
        assert signed_in(outsider).get(its).status_code == 403
        assert signed_in(outsider).post(end).status_code == 403
    assert "Judge it" in signed_in(ida).get("/quality/calibration/").content.decode()
    for who, mark in ((ida, "met"), (rae, "partly")):
        own = made.reviews.get(reviewer_id=who.id)
        page = signed_in(who)
        assert "The log:" not in page.get(reverse("quality:review", args=[own.id])).content.decode()
        answers = good(own.id, acknowledged=mark)
        page.post(do(own, "finish"), {"expected": "0", **answers})
    shown = signed_in(ida).get(its).content.decode()
    assert "They differ" in shown
    assert "Krippendorff’s alpha" in shown
    assert boss.post(end).status_code == 409
