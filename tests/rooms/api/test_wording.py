"""A contact platform asks what the wording rules say of its agent's draft."""

from __future__ import annotations

import time

import pytest

from stayline.ledger.models import Entry
from stayline.listening.api import PACE
from stayline.people.models import ApiToken
from tests.rooms.api.conftest import MakeMachine

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-30", "S4-41")
def test_a_draft_is_judged_with_place_reason_and_mend(machine: MakeMachine) -> None:
    asked = machine("wording:judge").post("wording", {"text": "I won’t tell anyone, but go on."})
    assert asked.status_code == 200
    told = asked.json()
    assert (told["held"], told["language"], told["reviewed"]) == (True, "en", True)
    first, second = told["remarks"]
    assert (first["code"], first["held"], first["words"]) == ("W01", True, "won’t tell anyone")
    assert (first["start"], first["end"]) == (2, 19)
    assert first["reason"]
    assert "share it only with people who can help" in first["mended"]
    assert (second["code"], second["instead"], second["held"]) == ("W02", "and", False)


def test_a_clean_draft_brings_nothing_and_nothing_is_kept(machine: MakeMachine) -> None:
    asks = machine("wording:judge")
    before = Entry.objects.count()
    assert asks.post("wording", {"text": "I'm here with you."}).json()["remarks"] == []
    assert Entry.objects.count() == before


def test_another_language_has_its_own_rules(machine: MakeMachine) -> None:
    asked = machine("wording:judge").post(
        "wording", {"text": "Le entiendo, pero espere.", "language": "es-MX"}
    )
    told = asked.json()
    assert [one["code"] for one in told["remarks"]] == ["W02"]
    assert told["reviewed"] is False


@pytest.mark.outsider("api-v1:post_wording")
def test_a_token_without_the_scope_is_refused(machine: MakeMachine) -> None:
    refused = machine("contacts:write").post("wording", {"text": "but"})
    assert refused.status_code in {401, 403}
    assert machine().ask("POST", "wording", {"text": "but"}).status_code != 200


def test_a_draft_that_is_too_long_is_refused_with_its_field(machine: MakeMachine) -> None:
    refused = machine("wording:judge").post("wording", {"text": "a" * 10_001})
    assert refused.status_code == 422
    assert "text" in refused.json()["errors"][0]["pointer"]


def test_a_token_that_asks_too_fast_is_told_when_to_come_again(machine: MakeMachine) -> None:
    asks = machine("wording:judge")
    (token,) = ApiToken.objects.values_list("id", flat=True)
    PACE._left[token] = (-1000.0, time.monotonic())  # as after asking far too often
    slowed = asks.post("wording", {"text": "but"})
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == "1"
    assert slowed.json()["code"] == "platform.http.429"
