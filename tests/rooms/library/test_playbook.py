"""The playbook: loaded as templates, in force by mode, versions readable for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid5

import pytest

import stayline
from stayline.ledger.queries import entries, stream_about, streams
from stayline.library import queries
from stayline.library.actions import DOCUMENTS, FOLDERS, body_of, load_playbook, playbook
from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.models import DocumentVersion, InForce, VersionState
from stayline.library.queries.documents import form_by_digest
from stayline.people.queries import system_actor
from stayline_core.canonical import digest
from stayline_core.protocol import check, load
from tests.cast import NOW, later

pytestmark = pytest.mark.django_db


def load_it(mode: str = "demo", seconds: float = 0) -> list[str]:
    return load_playbook(mode=mode, actor=system_actor("command_line"), at=later(seconds))


def logged() -> list[tuple[str, str]]:
    found = (entry for one in streams() if one.kind == "document" for entry in entries(one.id))
    return sorted((entry.kind, entry.event.document) for entry in found)


@pytest.fixture
def shipped() -> dict[tuple[str, str], bytes]:
    return {(one.kind, one.name): one.source for one in playbook()}


def test_every_shipped_document_is_there(shipped: dict[tuple[str, str], bytes]) -> None:
    assert {
        ("protocol", "self-harm"),
        ("ladder", "crisis"),
        ("ladder", "management"),
        ("form", "security_threat"),
        ("form", "case"),
        ("agencies", "emergency"),
    } <= set(shipped)


@pytest.mark.covers("S0-18")
def test_what_is_loaded_is_an_uncertified_template(
    shipped: dict[tuple[str, str], bytes],
) -> None:
    new = load_it()
    rows = DocumentVersion.objects.all()
    assert {row.digest for row in rows} == set(new)
    assert {(row.kind, row.document_id): bytes(row.source) for row in rows} == shipped
    for row in rows:
        assert (row.state, row.loaded_at) == (VersionState.TEMPLATE, NOW)
        assert row.digest == digest(row.body)


@pytest.mark.parametrize("mode", ["demo", "practice"])
def test_in_demo_and_practice_templates_guide(
    shipped: dict[tuple[str, str], bytes], mode: str
) -> None:
    load_it(mode)
    assert {(row.kind, row.document_id) for row in InForce.objects.all()} == set(shipped)
    found = queries.protocol_for("self_harm", "live")
    assert found is not None
    assert (found.protocol.id, found.state) == ("self-harm", "template")


@pytest.mark.covers("S0-18")
def test_in_production_no_template_guides(db: None) -> None:
    assert load_it("production")
    assert not InForce.objects.exists()
    assert queries.protocol_for("self_harm", "live") is None
    with pytest.raises(DocumentNotFound):
        queries.form_in_force("security_threat")


def test_loading_is_logged_once_and_loading_again_changes_nothing(
    shipped: dict[tuple[str, str], bytes],
) -> None:
    load_it()
    first = logged()
    assert first == sorted(
        (kind, name)
        for _, name in shipped
        for kind in ("library.version.loaded", "library.version.put_in_force")
    )
    assert load_it(seconds=60) == []
    assert logged() == first
    assert {row.since for row in InForce.objects.all()} == {NOW}
    assert not any(one.exercise for one in streams() if one.kind == "document")


def test_a_document_that_differs_only_in_its_comments_is_the_same_version(db: None) -> None:
    load_it()
    current = InForce.objects.get(kind="protocol", document_id="self-harm")
    source = b"# A remark of an earlier day.\n" + bytes(current.version.source)
    DocumentVersion.objects.filter(digest=current.version_id).update(source=source)
    before = logged()
    assert load_it(seconds=60) == []
    assert InForce.objects.get(id=current.id).since == NOW
    assert logged() == before


@pytest.mark.covers("S0-3")
def test_a_new_version_takes_force_and_the_old_one_stays_readable(db: None) -> None:
    load_it()
    current = InForce.objects.get(kind="protocol", document_id="self-harm")
    newest = current.version
    old_body = {**newest.body, "title": "As it was"}
    old = DocumentVersion.objects.create(
        digest=digest(old_body),
        kind="protocol",
        document_id="self-harm",
        source=bytes(newest.source).replace(newest.title.encode(), b"As it was"),
        body=old_body,
        loaded_at=later(-60),
    )
    InForce.objects.filter(id=current.id).update(version=old)
    assert queries.protocol_for("self_harm", "live").protocol.title == "As it was"
    before = len(logged())
    assert load_it(seconds=60) == []
    assert queries.protocol_for("self_harm", "live").digest == newest.digest
    assert InForce.objects.get(id=current.id).since == later(60)
    assert len(logged()) == before + 1
    assert queries.protocol_by_digest(old.digest).title == "As it was"
    assert queries.versions("protocol", "self-harm") == [newest, old]


def test_the_log_of_a_document_is_found_again(db: None) -> None:
    load_it()
    stream = stream_about("document", uuid5(DOCUMENTS, "protocol/self-harm"))
    assert [one.kind for one in entries(stream.id)] == [
        "library.version.loaded",
        "library.version.put_in_force",
    ]


# ── reading documents ──


def test_only_documents_are_read_from_a_folder_and_in_the_order_of_their_names(
    tmp_path: Path, shipped: dict[tuple[str, str], bytes]
) -> None:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    for name in ("management", "crisis"):
        (tmp_path / "ladders" / f"{name}.yaml").write_bytes(shipped["ladder", name])
    (tmp_path / "ladders" / "README.txt").write_text("Read me.", encoding="utf-8")
    assert [(one.kind, one.name) for one in playbook(tmp_path)] == [
        ("ladder", "crisis"),
        ("ladder", "management"),
    ]
    (tmp_path / "ladders" / "broken.yaml").write_text("kind: ladder", encoding="utf-8")
    with pytest.raises(DocumentFaulty):
        list(playbook(tmp_path))


@pytest.mark.parametrize(
    ("kind", "source", "file", "said"),
    [
        ("protocol", b"stayline: 1\nkind: [", "p.yaml", "line "),
        ("ladder", b"stayline: 1\nkind: ladder\n", "l.yaml", "line "),
        ("form", b"{}", "f.json", ""),
    ],
)
def test_a_faulty_document_is_named_with_its_fault(
    kind: str, source: bytes, file: str, said: str
) -> None:
    with pytest.raises(DocumentFaulty) as refused:
        body_of(kind, source, file)
    assert set(refused.value.faults) == {file}
    assert refused.value.faults[file].startswith(said)
    assert len(refused.value.faults[file]) > len(said)


def test_every_scalar_of_a_yaml_document_is_text() -> None:
    source = next(one.source for one in playbook() if one.kind == "ladder")
    assert all(isinstance(one, str) for one in scalars(body_of("ladder", source, "l.yaml")))


def scalars(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for one in value.values():
            yield from scalars(one)
    elif isinstance(value, list):
        for one in value:
            yield from scalars(one)
    else:
        yield value


# ── what guides now ──


@pytest.mark.usefixtures("playbook")
def test_a_protocol_is_found_by_harm_and_class_of_channel() -> None:
    found = queries.protocol_for("self_harm", "chat")
    assert found is not None
    assert queries.protocol_by_digest(found.digest) is found.protocol
    assert queries.protocol_for("no such harm", "live") is None
    assert queries.protocol_for("self_harm", "telepathy") is None


@pytest.mark.usefixtures("playbook")
def test_ladders_and_forms_are_found_with_the_digest_that_names_them() -> None:
    name, ladder = queries.ladder_in_force("crisis")
    assert ladder.id == "crisis"
    assert queries.ladder_in_force("crisis") == (name, ladder)
    name, form = queries.form_in_force("security_threat")
    assert queries.form_by_digest(name) is form
    assert form.id == "security_threat"


@pytest.mark.usefixtures("playbook")
def test_what_is_not_there_is_refused() -> None:
    for ask in (
        lambda: queries.ladder_in_force("none"),
        lambda: queries.form_in_force("none"),
        lambda: queries.form_by_digest("0" * 64),
        lambda: queries.protocol_by_digest("0" * 64),
    ):
        with pytest.raises(DocumentNotFound):
            ask()
    assert queries.versions("protocol", "none") == []


def test_without_a_playbook_there_are_no_numbers(db: None) -> None:
    assert queries.emergency_agency("GB") is None
    with pytest.raises(DocumentNotFound):
        queries.emergency_script()


@pytest.mark.usefixtures("playbook")
def test_the_emergency_number_is_that_of_the_callers_country() -> None:
    britain, america = queries.emergency_agency("gb"), queries.emergency_agency("US")
    assert (britain.country, britain.number) == ("GB", "999")
    assert (america.country, america.number) == ("US", "911")
    assert all(one.source and one.country_name for one in (britain, america))
    assert queries.emergency_agency("ZZ") is None
    assert queries.emergency_script()["agencies"]


@pytest.mark.usefixtures("playbook")
def test_a_number_that_nobody_could_check_says_so() -> None:
    body = queries.emergency_script()
    numbers = next(one for one in body["agencies"] if one["id"] == "emergency_services")["numbers"]
    for one in numbers:
        found = queries.emergency_agency(one["country"])
        assert found.unverified is (one["status"] != "verified")
        assert found.unverified or found.checked_on


@pytest.mark.usefixtures("playbook")
def test_shipped_protocols_pass_the_checks_with_what_is_in_force() -> None:
    names = queries.catalogue()
    for row in InForce.objects.filter(kind="protocol"):
        result = check(load(bytes(row.version.source), file="p.yaml"), catalogue=names)
        assert result.findings == ()


def test_a_document_that_does_not_load_any_more_is_faulty_not_silent(db: None) -> None:
    for kind, ask in (
        ("protocol", queries.protocol_by_digest),
        ("ladder", queries.ladder_by_digest),
    ):
        DocumentVersion.objects.create(
            digest=kind.ljust(64, "0"),
            kind=kind,
            document_id="old",
            source=b"stayline: 99\n",
            body=json.loads("{}"),
            loaded_at=NOW,
        )
        with pytest.raises(DocumentFaulty):
            ask(kind.ljust(64, "0"))


@pytest.mark.covers("S0-1")
@pytest.mark.usefixtures("playbook")
def test_suicide_and_abuse_have_each_a_procedure_of_their_own() -> None:
    harms = ("self_harm", "abuse_disclosure")
    guides = {harm: queries.protocol_for(harm, "live") for harm in harms}
    named = {harm: found.protocol.id for harm, found in guides.items() if found is not None}
    assert named == {"self_harm": "self-harm", "abuse_disclosure": "abuse-disclosure"}


def test_a_version_of_which_reading_only_warns_is_read_for_ever() -> None:
    file = Path(__file__).parents[2] / "golden/protocols/self-harm-eca7c2b96321.yaml"
    read = load(file.read_bytes(), file=file.name)
    assert [finding.code for finding in read.findings] == ["Y14"]
    assert body_of("protocol", file.read_bytes(), file.name)["id"] == "self-harm"


@pytest.mark.usefixtures("playbook")
def test_the_fields_of_a_form_are_asked_in_the_order_they_were_written() -> None:
    for path in sorted((Path(stayline.__file__).parent / "playbook" / "forms").glob("*.json")):
        row = InForce.objects.get(kind="form", document_id=path.stem)
        written = json.loads(path.read_text(encoding="utf-8"))["properties"]
        form = form_by_digest.__wrapped__(row.version_id)
        assert [field.name for field in form.fields] == list(written)
