"""Coaching, buddying, guidance and lessons on screens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stayline.learning.actions import propose_plan, write_lesson
from stayline.learning.models import Lesson, SupportPlan, SupportSession, Wish
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

WORDS = "An hour a week, about silence."


def text(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def status(client: Client, name: str, *args: object, **said: object) -> int:
    return client.post(reverse(name, args=args), said).status_code


@pytest.mark.outsider(
    "learning:support",
    "learning:support_act",
    "learning:needs",
    "learning:needs_act",
    "learning:plan",
    "learning:plan_act",
)
def test_plans_and_needs_are_nobody_else_s(cast: Cast, playbook: None, signed_in: SignIn) -> None:
    plan = propose_plan(
        kind="coaching", person_id=cast.ann.id, supporter_id=cast.bo.id, words=WORDS,
        actor=cast.ann, at=NOW,
    )  # fmt: skip
    for name, args in (("learning:support", []), ("learning:support_act", ["wish"])):
        assert Client().get(reverse(name, args=args)).status_code in {302, 405}
        assert Client().post(reverse(name, args=args)).status_code in {302, 405}
    for who in (cast.al, cast.cy):
        client = signed_in(who)
        assert client.get(reverse("learning:plan", args=[plan])).status_code == 404
        assert status(client, "learning:plan_act", plan, "agree", number=1) == 404
        assert client.get(reverse("learning:needs", args=[cast.ann.id])).status_code == 403
        assert status(client, "learning:needs_act", cast.ann.id, "ask") == 403
        assert "Ann Example with" not in text(client, "learning:support")
    leads = text(signed_in(cast.mo), "learning:plan", plan)
    assert "The words are for the two of them." in leads
    assert WORDS not in leads


@pytest.mark.covers("S3-26", "S3-27")
def test_a_plan_from_a_wish_to_its_end(cast: Cast, playbook: None, signed_in: SignIn) -> None:
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    assert status(ann, "learning:support_act", "nothing") == 404
    assert status(ann, "learning:support_act", "wish", words=" ") == 422
    assert status(ann, "learning:support_act", "wish", words="Somebody beside me.") == 302
    assert "Asked for support themselves." in text(bo, "learning:support")
    assert "Somebody beside me." in text(bo, "learning:needs", cast.ann.id)
    assert status(bo, "learning:needs_act", cast.ann.id, "nothing") == 404
    said = {"kind": "coaching", "words": WORDS, "coach": str(cast.mo.id)}
    assert status(bo, "learning:needs_act", cast.ann.id, "propose", **said) == 422
    said["supporter"] = str(cast.bo.id)
    assert status(bo, "learning:needs_act", cast.ann.id, "propose", **said) == 302
    plan = SupportPlan.objects.get().id

    def act(client: Client, name: str, **said: object) -> int:
        return status(client, "learning:plan_act", plan, name, **said)

    assert act(ann, "nothing") == 404
    assert "I agree to this" in text(ann, "learning:plan", plan)
    assert act(ann, "agree", number="x") == 409
    assert act(ann, "rewrite", words="Every second week.") == 302
    assert act(bo, "agree", number="2") == 302
    assert "Both agreed, version 2" in text(bo, "learning:plan", plan)
    assert act(ann, "stage", stage="shadow") == 302
    assert act(ann, "stage", stage="alone") == 409
    assert act(ann, "session", kind="shadow", begins_at="2020-01-02T10:00", minutes="x") == 422
    assert act(ann, "session", kind="shadow", begins_at="2020-01-02T10:00", minutes="60") == 302
    assert "Was it held?" in text(ann, "learning:plan", plan)
    session = str(SupportSession.objects.get().id)
    assert act(bo, "held", session=session, note="Waits well.") == 302
    assert act(bo, "session", kind="talk", begins_at="2030-01-02T10:00", minutes="30") == 302
    ahead = SupportSession.objects.get(held_at=None)
    assert act(bo, "call-off", session=str(ahead.id)) == 302
    assert act(bo, "review", result="yes", review_words="x") == 409  # who gave it
    assert act(ann, "review", result="yes", review_words="I wait now.") == 302
    shown = text(bo, "learning:plan", plan)
    assert "It helped" in shown
    assert "I wait now." not in shown
    assert "Waits well." in shown
    assert act(ann, "end") == 302
    assert "Ended" in text(ann, "learning:plan", plan)
    wish = str(Wish.objects.get().id)
    assert status(ann, "learning:support_act", "unwish", wish=wish) == 302


@pytest.mark.covers("S3-5", "S2-44")
def test_guidance_is_recorded_and_a_refresher_is_asked_for(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    al, bo = signed_in(cast.al), signed_in(cast.bo)
    said = {
        "receiver": str(cast.ann.id),
        "guidance": "Write as they say it.",
        "item": "exact_words",
    }
    assert status(al, "learning:support_act", "guide", **said) == 302
    assert "Write as they say it." in text(al, "learning:support")
    shown = text(bo, "learning:needs", cast.ann.id)
    assert "Guidance from Al Example: Kept the exact words" in shown
    assert "Write as they say it." not in shown
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    ask = {"course": "no-such", "because": "A review showed it.", "due": due}
    assert status(bo, "learning:needs_act", cast.ann.id, "ask", **ask) == 404
    ask["course"] = course_in(shown)
    assert status(bo, "learning:needs_act", cast.ann.id, "ask", **ask) == 302
    assert "A review showed it." in text(signed_in(cast.ann), "learning:needs", cast.ann.id)


def course_in(page: str) -> str:
    """The first course that can be asked for."""
    options = page.split('name="course"')[1].split('<option value="')[2:]
    return options[0].split('"')[0]


@pytest.mark.outsider("learning:lessons", "learning:lesson", "learning:lesson_act")
def test_a_draft_is_its_writer_s_alone(cast: Cast, signed_in: SignIn) -> None:
    lesson = write_lesson(title="Silence", words="Wait.", actor=cast.ann, at=NOW)
    assert Client().get(reverse("learning:lessons")).status_code == 302
    for who in (cast.bo, cast.cy):
        client = signed_in(who)
        assert client.get(reverse("learning:lesson", args=[lesson])).status_code == 404
        assert status(client, "learning:lesson_act", lesson, "publish") == 404
        assert "Silence" not in text(client, "learning:lessons")


@pytest.mark.covers("S0-23")
def test_a_lesson_is_shared_once_nobody_is_in_it(cast: Cast, signed_in: SignIn) -> None:
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    assert status(ann, "learning:lessons", title="", words="Wait.") == 422
    assert status(ann, "learning:lessons", title="Silence", words="Ann waited at 14:05.") == 302
    lesson = Lesson.objects.get().id

    def act(client: Client, name: str, **said: object) -> int:
        return status(client, "learning:lesson_act", lesson, name, **said)

    assert act(ann, "nothing") == 404
    assert "Must go" in text(ann, "learning:lesson", lesson)
    assert act(ann, "offer") == 422
    words = "After a hard question, wait. It helps, as Ashgrove shows."
    assert act(ann, "write", title="Silence", words=words) == 302
    assert act(ann, "offer") == 302
    assert "Waits for a second person" in text(bo, "learning:lessons")
    assert "is no name" in text(bo, "learning:lesson", lesson)
    assert act(bo, "publish") == 422
    assert act(bo, "send-back") == 302
    assert act(ann, "offer") == 302
    assert act(bo, "publish", no_name="Ashgrove") == 302
    assert "as Ashgrove shows" in text(signed_in(cast.al), "learning:lesson", lesson)
    assert act(bo, "withdraw") == 302
    assert "Withdrawn" in text(ann, "learning:lessons")
