"""One week: a contact on Monday, care for three people, a review on Friday, and what comes of it.

The contact and its care happen at times in the past; everything after it on the real screens.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stayline.care.models import PrivateCheck
from stayline.config.wiring import plug
from stayline.contacts.models import Contact
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    follow_incident,
    join_contact,
    record_spoke,
)
from stayline.escalation.models import Ladder
from stayline.incidents.actions import hear_lines, release_contact
from stayline.incidents.models import Incident
from stayline.learning.actions import take_course
from stayline.learning.models import PracticeAttempt, SupportPlan
from stayline.learning.queries.courses import course
from stayline.learning.workers.practice import CallerDue
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.quality.actions import fill_queue
from stayline.quality.models import Feedback, Improvement, Review
from tests.cast import Cast, line, make_cast
from tests.playbook import put_playbook_in_force
from tests.record import THREAT, Opened
from tests.rooms.quality.reviewers import good, reviewer

pytestmark = pytest.mark.django_db

AWAY = "You stayed through a hard contact, or near one."
LAPSED = "Your training has run out"
NOTE = "I still hear the silence after the last word."


class Centre:
    """The people of a week, each with a browser of their own."""

    def __init__(self) -> None:
        plug()
        self.cast = make_cast()
        put_playbook_in_force()
        self.ida = reviewer(self.cast, "Ida")

    def browser(self, who: Actor) -> Client:
        """A browser in which somebody is signed in."""
        client = Client()
        client.force_login(Person.objects.get(id=who.id))
        return client

    def page(self, who: Actor, name: str, *args: object, status: int = 200) -> str:
        """What somebody reads on a screen."""
        found = self.browser(who).get(reverse(name, args=args))
        assert found.status_code == status, (name, found.status_code)
        return found.content.decode()

    def press(self, who: Actor, name: str, /, *args: object, status: int = 302, **said: Any) -> str:
        """Press something; returns where it leads."""
        sent = self.browser(who).post(reverse(name, args=args), said)
        assert sent.status_code == status, (name, sent.status_code, sent.content.decode()[-2000:])
        return str(sent.headers.get("Location", ""))


def handled(cast: Cast, at: datetime) -> Incident:
    """A call in which somebody says that they may end their life: taken over, and ended."""

    def after(seconds: int) -> datetime:
        return at + timedelta(seconds=seconds)

    contact = cast.contact(agent=cast.ann, at=at)
    hear_lines(
        contact_id=contact.id, lines=[line(1, THREAT, at=after(4))], actor=cast.ann, at=after(4)
    )
    call = Opened(cast, contact.id)
    call.go_on(at=after(12))
    said = line(2, "Thank you for telling me. I'm here with you.", "agent", at=after(14))
    hear_lines(contact_id=contact.id, lines=[said], actor=cast.ann, at=after(14))
    call.answer("safety.in_danger_now", "no", at=after(30))
    call.answer("safety.already_done", "no", at=after(40))
    ladder = Ladder.objects.get(incident=call.incident, document_id="crisis").id
    accept_rung(ladder_id=ladder, actor=cast.bo, at=after(20))
    follow_incident(incident_id=call.incident.id, actor=cast.bea, at=after(25))
    join_contact(ladder_id=ladder, actor=cast.bo, at=after(35))
    record_spoke(ladder_id=ladder, actor=cast.bo, at=after(60))
    complete_hand_over(ladder_id=ladder, actor=cast.bo, at=after(90))
    release_contact(
        contact_id=contact.id,
        reason="They are safe, and with family.",
        actor=cast.bo,
        at=after(600),
    )
    return call.incident


def reviewed_by(centre: Centre, incident: Incident, **marks: str) -> Review:
    """Its review, taken from the weekly queue and finished on its screen."""
    watcher, over = system_actor("watcher"), incident.opened_at + timedelta(hours=1)
    fill_queue(site_id=centre.cast.site.id, actor=watcher, at=max(over, datetime.now(UTC)))
    row = Review.objects.get(incident=incident)
    centre.press(centre.ida, "quality:review_act", row.id, "claim")
    shown = centre.page(centre.ida, "quality:review", row.id)
    assert "The log:" in shown  # what was computed stands beside what is judged
    answers: dict[str, Any] = good(row.id, **marks)
    centre.press(centre.ida, "quality:review_act", row.id, "finish", expected="0", **answers)
    return row


@pytest.mark.covers("S2-41", "S2-43", "S3-8", "S3-25", "S3-28", "S4-6", "S4-23", "S4-44")
def test_a_week_from_a_contact_on_monday_to_an_action_closed_by_a_good_contact() -> None:
    centre = Centre()
    cast = centre.cast
    monday = datetime.now(UTC) - timedelta(days=4)
    incident = handled(cast, monday)

    cared_for(centre)

    # Friday: Ida reviews it. One item is not as it should be.
    row = reviewed_by(centre, incident, exact_words="not_met", next_time="Write as they say it.")
    seen = centre.page(centre.ida, "quality:review", row.id)
    assert "Result: mixed" in seen
    assert NOTE not in seen  # what is said in a check is no evidence of anything

    # Feedback, and Ann's answer.
    centre.press(centre.ida, "quality:feedback_give", row.id, words="Warm from the first word.")
    feedback = Feedback.objects.get().id
    assert "Warm from the first word." in centre.page(cast.ann, "quality:feedback_one", feedback)
    centre.page(cast.al, "quality:feedback_one", feedback, status=404)
    centre.press(cast.ann, "quality:feedback_act", feedback, "answer", answer="agree")
    assert "Waits for an answer" not in centre.page(cast.ann, "quality:feedback")

    # An action with an owner and a day, and coaching that both agree on.
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    centre.press(
        cast.bo, "quality:improvements", item="exact_words", what="Write while they speak.",
        person=str(cast.ann.id), about="", source=f"review:{row.id}", owner=str(cast.bo.id),
        due=due,
    )  # fmt: skip
    action = Improvement.objects.get().id
    centre.press(
        cast.bo, "learning:needs_act", cast.ann.id, "propose",
        kind="coaching", words="An hour each week.", coach=str(cast.mo.id),
        supporter=str(cast.bo.id),
    )  # fmt: skip
    plan = SupportPlan.objects.get().id
    centre.press(cast.ann, "learning:plan_act", plan, "agree", number="1")
    assert "Both agreed" in centre.page(cast.ann, "learning:plan", plan)

    practised(centre)

    # The action is closed by a later good contact, and by nothing else.
    early = centre.press(
        cast.bo, "quality:improvement_act", action, "close", review=str(row.id), status=409
    )
    assert early == ""
    lapsed(centre)
    later_call = handled(cast, datetime.now(UTC))
    assert Ladder.objects.get(incident=later_call, document_id="crisis").state == "completed"
    assert LAPSED not in centre.page(cast.ann, "desk:contact", later_call.contact_id)
    better = reviewed_by(centre, later_call)
    assert "This shows it: close" in centre.page(cast.bo, "quality:improvement", action)
    centre.press(cast.bo, "quality:improvement_act", action, "close", review=str(better.id))
    assert "Shown by" in centre.page(cast.ann, "quality:improvement", action)


def lapsed(centre: Centre) -> None:
    """A course of Ann's has run out: her desk says so before a contact."""
    ann = centre.cast.ann
    assert LAPSED not in centre.page(ann, "desk:index")
    right = {
        one.id: next(option.id for option in one.options if option.right)
        for one in course("resilience").course.questions
    }
    then = datetime.now(UTC) - timedelta(days=400)
    take_course(course_id="resilience", digest="", answers=right, actor=ann, at=then)
    assert LAPSED in centre.page(ann, "desk:index")


