"""Lines over HTTP: kept once, listened to, and a threat acts at once."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from stayline.contacts.queries import window_lines
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact, lines
from stayline.people.actions import note_seen
from tests.cast import Cast
from tests.rooms.api.conftest import THREAT, Machine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


@pytest.fixture
def contact(platform: Machine) -> dict[str, str]:
    return platform.opens()


def send(platform: Machine, contact: dict[str, str], *said: object, **headers: str) -> dict:
    answer = platform.post(f"contacts/{contact['id']}/lines", {"lines": said}, **headers)
    assert answer.status_code == 202, answer.content
    return answer.json()


def words(contact: dict[str, str]) -> list[tuple[str, str]]:
    return [(line.who, line.text) for line in window_lines(contact["id"])]


def test_ordinary_lines_wait_and_raise_nothing(platform: Machine, contact: dict[str, str]) -> None:
    hello = {"id": "1", "who": "agent", "text": "Hello, how can I help?"}
    meter = {"id": "2", "text": "My meter is broken."}
    nothing = {"signals": [], "incident": None, "opened": False}
    assert send(platform, contact, hello, meter) == {"kept": 2, **nothing}
    assert send(platform, contact, meter) == {"kept": 0, **nothing}
    assert words(contact) == [("agent", hello["text"]), ("caller", meter["text"])]
    assert not Incident.objects.exists()


@pytest.mark.covers("S1-2", "S1-3")
def test_a_threat_opens_an_incident_and_rings_at_once(
    platform: Machine, drill: Machine, contact: dict[str, str], cast: Cast
) -> None:
    note_seen(person_ids=[cast.bo.id, cast.bea.id], at=datetime.now(UTC), process="tests")
    done = send(platform, contact, {"id": "1", "text": THREAT})
    assert (done["kept"], done["opened"]) == (1, True)
    (signal,) = done["signals"]
    assert signal["kind"] == "self_harm"
    assert signal["rule"].startswith("self_harm.")
    stands = platform.get(f"contacts/{contact['id']}").json()
    assert stands["incident"] == done["incident"]
    assert stands["number"].startswith("SLX-")
    assert stands["level"] == by_contact(contact["id"]).level
    rings = [
        ring
        for who in (cast.bo, cast.bea)
        for ring in drill.stands_for(who).get("exercise/rings").json()
    ]
    assert [one["incident"] for one in rings if not one["informs"]] == [done["incident"]]


def test_a_threat_sent_again_changes_nothing(platform: Machine, contact: dict[str, str]) -> None:
    line = {"id": "1", "text": THREAT}
    first = send(platform, contact, line)
    again = send(platform, contact, line)
    assert again == {"kept": 0, "signals": [], "incident": first["incident"], "opened": False}
    assert Incident.objects.count() == 1


def test_what_was_said_before_the_threat_is_kept_with_it(
    platform: Machine, contact: dict[str, str]
) -> None:
    send(platform, contact, {"id": "1", "text": "Hello?"})
    done = send(
        platform, contact, {"id": "2", "text": THREAT}, {"id": "3", "text": "Are you there?"}
    )
    assert done["kept"] == 2
    assert [one.text for one in lines(contact["id"])] == ["Hello?", THREAT, "Are you there?"]


def test_an_agents_words_raise_nothing(platform: Machine, contact: dict[str, str]) -> None:
    done = send(platform, contact, {"who": "agent", "text": THREAT})
    assert (done["signals"], done["incident"]) == ([], None)


def test_said_twice_is_kept_twice(platform: Machine, contact: dict[str, str]) -> None:
    for _ in range(2):
        assert send(platform, contact, {"text": "Yes."})["kept"] == 1
    assert send(platform, contact, {"text": "Yes."}, {"text": "Yes."})["kept"] == 2
    assert words(contact) == [("caller", "Yes.")] * 4


def test_without_an_id_a_line_is_known_by_its_time(
    platform: Machine, contact: dict[str, str]
) -> None:
    line = {"text": "Yes.", "at": datetime.now(UTC).isoformat()}
    assert send(platform, contact, line)["kept"] == 1
    assert send(platform, contact, {"text": "Well.", "at": line["at"]}, line)["kept"] == 1


def test_without_an_id_a_request_is_known_by_its_key(
    platform: Machine, contact: dict[str, str]
) -> None:
    said = ({"text": "Yes."}, {"text": "Yes."})
    assert send(platform, contact, *said, Idempotency_Key="a")["kept"] == 2
    assert send(platform, contact, *said, Idempotency_Key="a")["kept"] == 0
    assert send(platform, contact, *said, Idempotency_Key="b")["kept"] == 2


def test_the_time_of_a_line_is_the_one_given(platform: Machine, contact: dict[str, str]) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    send(platform, contact, {"text": "Yes.", "at": now.isoformat()})
    assert [line.at for line in window_lines(contact["id"])] == [now]


@pytest.mark.parametrize(
    "line",
    [
        {"text": "Yes.", "at": "2026-11-22T09:00:00"},
        {"text": "Yes.", "at": "nine"},
        {"who": "caller"},
        {"text": "Yes.", "id": "x" * 81},
        {"text": "Yes.", "who": "parrot"},
        {"text": "x" * 20_001},
    ],
)
def test_a_faulty_line_is_named_and_none_is_kept(
    platform: Machine, contact: dict[str, str], line: dict[str, str]
) -> None:
    answer = platform.post(f"contacts/{contact['id']}/lines", {"lines": [{"text": "Hello?"}, line]})
    body = problem(answer, 422, answer.json()["code"])
    assert body["errors"][0]["pointer"].startswith("/lines/1")
    assert words(contact) == []


def test_too_many_lines_at_once_are_refused(platform: Machine, contact: dict[str, str]) -> None:
    answer = platform.post(f"contacts/{contact['id']}/lines", {"lines": [{"text": "Yes."}] * 501})
    problem(answer, 422, "contacts.line.invalid")
    assert words(contact) == []


def test_lines_of_a_contact_that_is_not_there(platform: Machine) -> None:
    answer = platform.post(f"contacts/{uuid4()}/lines", {"lines": [{"text": "Yes."}]})
    problem(answer, 404, "contacts.contact.not_found")
