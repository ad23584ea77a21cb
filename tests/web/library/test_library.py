"""The library's screens: found by words, read with sources, kept in versions, saved as files."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import yaml
from django.test import Client

from stayline.library.actions import Shipped, body_of, load_documents
from stayline.library.models import DocumentVersion, VersionState
from stayline.library.queries.reading import KINDS, search, shelf
from stayline.people.queries import system_actor
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

LAWS = "/library/laws/united-kingdom/"


@pytest.fixture
def agent(cast: Cast, playbook: None, signed_in: SignIn) -> Client:
    """Ann's browser: every agent may read the library."""
    return signed_in(cast.ann)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.outsider("library:index", "library:page", "library:file")
def test_nobody_reads_the_library_without_signing_in(client: Client) -> None:
    for path in ("/library/", LAWS, f"{LAWS}file/"):
        response = client.get(path)
        assert (response.status_code, "/sign-in/" in response["Location"]) == (302, True), path


@pytest.mark.covers("S3-30", "S3-32", "S4-2")
def test_every_document_can_be_opened_from_the_first_page_and_shows_its_blocks(
    agent: Client,
) -> None:
    first = page(agent, "/library/")
    assert 'href="/library/"' in page(agent, "/desk/")
    for kind, documents in shelf().items():
        assert documents, kind
        assert KINDS[kind] in first
        for one in documents:
            path = f"/library/{kind}/{one.id}/"
            assert path in first
            shown = page(agent, path)
            assert one.title.replace("'", "&#x27;") in shown
            assert shown.count('class="card"') > 1, path


@pytest.mark.covers("S3-43")
def test_a_line_is_found_by_its_words_whatever_the_case_and_leads_to_its_place(
    agent: Client,
) -> None:
    shown = page(agent, "/library/?q=COMMITTED+suicide")
    assert "/library/codes/wording-and-codes/#preferred-words" in shown
    assert "died by suicide" in shown
    assert [hit.block.id for hit in search("breathing space scotland")] == ["gb_breathing_space"]
    assert search("commissioner's") == search("commissioner’s") != []
    assert "Nothing holds all of these words" in page(agent, "/library/?q=no+such+xylophone")
    assert search(" ") == []
    assert len(search("a")) == 60


@pytest.mark.covers("S3-37", "S3-33", "S3-34")
def test_what_was_never_checked_says_so_at_its_line_and_links_lead_on(agent: Client) -> None:
    laws = page(agent, LAWS)
    assert laws.count("Unverified: ") > 3
    assert "Checked on 2026-11-22: Information Commissioner’s Office" in laws
    numbers = page(agent, "/library/agencies/directory/")
    relay = numbers.index("18000")
    assert "unverified" in numbers[relay : relay + 80]
    priority = page(agent, "/library/knowledge/k04-priority/")
    assert "/library/knowledge/k10-thresholds/" in priority
    assert "K4, requirement S3-33" in priority
    assert 'btn-sm" href="/floor/"' not in priority  # an agent does not work there


def test_a_link_to_a_place_of_others_is_a_link_for_them(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    shown = page(signed_in(cast.bo), "/library/knowledge/k04-priority/")
    assert 'btn-sm" href="/floor/"' in shown


@pytest.mark.covers("S3-43", "S0-3")
def test_older_versions_stay_readable_and_each_can_be_saved_as_a_file(agent: Client) -> None:
    old = DocumentVersion.objects.get(kind="codes")
    source = bytes(old.source).replace(b"case, interaction", b"case, matter")
    at = datetime.now(UTC)
    changed = Shipped("codes", old.document_id, source, body_of("codes", source, "c.yaml"))
    load_documents([changed], mode="demo", actor=system_actor("command_line"), at=at)
    path = "/library/codes/wording-and-codes/"
    now = page(agent, path)
    assert "not: matter" in now
    before = page(agent, f"{path}?version={old.digest}")
    assert "not: interaction" in before
    assert "This version is not in force" in before
    saved = agent.get(f"{path}file/?version={old.digest}")
    assert f"wording-and-codes-{old.digest[:12]}.yaml" in saved["Content-Disposition"]
    text = saved.content.decode()
    assert text.startswith("# Uncertified copy from Stayline.")
    assert yaml.safe_load(text)["terms"][0]["instead_of"][1] == "interaction"
    directory = agent.get("/library/agencies/directory/file/")
    assert "Uncertified copy" in json.loads(directory.content)["notice"]


@pytest.mark.parametrize(
    "path",
    [
        "/library/ladder/crisis/",
        "/library/laws/nowhere/",
        "/library/laws/united-kingdom/?version=0",
        "/library/protocol/self-harm/file/",
        "/library/card/bomb-checklist/file/",
    ],
)
def test_what_is_not_for_reading_here_is_not_found(agent: Client, path: str) -> None:
    assert agent.get(path).status_code == 404


def test_what_is_still_being_written_is_not_read_here(agent: Client) -> None:
    DocumentVersion.objects.filter(kind="plan").update(state=VersionState.DRAFT)
    assert agent.get("/library/plan/crisis-management/").status_code == 404
    assert shelf()["plan"] == []
    DocumentVersion.objects.filter(kind="plan").update(state=VersionState.SUPERSEDED)
    assert "crisis-management" in page(agent, "/library/")
