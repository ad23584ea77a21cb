"""The library that nobody watches, one's own page, the pulse, and what leaders owe."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from stayline.care.actions import begin_month, close_round, miss_duty, set_reminder
from stayline.care.actions.reminders import NewReminder, bring_reminder
from stayline.care.models import LeaderDuty, OwnPlan, PulseCount, PulseMark, PulseRound, Reflection
from stayline.people.queries import system_actor
from stayline.platform.metrics import REQUESTS
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

LIBRARY = "/care/library/"


def counted() -> float:
    metrics = [one for metric in REQUESTS.collect() for one in metric.samples]
    return sum(one.value for one in metrics if one.name.endswith("_count"))


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - names of our own
            found[name] = cursor.fetchone()[0]
        return found


@pytest.mark.covers("S4-45", "S4-46", "S4-47", "S4-48", "S4-14")
def test_the_library_is_read_by_anybody_and_no_trace_comes_of_it(
    cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.ann)
    browser.get(reverse("care:mine"))
    before, seen = rows(), counted()
    expires = list(Session.objects.values_list("session_key", "expire_date"))
    with capture_logs() as lines:
        pages = [one.get(LIBRARY) for one in (Client(), browser)]
    assert lines == []
    assert (rows(), counted()) == (before, seen)
    assert list(Session.objects.values_list("session_key", "expire_date")) == expires
    for page in pages:
        assert page.status_code == 200
        assert not page.cookies
        assert "Set-Cookie" not in page.headers
        assert "X-Request-Id" not in page.headers
    strangers, anns = (page.content.decode() for page in pages)
    assert strangers == anns, "it does not know who reads it"
    assert cast.ann.name not in anns
    for words in ("Over-involvement and rumination", "For your body", "For how you feel"):
        assert words in strangers
    assert "<form" not in strangers
    assert len(re.findall(r"<article", strangers)) >= 16
    assert "999" in strangers, "who to call stands on top"
    assert Client().post(LIBRARY).status_code == 405


@pytest.mark.covers("S4-50", "S4-46", "S4-7", "S4-49")
def test_ones_own_page_from_plan_to_thought(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.ann)

    def post(name: str, *args: object, **typed: object) -> str:
        answer = browser.post(reverse(f"care:{name}", args=args), typed, follow=True)
        return answer.content.decode()

    assert "Nothing yet." in browser.get(reverse("care:own")).content.decode()
    post("own_add", tool="evening-walk")
    text = post("own_add", words="The heron by the canal")
    assert text.index("The longer way home") < text.index("The heron by the canal")
    item = re.findall(r"care/own/plan/([0-9a-f]{32})/", text)[-1]
    text = post("own_change", item, do="up")
    assert text.index("The heron by the canal") < text.index("The longer way home</span>")
    assert "The heron" not in post("own_change", item, do="remove")
    refused = post("own_add", words="x" * 301)
    assert "Write what you want to do" in refused
    assert "x" * 301 in refused, "nothing typed is lost"

    refused = post("own_remind", words="Walk", hour="17:30")
    assert "Choose at least one day." in refused
    assert 'value="Walk"' in refused
    text = post("own_remind", words="Walk", hour="17:30", days=["0", "2"])
    assert "Mon, Wed, 17:30" in text
    one = re.findall(r"care/own/reminders/([0-9a-f-]{36})/", text)[0]
    assert "Paused" in post("own_reminder", one, do="pause")
    assert "Next" in post("own_reminder", one, do="on")

    text = post("own_check_in", answer="often")
    assert "You do not have to carry it alone." in text
    assert "/care/library/#get-help" in text
    assert "#get-help" not in post("own_check_in", answer="none of these")

    text = post("own_think", thought="I stayed.", prompt="What am I glad about?")
    assert "I stayed." in text
    assert "Write up to" in post("own_think", thought=" ")
    kept = Reflection.objects.get(person_id=cast.ann.id)
    other = signed_in(cast.bo)
    assert "I stayed." not in other.get(reverse("care:own")).content.decode()
    assert other.post(reverse("care:own_forget", args=[kept.id])).status_code == 404
    assert "I stayed." not in post("own_forget", kept.id)
    assert "Walk" not in post("own_reminder", one, do="end").split("<form", 2)[1]
    assert OwnPlan.objects.filter(person_id=cast.ann.id).exists()


@pytest.mark.covers("S4-49")
def test_what_one_wanted_to_be_reminded_of_stands_on_my_care_until_it_is_put_away(
    cast: Cast, signed_in: SignIn
) -> None:
    at = datetime.now(UTC)
    new = NewReminder("Eat something warm", tuple(range(7)), "12:00")
    made = set_reminder(new=new, actor=cast.ann, at=at - timedelta(days=2))
    bring_reminder(reminder_id=made, actor=system_actor("watcher"), at=at)
    browser = signed_in(cast.ann)
    assert "You wanted to be reminded" in browser.get(reverse("care:mine")).content.decode()
    browser.post(reverse("care:own_reminder", args=[made]), {"do": "away"})
    assert "Eat something warm" not in browser.get(reverse("care:mine")).content.decode()


@pytest.mark.covers("S4-4")
def test_the_pulse_is_answered_once_and_shows_nothing_of_few_or_before_the_month_is_over(
    cast: Cast, signed_in: SignIn
) -> None:
    watcher, at = system_actor("watcher"), datetime.now(UTC)
    begin_month(site_id=cast.site.id, actor=watcher, at=at)
    for who in (cast.ann, cast.al, cast.bo, cast.bea, cast.lou, cast.mo)[:4]:
        browser = signed_in(who)
        assert "Add my answers" in browser.get(reverse("care:pulse")).content.decode()
        answer = browser.post(reverse("care:pulse_answer"), {"load": "heavy"}, follow=True)
        assert "Thank you." in answer.content.decode()
        assert browser.post(reverse("care:pulse_answer"), {"load": "light"}).status_code == 409
    text = signed_in(cast.mo).get(reverse("care:pulse")).content.decode()
    assert "No round is over yet." in text
    row = PulseRound.objects.get(site=cast.site)
    assert row.due_at is not None
    close_round(round_id=row.id, actor=watcher, at=row.due_at)
    text = signed_in(cast.mo).get(reverse("care:pulse")).content.decode()
    assert "Fewer than 5 answered." in text
    assert not PulseMark.objects.exists()
    PulseCount.objects.filter(round=row, group="contacts", answer="heavy").update(count=6)
    PulseCount.objects.filter(round=row, group="contacts", question="").update(count=6)
    text = signed_in(cast.mo).get(reverse("care:effect")).content.decode()
    assert "Too few answered this one" in text
    assert re.search(r"Everybody</th><td>few</td><td>few</td><td>most</td>", text)
    assert "People who take contacts" not in text, "two of the others could be worked out"


@pytest.mark.covers("S4-52")
def test_a_leader_sees_ends_and_waives_what_they_owe_and_a_missed_one_goes_up(
    cast: Cast, signed_in: SignIn
) -> None:
    watcher, at = system_actor("watcher"), datetime.now(UTC)
    begin_month(site_id=cast.site.id, actor=watcher, at=at)
    load, pulse = LeaderDuty.objects.order_by("duty")
    assert {one.owner_id for one in (load, pulse)} == {cast.mo.id}
    browser = signed_in(cast.mo)
    text = browser.get(reverse("care:duties")).content.decode()
    assert "Go through the month" in text
    assert "you owe 2" in browser.get(reverse("care:mine")).content.decode()
    refused = browser.post(reverse("care:duty_waived", args=[load.id]), {"because": "no time"})
    assert refused.status_code == 422
    assert "Choose a reason of the list." in refused.content.decode()
    assert miss_duty(duty_id=pulse.id, actor=watcher, at=at + timedelta(days=20))
    assert "Late since" in browser.get(reverse("care:duties")).content.decode()
    browser.post(reverse("care:duty_waived", args=[load.id]), {"because": "not-here"})
    browser.post(reverse("care:duty_met", args=[pulse.id]))
    text = browser.get(reverse("care:duties")).content.decode()
    assert "Nothing is owed now." in text
    assert "It does not apply here" in text


@pytest.mark.outsider(
    "care:own", "care:own_add", "care:own_change", "care:own_remind", "care:own_reminder",
    "care:own_think", "care:own_forget", "care:own_check_in", "care:pulse", "care:pulse_answer",
    "care:duties", "care:duty_met", "care:duty_waived", "care:effect",
)  # fmt: skip
def test_nobody_from_outside_gets_in_and_who_leads_nobody_owes_nothing(
    cast: Cast, signed_in: SignIn
) -> None:
    one = "0f0e0d0c-0b0a-4908-8706-050403020100"
    for name in ("own", "pulse", "duties", "effect"):
        assert Client().get(reverse(f"care:{name}")).status_code == 302
    for name, *args in (
        ("own_add",), ("own_change", "abc"), ("own_remind",), ("own_reminder", one),
        ("own_think",), ("own_forget", one), ("own_check_in",), ("pulse_answer",),
        ("duty_met", one), ("duty_waived", one),
    ):  # fmt: skip
        assert Client().post(reverse(f"care:{name}", args=args)).status_code == 302
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    assert ann.get(reverse("care:duties")).status_code == 403
    assert ann.get(reverse("care:effect")).status_code == 403
    assert bo.get(reverse("care:effect")).status_code == 403
    begin_month(site_id=cast.site.id, actor=system_actor("watcher"), at=datetime.now(UTC))
    owed = LeaderDuty.objects.order_by("duty")[0]
    for browser in (ann, bo, signed_in(cast.cy)):
        assert browser.post(reverse("care:duty_met", args=[owed.id])).status_code == 404
    assert bo.post(reverse("care:duty_met", args=[one])).status_code == 404
    assert bo.post(reverse("care:own_reminder", args=[one])).status_code == 404
    assert bo.post(reverse("care:own_change", args=["abc"])).status_code == 404
