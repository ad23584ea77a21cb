"""The card of command and the page of structures: pressed by those who may, shown to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stayline.command.models import PostHeld
from stayline.command.queries.posts_paged import offer_link
from stayline.command.web.offered import GUESSES
from stayline.incidents.queries import log

if TYPE_CHECKING:
    from django.test import Client

    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.command.conftest import LetIn
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    """The page as it reads."""
    return client.get(address).content.decode()


@pytest.mark.covers("S3-31")
def test_command_is_taken_handed_over_and_read_back_and_the_banner_stands_on_the_screens(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    let_in(incident, cast.bo, cast.bea)
    bo, bea, ann = signed_in(cast.bo), signed_in(cast.bea), signed_in(cast.ann)
    address = f"/command/{incident.id}/"

    def press(client: Client, name: str, status: object = 302, **fields: object) -> str:
        answer = client.post(f"{address}do/posts/{name}/", fields)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    assert "Nobody is silver." in read(bo, address)
    press(bo, "take", post="silver")
    assert "You are silver" in read(bo, address)
    refused = press(
        bo, "offer", 422, post="silver", to=str(cast.bea.id), situation="Alex is on the line."
    )
    assert "Alex is on the line." in refused
    assert "What you think of it" in refused
    press(bo, "offer", 422, post="silver", to="nobody")
    said = dict.fromkeys(("situation", "background", "assessment", "recommendation"), "Go on.")
    press(bo, "offer", post="silver", to=str(cast.bea.id), **said)
    assert "Bo Example offers you silver" in read(bea, address)
    assert "Silver is offered to you" in read(bea, "/floor/")
    press(bea, "decline", post="silver", because="On another line.")
    assert "Silver is offered to you" not in read(bea, "/floor/")
    press(bo, "offer", post="silver", to=str(cast.bea.id), **said)
    press(bo, "withdraw", post="silver")
    press(bo, "offer", post="silver", to=str(cast.bea.id), **said)
    press(bea, "accept", post="silver", read_back="Going on.")
    assert "You are silver" in read(bea, address)
    press(bo, "take", post="log_keeper")
    assert "log keeper: Bo Example" in read(bea, address)
    press(bo, "leave", post="log_keeper", because="Busy.")

    refused = press(bea, "decide", 422, decision="Send a crew.", decided_at="late")
    assert "Write it as 14:05" in refused
    assert "Send a crew." in refused
    press(bea, "decide", decision="Send a crew.", reason="They are near.", decided_at="00:00")
    assert "Send a crew." in read(bea, address)
    press(bea, "decide", 404, decision="x", reason="y", corrects=str(incident.id))

    press(bea, "major", state="declared", major_reason="Many callers.", about="Mill Lane")
    press(bea, "task", task="posts")
    press(bea, "look")
    for screen, client in ((address, bea), ("/floor/", bo), ("/desk/", ann)):
        page = read(client, screen)
        assert "EXERCISE. Major incident declared" in page
        assert incident.number in page
    assert "Major incident declared" not in read(signed_in(cast.al), "/desk/")  # not in it


@pytest.mark.outsider("command:structures", "command:set_structures")
@pytest.mark.covers("S3-31")
def test_managers_choose_the_structure_and_everybody_reads_what_others_call_each_post(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    del playbook
    mo, address = signed_in(cast.mo), "/command/structures/"
    page = read(signed_in(cast.ann), address)
    assert "Incident commander" in page
    assert "works by this" not in page
    assert signed_in(cast.bo).post(f"{address}set/", {"structure": "utility"}).status_code == 403
    assert mo.post(f"{address}set/", {"post": "gold", "person": "x"}).status_code == 404
    assert mo.post(f"{address}set/", {"structure": "utility"}).status_code == 302
    assert "works by: Utility company" in read(mo, address)
    chosen = {"post": "network_lead", "person": str(cast.bo.id)}
    assert mo.post(f"{address}set/", chosen).status_code == 302
    assert "selected>Bo Example" in read(mo, address)


@pytest.mark.outsider("command:offered")
@pytest.mark.covers("S3-12")
def test_the_page_of_an_offer_says_one_cannot_without_signing_in_and_is_used_up_by_it(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn, client: Client
) -> None:
    let_in(incident, cast.bo)
    bo, address = signed_in(cast.bo), f"/command/{incident.id}/do/posts/"
    bo.post(f"{address}take/", {"post": "silver"})
    said = dict.fromkeys(("situation", "background", "assessment", "recommendation"), "Alex, gas.")
    bo.post(f"{address}offer/", {"post": "silver", "to": str(cast.bea.id), **said})
    path = "/post/" + offer_link(PostHeld.objects.get(incident=incident)).split("/post/")[1]

    shown = client.get(path)
    page = shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    for part in ("Silver", incident.site.name, incident.number, "I cannot"):
        assert part in page
    for part in ("Alex", "gas", "Bo Example"):
        assert part not in page
    assert client.post(path).status_code == 403  # no stamp of this page
    assert client.post(path, {"stamp": "forged"}).status_code == 403
    assert client.get(path[:-2] + "0/").status_code == 404
    assert client.get("/post/guessed/").status_code == 404
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    assert "Noted: you cannot." in client.post(path, {"stamp": stamp}).content.decode()
    assert "They cannot, as they answered to the page." in " ".join(
        one.sentence for one in log(incident)
    )
    assert client.post(path, {"stamp": stamp}).status_code == 404
    for _ in range(GUESSES.most):
        client.get("/post/guessed/")
    assert client.get(path).status_code == 429
