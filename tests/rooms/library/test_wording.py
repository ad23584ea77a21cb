"""Other words for a protocol: loaded, refused, and given to whom they serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from stayline.library import queries
from stayline.library.actions import documents_under, load_documents, playbook
from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.models import DocumentVersion, InForce
from stayline.people.queries import system_actor
from stayline_core.canonical import digest
from stayline_core.protocol.overlay import document_digest
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

ID = "self-harm"


def own() -> str:
    """The version of the protocol that is in force."""
    return InForce.objects.get(kind="protocol", document_id=ID).version_id


def words(name: str, whom: str, title: str = "Words", steps: str = "{}", of: str = ID) -> str:
    return (
        f"stayline: 1\nkind: wording\nid: {name}\nof: {of}\nof_digest: {own()[:12]}\n{whom}\n"
        f"title: {title}\nsteps: {steps}\n"
    )


LISTEN = '{calm: {say: ["I hear you. Take your time."]}}'


def put(folder: Path, *documents: str, mode: str = "demo") -> list[str]:
    for number, source in enumerate(documents):
        (folder / f"{number}.yaml").write_text(source, encoding="utf-8")
    who = system_actor("command_line")
    return load_documents(documents_under(folder), mode=mode, actor=who, at=NOW)


def served(language: str = "", site: str = "here") -> tuple[str, str] | None:
    found = queries.wording_for(ID, own(), language=language, site=site)
    return (found.locale, found.site) if found else None


def test_the_digest_of_the_core_is_the_name_of_the_version() -> None:
    for one in playbook():
        if one.kind in {"protocol", "wording"}:
            assert document_digest(one.source) == digest(one.body)


def test_the_shipped_spanish_serves_whoever_speaks_it_and_says_that_nobody_reviewed_it() -> None:
    for language in ("es", "es-MX", "es-419"):
        found = queries.wording_for(ID, own(), language=language, site="here")
        assert found is not None
        assert (found.locale, found.site, found.reviewed_by) == ("es", "", ())
        assert found == queries.worded_by_digest(own(), found.digest)
        protocol = queries.worded_protocol(own(), found.digest)
        assert protocol.steps["calm"].say == ("Le escucho. Tómese todo el tiempo que necesite.",)
        assert protocol.locale == "es"


@pytest.mark.parametrize("language", ["", "en", "en-GB", "fr", "est"])
def test_whoever_speaks_another_language_gets_the_protocol_s_own_words(language: str) -> None:
    assert served(language) is None
    assert queries.worded_protocol(own(), "") == queries.protocol_by_digest(own())


def test_a_translation_that_is_not_whole_serves_nobody(tmp_path: Path) -> None:
    put(tmp_path, words("self-harm-fr", "locale: fr", steps="{calm: {say: [Je vous écoute.]}}"))
    assert served("fr") is None


def test_a_site_s_own_words_serve_that_site_in_its_own_language(tmp_path: Path) -> None:
    put(tmp_path, words("here-words", "site: here", steps=LISTEN))
    assert served() == served("en") == served("en-GB") == ("en", "here")
    assert served(site="there") is None
    assert served("es") == ("es", "")
    found = queries.wording_for(ID, own(), language="", site="here")
    protocol = queries.worded_protocol(own(), found.digest)
    assert protocol.steps["calm"].say == ("I hear you. Take your time.",)
    assert protocol.steps["returned"] == queries.protocol_by_digest(own()).steps["returned"]


def test_the_narrower_language_and_the_site_s_own_go_first(tmp_path: Path) -> None:
    shipped = next(one for one in playbook() if one.name == "self-harm-es").source.decode()
    mexico = shipped.replace("id: self-harm-es", "id: mx").replace("locale: es", "locale: es-MX")
    here = shipped.replace("id: self-harm-es", "id: h").replace(
        "locale: es", "locale: es\nsite: here"
    )
    put(tmp_path, mexico)
    assert served("es-MX") == ("es-MX", "")
    assert served("es-AR") == served("es") == ("es", "")
    put(tmp_path, mexico, here)
    assert served("es-MX") == served("es") == ("es", "here")
    assert served("es-MX", site="there") == ("es-MX", "")


def test_words_for_another_version_of_the_protocol_are_not_shown(tmp_path: Path) -> None:
    source = words("here-words", "site: here", steps=LISTEN).replace(own()[:12], "0123456789ab")
    put(tmp_path, source)
    found = queries.wording_for(ID, own(), language="", site="here")
    assert found is not None
    assert (
        queries.worded_protocol(own(), found.digest).steps["calm"]
        == (queries.protocol_by_digest(own()).steps["calm"])
    )


def test_loading_again_changes_nothing_and_in_production_nothing_takes_force(
    tmp_path: Path,
) -> None:
    source = words("here-words", "site: here", steps=LISTEN)
    assert len(put(tmp_path, source, mode="production")) == 1
    assert served() is None
    assert put(tmp_path, source) == []
    assert served() == ("en", "here")


@pytest.mark.parametrize(
    ("whom", "change", "says"),
    [
        ("locale: fr", ("of: self-harm", "of: self-hram"), "self-hram"),
        ("locale: fr", ("{}", "{clam: {say: [Bonjour]}}"), "calm"),
        ("locale: fr", ("{}", "{hand_over: {say: [Bonjour]}}"), "supervisor_name"),
        ("locale: fr", ("{}", "{calm: {next: done}}"), "next"),
        ("locale: es", ("{}", "{}"), "self-harm-es"),
        ("locale: fr", ("kind: wording", "kind: ladder"), "folder"),
    ],
)
def test_words_that_do_not_fit_are_refused_and_nothing_changes(
    whom: str, change: tuple[str, str], says: str, tmp_path: Path
) -> None:
    before = DocumentVersion.objects.count()
    with pytest.raises(DocumentFaulty) as refused:
        put(tmp_path, words("other", whom).replace(*change))
    assert says in " ".join(refused.value.faults.values())
    assert DocumentVersion.objects.count() == before


def test_a_centre_s_own_documents_lie_in_folders_as_the_playbook_s_do(tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    source = words("here-words", "site: here", steps=LISTEN)
    (tmp_path / "wording" / "here-words.yaml").write_text(source, encoding="utf-8")
    (tmp_path / "read.me").write_text("not a document", encoding="utf-8")
    found = documents_under(tmp_path)
    assert [(one.kind, one.name) for one in found] == [("wording", "here-words")]


def test_what_is_not_there_or_does_not_load_any_more_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotFound):
        queries.worded_protocol(own(), "0" * 64)
    old = DocumentVersion.objects.create(
        digest="wording".ljust(64, "0"),
        kind="wording",
        document_id="old",
        source=b"stayline: 99\n",
        body={"of": ID},
        loaded_at=NOW,
    )
    with pytest.raises(DocumentFaulty):
        queries.worded_protocol(own(), old.digest)
    InForce.objects.create(kind="wording", document_id="old", version=old, since=NOW)
    assert served() is None
    notes = DocumentVersion.objects.create(
        digest="notes".ljust(64, "0"),
        kind="notes",
        document_id="old",
        source=b"stayline: 99\n",
        body={"of": "security_threat"},
        loaded_at=NOW,
    )
    InForce.objects.create(kind="notes", document_id="old", version=notes, since=NOW)
    with pytest.raises(DocumentFaulty):
        queries.notes_shown("security_threat", "here")
