"""Lines of many contacts in one request: each kept as if sent alone, each with its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from stayline.contacts.models import Contact, WindowLine
from stayline.contacts.queries import window_lines
from stayline.incidents.models import Incident
from stayline.incidents.queries import lines
from stayline.people.models import Site
from tests.rooms.api.conftest import THREAT, Machine, MakeMachine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def send(platform: Machine, *said: object, **headers: str) -> dict[str, Any]:
    answer = platform.post("lines", {"lines": said}, **headers)
    assert answer.status_code == 202, answer.content
    return answer.json()


def of(contact: dict[str, Any], number: int, text: str, **more: str) -> dict[str, str]:
    return {"contact": contact["id"], "id": str(number), "text": text, **more}


def words(contact: dict[str, Any]) -> list[str]:
    return [line.text for line in window_lines(UUID(contact["id"]))]


def test_each_contact_has_its_lines_in_the_order_said(platform: Machine) -> None:
    one, other = platform.opens(), platform.opens()
    done = send(
        platform, of(one, 1, "Hello?"), of(other, 1, "Good day."), of(one, 2, "My meter is broken.")
    )
    assert [(line["contact"], line["id"], line["kept"]) for line in done["lines"]] == [
        (one["id"], "1", True),
        (other["id"], "1", True),
        (one["id"], "2", True),
    ]
    assert (done["refused"], done["signals"], done["opened"]) == (0, [], [])
    assert words(one) == ["Hello?", "My meter is broken."]
    assert words(other) == ["Good day."]


def test_sent_again_a_line_counts_once(platform: Machine) -> None:
    one, other = platform.opens(), platform.opens()
    said = [of(one, 1, "Hello?"), of(other, 1, "Good day.")]
    assert send(platform, *said)["lines"] == send(platform, *said)["lines"]
    bare = {"contact": one["id"], "text": "Yes."}
    first = send(platform, bare, bare, Idempotency_Key="a")
    assert send(platform, bare, bare, Idempotency_Key="a")["lines"] == first["lines"]
    assert words(one) == ["Hello?", "Yes.", "Yes."]
    assert WindowLine.objects.filter(contact_id=other["id"]).count() == 1


def test_a_threat_among_ordinary_lines_opens_its_own_incident(platform: Machine) -> None:
    calm, desperate = platform.opens(), platform.opens()
    send(platform, of(desperate, 1, "Hello?"))
    done = send(
        platform, of(calm, 1, "Good day."), of(desperate, 2, THREAT), of(calm, 2, "Thanks.")
    )
    incident = Incident.objects.get()
    assert done["opened"] == [str(incident.id)]
    assert [line["incident"] for line in done["lines"]] == [None, str(incident.id), None]
    assert {(one["contact"], one["line"], one["kind"]) for one in done["signals"]} == {
        (desperate["id"], "2", "self_harm")
    }
    assert [one.text for one in lines(UUID(desperate["id"]))] == ["Hello?", THREAT]
    assert words(calm) == ["Good day.", "Thanks."]
    more = send(platform, of(desperate, 3, "Are you there?"), of(calm, 3, "Bye."))
    assert (more["opened"], more["lines"][0]["incident"]) == ([], str(incident.id))
    assert [one.text for one in lines(UUID(desperate["id"]))][2:] == ["Are you there?"]


def test_a_line_hears_those_before_it_alone_or_together(platform: Machine) -> None:
    """The same words raise the same, however they are cut into requests."""
    said = ["I can't go on.", "I want to end it all.", "Nobody would notice."]
    alone, together = platform.opens(), platform.opens()
    raised = [send(platform, of(alone, n, text))["signals"] for n, text in enumerate(said)]
    at_once = send(platform, *(of(together, n, text) for n, text in enumerate(said)))["signals"]

    def told(signals: list[dict[str, str]]) -> set[tuple[str, str]]:
        return {(one["line"], one["rule"]) for one in signals}

    assert told([one for some in raised for one in some]) == told(at_once) != set()


def test_a_word_of_anger_raises_its_aid_and_waits(platform: Machine) -> None:
    angry, calm = platform.opens(), platform.opens()
    done = send(platform, of(angry, 1, "I want to speak to your supervisor."), of(calm, 1, "Yes."))
    assert {one["contact"] for one in done["signals"]} == {angry["id"]}
    assert (done["opened"], words(angry)) == ([], ["I want to speak to your supervisor."])


@pytest.mark.parametrize(
    ("faulty", "pointer"),
    [
        ({"id": "x" * 81}, "/id"),
        ({"who": "parrot"}, "/who"),
        ({"text": " "}, "/text"),
        ({"at": "2026-11-22T09:00:00"}, "/at"),
        ({"contact": "none"}, "/contact"),
        ({"text": 7}, "/text"),
    ],
)
def test_a_faulty_line_is_named_and_holds_no_other_back(
    platform: Machine, faulty: dict[str, object], pointer: str
) -> None:
    one = platform.opens()
    done = send(platform, of(one, 1, "Hello?"), of(one, 2, "Hm.") | faulty, of(one, 3, THREAT))
    first, bad, last = done["lines"]
    assert (first["kept"], bad["kept"], last["kept"], done["refused"]) == (True, False, True, 1)
    assert bad["code"] == "contacts.line.invalid"
    assert [fault["pointer"] for fault in bad["errors"]] == [pointer]
    assert not bad["again"]
    assert len(done["opened"]) == 1


@pytest.mark.outsider("api-v1:post_lines_of_many")
def test_a_contact_of_nobody_or_of_another_site_is_refused_alone(
    platform: Machine, machine: MakeMachine, real_site: Site
) -> None:
    own = platform.opens()
    foreign = machine("contacts:write", site=real_site).opens()
    nobody = {"id": str(uuid4())}
    done = send(platform, of(nobody, 1, "Hello?"), of(foreign, 1, THREAT), of(own, 1, "Hello?"))
    assert [line["kept"] for line in done["lines"]] == [False, False, True]
    assert [line["code"] for line in done["lines"][:2]] == [
        "contacts.contact.not_found",
        "people.token.invalid",
    ]
    assert not Incident.objects.exists()
    assert WindowLine.objects.filter(contact_id=foreign["id"]).count() == 0


def test_an_exercise_touches_nothing_real(machine: MakeMachine, real_site: Site) -> None:
    contact = machine("contacts:write", site=real_site).opens()
    drill = machine("contacts:write", site=real_site, exercise=True)
    (line,) = send(drill, of(contact, 1, THREAT))["lines"]
    assert (line["kept"], line["code"]) == (False, "people.token.invalid")
    assert not Incident.objects.exists()


def test_what_fails_for_one_contact_is_its_own_answer(platform: Machine) -> None:
    broken, odd, calm = platform.opens(), platform.opens(), platform.opens()
    send(platform, of(broken, 1, THREAT))
    Incident.objects.update(stream_id=uuid4())
    Contact.objects.filter(id=odd["id"]).update(channel="unheard of")
    done = send(
        platform, of(broken, 2, "Are you there?"), of(odd, 1, THREAT), of(calm, 1, "Hello?")
    )
    told = [(line["kept"], line["code"], line["again"]) for line in done["lines"]]
    assert told == [
        (False, "ledger.stream.not_found", False),
        (False, "contacts.line.unkept", True),
        (True, "", False),
    ]
    assert words(calm) == ["Hello?"]
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("many", [0, 501])
def test_none_and_too_many_are_refused(platform: Machine, many: int) -> None:
    one = platform.opens()
    answer = platform.post("lines", {"lines": [of(one, n, "Yes.") for n in range(many)]})
    problem(answer, 422, "platform.invalid")
    assert words(one) == []
