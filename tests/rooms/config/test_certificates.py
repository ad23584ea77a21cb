"""Copies and certificates on the command line: out, in, and verified without a centre."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.certificates import Unreadable, verified
from stayline.config.checks import machine
from stayline.config.commands import playbook as command
from stayline.config.demo import EXPERT, put_expert_in_register
from stayline.library import queries
from stayline.library.models import DocumentVersion, ForceSpan, InForce, Share
from stayline.library.queries.certificates import certificate, certificate_file
from stayline.people.models import Person
from stayline.platform.pdf import PdfMissing, pdf_missing, write_pdf
from tests.cast import NOW, Cast
from tests.certifying import Signers, make_signers

pytestmark = pytest.mark.django_db

ID = "self-harm"


@pytest.fixture
def signers(cast: Cast, playbook: None) -> Signers:
    """Who writes, signs and activates."""
    return make_signers(cast)


def run(*words: str) -> Result:
    return CliRunner().invoke(command.command, [*words])


@pytest.mark.covers("S0-19")
def test_a_copy_leaves_by_the_command_after_the_notice_and_comes_in_uncertified(
    playbook: None, tmp_path: Path
) -> None:
    words = ("export", f"protocol/{ID}", "--to", "Fernhill", "--for", "A look")
    refused = run(*words)
    assert refused.exit_code == 1
    assert "You and your organisation may be liable" in refused.output
    assert not Share.objects.exists()
    done = run(*words, "--accept-notice", "--out", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0, done.output
    file = Path(json.loads(done.output)["file"])
    (row,) = queries.shares()
    assert (row.recipient, row.purpose, row.by) == (
        "Fernhill",
        "A look",
        "Stayline, the command line",
    )

    here = run("import", str(file), "--from", "Meadowbank")
    assert here.exit_code == 1
    assert "here already" in here.output
    Share.objects.all().delete()
    InForce.objects.filter(version_id=row.digest).delete()
    ForceSpan.objects.filter(version_id=row.digest).delete()
    DocumentVersion.objects.filter(digest=row.digest).delete()
    assert "uncertified template" in run("import", str(file), "--from", "Meadowbank").output
    DocumentVersion.objects.filter(digest=row.digest).delete()
    made = run("import", str(file), "--from", "Meadowbank", "--json")
    assert json.loads(made.output)["state"] == "template"

    file.write_text("kind: protocol\nid: broken\n")
    broken = run("import", str(file), "--from", "Meadowbank")
    assert broken.exit_code == 1
    unknown = run("export", "f" * 64, "--to", "A", "--for", "B", "--accept-notice")
    assert unknown.exit_code == 1


@pytest.fixture
def file(signers: Signers, tmp_path: Path) -> Path:
    """The certificate of the shipped self-harm protocol, as a file."""
    template = queries.newest_version("protocol", ID)
    assert template is not None
    signers.certify(template.digest)
    path = tmp_path / "certificate.json"
    path.write_bytes(certificate_file(certificate(template.digest, at=NOW)))
    (tmp_path / "document.yaml").write_bytes(bytes(template.source))
    return path


@pytest.mark.covers("S0-11")
def test_a_certificate_is_verified_offline_and_any_change_is_seen(file: Path) -> None:
    found = json.loads(file.read_text())
    document, key = file.parent / "document.yaml", found["public_key"]
    plain = run("verify-certificate", str(file))
    assert plain.exit_code == 0, plain.output
    assert "not who issued it" in plain.output
    words = ("verify-certificate", str(file), "--public-key", key, "--document", str(document))
    whole = json.loads(run(*words, "--json").output)
    assert [whole[one] for one in ("holds", "public_key", "document", "in_time")] == [True] * 4
    document.write_bytes(document.read_bytes().replace(b"title: ", b"title: Other, ", 1))
    other = run(*words)
    assert other.exit_code == 1
    assert "ANOTHER VERSION" in other.output
    assert "BY ANOTHER KEY" in run("verify-certificate", str(file), "--public-key", "00").output

    found["certificate"]["sign_offs"][0]["name"] = "Somebody Else"
    file.write_text(json.dumps(found))
    broken = run("verify-certificate", str(file))
    assert (broken.exit_code, "SIGNATURE IS BROKEN" in broken.output) == (1, True)


def test_a_certificate_that_ended_does_not_hold(file: Path) -> None:
    late = verified(file.read_bytes(), today=date(2027, 4, 1))
    assert not late.holds
    assert "ITS LAST DAY IS OVER." in late.lines()
    last = verified(file.read_bytes(), today=date(2027, 3, 31))
    assert last.holds


def test_what_is_no_certificate_is_said_so(file: Path) -> None:
    good = file.read_bytes()
    form = json.dumps({"kind": "form"}).encode()
    assert verified(good, document=form, today=NOW.date()).matches is False
    unreadable = [
        (b"{}", {}),
        (b'{"certificate": 1, "signature": "", "public_key": ""}', {}),
        (good, {"public_key": "no key"}),
        (good, {"document": b"a: ["}),
    ]
    for content, more in unreadable:
        with pytest.raises(Unreadable):
            verified(content, today=NOW.date(), **more)
    file.write_text("{}")
    assert run("verify-certificate", str(file)).exit_code == 2


def test_the_demo_has_an_expert_whose_credential_is_valid_once(cast: Cast, playbook: None) -> None:
    put_expert_in_register(NOW)
    assert queries.experts(at=NOW) == []
    Person.objects.filter(id=cast.al.id).update(username=EXPERT, is_demo=True)
    for _ in range(2):
        put_expert_in_register(NOW)
    (found,) = queries.experts(at=NOW)
    assert (found.number, found.person_id, found.valid) == ("DEMO-0417", cast.al.id, True)
    assert "Invented" in found.how_found


@pytest.fixture
def without_pango() -> Iterator[None]:
    """A machine on which WeasyPrint does not load."""
    kept = sys.modules.get("weasyprint")
    sys.modules["weasyprint"] = None  # type: ignore[assignment]  # an import of it fails so
    yield
    sys.modules.pop("weasyprint")
    if kept is not None:
        sys.modules["weasyprint"] = kept


def test_without_pango_the_doctor_names_the_package_and_all_else_is_well(
    without_pango: None,
) -> None:
    assert pdf_missing()
    with pytest.raises(PdfMissing):
        write_pdf("<p>One page</p>")
    (found,) = machine.drawing()
    assert found.well
    assert "libpango-1.0-0" in found.say


def test_a_pdf_fetches_nothing(tmp_path: Path) -> None:
    assert pdf_missing() == ""
    (tmp_path / "secret.txt").write_text("never in a page")
    page = f'<p>One page</p><img src="file://{tmp_path}/secret.txt" alt="">'
    drawn = write_pdf(page + '<link rel="attachment" href="file:///etc/hostname">')
    assert drawn.startswith(b"%PDF-")
    assert b"EmbeddedFile" not in drawn
    (found,) = machine.drawing()
    assert found.say == "ready"
