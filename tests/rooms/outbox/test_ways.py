"""Ways out: what is refused by name before anything is tried or stopped."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from stayline.outbox.actions import stop_way, try_way
from stayline.outbox.errors import WayInvalid, WayNotFound, WayNotYours, WayStopped
from stayline.outbox.models import Message
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast
from tests.rooms.escalation.pages import TWILIO, way

pytestmark = pytest.mark.django_db

SLACK = {"url": "slack://TOKEN1234/BBBBBBBBB/CCCCCCCCCCCCCCCCCCCCCCCC/#{address}"}


@pytest.fixture
def owner(cast: Cast) -> Actor:
    """The system's own hand at the command line, which may set up any way."""
    del cast
    return system_actor("command_line")


@pytest.fixture
def texts(owner: Actor) -> UUID:
    del owner
    return way("twilio_sms", "sms", TWILIO)


@pytest.mark.parametrize(
    ("kind", "channel", "settings", "address"),
    [("twilio_sms", "sms", TWILIO, "ring me"), ("apprise", "slack", SLACK, "  ")],
)
def test_an_address_that_the_channel_does_not_reach_is_refused_and_nothing_leaves(
    owner: Actor, kind: str, channel: str, settings: dict[str, str], address: str
) -> None:
    given = way(kind, channel, settings)
    with pytest.raises(WayInvalid) as refused:
        try_way(way_id=given, address=address, actor=owner, at=NOW)
    assert set(refused.value.faults) == {"address"}
    assert not Message.objects.exists()


def test_what_is_not_there_was_stopped_or_is_somebody_elses_is_not_tried(
    cast: Cast, owner: Actor, texts: UUID
) -> None:
    with pytest.raises(WayNotFound):
        stop_way(way_id=uuid4(), actor=owner, at=NOW)
    with pytest.raises(WayNotYours):
        stop_way(way_id=texts, actor=cast.ann, at=NOW)
    stop_way(way_id=texts, actor=owner, at=NOW)
    with pytest.raises(WayStopped):
        try_way(way_id=texts, address="+15550100111", actor=owner, at=NOW)
