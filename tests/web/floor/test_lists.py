"""The lists of incidents and contacts: what is found, in which order, and what nobody may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.actions import get_help
from stayline.incidents.models import Incident
from stayline.platform.actors import Actor
from stayline.privacy.models import Exclusion
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def numbers(client: Client, query: str = "", name: str = "incidents") -> list[str]:
    """The numbers of the incidents on the list, in their order."""
    answer = client.get(f"/{name}/{query}")
    assert answer.status_code == 200
    rows = answer.context["listed"].rows
    return [row.incident.number if row.incident else "" for row in rows]


def opened(cast: Cast, agent: Actor, kind: str, level: int, *, days: int = 0) -> Incident:
    at = datetime.now(UTC) - timedelta(days=days)
    row = get_help(contact_id=cast.contact(agent=agent, at=at).id, kind=kind, actor=agent, at=at)
    Incident.objects.filter(id=row.id).update(level=level)
    row.refresh_from_db()
    return row


@pytest.fixture
def three(cast: Cast, playbook: None) -> list[Incident]:
    """A closed one of L0, an open L1 of Ann's, and an open L0 of Al's, which is newest."""
    del playbook
    closed = opened(cast, cast.al, "violence", 0, days=3)
    Incident.objects.filter(id=closed.id).update(state="closed", closed_at=closed.opened_at)
    return [closed, opened(cast, cast.ann, "self_harm", 1), opened(cast, cast.al, "bomb", 0)]


@pytest.mark.covers("S0-17", "S1-36")
def test_danger_to_life_stands_first_and_only_handlers_read_more(
    cast: Cast, three: list[Incident], signed_in: SignIn
) -> None:
    closed, ann, al = three
    supervisor, agent = signed_in(cast.bea), signed_in(cast.ann)
    assert numbers(supervisor) == [al.number, ann.number, closed.number]
    page = supervisor.get("/incidents/").content.decode()
    assert "Only those who handle it see more." in page
    assert "Bomb threat</td>" not in page
    assert "Al Example</td>" not in page
    assert numbers(agent) == [ann.number]
    assert "Self-harm · Ann Example" in agent.get("/incidents/").content.decode()


def test_filters_stand_in_the_address_and_tell_nothing_of_what_one_does_not_handle(
    cast: Cast, three: list[Incident], signed_in: SignIn
) -> None:
    closed, ann, al = three
    client = signed_in(cast.bea)
    ladder = Ladder.objects.get(incident=ann, document_id="crisis")
    client.post(reverse("floor:ladder_act", args=[ladder.id, "accept"]))
    assert numbers(client, "?state=closed") == [closed.number]
    assert numbers(client, "?level=0&state=open") == [al.number]
    assert numbers(client, f"?q={ann.number[-6:]}") == [ann.number]
    assert numbers(client, "?kind=self_harm") == [ann.number]
    assert numbers(client, "?kind=bomb") == []
    assert numbers(client, f"?person={cast.ann.id}") == [ann.number]
    assert numbers(client, f"?person={cast.al.id}") == []
    assert numbers(client, "?q=%2B1+555-0100") == [ann.number]
    assert numbers(client, "?q=Ann+Ex") == [ann.number]
    assert numbers(client, "?exercise=no") == []
    assert len(numbers(client, f"?exercise=yes&site={cast.site.id}")) == 3
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    assert numbers(client, f"?until={day}") == [closed.number]
    assert closed.number not in numbers(client, f"?since={day}")
    odd = client.get("/incidents/?since=yesterday&level=7&person=x&kind=weather&page=99")
    assert "A date is written as" in odd.content.decode()
    assert len(odd.context["listed"].rows) == 3
    assert "Nothing fits." in client.get("/incidents/?q=nothing").content.decode()


@pytest.mark.outsider("floor:incidents", "floor:contacts")
@pytest.mark.covers("S1-39")
def test_whoever_is_kept_out_or_elsewhere_sees_no_row(
    cast: Cast, three: list[Incident], signed_in: SignIn
) -> None:
    ann = three[1]
    Exclusion.objects.create(
        incident_id=ann.id, person_id=cast.bo.id, because="implicated", noted_at=ann.opened_at
    )
    for name in ("incidents", "contacts"):
        assert ann.number not in numbers(signed_in(cast.bo), name=name)
        assert len(numbers(signed_in(cast.bo), name=name)) == 2
        assert numbers(signed_in(cast.cy), name=name) == []
        assert Client().get(f"/{name}/").status_code == 302
    assert "No contact yet." in signed_in(cast.cy).get("/contacts/").content.decode()


@pytest.mark.covers("S3-4")
def test_contacts_that_wait_for_an_answer_stand_first(
    cast: Cast, three: list[Incident], signed_in: SignIn
) -> None:
    calm = cast.contact(agent=cast.al, channel="chat")
    Contact.objects.filter(id=calm.id).update(demanded_at=datetime.now(UTC))
    client = signed_in(cast.bo)
    assert numbers(client, name="contacts")[0] == ""
    page = client.get("/contacts/").content.decode()
    assert "Waits since" in page
    assert "Who handles it sees that" in page
    assert "Alex" not in page
    assert reverse("desk:contact", args=[calm.id]) not in page
    assert numbers(signed_in(cast.ann), name="contacts") == [three[1].number]
    assert numbers(client, f"?person={cast.al.id}", name="contacts") == [""]
    assert numbers(client, "?channel=chat&state=open", name="contacts") == [""]
    assert numbers(client, "?state=closed", name="contacts") == []
    assert numbers(client, f"?q={three[0].number}", name="contacts") == [three[0].number]
    assert numbers(client, "?q=Al+Example", name="contacts") == []
    mine = signed_in(cast.al)
    assert len(numbers(mine, "?q=%2B15550100", name="contacts")) == 3
    assert reverse("desk:contact", args=[calm.id]) in mine.get("/contacts/").content.decode()


def test_a_long_list_goes_page_by_page_with_its_filters(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(27):
        cast.contact(agent=cast.al)
    client = signed_in(cast.al)
    first = client.get("/contacts/?state=open")
    assert len(first.context["listed"].rows) == 25
    assert first.context["listed"].after == "?state=open&page=2"
    second = client.get("/contacts/?state=open&page=2")
    assert len(second.context["listed"].rows) == 2
    assert second.context["listed"].before == "?state=open"
    assert "Page 2 of 2" in second.content.decode()
