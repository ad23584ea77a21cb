"""What the provider posts, read; what it is told, written; and which of its faults pass."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from requests import ConnectionError as NoAnswer
from twilio.base.exceptions import TwilioException, TwilioRestException

from stayline.connectors.telephony_twilio.wire import (
    conference_event,
    participants_seen,
    worker_event,
)
from stayline.connectors.twilio.wire import (
    Account,
    client,
    reason_of,
    signature_for,
    status_of,
    theirs,
    valid_signature,
    worth_a_retry,
)
from tests.cast import NOW, later

URL = "https://stayline.example.org/in?x=1"
JOIN = {
    "StatusCallbackEvent": "participant-join",
    "ConferenceSid": "CF1",
    "CallSid": "CA1",
    "SequenceNumber": "4",
    "Timestamp": "Sun, 22 Nov 2026 09:00:07 +0000",
}


def page_fault(status: int) -> TwilioException:
    """How the official client says that a page of a list could not be had."""
    return TwilioException("Unable to fetch page", SimpleNamespace(status_code=status))


@pytest.mark.parametrize(
    ("fault", "again", "reason"),
    [
        (TwilioRestException(429, "/x", code=20429), True, "the provider answered 429 (20429)"),
        (TwilioRestException(500, "/x"), True, "the provider answered 500"),
        (TwilioRestException(404, "/x"), False, "the provider answered 404"),
        (page_fault(503), True, "the provider answered 503"),
        (page_fault(401), False, "the provider answered 401"),
        (TwilioException("something"), True, "the answer cannot be read"),
        (json.JSONDecodeError("no", "<html>", 0), True, "the answer cannot be read"),
        (NoAnswer("https://secret.example.org"), True, "no answer: ConnectionError"),
        (KeyError("ours"), False, "the answer cannot be read"),
    ],
)
def test_a_fault_says_whether_it_passes_and_names_nobody(
    fault: Exception, again: bool, reason: str
) -> None:
    assert worth_a_retry(fault) is again
    assert reason_of(fault) == reason
    assert theirs(fault) is not isinstance(fault, KeyError)
    assert status_of(KeyError("a", SimpleNamespace(status_code="x"))) is None


def test_a_signature_is_of_the_whole_address_and_all_that_is_posted() -> None:
    given = signature_for("secret", URL, {"A": "b"})
    assert valid_signature("secret", URL, {"A": "b"}, given)
    for token, url, posted, signature in (
        ("another", URL, {"A": "b"}, given),
        ("secret", URL + "2", {"A": "b"}, given),
        ("secret", URL, {"A": "c"}, given),
        ("secret", URL, {"A": "b"}, ""),
        ("", URL, {"A": "b"}, signature_for("", URL, {"A": "b"})),
    ):
        assert not valid_signature(token, url, posted, signature)


def test_an_account_of_a_way_opens_by_its_key_and_shows_no_secret() -> None:
    account = Account.of(
        {
            "account_sid": "AC1",
            "auth_token": "the-token",
            "key_sid": "SK1",
            "key_secret": "the-key",
            "region": "ie1",
            "edge": "dublin",
        }
    )
    assert "the-" not in repr(account)
    made = client(account)
    assert (made.username, made.password, made.account_sid) == ("SK1", "the-key", "AC1")
    host = "https://api.dublin.ie1.twilio.com/x"
    assert made.get_hostname("https://api.twilio.com/x") == host
    with pytest.raises(KeyError):
        client({"account_sid": "AC1"})


def test_a_conference_s_event_is_read() -> None:
    event = conference_event(JOIN | {"Muted": "true", "EndConferenceOnExit": ""}, now=NOW)
    assert event is not None
    assert event.report is not None
    assert (event.at, event.report.sequence) == (later(7), 4)
    assert (event.report.muted, event.report.ends_call) == (True, None)
    start = conference_event(JOIN | {"StatusCallbackEvent": "conference-start"}, now=NOW)
    assert start is not None
    assert (start.report, start.over) == (None, False)


@pytest.mark.parametrize(
    "change",
    [
        {"ConferenceSid": ""},
        {"CallSid": ""},
        {"StatusCallbackEvent": "participant-speech-start"},
        {"StatusCallbackEvent": ""},
    ],
)
def test_what_says_nothing_of_a_leg_is_passed_over(change: dict[str, str]) -> None:
    assert conference_event(JOIN | change, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Sun, 22 Nov 2026 09:00:07 +0000", later(7)),
        ("2026-11-22T09:00:07Z", later(7)),
        ("2026-11-22T10:00:07+01:00", later(7)),
        ("2026-11-22T09:00:07", later(7)),
        (str(int(later(7).timestamp())), later(7)),
        (str(int(later(7).timestamp() * 1000)), later(7)),
        ("soon", NOW),
        ("", NOW),
    ],
)
def test_every_time_of_theirs_is_read_and_none_is_now(text: str, at: object) -> None:
    event = conference_event(JOIN | {"Timestamp": text, "SequenceNumber": "?"}, now=NOW)
    assert event is not None
    assert event.report is not None
    assert (event.at, event.report.sequence) == (at, 0)


@pytest.mark.parametrize(
    ("attributes", "name"),
    [('{"contact_uri": "client:ann"}', "ann"), ("[]", ""), ("{", "")],
)
def test_a_worker_s_event_is_read(attributes: str, name: str) -> None:
    posted = {
        "EventType": "worker.activity.update",
        "WorkerSid": "WK1",
        "WorkerActivityName": "Available",
        "WorkerAttributes": attributes,
    }
    event = worker_event(posted, now=NOW)
    assert event is not None
    assert (event.name, event.available, event.at) == (name, True, NOW)
    assert worker_event(posted | {"EventType": "task.created"}, now=NOW) is None
    assert worker_event(posted | {"WorkerSid": ""}, now=NOW) is None


def test_only_those_who_are_connected_are_in_a_call() -> None:
    common = {"label": None, "muted": False, "coaching": None, "end_conference_on_exit": True}
    found = participants_seen(
        [
            SimpleNamespace(call_sid="CA1", status="connected", **common),
            SimpleNamespace(call_sid="CA2", status="ringing", **common),
        ]
    )
    ((label, leg),) = found.values()
    assert (label, leg.ends_call, leg.whispers) == ("", True, False)
