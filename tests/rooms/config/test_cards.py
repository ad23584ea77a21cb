"""`stayline cards` and `stayline paper`: what is on paper while Stayline is down, and after."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.html import escape

from stayline.config.commands import cards, paper
from stayline.config.continuity.numbers import paper_numbers, reserve_numbers
from stayline.config.continuity.pack import gather
from stayline.config.continuity.printing import write_pdf
from stayline.config.errors import PackNotWritten
from stayline.incidents.actions import hear_lines
from stayline.incidents.queries import by_contact, lines
from stayline.library.models import InForce
from stayline.people.models import Person, Site
from stayline.people.queries import system_actor
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def printed(tmp_path: Path, *more: str) -> str:
    path = tmp_path / "pack.html"
    words = ["--site", "here", "-o", str(path), "--page-only", *more]
    done = CliRunner().invoke(cards.command, words)
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o077 == 0  # it names people
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


def settle(*arguments: str) -> Result:
    return CliRunner().invoke(paper.command, list(arguments))


def test_the_pack_holds_what_is_needed_without_stayline(cast: Cast, tmp_path: Path) -> None:
    Person.objects.filter(username="bo").update(phone="+15550142")
    Site.objects.filter(slug="here").update(emergency_plan="Leave by the garden door.")
    page = printed(tmp_path)
    for words in (
        "DEMO: not for real contacts",
        "EXERCISE: nothing here is real",
        "999",  # the site's country
        "Please connect me to the control room for",
        "Keep talking. A person is being called.",  # the minimum-safe card
        "Bo Example",
        "+15550142",
        "Leave by the garden door.",
        "UNCERTIFIED TEMPLATE. Not advice.",
        "Corporate Security Threat Form",
        "Call Did not say",
        "Bomb threat checklist",
    ):
        assert words in page, words
    assert "Cy Example" not in page  # another site's
    for row in InForce.objects.filter(kind="protocol").select_related("version"):
        assert escape(row.version.body["title"]) in page
    assert "http://" not in page
    assert "https://" not in page.replace("https://www.w3.org", "")


def test_each_form_has_a_number_of_its_own_that_is_never_given_again(
    cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "pack.html"
    words = ["--site", "here", "-o", str(path), "--copies", "2", "--page-only", "--json"]
    first = json.loads(CliRunner().invoke(cards.command, words).stdout)["forms"]
    second = json.loads(CliRunner().invoke(cards.command, words).stdout)["forms"]
    assert len(first) >= 2
    assert not set(first) & set(second)
    assert first[0].endswith("-P0001")
    assert first[0].startswith("SLPX-")  # an exercise site's
    assert [one.number for one in paper_numbers()] == [*first, *second]
    real = reserve_numbers(2, exercise=False, actor=system_actor("command_line"), at=NOW)
    assert real == ["SLP-2026-P0001", "SLP-2026-P0002"]
    printed(tmp_path, "--copies", "0")
    assert len(paper_numbers()) == len(first) * 2 + 2


@pytest.mark.covers("S1-23")
def test_what_was_written_on_paper_is_entered_later_with_its_original_times(
    cast: Cast, tmp_path: Path
) -> None:
    assert "Corporate Security Threat Form" in printed(tmp_path, "--copies", "1")
    number = paper_numbers()[0].number
    contact = cast.contact(at=later(7200))
    said = [line(60, THREAT), line(90, "I am at home.")]
    hear_lines(contact_id=contact.id, lines=said, actor=cast.ann, at=later(7200))
    incident = by_contact(contact.id)
    assert incident is not None
    assert [one.at for one in lines(contact.id)] == [later(60), later(90)]
    assert json.loads(settle("--json").stdout)["open"][0] == number
    done = settle(number, "--incident", incident.number)
    assert (done.exit_code, incident.number in done.stdout) == (0, True)
    assert paper_numbers()[0].incident == incident.number


def test_what_became_of_each_number_is_on_record(cast: Cast, tmp_path: Path) -> None:
    nothing = settle()
    assert (nothing.exit_code, "0 printed, 0 open." in nothing.stdout) == (0, True)
    printed(tmp_path, "--copies", "1")
    numbers = [one.number for one in paper_numbers()]
    listed = settle()
    assert (listed.exit_code, "OPEN" in listed.stdout) == (1, True)
    assert settle(numbers[0], "--unused", "coffee", "--json").exit_code == 0
    assert "unused: coffee" in settle().stdout
    fresh = reserve_numbers(1, exercise=False, actor=system_actor("command_line"), at=NOW)[0]
    for refused, said in (
        ((numbers[0], "--unused", "again"), "on record already"),
        (("SLP-2026-P9999", "--unused", "x"), "No form was printed"),
        ((fresh, "--incident", "SL-2026-999999"), "incident"),
        ((fresh,), "or why it is unused"),
    ):
        done = settle(*refused)
        assert (done.exit_code, said in done.stderr) == (1, True), done.stderr


def test_the_site_is_asked_for_where_there_are_several(cast: Cast, tmp_path: Path) -> None:
    done = CliRunner().invoke(cards.command, [])
    assert (done.exit_code, "here, there" in done.stderr) == (2, True)
    assert CliRunner().invoke(cards.command, ["--site", "nowhere"]).exit_code == 1
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = CliRunner().invoke(cards.command, ["--site", "here", "-o", str(blocked / "x.html")])
    assert (done.exit_code, "cannot be written" in done.stderr) == (1, True)


def test_a_site_without_documents_still_gets_the_minimum(cast: Cast) -> None:
    InForce.objects.all().delete()
    site = Site.objects.get(slug="here")
    pack = gather(site, copies=2, banner="", actor=system_actor("command_line"), at=NOW)
    assert (pack.protocols, pack.cards, pack.sheets, pack.numbers) == ((), (), (), "")
    assert (pack.script, pack.ladders, pack.plan) == ({}, (), "")
    assert pack.emergency.number == "999"  # nobody has adopted it, and it is not hidden
    assert pack.minimum.steps[0].number == 1


def test_a_pdf_is_written_where_the_maker_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.pdf"
    assert write_pdf("<p>page</p>", path) is True
    assert path.read_bytes().startswith(b"%PDF")
    with pytest.raises(PackNotWritten):
        write_pdf("<p>page</p>", path / "below.pdf")
    path.unlink()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert write_pdf("<p>page</p>", path) is False
    assert not path.exists()
