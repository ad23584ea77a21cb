"""The classes of channels: live, chat, written, none; each guided, and silence in a chat asks."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.incidents.actions import (
    fire_silence,
    hear_lines,
    open_in_error,
    release_contact,
    start_aid,
)
from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import next_silence_due, screen, silences_due
from stayline.incidents.workers import SilenceDue
from stayline.library.models import InForce
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened
from tests.rooms.incidents.difficult import ABUSED, BOMB, SELF, THREAT_TO_FAMILY, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

CHANNELS = ["voice", "in_person", "chat", "sms", "email", "letter", "social_media"]


def heard(cast: Cast, words: str, channel: str) -> Opened:
    contact = cast.contact(channel=channel)
    hear_lines(contact_id=contact.id, lines=[line(1, words)], actor=cast.ann, at=NOW)
    return Opened(cast, contact.id)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("words", [SELF, THREAT_TO_FAMILY, BOMB, ABUSED])
def test_every_threat_on_every_channel_is_guided_and_rings(
    cast: Cast, effects: NotedEffects, channel: str, words: str
) -> None:
    opened = heard(cast, words, channel)
    found = screen(opened.incident)
    assert found is not None
    protocol, shown = found
    assert opened.contact.channel_class in protocol.classes
    assert shown.say or shown.asks or shown.note
    assert ("raise", "crisis") in effects.asked
    assert opened.run.state["channel_class"] == opened.contact.channel_class


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_minimum_safe_path_serves_every_class(cast: Cast, channel: str) -> None:
    InForce.objects.filter(kind="protocol").delete()
    opened = heard(cast, SELF, channel)
    assert opened.run.protocol_id == "minimum-safe"
    assert opened.go_on().step == "safe_now"


@pytest.fixture
def chat(cast: Cast, effects: NotedEffects) -> Opened:
    """A chat in which a threat was just made."""
    opened = heard(cast, THREAT, "chat")
    effects.asked.clear()
    return opened


def test_two_minutes_of_silence_in_a_chat_ask_a_supervisor_once(
    chat: Opened, effects: NotedEffects
) -> None:
    due = SilenceDue()
    assert chat.incident.silence_due_at == later(120)
    assert due.next_due() == next_silence_due() == later(120)
    assert list(due.due(later(119), 10)) == []
    assert list(due.due(later(120), 10)) == silences_due(later(120), 10) == [chat.incident.id]
    assert due.fire(chat.incident.id, later(120))
    assert effects.asked == [("notify", "supervisor")]
    assert "incidents.chat.silent" in chat.kinds
    assert not fire_silence(incident_id=chat.incident.id, at=later(130))
    assert chat.contact.released_at is None  # nothing is closed by itself
    assert due.next_due() is None


def test_words_begin_a_new_count(chat: Opened) -> None:
    said(chat, "I don't know what to do.", 100)
    assert not fire_silence(incident_id=chat.incident.id, at=later(150))
    assert fire_silence(incident_id=chat.incident.id, at=later(220))
    said(chat, "I am here.", 300)
    assert chat.incident.silence_due_at == later(420)


def test_an_ended_or_mistaken_chat_is_silent_for_good(chat: Opened) -> None:
    chat.let_in(chat.cast.bo)
    open_in_error(
        incident_id=chat.incident.id,
        reason="A lyric.",
        spoke_to="caller",
        read_words=True,
        actor=chat.cast.bo,
        at=later(5),
    )
    assert chat.incident.silence_due_at is None
    said(chat, "Thank you.", 10)
    assert chat.incident.silence_due_at is None
    release_contact(contact_id=chat.contact_id, actor=chat.cast.ann, at=later(20))
    assert chat.incident.silence_due_at is None


def test_a_released_chat_asks_nobody(chat: Opened) -> None:
    chat.let_in(chat.cast.bo)
    release_contact(contact_id=chat.contact_id, reason="Safe.", actor=chat.cast.bo, at=later(60))
    assert silences_due(later(999), 10) == []


@pytest.mark.parametrize("channel", ["voice", "email"])
def test_other_channels_may_be_silent(cast: Cast, channel: str) -> None:
    assert heard(cast, THREAT, channel).incident.silence_due_at is None


def test_a_difficult_chat_may_be_silent_too(cast: Cast) -> None:
    contact = cast.contact(channel="chat")
    start_aid(contact_id=contact.id, actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    said(opened, "This is ridiculous.", 10)
    assert opened.incident.silence_due_at is None


def test_there_is_no_silence_of_what_is_not_there() -> None:
    with pytest.raises(IncidentNotFound):
        fire_silence(incident_id=uuid4(), at=NOW)
