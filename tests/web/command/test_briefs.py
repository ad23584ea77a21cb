"""The card and the pages of briefs: read, put right, issued, taken away, read aloud."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from stayline.command.actions import note_place
from stayline.incidents.queries import log
from stayline_core.eido import faults

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.command.conftest import LetIn
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.outsider(
    "command:brief",
    "command:correct_brief",
    "command:issue_brief",
    "command:take_brief",
    "command:script",
)
def test_a_brief_is_read_put_right_issued_and_taken_away_by_who_commands(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    note_place(incident_id=incident.id, place="The old mill", actor=cast.ann, at=incident.opened_at)
    let_in(incident, cast.bo)
    here = f"/command/{incident.id}"
    al, ann, bo = signed_in(cast.al), signed_in(cast.ann), signed_in(cast.bo)
    assert al.get(f"{here}/brief/methane/").status_code == 404
    assert al.get(f"{here}/script/").status_code == 404
    for name in ("correct", "issue", "file"):
        assert al.post(f"{here}/brief/methane/{name}/").status_code == 404
    page = ann.get(f"{here}/brief/methane/").content.decode()
    assert "The old mill." in page
    assert "Put it right" not in page
    assert ann.post(f"{here}/brief/methane/issue/").status_code == 409
    assert ann.post(f"{here}/brief/eido/file/").status_code == 409
    assert "Put it right" in ann.get(f"{here}/brief/ics214/").content.decode()  # one's own log
    assert bo.get(f"{here}/brief/nine/").status_code == 404
    assert bo.get(f"{here}/brief/methane/?about=nobody").status_code == 404

    given = {"block": "access", "text": "Gate 2, off Mill Lane", "was": "Not known."}
    assert bo.post(f"{here}/brief/methane/correct/", given).status_code == 302
    refused = bo.post(f"{here}/brief/methane/correct/", given | {"text": "Gate 3"})
    assert refused.status_code == 409
    assert ">Gate 3</textarea>" in refused.content.decode()  # what was typed stands
    card = bo.get(f"{here}/").content.decode()
    assert "Gate 2, off Mill Lane" in card
    assert "Not issued yet" in card
    bo.post(f"{here}/do/briefs/tell/")
    assert "Version 1" in bo.get(f"{here}/").content.decode()
    again = {"block": "access", "was": "Gate 2, off Mill Lane", "back": "1", "text": "x"}
    assert bo.post(f"{here}/brief/methane/correct/", again).status_code == 302
    assert "Gate 2" not in bo.get(f"{here}/brief/methane/").content.decode()
    assert "Gate 2" in bo.get(f"{here}/brief/methane/?issue=1").content.decode()
    late = {"about": str(cast.bo.id), "since": "2026-11-22T10:00", "until": "2026-11-22T09:00"}
    assert bo.post(f"{here}/brief/ics214/issue/", late).status_code == 422
    assert bo.post(f"{here}/brief/ics214/issue/", {"since": "soon"}).status_code == 422
    assert bo.post(f"{here}/brief/ics214/issue/", {"about": str(cast.bo.id)}).status_code == 302


@pytest.mark.covers("S3-20")
def test_the_words_are_read_aloud_first_and_files_are_logged(
    cast: Cast, incident: Incident, signed_in: SignIn, let_in: LetIn
) -> None:
    note_place(incident_id=incident.id, place="The old mill", actor=cast.ann, at=incident.opened_at)
    let_in(incident, cast.bo)
    here, bo = f"/command/{incident.id}", signed_in(cast.bo)
    taken = bo.post(f"{here}/brief/methane/file/")
    values = json.loads(taken.content)
    assert [one["number"] for one in values["blocks"]] == list("METHANE")
    assert values["blocks"][1]["lines"][0]["text"] == "The old mill."
    file = bo.post(f"{here}/brief/eido/file/")
    made = json.loads(file.content)
    assert faults(made) == ()
    assert made["locationComponent"][0]["locationDescriptionText"].startswith("The old mill.")
    assert made["callbackComponent"][0]["callBackInformationUri"] == ["tel:+15550100"]
    assert made["incidentComponent"]["incidentStatusInternalText"] == ["EXERCISE", "open"]
    digest = hashlib.sha256(file.content).hexdigest()
    assert f"EIDO was downloaded as JSON (SHA-256 {digest})." in [
        one.sentence for one in log(incident)
    ]

    script = bo.get(f"{here}/script/").content.decode()
    assert script.index("This is an exercise") < script.index("Exact location. The old mill.")
    assert "Please read that back to me." in script
    assert "Nobody outside has been called." in script
    assert bo.post(f"{here}/script/", {"read_back": "yes"}).status_code == 302
    assert "read back: yes" in " ".join(one.sentence for one in log(incident))
