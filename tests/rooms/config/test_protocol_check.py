"""`stayline protocol check`: what it prints, and how it exits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol
from stayline_core.protocol.codes import CODES
from stayline_core.protocol.overlay import document_digest

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"
SHIPPED = PLAYBOOK / "protocols"
BROKEN = Path(__file__).parents[2] / "broken"
SELF_HARM = (SHIPPED / "self-harm.yaml").read_text(encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(protocol.command, ["check", *(str(one) for one in arguments)])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the self-harm template, to be damaged."""
    file = tmp_path / "self-harm.yaml"
    file.write_text(SELF_HARM, encoding="utf-8")
    return file


def damage(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_protocols_pass_and_say_their_times() -> None:
    done = run(SHIPPED, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["findings"] == []
    assert {one["id"] for one in told["protocols"]} == {
        file.stem for file in SHIPPED.glob("*.yaml")
    }
    for one in told["protocols"]:
        assert one.keys() == {
            "id",
            "file",
            "digest",
            "passes",
            "first_ring_s",
            "everyone_rung_s",
            "longest_silence_s",
            "states",
        }
        # A difficult call rings nobody by itself; whoever threatens is rung for at once.
        assert one["first_ring_s"] == (None if one["id"] == "irate-caller" else 0)
        assert one["states"] > 0
        assert one["passes"]
        source = Path(one["file"]).read_bytes()
        assert one["digest"] == document_digest(source)


def test_a_person_reads_a_table() -> None:
    done = run(SHIPPED / "self-harm.yaml")
    assert done.exit_code == 0
    head, row, _, last = done.stdout.splitlines()
    assert head.split("  ")[0] == "protocol"
    assert row.split() == ["self-harm", "0", "s", "60", "s", "20", "s", row.split()[-1]]
    assert last == "1 document: no errors, no warnings."


def test_a_fault_has_its_place_and_exits_with_1(draft: Path) -> None:
    damage(draft, "dispatch: emergency_services", "dispatch: emergency_service")
    done = run(draft.parent, "--json")
    assert done.exit_code == 1
    (found, *_) = json.loads(done.stdout)["findings"]
    assert list(found) == [
        "code",
        "title",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "walk",
    ]
    line = draft.read_text(encoding="utf-8").splitlines()[found["line"] - 1]
    assert line[found["column"] - 1 :].startswith("{dispatch: emergency_service}")
    assert (found["severity"], found["file"]) == ("error", str(draft))


def test_a_path_that_breaks_a_rule_is_told_as_a_numbered_story(draft: Path) -> None:
    damage(draft, "{yes: spoken, no: opening/danger_now}", "{yes: spoken, no: done}")
    done = run(draft)
    assert done.exit_code == 1
    told = json.loads(run(draft, "--json").stdout)["findings"]
    walked = next(one for one in told if one["walk"])
    lines = done.stdout.splitlines()
    place = f"{draft}:{walked['line']}:{walked['column']}: error {walked['code']}: "
    first = lines.index(place + walked["message"])
    written = draft.read_text(encoding="utf-8").splitlines()[walked["line"] - 1]
    assert lines[first + 1] == f"{walked['line']:>6} | {written}"
    assert lines[first + 2] == " " * (9 + walked["column"] - 1) + "^"
    for number, step in enumerate(walked["walk"], start=1):
        assert lines[first + 2 + number].strip() == f"{number}. {step}"


def test_a_warning_alone_does_not_fail(draft: Path) -> None:
    damage(
        draft, "    wait_for: accepted\n    within: 60s", "    wait_for: accepted\n    within: 15s"
    )
    done = run(draft)
    assert done.exit_code == 0
    assert ": warning T13: " in done.stdout
    assert "\n1 document: no errors, 1 warning.\n" in done.stdout
    assert done.stdout.endswith("stayline protocol explain CODE (T13)\n")


def test_what_cannot_be_run_is_a_finding_and_no_row_of_the_table(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("stayline: 1\nkind: [", encoding="utf-8")
    done = run(file)
    assert done.exit_code == 1
    assert re.search(rf"{re.escape(str(file))}:\d:\d+: error Y02: ", done.stdout)
    assert "everyone rung" not in done.stdout


def test_several_are_checked_together_and_each_once(draft: Path) -> None:
    told = json.loads(run(draft, draft.parent, SHIPPED, "--json").stdout)
    assert [one["id"] for one in told["protocols"]].count("self-harm") == 2


def test_nothing_to_read_exits_with_2(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.exit_code == 2
    assert done.stderr == f"There is no protocol (.yaml, .yml) at {tmp_path}.\n"
    assert run(tmp_path / "nowhere").exit_code == 2


def test_a_document_that_cannot_be_read_exits_with_2(draft: Path) -> None:
    (draft.parent / "gone.yaml").symlink_to(draft.parent / "nowhere")
    done = run(draft.parent)
    assert done.exit_code == 2
    assert done.stderr.startswith("Nothing was checked: ")


def own_playbook(folder: Path) -> Path:
    for kind in ("forms", "ladders", "phrases"):
        (folder / kind).mkdir(parents=True)
        for file in (PLAYBOOK / kind).iterdir():
            (folder / kind / file.name).write_bytes(file.read_bytes())
    return folder


def test_an_own_playbook_gives_the_names(draft: Path, tmp_path: Path) -> None:
    own = own_playbook(tmp_path / "own")
    assert run(draft, "--playbook", own).exit_code == 0
    (own / "ladders" / "management.yaml").unlink()
    done = run(draft, "--playbook", own)
    assert done.exit_code == 1
    assert "management" in done.stdout


def test_a_playbook_without_documents_has_no_names(draft: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(draft, "--playbook", empty).exit_code == 1


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("forms/case.json", "{", "form case.json: "),
        ("forms/case.json", "{}", "form case.json: "),
        ("ladders/crisis.yaml", "kind: ladder", "ladder crisis.yaml: "),
        ("phrases/approved-advice.json", "{}", "phrases approved-advice.json: "),
    ],
)
def test_a_faulty_playbook_is_named(
    draft: Path, tmp_path: Path, file: str, text: str, said: str
) -> None:
    own = own_playbook(tmp_path / "own")
    (own / file).write_text(text, encoding="utf-8")
    done = run(draft, "--playbook", own)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Nothing was checked: {said}")


def test_it_needs_neither_django_nor_settings() -> None:
    code = (
        "import sys\n"
        "from stayline.config.cli import main\n"
        f"sys.argv = ['stayline', 'protocol', 'check', {str(SHIPPED)!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n"
        "    assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
        "    sys.exit(end.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_broken_documents_hold_every_code_each_with_a_place_and_paths_with_a_walk() -> None:
    done = run(BROKEN, "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)["findings"]
    codes = {one["code"] for one in found}
    assert codes == set(CODES)
    for one in found:
        assert one["line"] >= 1
        assert one["column"] >= 1
        assert one["title"] == CODES[one["code"]].title
        assert bool(one["walk"]) == CODES[one["code"]].has_walk


def test_ladders_and_forms_beside_a_protocol_are_known_to_it(draft: Path) -> None:
    damage(draft, "ladder: crisis", "ladder: own")
    damage(draft, "field: safety.alone,", "field: own.alone,")
    alone = {one["code"] for one in json.loads(run(draft, "--json").stdout)["findings"]}
    assert {"S08", "S09"} <= alone
    own = (PLAYBOOK / "ladders/crisis.yaml").read_text(encoding="utf-8")
    (draft.parent / "own.yaml").write_text(own.replace("id: crisis", "id: own"), encoding="utf-8")
    form = json.loads((PLAYBOOK / "forms/case.json").read_text(encoding="utf-8"))
    form["properties"]["own.alone"] = {"title": "Alone", "type": "string", "x-ask": "ask"}
    (draft.parent / "own.json").write_text(json.dumps(form), encoding="utf-8")
    (draft.parent / "other.json").write_text("{", encoding="utf-8")
    beside = {one["code"] for one in json.loads(run(draft.parent, "--json").stdout)["findings"]}
    assert not {"S08", "S09"} & beside


def test_a_ladder_document_is_checked_too(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    source = (PLAYBOOK / "ladders/crisis.yaml").read_text(encoding="utf-8")
    file.write_text(source, encoding="utf-8")
    assert run(file).exit_code == 0
    damage(file, "seconds: 20s", "seconds: 20")
    done = run(file)
    assert done.exit_code == 1
    assert ": error Y13: " in done.stdout


def test_a_long_line_is_shown_around_its_place(draft: Path) -> None:
    damage(draft, "    next: danger_now", f"    nxt: {'long ' * 60}")
    lines = run(draft).stdout.splitlines()
    at = next(place for place, line in enumerate(lines) if "error Y07" in line)
    assert len(lines[at + 1]) < 130
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("nxt:")


def test_a_line_that_is_not_there_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "empty.yaml"
    file.write_text("", encoding="utf-8")
    done = run(file)
    assert done.exit_code == 1
    assert "^" not in done.stdout


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(protocol.command, ["explain", *arguments])


def test_a_code_is_explained() -> None:
    done = explain("h11", "S03")
    assert done.exit_code == 0
    for one in (CODES["H11"], CODES["S03"]):
        for part in (one.title, one.sentence, one.reason, one.source):
            assert part in done.stdout
    assert "(without it)" in done.stdout
    told = json.loads(explain("H11", "--json").stdout)
    assert told == {"codes": [CODES["H11"].to_json()]}


def test_every_code_is_listed() -> None:
    done = explain()
    assert done.exit_code == 0
    for one in CODES.values():
        assert f"  {one.code}  {one.title}" in done.stdout
    assert len(json.loads(explain("--json").stdout)["codes"]) == len(CODES)


def test_no_such_code_exits_with_2() -> None:
    done = explain("H111")
    assert done.exit_code == 2
    assert done.stderr.startswith("There is no code H111. Did you mean “H1")


def test_a_whole_playbook_can_be_checked_and_a_card_is_no_protocol() -> None:
    done = run(PLAYBOOK, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert len(told["protocols"]) == len(list(SHIPPED.glob("*.yaml")))
    assert all(one["severity"] == "warning" for one in told["findings"])
    assert run(PLAYBOOK / "cards/de-escalation.yaml").exit_code == 1