def cared_for(centre: Centre) -> None:
    """Care for three people: who had the call, who took it over, who followed it; nobody else."""
    cast = centre.cast
    offered = set(PrivateCheck.objects.values_list("person_id", flat=True))
    assert offered == {cast.ann.id, cast.bo.id, cast.bea.id}
    for one in (cast.ann, cast.bo, cast.bea):
        assert AWAY in centre.page(one, "care:mine"), one.name
    assert AWAY not in centre.page(cast.al, "care:mine")
    check = PrivateCheck.objects.filter(person_id=cast.ann.id).order_by("due_at", "id").first()
    assert check is not None
    centre.press(cast.ann, "care:note", check.id, words=NOTE)
    dates = centre.page(cast.mo, "care:dates")
    assert cast.ann.name in dates
    assert NOTE not in dates
    for one in (cast.ann, cast.bo, cast.bea):
        centre.press(one, "care:come_back")
        assert AWAY not in centre.page(one, "care:mine"), one.name


def practised(centre: Centre) -> None:
    """Ann practises a call of the kind at her own desk; nobody real is rung by it."""
    ann = centre.cast.ann
    ladders = set(Ladder.objects.filter(incident__contact__source="tests").values_list("id"))
    desk = centre.press(ann, "learning:practice_start", "self-harm")
    row = PracticeAttempt.objects.get()
    assert "You are practising." in centre.browser(ann).get(desk).content.decode()
    centre.press(
        ann, "desk:act", row.contact_id, "lines", who="agent", text="I hear how hard this is."
    )
    CallerDue().fire(row.id, datetime.now(UTC) + timedelta(seconds=5))
    replay = centre.press(ann, "learning:practice_end", row.id, "finish")
    assert "I hear how hard this is." in centre.browser(ann).get(replay).content.decode()
    assert Contact.objects.get(id=row.contact_id).exercise
    now = set(Ladder.objects.filter(incident__contact__source="tests").values_list("id"))
    assert now == ladders
