"""A centre whose calls are conferences of a provider on loopback."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from stayline.config.telephone import centre as centre_of
from stayline.connectors.telephony_manual import ManualTelephony
from stayline.connectors.telephony_twilio import TwilioSender, TwilioTelephony
from stayline.connectors.telephony_twilio.workers import telephone_dues
from stayline.connectors.twilio.wire import SIGNATURE, signature_for
from stayline.contacts.models import Call, Contact
from stayline.escalation.ports import telephony
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact
from stayline.ledger.queries import entries
from stayline.outbox.workers import Sender
from stayline.people.actions import note_seen
from stayline.people.queries import system_actor
from tests.cast import NOW, Cast, later
from tests.fakes.conference_api import (
    BUSY,
    FREE,
    SECRET,
    SID,
    WORKSPACE,
    ConferenceRow,
    Form,
    Participant,
    Provider,
    running,
)

CALLBACKS = "https://stayline.example.org"
CALLER, AGENT = "CA" + "1" * 32, "CA" + "2" * 32


@dataclass
class Telephone:
    """The provider, and one call of Ann's in it."""

    provider: Provider
    cast: Cast
    contact: Contact
    row: ConferenceRow

    @property
    def call(self) -> Call:
        """The call as it is now."""
        return Call.objects.get(contact=self.contact)

    @property
    def incident(self) -> Incident:
        """The incident as it is now."""
        found = by_contact(self.contact.id)
        assert found is not None
        return found

    @property
    def kinds(self) -> list[str]:
        """The kinds of the log's entries, in order."""
        return [one.kind for one in entries(self.incident.stream_id)]

    def post(self, path: str, form: Form, secret: str = SECRET) -> HttpResponse:
        """The provider posts this, signed."""
        url = f"/api/v1/telephony/twilio/{path}"
        signature = signature_for(secret, CALLBACKS + url, form)
        return Client().post(url, form, headers={SIGNATURE: signature})

    def tell(self, *events: Form) -> None:
        """The provider posts these conference events, in this order."""
        for event in events:
            assert self.post("conference", event).status_code == 204

    def join(self, call_sid: str, label: str, **more: bool) -> None:
        """Somebody comes in, and the provider says so at once."""
        self.tell(self.provider.join(self.row.sid, Participant(call_sid, label, **more)))

    def ask(self, seconds: float = 0, *, only: Sequence[str] = ()) -> None:
        """What is due is put into the outbox."""
        at = later(seconds)
        for port in telephone_dues():
            if not only or port.name in only:
                for row_id in port.due(at, 50):
                    port.fire(row_id, at)

    def work(self, seconds: float = 0) -> None:
        """What is due is asked, and what was asked is sent."""
        self.ask(seconds)
        self.send(seconds)

    def send(self, seconds: float = 0) -> None:
        """What was asked is sent, until nothing waits."""
        at = later(seconds)
        sender = Sender(
            [TwilioSender(centre(self.provider), for_exercise=True)],
            actor=system_actor("outbox"),
            told=(),
            wall=lambda: at,
            jitter=lambda: 0.0,
        )
        while sender.step():
            pass


def centre(provider: Provider) -> object:
    from django.conf import settings  # noqa: PLC0415 - as the test has set them

    del provider
    return centre_of(settings.STAYLINE)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on loopback."""
    with running(NOW) as made:
        yield made


@pytest.fixture
def telephone(
    provider: Provider, cast: Cast, playbook: None, settings: pytest.FixtureRequest
) -> Iterator[Telephone]:
    """Ann's call, in a conference of the provider; both legs would end it."""
    note_seen(person_ids=[one.id for one in (cast.ann, cast.bo, cast.bea)], at=NOW, process="tests")
    settings.STAYLINE = dataclasses.replace(
        settings.STAYLINE,
        telephony="twilio",
        twilio_account_sid=SID,
        twilio_auth_token=SECRET,
        twilio_api_url=provider.url,
        twilio_callback_url=CALLBACKS,
        twilio_number="+15550199",
        twilio_workspace=WORKSPACE,
        twilio_busy_activity=BUSY,
        twilio_free_activity=FREE,
        twilio_site="here",
        twilio_exercises=True,
    )
    telephony.plug(TwilioTelephony(centre(provider)))
    row = provider.conference()
    made = Telephone(provider, cast, cast.contact(external_id=row.sid), row)
    try:
        made.join(CALLER, "caller")
        made.join(AGENT, "agent-platform-ann")
        yield made
    finally:
        telephony.plug(ManualTelephony())
