"""Writing the next version in the browser: findings on lines, saves, two authors, a version."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from stayline.library.actions import start_draft
from stayline.library.models import DocumentVersion, Draft
from stayline.people.models import Role
from stayline.studio.errors import NotYourTurn
from stayline.studio.web.drafts import CHECKS
from stayline.studio.web.turns import Turns
from tests.cast import Cast
from tests.web.conftest import SignIn
from tests.web.studio.conftest import DOCUMENT, KIND, PAGE, Writing, read_notice, with_role

pytestmark = pytest.mark.django_db

FAULT = ("next: means\n", "next: meens\n")
PROTOCOLS = Path("src/stayline/playbook/protocols")
WORDS = ("Take all the time you need.", "Take all the time that you need.")
EDITOR = {"X-Studio": "editor"}


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_fault_is_found_on_its_line_as_one_types_and_goes_when_it_is_mended(
    writing: Writing,
) -> None:
    typed = writing.text.replace(*FAULT, 1)
    told = writing.mo.post(f"{writing.page}check/", {"source": typed}).json()
    assert told["errors"] == 1
    found = told["findings"][0]
    assert found["line"] == line_of(typed, FAULT[1])
    assert "Did you mean “means”?" in found["message"]
    assert f'href="/studio/checker/#{found["code"]}"' in told["found"]
    mended = writing.mo.post(f"{writing.page}check/", {"source": writing.text}).json()
    assert mended["findings"] == []
    assert "First ring" in mended["found"]
    assert writing.saved() == 1


def test_a_fault_on_a_way_is_told_as_a_story(writing: Writing) -> None:
    typed = writing.text.replace("yes: done, no: company", "yes: done, no: done")
    told = writing.mo.post(f"{writing.page}check/", {"source": typed, "how": "whole"}).json()
    found = next(one for one in told["findings"] if one["code"] == "H01")
    assert len(found["walk"]) > 2
    assert found["walk"][0] in told["found"]


def test_the_picture_and_what_changes_follow_the_text(writing: Writing) -> None:
    typed = writing.text.replace(*WORDS)
    short = (PROTOCOLS / "threat-in-writing.yaml").read_text(encoding="utf-8")
    picture = writing.mo.post(f"{writing.page}drawing/", {"source": short}).content.decode()
    assert 'data-step="keep"' in picture
    assert "<style" not in picture
    assert f'"keep": {line_of(short, "  keep:")}' in picture
    changed = writing.mo.post(f"{writing.page}changes/", {"source": typed}).content.decode()
    assert f"<del>I&#x27;m listening. {WORDS[0]}</del>" in changed
    assert "Only words, contacts or notes." in changed
    broken = writing.mo.post(f"{writing.page}drawing/", {"source": "steps: ["}).content.decode()
    assert "cannot be run" in broken
    unread = writing.mo.post(f"{writing.page}changes/", {"source": "steps: ["}).content.decode()
    assert "cannot be compared" in unread


def test_without_script_the_text_is_checked_on_its_lines_and_kept_on_the_page(
    writing: Writing,
) -> None:
    typed = writing.text.replace(*FAULT, 1)
    form = {"source": typed.replace("\n", "\r\n"), "expected": "1", "what": "check"}
    page = writing.mo.post(writing.page, form).content.decode()
    assert "There is no step “meens”." in page
    assert f'id="line-{line_of(typed, FAULT[1])}" class="err"' in page
    assert FAULT[1] in page
    assert "Not saved yet." in page
    assert writing.saved() == 1
    saved = writing.mo.post(writing.page, {**form, "what": "save"}, follow=True)
    assert "Saved." in saved.content.decode()
    assert writing.text == typed


@pytest.mark.covers("S0-3")
def test_of_two_who_save_the_second_is_shown_both_texts_and_loses_nothing(
    writing: Writing,
) -> None:
    first, mine, theirs = (writing.text, *(writing.text.replace("calm", one) for one in "ab"))
    assert mine != first
    done = writing.mo.post(
        writing.page, {"source": theirs, "expected": "1", "what": "save"}, headers=EDITOR
    )
    assert done.json()["revision"] == 2
    again = {"source": mine, "expected": "1", "what": "save"}
    refused = writing.bo.post(writing.page, again, headers=EDITOR)
    assert refused.status_code == 409
    assert refused.json()["revision"] == 2
    assert "Mo Example saved this draft in the meantime" in refused.json()["conflict"]
    page = writing.bo.post(writing.page, again)
    assert page.status_code == 409
    shown = page.content.decode()
    assert 'name="expected" value="2"' in shown
    assert page.context["page"].typed == mine
    assert page.context["theirs"] == theirs
    assert {"old", "new"} <= {one.mark for one in page.context["lines"]}
    assert writing.text == theirs
    writing.bo.post(writing.page, {**again, "expected": "2"})
    assert writing.text == mine


def test_whoever_has_the_draft_open_learns_of_the_other(writing: Writing) -> None:
    writing.mo.post(f"{writing.page}check/", {"source": writing.text})
    told = writing.bo.get(f"{writing.page}others/").json()
    assert told["others"] == ["Mo Example"]
    assert "Bo Example is editing too" in writing.mo.get(writing.page).content.decode()


def test_a_version_is_made_of_what_was_typed_and_the_draft_is_gone(writing: Writing) -> None:
    typed = writing.text.replace(*WORDS)
    form = {"source": typed, "expected": "1", "what": "version"}
    page = writing.mo.post(writing.page, form, follow=True).content.decode()
    made = DocumentVersion.objects.get(document_id=DOCUMENT, made_by__isnull=False)
    assert made.state == "checked"
    assert bytes(made.source).decode() == typed
    assert "Mo Example" in page
    assert not Draft.objects.exists()


def test_what_cannot_become_a_version_is_saved_and_says_why(writing: Writing) -> None:
    form = {"source": writing.text, "expected": "1", "what": "version"}
    page = writing.mo.post(writing.page, form)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "This text says the same as a version that is here already" in shown
    assert 'name="expected" value="2"' in shown
    dropped = writing.mo.post(writing.page, {"expected": "2", "what": "drop"})
    assert dropped["Location"] == PAGE
    assert not Draft.objects.exists()
    gone = writing.mo.post(writing.page, {"source": "x", "expected": "2", "what": "save"})
    assert gone.status_code == 404


@pytest.mark.covers("S0-9")
def test_the_notice_of_risk_stands_before_the_editor(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    mo, at = signed_in(cast.mo), datetime.now(UTC)
    asked = mo.post(f"{PAGE}draft/")
    assert "/risk/?for=edit&next=" in asked["Location"]
    assert not Draft.objects.exists()
    read_notice(cast.mo)
    begun = mo.post(f"{PAGE}draft/")
    draft = Draft.objects.get()
    assert begun["Location"] == f"/studio/drafts/{draft.id}/"
    bo = signed_in(with_role(cast.bo, Role.PROTOCOL_OWNER))
    joined = bo.get(begun["Location"])
    assert "/risk/?for=edit&next=" in joined["Location"]
    form = {"source": "mine", "expected": "1", "what": "save"}
    refused = bo.post(begun["Location"], form, headers=EDITOR)
    assert refused.status_code == 409
    assert "/risk/" in refused.json()["address"]
    kept = bo.post(begun["Location"], form)
    assert kept.context["page"].typed == "mine"
    same = start_draft(kind=KIND, document_id=DOCUMENT, actor=cast.mo, at=at)
    assert same.id == draft.id


@pytest.mark.outsider(
    "studio:draft",
    "studio:draft_check",
    "studio:draft_drawing",
    "studio:draft_changes",
    "studio:draft_others",
    "studio:draft_walk",
    "studio:start",
)
def test_an_agent_reads_and_writes_no_draft(
    writing: Writing, cast: Cast, signed_in: SignIn
) -> None:
    agent = signed_in(cast.ann)
    for what in ("", "others/", "walk/"):
        assert agent.get(f"{writing.page}{what}").status_code == 403
    for what in ("", "check/", "drawing/", "changes/"):
        typed = {"source": "mine", "expected": "1", "what": "save"}
        assert agent.post(f"{writing.page}{what}", typed).status_code == 403
        assert Client().post(f"{writing.page}{what}", typed).status_code == 302
    assert agent.post(f"{PAGE}draft/").status_code == 403
    assert writing.saved() == 1


def test_a_reviewer_reads_a_draft_and_changes_nothing(
    writing: Writing, cast: Cast, signed_in: SignIn
) -> None:
    legal = signed_in(with_role(cast.al, Role.LEGAL_REVIEWER))
    page = legal.get(writing.page)
    assert page.status_code == 200
    assert "readonly" in page.content.decode()
    assert "Save and make a version" not in page.content.decode()
    typed = {"source": "mine", "expected": "1", "what": "save"}
    assert legal.post(writing.page, typed).status_code == 403
    assert legal.get(f"/studio/drafts/{uuid4()}/").status_code == 404


def test_while_the_checker_is_busy_what_was_typed_stays_on_the_page(
    writing: Writing, cast: Cast, signed_in: SignIn
) -> None:
    lou = with_role(cast.lou, Role.PROTOCOL_OWNER)
    read_notice(lou)
    browser = signed_in(lou)
    typed = {"source": "half a sentence", "expected": "1", "what": "check"}
    with CHECKS.of("somebody whose text takes long"):
        busy = browser.post(writing.page, typed)
        refused = browser.post(f"{writing.page}check/", typed)
    assert busy.status_code == 429
    assert "half a sentence" in busy.content.decode()
    assert "No finding" not in busy.content.decode()
    assert "what you typed is kept" in busy.content.decode()
    assert refused.status_code == 429


def test_somebody_who_asks_too_often_is_told_to_come_again() -> None:
    now = [0.0]
    turns = Turns(burst=2, per_second=1, clock=lambda: now[0])
    for _ in range(2):
        with turns.of("ann"):
            pass
    with pytest.raises(NotYourTurn), turns.of("ann"):
        pass
    with turns.of("bo"):
        pass
    now[0] = 1.0
    with turns.of("ann"):
        pass
    turns.forget()
    for _ in range(2):
        with turns.of("ann"):
            pass
