"""The assessment on screen: the card, the questions with their method, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from stayline.command.queries.assessing import assessment, method_standing, procedure_chosen
from stayline.privacy.actions import grant_in_transaction

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def let_in(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        for who in (cast.bo, cast.mo):
            grant_in_transaction(
                incident.id,
                who,
                because="supervises",
                stream_id=incident.stream_id,
                actor=who,
                at=incident.opened_at,
            )


@pytest.mark.outsider("command:assess")
def test_a_supervisor_assesses_on_a_page_and_others_only_read(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    let_in(incident, cast)
    page, here = f"/command/{incident.id}/", f"/command/{incident.id}/assess/"
    assert signed_in(cast.al).get(here).status_code == 404
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    assert 'name="answer.life_now"' not in ann.get(here).content.decode()
    assert "Assess now" in bo.get(page).content.decode()
    asked = bo.get(here).content.decode()
    assert "How it is worked out" in asked
    assert "At least one person is hurt or unwell" in asked
    answers = {f"answer.{one.id}": "no" for one in method_standing()[1].questions if one.life}
    refused = bo.post(here, {**answers, "expected": "0", "answer.hurt": "a few"})
    assert refused.status_code == 422
    assert 'value="a few"' in refused.content.decode()
    assert ann.post(here, {**answers, "expected": "0"}).status_code == 403
    sent = bo.post(here, {**answers, "expected": "0", "answer.hurt": "", "answer.worse": "yes"})
    assert sent.status_code == 302
    shown = bo.get(page).content.decode()
    assert "<strong>P2</strong>" in shown
    assert "Assess again" in shown
    chip = "</span>P2</span>"
    assert chip in bo.get("/floor/").content.decode()
    assert chip in bo.get("/incidents/").content.decode()
    assert chip not in signed_in(cast.bea).get("/floor/").content.decode()
    found = assessment(incident)
    assert found is not None
    again = {**answers, "expected": "1", "changed": "Neighbours called.", "answer.hazard": "yes"}
    assert bo.post(here, again).status_code == 302
    story = bo.get(here).content.decode()
    assert "changed: Neighbours called." in story
    assert 'name="answer.hazard" value="yes" checked' in story


def test_the_procedure_and_the_grades_are_chosen_by_a_press(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    let_in(incident, cast)
    do = f"/command/{incident.id}/do/assessing/"
    bo, mo = signed_in(cast.bo), signed_in(cast.mo)
    form = bo.get(f"/command/{incident.id}/")
    card = next(one for name, one in form.context["side_cards"] if name.endswith("assessing.html"))
    here = card["proposed"][0].id
    refused = bo.post(f"{do}procedure/", {"procedure": here, "reason": ""})
    assert refused.status_code == 422
    bo.post(f"{do}procedure/", {"procedure": here, "reason": "It fits what was said."})
    chosen = procedure_chosen(incident)
    assert chosen is not None
    assert chosen.id == here
    assert 'value="five_grades"' in mo.get(f"/command/{incident.id}/assess/").content.decode()
    assert mo.post(f"{do}scheme/", {"scheme": "five_grades"}).status_code == 302
    assert bo.post(f"{do}scheme/", {"scheme": ""}).status_code == 403
