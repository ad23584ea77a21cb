"""A page's own link, as whoever holds it and as whoever does not."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from stayline.escalation.actions import raise_ladder_in_transaction
from stayline.escalation.models import Ladder, Page
from stayline.escalation.queries.paging import link_digest
from stayline.escalation.web.views import GUESSES
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline_core.paging import LIVES
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TOKEN = "t" * 43


@pytest.fixture
def ladder(incident: Incident) -> Ladder:
    return Ladder.objects.get(incident=incident, document_id="crisis")


def page_for(ladder: Ladder, cast: Cast, **more: object) -> Page:
    """A page of the manager's, which left by mail."""
    at = datetime.now(UTC)
    return Page.objects.create(
        **{
            "ladder": ladder,
            "person_id": cast.mo.id,
            "rung": 0,
            "channel": "email",
            "paged_at": at,
            "state": "sent",
            "message_id": uuid4(),
            "link_digest": link_digest(TOKEN),
            "expires_at": at + LIVES,
            **more,
        }
    )


@pytest.mark.outsider("escalation:own_page")
def test_a_link_that_is_not_known_shows_nothing_and_is_slowed_down(db: None) -> None:
    browser = Client()
    for _ in range(GUESSES.most):
        unknown = browser.get("/p/guessed/")
        assert unknown.status_code == 404
        assert b"Nothing to answer here" in unknown.content
        assert b'name="answer"' not in unknown.content
    slowed = browser.post("/p/guessed/", {"answer": "take"})
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == "600"


def test_a_link_shows_level_site_and_number_and_nothing_of_the_contact(
    ladder: Ladder, cast: Cast
) -> None:
    page_for(ladder, cast)
    shown = Client().get(f"/p/{TOKEN}/")
    text = shown.content.decode()
    assert f"Level {ladder.incident.level} · Here" in text
    assert ladder.incident.number in text
    for word in ("Alex", "Thistle", "Ann Example", "harm", "threat", "alive", "suicid"):
        assert word.lower() not in text.lower()
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown["Cache-Control"]


def test_the_button_declines_and_the_link_is_used_up(ladder: Ladder, cast: Cast) -> None:
    page = page_for(ladder, cast)
    browser = Client(enforce_csrf_checks=True)
    stamp = browser.get(f"/p/{TOKEN}/").context["stamp"]
    assert browser.post(f"/p/{TOKEN}/", {"answer": "perhaps", "stamp": stamp}).status_code == 403
    done = browser.post(f"/p/{TOKEN}/", {"answer": "decline", "stamp": stamp}, follow=True)
    assert "Noted: you cannot" in done.content.decode()
    page.refresh_from_db()
    assert (page.answer, page.answered_by) == ("declined", "link")
    again = browser.post(f"/p/{TOKEN}/", {"answer": "take", "stamp": stamp})
    assert again.status_code == 409
    assert "before" in again.content.decode()
    assert not ladder.hand_overs.exists()


def test_a_page_that_only_informs_asks_for_nothing_else(incident: Incident, cast: Cast) -> None:
    at = datetime.now(UTC)
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        row = raise_ladder_in_transaction(
            locked, "management", because="a test", actor=cast.ann, at=at
        )
    assert row.informs
    page_for(row, cast)
    browser = Client()
    shown = browser.get(f"/p/{TOKEN}/")
    assert "I know" in shown.content.decode()
    assert "I cannot" not in shown.content.decode()
    done = browser.post(
        f"/p/{TOKEN}/", {"answer": "take", "stamp": shown.context["stamp"]}, follow=True
    )
    assert "noted that you know" in done.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_at": None}, "Somebody else has taken it."),
        ({"ended_at": datetime.now(UTC)}, "This is over."),
    ],
)
def test_a_link_says_when_there_is_nothing_to_do(
    ladder: Ladder, cast: Cast, change: dict[str, object], words: str
) -> None:
    page_for(ladder, cast)
    Ladder.objects.filter(id=ladder.id).update(**change)
    assert words in Client().get(f"/p/{TOKEN}/").content.decode()
