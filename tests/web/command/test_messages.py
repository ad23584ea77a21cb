"""The card of messages: words looked at as they are typed, mended by a press, sent, answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from stayline.command.models import Message, Resource

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.command.conftest import LetIn
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.outsider("command:words")
@pytest.mark.covers("S3-21", "S3-22", "S3-18")
def test_a_message_is_begun_from_the_list_mended_by_a_press_sent_and_answered(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    crew = Resource.objects.create(
        site=incident.site, kind="crew", name="Gas crew 1", zone="UTC", added_at=datetime.now(UTC)
    )
    let_in(incident, cast.bo, cast.bea)
    words = f"/command/{incident.id}/words/"
    press = f"/command/{incident.id}/do/messages"
    assert signed_in(cast.al).post(words).status_code == 404
    assert (
        "Next message" not in signed_in(cast.ann).get(f"/command/{incident.id}/").content.decode()
    )

    bo = signed_in(cast.bo)
    form = {
        "message_to": f"resource:{crew.id}",
        "message_medium": "radio",
        "message_text": "Meet at Mill Lane by 2 pm",
        "message_asks": "yes",
    }
    begun = bo.post(words, {**form, "template": "hold"}).content.decode()
    assert "Hold all calls for {place}." in begun
    typing = {"HX-Request": "true", "HX-Target": "message-words"}
    as_typed = bo.post(words, form, headers=typing).content.decode()
    assert "Half of the readers take this for the other half of the day." in as_typed
    assert "<textarea" not in as_typed
    mended = bo.post(words, {**form, "mend": "twelve-hour:21:25"}).content.decode()
    assert "Meet at Mill Lane by 14:00</textarea>" in mended
    stale = bo.post(words, {**form, "mend": "twelve-hour:1:2"}).content.decode()
    assert "Meet at Mill Lane by 2 pm</textarea>" in stale

    refused = bo.post(f"{press}/send/", form)
    assert refused.status_code == 409
    assert "Send it as it is" in refused.content.decode()
    kept = bo.post(
        f"{press}/send/", {**form, "accepted": "yes"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Waits for an answer." in kept
    assert 'required aria-describedby="message-words"' in kept
    made = Message.objects.get()
    assert bo.post(f"{press}/said/", {"message": made.id, "read_back": "yes"}).status_code == 302
    answered = {"message": made.id, "name": "Crew lead", "words": "On our way"}
    assert bo.post(f"{press}/have/", answered).status_code == 302
    assert bo.post(f"{press}/have/", {"message": incident.id}).status_code == 404

    assert bo.post(f"{press}/report/", {"report_text": "Gate 2 is shut."}).status_code == 302
    bea = signed_in(cast.bea)
    page = bea.get(f"/command/{incident.id}/").content.decode()
    assert "Crew lead has it" in page
    assert "On our way" in page
    assert "Gate 2 is shut." in page
