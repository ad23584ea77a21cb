"""`stayline protocol translate` and `stayline playbook load FOLDER`, in this process."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import playbook, protocol
from stayline.library.models import InForce
from stayline.platform.models import Installation
from stayline_core.protocol.overlay import load_overlay

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"
SHIPPED = PLAYBOOK / "protocols/self-harm.yaml"
SPANISH = PLAYBOOK / "wording/self-harm-es.yaml"


def run(*words: object) -> Result:
    return CliRunner().invoke(protocol.command, ["translate", *(str(one) for one in words)])


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    """A copy of the shipped Spanish words."""
    file = tmp_path / "es.yaml"
    file.write_bytes(SPANISH.read_bytes())
    return file


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the protocol, to be changed."""
    file = tmp_path / "self-harm.yaml"
    file.write_bytes(SHIPPED.read_bytes())
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# ── beginning ──


def test_a_skeleton_is_printed_with_every_original_beside_its_place() -> None:
    done = run(SHIPPED, "--locale", "pt_br")
    assert done.exit_code == 0
    assert "id: self-harm-pt-br\n" in done.stdout
    assert "locale: pt-BR\n" in done.stdout
    assert '      #| I\'m here. There is no rush.\n      - ""\n' in done.stdout
    assert load_overlay(done.stdout.encode(), file="x").findings == ()


def test_a_skeleton_for_a_site_is_written_and_told(tmp_path: Path) -> None:
    out = tmp_path / "leeds.yaml"
    done = run(SHIPPED, "--site", "leeds", "-o", out)
    assert done.exit_code == 0
    assert f"Wrote {out}." in done.stdout
    overlay = load_overlay(out.read_bytes(), file="x").overlay
    assert (overlay.id, overlay.site, overlay.locale) == ("self-harm-leeds", "leeds", None)
    named = run(SHIPPED, "--site", "Leeds, Ünit 2", "--locale", "es", "--id", "own-words")
    assert "id: own-words\n" in named.stdout


def test_an_id_is_made_of_the_site_s_name() -> None:
    assert "id: self-harm-es-leeds-nit-2\n" in (
        run(SHIPPED, "--site", "Leeds, Ünit 2", "--locale", "es").stdout
    )


# ── keeping it up to date ──


def test_running_again_changes_nothing(spanish: Path) -> None:
    done = run(SHIPPED, "-o", spanish)
    assert done.exit_code == 0
    assert spanish.read_bytes() == SPANISH.read_bytes()
    assert "Everything that is said and asked is written." in done.stdout


def test_what_changed_is_marked_and_accepted_and_nothing_is_lost(
    spanish: Path, draft: Path
) -> None:
    change(draft, "I'm here. There is no rush.", "I'm here with you. There is no rush.")
    done = run(draft, "-o", spanish)
    assert done.exit_code == 0
    assert "Changed: steps.opening/unsure.say.0" in done.stdout
    assert "1 sentence to say or ask still open: until then it is not shown." in done.stdout
    text = spanish.read_text(encoding="utf-8")
    assert "#| CHANGED" in text
    assert '- "Estoy aquí. No hay prisa."' in text
    assert run(draft, "-o", spanish, "--status").exit_code == 1
    done = run(draft, "-o", spanish, "--accept", "steps.opening/unsure.say.0")
    assert "Everything that is said and asked is written." in done.stdout
    assert "CHANGED" not in spanish.read_text(encoding="utf-8")


def test_what_is_gone_is_named_and_kept(spanish: Path, draft: Path) -> None:
    change(draft, "    note: [Help has arrived only when a person confirms it.]\n", "")
    done = run(draft, "-o", spanish)
    assert "Gone: steps.stay.note.0: La ayuda ha llegado" in done.stdout
    assert "La ayuda ha llegado" in spanish.read_text(encoding="utf-8")


# ── how far it is ──


def test_the_status_is_a_table_and_writes_nothing(spanish: Path) -> None:
    before = spanish.read_bytes()
    done = run(SHIPPED, "-o", spanish, "--status")
    assert done.exit_code == 0
    assert re.search(r"^words +written +of$", done.stdout, re.MULTILINE)
    assert re.search(r"^questions +9 +9$", done.stdout, re.MULTILINE)
    assert spanish.read_bytes() == before


