"""`stayline protocol diff`: what it prints, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol

SHIPPED = Path(__file__).parents[3] / "src/stayline/playbook/protocols"
SELF_HARM = (SHIPPED / "self-harm.yaml").read_text(encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(protocol.command, ["diff", *(str(one) for one in arguments)])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.yaml"
    file.write_text(SELF_HARM.replace("I'm listening. Take", "I am listening. Take"))
    return file


def test_a_copy_has_no_difference_of_meaning(tmp_path: Path) -> None:
    file = tmp_path / "copy.yaml"
    file.write_text(f"# a remark\n{SELF_HARM}")
    done = run("self-harm", file)
    assert (done.exit_code, done.output) == (0, "No difference of meaning.\n")


def test_one_document_is_compared_with_the_shipped_one_of_its_id(draft: Path) -> None:
    done = run(draft)
    assert done.exit_code == 1
    assert done.output.splitlines()[:6] == [
        "",
        "calm",
        "  say",
        "    - I'm listening. Take all the time you need.",
        "    + I am listening. Take all the time you need.",
        "",
    ]
    assert done.output.endswith("Structure changed: no.\n")


def test_a_machine_reads_one_object(draft: Path) -> None:
    done = run("self-harm", draft, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["different"], told["structure_changed"]) == (True, False)
    assert told["changes"][0]["step"] == "calm"


@pytest.mark.parametrize("arguments", [("self-ham", "self-harm"), ("self-harm", "gone.yaml")])
def test_what_cannot_be_read_exits_with_2(arguments: tuple[str, str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_what_cannot_be_run_exits_with_2_and_its_faults(draft: Path) -> None:
    draft.write_text(SELF_HARM.replace("next: calm", "next: calmm"))
    done = run("self-harm", draft)
    assert done.exit_code == 2
    assert "There is no step “calmm”." in done.output


def test_a_document_of_an_id_that_is_not_shipped_needs_its_other(draft: Path) -> None:
    draft.write_text(SELF_HARM.replace("id: self-harm", "id: my-own"))
    done = run(draft)
    assert done.exit_code == 2
    assert "no shipped protocol of that name" in done.output
