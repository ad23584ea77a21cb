"""`stayline token`, `playbook load` and what `drill` refuses, in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from stayline.config.commands import drill, playbook, token
from stayline.config.commands._centre import require_ready
from stayline.library.models import InForce
from stayline.people.actions import DEMO_SITE
from stayline.people.errors import TokenInvalid
from stayline.people.models import ApiToken, Site
from stayline.people.queries import token_owner
from stayline.platform.models import Installation
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """A command keeps what it writes to its user; the tests' own files are as before."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def issue(*more: str) -> Result:
    words = ["--name", "Phones", "--source", "phones", "--scope", "contacts:write"]
    return CliRunner().invoke(token.command, [*words, *more])


# ── token ──


def test_a_token_is_printed_once_and_works(cast: Cast) -> None:
    done = issue("--site", "here")
    assert done.exit_code == 0
    row = token_owner(done.stdout.strip(), scope="contacts:write", at=datetime.now(UTC))
    assert (row.name, row.source, row.site_id) == ("Phones", "phones", cast.site.id)


def test_a_machine_reads_a_token_as_json(cast: Cast) -> None:
    done = issue("--site", "here", "--scope", "exercise:act", "--exercise", "--json")
    told = json.loads(done.stdout)
    assert told.keys() == {"id", "token", "scopes"}
    assert told["scopes"] == ["contacts:write", "exercise:act"]
    row = token_owner(told["token"], scope="exercise:act", at=datetime.now(UTC))
    assert (str(row.id), row.exercise) == (told["id"], True)


def test_what_is_wrong_with_a_token_is_said(cast: Cast) -> None:
    done = issue("--site", "here", "--scope", "everything")
    assert done.exit_code == 1
    assert "everything" in done.stderr
    done = issue("--site", "nowhere")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No site has this short name." in done.stderr
    assert issue().exit_code == 2
    assert not ApiToken.objects.exists()


def test_a_token_may_expire(cast: Cast) -> None:
    done = issue("--site", "here", "--hours", "3", "--json")
    told = json.loads(done.stdout)
    row = ApiToken.objects.get()
    assert row.expires_at is not None
    assert (row.expires_at - row.created_at) == timedelta(hours=3)
    assert told["expires_at"] == row.expires_at.isoformat(timespec="seconds")


def test_a_drills_token_expires_acts_at_an_exercise_and_does_nothing_else(cast: Cast) -> None:
    done = CliRunner().invoke(token.command, ["--drill", "--name", "Night shift", "--site", "here"])
    assert done.exit_code == 0, done.output
    row = token_owner(done.stdout.strip(), scope="exercise:act", at=datetime.now(UTC))
    assert (sorted(row.scopes), row.exercise, row.source) == (
        ["contacts:write", "exercise:act"],
        True,
        "drill",
    )
    assert row.expires_at - row.created_at == timedelta(hours=token.DRILL_HOURS)
    with pytest.raises(TokenInvalid):
        token_owner(done.stdout.strip(), scope="exercise:act", at=row.expires_at)


def test_a_drills_token_needs_no_site_where_only_one_can_be_meant(db: None) -> None:
    assert CliRunner().invoke(token.command, ["--drill"]).exit_code == 2
    make_cast()
    unsaid = CliRunner().invoke(token.command, ["--drill", "--json"])
    assert unsaid.exit_code == 2
    assert "here, there" in unsaid.stderr
    Site.objects.filter(slug="there").update(exercise=False)
    done = CliRunner().invoke(token.command, ["--drill", "--json"])
    told = json.loads(done.stdout)
    row = token_owner(told["token"], scope="exercise:act", at=datetime.now(UTC))
    assert (row.site_id, row.name) == (Site.objects.get(slug="here").id, "Drill")


def test_a_drills_token_goes_to_the_demos_own_site(db: None) -> None:
    make_cast()
    made = Site.objects.create(slug=DEMO_SITE, name="Demo", zone="UTC", country="GB", exercise=True)
    told = json.loads(CliRunner().invoke(token.command, ["--drill", "--json"]).stdout)
    row = token_owner(told["token"], scope="exercise:act", at=datetime.now(UTC))
    assert row.site_id == made.id


def test_a_token_file_without_a_token_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "token"
    empty.write_text("\n", encoding="utf-8")
    asked = ["self-harm", "--url", "http://127.0.0.1:1", "--token-file", str(empty)]
    done = CliRunner().invoke(drill.command, asked)
    assert done.exit_code == 2
    assert "stayline token --drill" in done.stderr


def test_a_drills_token_is_refused_at_a_real_site_and_takes_no_other_scope(cast: Cast) -> None:
    Site.objects.create(slug="real", name="Real")
    drills = ["--drill", "--name", "Night shift", "--site"]
    refused = CliRunner().invoke(token.command, [*drills, "real"])
    assert refused.exit_code == 1
    assert "exercise-flagged sites only" in refused.stderr
    assert CliRunner().invoke(token.command, [*drills, "here", "--scope", "x"]).exit_code == 2
    assert not ApiToken.objects.exists()


# ── playbook load ──


def load(*more: str) -> Result:
    return CliRunner().invoke(playbook.command, ["load", *more])


@pytest.fixture
def installed(db: None) -> None:
    assert Installation.objects.get().mode == "demo"


def test_the_playbook_is_loaded_and_takes_force_in_a_demo(installed: None) -> None:
    done = load("--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["in_force"] is True
    assert len(told["new"]) == InForce.objects.count() > 0
    assert json.loads(load("--json").stdout)["new"] == []


def test_a_person_reads_that_templates_are_not_for_real_contacts(installed: None) -> None:
    assert "new versions." in load().stdout
    again = load().stdout
    assert again.startswith("No new versions.\n")
    assert "uncertified templates: not for real contacts" in again


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"mode": "practice"}, "a mode is never changed"),
        ({"secret_key": ""}, "Run `stayline init` first"),
        ({"master_key": ""}, "Run `stayline init` first"),
    ],
)
def test_a_centre_that_is_not_ready_is_refused_with_its_mend(
    installed: None, capsys: pytest.CaptureFixture[str], other: dict[str, str], said: str
) -> None:
    require_ready(settings.STAYLINE)
    with pytest.raises(SystemExit) as ended:
        require_ready(replace(settings.STAYLINE, **other))
    assert ended.value.code == 1
    assert said in capsys.readouterr().err


# ── drill ──


def run(*words: object) -> Result:
    return CliRunner().invoke(drill.command, [str(one) for one in words])


def test_a_drill_that_is_none_exits_with_2() -> None:
    done = run("nothing")
    assert done.exit_code == 2
    assert "There are: " in done.stderr


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{"])
def test_a_transcript_that_cannot_be_read_exits_with_2(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "call.jsonl"
    file.write_bytes(content)
    done = run("self-harm", "--transcript", file)
    assert done.exit_code == 2
    assert done.stderr


def test_an_address_needs_its_token(tmp_path: Path) -> None:
    done = run("self-harm", "--url", "http://127.0.0.1:9")
    assert done.exit_code == 2
    assert "together" in done.stderr


@pytest.mark.loopback
def test_a_centre_that_does_not_answer_is_a_drill_that_failed(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("sl_none\n", encoding="utf-8")
    done = run("self-harm", "--url", "http://127.0.0.1:9", "--token-file", file)
    assert done.exit_code == 1
    assert done.stderr.startswith("The drill failed: ")
    assert "sl_none" not in done.output
    assert isinstance(done.exception, SystemExit | httpx.HTTPError)