def test_the_status_is_json_for_machines(spanish: Path, draft: Path) -> None:
    told = json.loads(run(SHIPPED, "-o", spanish, "--status", "--json").stdout)
    assert (told["complete"], told["usable"], told["reviewed_by"]) == (True, True, [])
    assert told["kinds"]["asked"] == {"written": 9, "of": 9}
    assert (told["missing"], told["changed"], told["gone"], told["faults"]) == ([], [], [], [])
    change(spanish, "Estoy aquí. No hay prisa.", "")
    change(spanish, "{supervisor_name} está ahora", "Está ahora")
    done = run(draft, "-o", spanish, "--status", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["missing"] == [
        {"at": "steps.opening/unsure.say.0", "original": "I'm here. There is no rush."}
    ]
    assert [one["code"] for one in told["faults"]] == ["O06"]
    assert "O06:" in run(draft, "-o", spanish, "--status").stdout
    assert run(draft, "-o", spanish, "--json").exit_code == 0


# ── what is refused ──


def test_without_saying_for_whom_nothing_is_written() -> None:
    assert "--locale es" in run(SHIPPED).stderr
    assert "names no language" in run(SHIPPED, "--locale", "spanish").stderr
    assert run(SHIPPED).exit_code == run(SHIPPED, "--locale", "spanish").exit_code == 2


def test_there_is_no_status_of_nothing() -> None:
    assert run(SHIPPED, "--locale", "es", "--status").exit_code == 2


@pytest.mark.parametrize(
    "more", [["--locale", "fr"], ["--site", "leeds"], ["--locale", "es", "--id", "other"]]
)
def test_another_overlay_is_never_overwritten(spanish: Path, more: list[str]) -> None:
    done = run(SHIPPED, *more, "-o", spanish)
    assert done.exit_code == 2
    assert "nothing was written" in done.stderr
    assert spanish.read_bytes() == SPANISH.read_bytes()


def test_a_file_that_is_no_overlay_or_of_another_protocol_is_left_alone(
    spanish: Path, draft: Path, tmp_path: Path
) -> None:
    before = draft.read_bytes()
    done = run(SHIPPED, "--locale", "es", "-o", draft)
    assert done.exit_code == 2
    assert "nothing was written" in done.stderr
    assert draft.read_bytes() == before
    done = run(PLAYBOOK / "protocols/bomb-voice.yaml", "--locale", "es", "-o", spanish)
    assert done.exit_code == 2
    assert "words self-harm, not bomb-voice" in done.stderr
    locked = tmp_path / "folder"
    locked.mkdir()
    assert run(SHIPPED, "--locale", "es", "-o", locked).exit_code == 2


def test_a_protocol_that_cannot_be_read_is_named_with_its_place(draft: Path) -> None:
    change(draft, "start: opening\n", "start: nowhere\n")
    done = run(draft, "--locale", "es")
    assert done.exit_code == 2
    assert re.search(r"self-harm\.yaml:\d+:\d+: S01", done.stderr)
    draft.write_bytes(b"\xff\xfe")
    assert run(draft, "--locale", "es").exit_code == 2


def test_only_what_is_written_can_be_accepted(spanish: Path) -> None:
    done = run(SHIPPED, "-o", spanish, "--accept", "steps.nowhere.say.0")
    assert done.exit_code == 2
    assert "nothing was changed" in done.stderr


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    inside = tmp_path / "none" / "es.yaml"
    done = run(SHIPPED, "--locale", "es", "-o", inside)
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    done = run(SHIPPED, "--locale", "es", "-o", file / "es.yaml")
    assert done.exit_code == 2
    assert "cannot be read" in done.stderr


def test_a_half_written_file_leaves_the_old_one(spanish: Path, draft: Path) -> None:
    change(draft, "I'm here. There is no rush.", "I'm here.")
    part = spanish.with_name(".es.yaml.part")
    part.mkdir()
    done = run(draft, "-o", spanish)
    assert done.exit_code == 2
    assert spanish.read_bytes() == SPANISH.read_bytes()
    assert stat.S_ISDIR(part.stat().st_mode)


# ── a centre's own documents ──


@pytest.mark.django_db
def test_a_folder_of_a_centre_s_own_words_and_notes_is_loaded(tmp_path: Path) -> None:
    assert Installation.objects.get().mode == "demo"
    load = ["load", "--json"]
    assert CliRunner().invoke(playbook.command, load).exit_code == 0
    run(SHIPPED, "--site", "here", "-o", tmp_path / "words.yaml")
    (tmp_path / "notes.yaml").write_text(
        "stayline: 1\nkind: notes\nid: ours\nof: security_threat\nsite: here\ntitle: Ours\n"
        "fields: {exact_words: {note: Word for word.}}\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(playbook.command, [*load, str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["new"]) == 2
    found = InForce.objects.filter(kind__in=["wording", "notes"])
    own = found.exclude(document_id__endswith="-es").values_list("kind", flat=True)
    assert sorted(own) == ["notes", "wording"]
    change(tmp_path / "notes.yaml", "exact_words", "exact_word")
    done = CliRunner().invoke(playbook.command, ["load", str(tmp_path)])
    assert done.exit_code == 1
    assert "Did you mean “exact_words”?" in done.stderr
