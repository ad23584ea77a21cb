"""The bomb section on the report page: where and when first, noticed and never asked, one press."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import get_help, record_caller_left, state_threat
from stayline.reports.models import THREAT_FORM, Report
from stayline.reports.queries import draft, report_view
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

WHERE = "value:bomb.where"


def threatened(cast: Cast, contact: Contact, kind: str) -> Report:
    at = datetime.now(UTC)
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=at)
    state_threat(incident_id=incident.id, kind=kind, form="direct", actor=cast.ann, at=at)
    return Report.objects.get(incident=incident, form_id=THREAT_FORM)


@pytest.fixture
def bomb(cast: Cast, contact: Contact) -> Report:
    """The report of a bomb threat that Alex made."""
    return threatened(cast, contact, "bomb")


def to(report: Report, name: str = "report") -> str:
    return reverse(f"desk:{name}", args=[report.id])


def page_of(client: Client, report: Report) -> str:
    answer = client.get(to(report))
    assert answer.status_code == 200
    return answer.content.decode()


def shown(report: Report) -> dict[str, str]:
    return {one.field.name: one.shown for one in draft(report.id).fields}


@pytest.mark.covers("S1-54", "S1-59")
def test_the_section_asks_where_and_when_first_and_says_what_is_never_asked(
    cast: Cast, bomb: Report, signed_in: SignIn
) -> None:
    page = page_of(signed_in(cast.ann), bomb)
    places = [page.index(f'name="value:{name}"') for name in ASKED_FIRST]
    assert places == sorted(places)
    assert "Only notice, never ask." in page
    noticed = page[page.index("Only notice, never ask.") :]
    noticed = noticed[: noticed.index("</section>")]
    assert 'name="value:bomb.voice"' in noticed
    assert "Call Did not say" not in noticed, "what is never asked is never left unsaid"
    assert WHERE not in noticed


ASKED_FIRST = ("exact_words", "bomb.where", "bomb.when", "bomb.look", "bomb.voice", "channel")


@pytest.mark.covers("S1-54")
@pytest.mark.parametrize("kind", ["self_harm", "violence", "abuse_disclosure"])
def test_no_other_threat_has_the_section(
    cast: Cast, contact: Contact, signed_in: SignIn, kind: str
) -> None:
    report = threatened(cast, contact, kind)
    client = signed_in(cast.ann)
    assert "bomb." not in page_of(client, report)
    answer = client.post(to(report, "report_save"), {WHERE: "here"})
    assert answer.status_code == 302
    assert "bomb.where" not in shown(report)


@pytest.mark.covers("S1-58")
def test_what_was_noticed_is_chosen_from_chips(cast: Cast, bomb: Report, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    chosen = {"value:bomb.voice": ["calm", "slow"], "value:bomb.sex": "not_clear"}
    client.post(to(bomb, "report_save"), {"state:bomb.voice": "", **chosen})
    assert (shown(bomb)["bomb.voice"], shown(bomb)["bomb.sex"]) == ("Calm, Slow", "Not clear")
    page = page_of(client, bomb)
    ticked = re.findall(r'name="value:bomb.voice" value="(\w+)" checked', page)
    assert sorted(ticked) == ["calm", "slow"]
    client.post(to(bomb, "report_save"), {"state:bomb.voice": ""})
    assert shown(bomb)["bomb.voice"] == "", "the last chip taken away empties the field"


@pytest.mark.covers("S1-55", "S1-56", "S1-57")
def test_one_press_fills_what_was_not_said_and_keeps_what_was(
    cast: Cast, bomb: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    words = "In your building  on harbor street"
    before = shown(bomb)
    assert "Call Did not say, for the other" in page_of(client, bomb)
    assert client.post(to(bomb, "report_unsaid"), {WHERE: words})["Location"] == to(bomb)
    after = {one.field.name: one for one in draft(bomb.id).fields}
    assert after["bomb.where"].shown == words
    for name, one in after.items():
        if one.field.ask == "ask" and name != "bomb.where":
            assert one.shown == (before[name] or "Call Did not say")
        elif one.field.ask == "observe":
            assert one.shown == before[name]
    assert "Call Did not say, for the other" not in page_of(client, bomb)


def test_a_value_typed_over_the_press_takes_its_place(
    cast: Cast, bomb: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(bomb, "report_unsaid"))
    late = {"value:bomb.when": "at noon", "state:bomb.when": "caller_did_not_say"}
    client.post(to(bomb, "report_save"), late)
    assert shown(bomb)["bomb.when"] == "at noon"
    client.post(to(bomb, "report_save"), {**late, "state:bomb.when": "refused"})
    assert shown(bomb)["bomb.when"] == "Refused to say"


def test_the_times_of_the_call_are_filled_by_the_system(
    cast: Cast, bomb: Report, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "<dt>Time received</dt>" in page_of(client, bomb)
    assert "<dt>Time the caller hung up</dt>" not in page_of(client, bomb)
    record_caller_left(contact_id=contact.id, by="caller", actor=cast.ann, at=datetime.now(UTC))
    page = page_of(client, bomb)
    assert "<dt>Time the caller hung up</dt>" in page
    assert "<dt>Length of the call, in seconds</dt>" in page
    assert 'name="value:bomb.hung_up_at"' not in page


@pytest.mark.covers("S1-60")
def test_the_checklist_may_be_looked_at_and_asks_for_nothing(
    cast: Cast, bomb: Report, contact: Contact, signed_in: SignIn
) -> None:
    page = page_of(signed_in(cast.ann), bomb)
    beside = page[page.index('id="card-beside"') :]
    beside = beside[: beside.index("</details>")]
    assert "Using it is optional" in beside
    assert "<input" not in beside
    done = signed_in(cast.ann).post(to(bomb, "report_submit"))
    assert done["Location"] == to(bomb)
    bomb.refresh_from_db()
    assert bomb.number, "the report goes though nobody looked"


@pytest.mark.covers("S1-55")
def test_the_bare_statement_is_submitted_with_the_rest_unsaid(
    cast: Cast, bomb: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(bomb, "report_unsaid"))
    client.post(to(bomb, "report_submit"))
    said = {one.field.name: one.shown for one in report_view(bomb.id).fields}
    assert said["bomb.where"] == said["bomb.when"] == said["bomb.why"] == "Call Did not say"


def test_a_submitted_report_takes_no_press_any_more(
    cast: Cast, bomb: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(bomb, "report_submit"))
    late = client.post(to(bomb, "report_unsaid"))
    assert late.status_code == 409
    assert "reports.report.submitted_already" in late.content.decode()


@pytest.mark.outsider("desk:report_unsaid")
@pytest.mark.parametrize("who", ["al", "bo", "cy"])
def test_nobody_else_presses_it(cast: Cast, bomb: Report, signed_in: SignIn, who: str) -> None:
    answer = signed_in(getattr(cast, who)).post(to(bomb, "report_unsaid"), {WHERE: "x"})
    assert answer.status_code == 403
    assert shown(bomb)["bomb.where"] == ""
