"""Feedback and improvement actions on screens: the two sides, who decides, and outsiders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from stayline.quality.actions import give_feedback, open_improvement
from stayline.quality.models import Feedback, Improvement, Review
from tests.cast import Cast
from tests.reviewed import reviewed
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

WORDS = "Warm from the first word."


def ago(minutes: float) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def text(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def review(cast: Cast, playbook: None) -> Review:
    contact = cast.contact(agent=cast.ann, at=ago(300))
    return reviewed(contact, {"stayed": "met", "exact_words": "not_met"}, by=cast.bo, at=ago(200))


@pytest.fixture
def told(cast: Cast, review: Review) -> UUID:
    return give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=ago(100))


@pytest.mark.outsider(
    "quality:feedback", "quality:feedback_one", "quality:feedback_act", "quality:feedback_give"
)
def test_nobody_but_its_readers_learns_of_feedback(
    cast: Cast, review: Review, told: UUID, signed_in: SignIn
) -> None:
    assert Client().get(reverse("quality:feedback")).status_code == 302
    for who in (cast.mo, cast.al, cast.cy):
        client = signed_in(who)
        assert client.get(reverse("quality:feedback_one", args=[told])).status_code == 404
        answer = reverse("quality:feedback_act", args=[told, "answer"])
        assert client.post(answer, {"answer": "agree"}).status_code == 404
        assert client.get(reverse("quality:feedback_give", args=[review.id])).status_code == 404
        assert WORDS not in text(client, "quality:feedback")


@pytest.mark.covers("S2-43")
def test_feedback_from_giving_it_to_the_talk(cast: Cast, review: Review, signed_in: SignIn) -> None:
    bo, ann = signed_in(cast.bo), signed_in(cast.ann)
    give = reverse("quality:feedback_give", args=[review.id])
    assert "Feedback for Ann Example" in bo.get(give).content.decode()
    assert bo.post(give, {"words": " "}).status_code == 422
    page = bo.post(give, {"words": WORDS}).headers["Location"]
    which = Feedback.objects.get().id
    assert bo.get(give).headers["Location"] == page  # given once: there it is
    assert "Your answer" not in bo.get(page).content.decode()
    assert "Waits for an answer" in text(ann, "quality:feedback")
    assert "Kept the exact words" in ann.get(page).content.decode()

    def act(client: Client, name: str, **said: object) -> int:
        return client.post(reverse("quality:feedback_act", args=[which, name]), said).status_code

    assert act(ann, "nothing") == 404
    refused = ann.post(
        reverse("quality:feedback_act", args=[which, "answer"]), {"answer": "dispute"}
    )
    assert refused.status_code == 422
    assert "Your answer" in refused.content.decode()
    assert act(ann, "answer", answer="dispute", answer_words="I had it word for word.") == 302
    for wrong in ({"begins_at": "soon", "minutes": "20"}, {"begins_at": "2030-01-01T10:00"}):
        assert act(bo, "book", **wrong) == 422
    assert act(bo, "book", begins_at="2020-01-02T10:00", minutes="20", place="Room 2") == 302
    assert act(ann, "accept") == 422
    talk = str(Feedback.objects.get().talks.get().id)
    assert act(ann, "accept", talk=talk) == 302
    assert act(bo, "held", talk=talk, note="Once a week.") == 302
    assert act(ann, "book", begins_at="2030-01-02T10:00", minutes="20") == 302
    last = Feedback.objects.get().talks.order_by("begins_at").last()
    assert last is not None
    assert act(ann, "call-off", talk=str(last.id)) == 302
    shown = ann.get(page).content.decode()
    assert all(words in shown for words in ("Held", "Once a week.", "Called off", "Room 2"))

    bea = signed_in(cast.bea)  # neither in it nor a side
    assert "Seen differently" in text(bea, "quality:feedback")
    assert act(bea, "decide", outcome="stands", reason="x") == 409
    assert act(bea, "take") == 302
    assert "How do you decide?" in bea.get(page).content.decode()
    changed = {"outcome": "changed", "reason": "Word for word.", "result": "good"}
    assert act(bea, "decide", **changed, **{"item-exact_words": "met"}) == 302
    shown = ann.get(page).content.decode()
    assert "The review is changed" in shown
    assert "now: <strong>Met</strong>" in shown


@pytest.mark.outsider("quality:improvements", "quality:improvement", "quality:improvement_act")
def test_improvement_actions_are_the_site_s_and_whose_they_are(
    cast: Cast, signed_in: SignIn
) -> None:
    which = open_improvement(
        site_id=cast.site.id, person_id=cast.ann.id, item="exact_words", what="Write it down.",
        owner_id=cast.bo.id, due=ago(0).date() + timedelta(days=9), source="drill:1",
        actor=cast.bo, at=ago(5),
    )  # fmt: skip
    assert Client().get(reverse("quality:improvements")).status_code == 302
    for who in (cast.al, cast.cy):
        client = signed_in(who)
        assert "Write it down." not in text(client, "quality:improvements")
        assert client.get(reverse("quality:improvement", args=[which])).status_code == 404
        close = reverse("quality:improvement_act", args=[which, "close"])
        assert client.post(close, {"review": str(uuid4())}).status_code == 404
        assert client.post(reverse("quality:improvements"), {}).status_code in {403, 422}
    assert "Write it down." in text(signed_in(cast.ann), "quality:improvements")


@pytest.mark.covers("S3-28")
def test_an_action_is_opened_passed_on_closed_and_set_aside(
    cast: Cast, review: Review, signed_in: SignIn
) -> None:
    bo, mo = signed_in(cast.bo), signed_in(cast.mo)
    every = reverse("quality:improvements")
    typed_in = {
        "item": "exact_words", "what": "Write it down.", "person": str(cast.ann.id), "about": "",
        "source": f"review:{review.id}", "due": "soon",
    }  # fmt: skip
    assert bo.post(every, typed_in).status_code == 422
    refused = bo.post(every, typed_in | {"owner": str(cast.bo.id)})
    assert refused.status_code == 422
    assert "Write it down." in refused.content.decode()  # nothing that was typed is lost
    due = (ago(0).date() + timedelta(days=7)).isoformat()
    for _ in range(2):
        made = bo.post(every, typed_in | {"owner": str(cast.bo.id), "due": due})
        assert made.status_code == 302
    first, second = Improvement.objects.values_list("id", flat=True)

    def act(client: Client, which: UUID, name: str, **said: object) -> int:
        where = reverse("quality:improvement_act", args=[which, name])
        return client.post(where, said).status_code

    assert act(bo, first, "nothing") == 404
    assert act(bo, first, "pass-on", owner=str(cast.lou.id), due=due) == 302
    assert "Lou Example sees to it" in text(bo, "quality:improvement", first)
    assert act(bo, first, "close", review=str(review.id)) == 409
    Improvement.objects.filter(id=first).update(opened_at=ago(400))
    good = reviewed(
        cast.contact(agent=cast.ann, at=ago(20)), {"exact_words": "met"}, by=cast.bo, at=ago(10)
    )
    page = text(bo, "quality:improvement", first)
    assert "This shows it: close" in page
    assert "not judged as met" in page
    assert act(bo, first, "close", review=str(good.id)) == 302
    assert "Shown by" in text(bo, "quality:improvement", first)
    assert act(bo, second, "set-aside", because="They left.") == 403
    assert act(mo, second, "set-aside", because="They left.") == 302
    assert "Set aside, not closed" in text(mo, "quality:improvement", second)
