"""`stayline protocol lint`: what it prints, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"


def run(*arguments: object, said: str | None = None) -> Result:
    return CliRunner().invoke(
        protocol.command, ["lint", *(str(one) for one in arguments)], input=said
    )


def test_everything_that_is_shipped_passes() -> None:
    done = run(PLAYBOOK)
    assert done.exit_code == 0
    assert "no errors, no warnings" in done.output


@pytest.mark.covers("S4-41")
def test_words_to_be_mended_are_told_with_place_reason_and_alternative(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(
        'steps:\n  a:\n    say: ["I hear you, but wait."]\n    note: [It was your fault.]\n'
    )
    done = run(file)
    assert done.exit_code == 1
    first, second, last = done.output.splitlines()
    assert first.startswith(f"{file}:3:24: error W02: “but” ")
    assert "Instead: and" in first
    assert second.startswith(f"{file}:4:19: warning W04: ")
    assert last == "1 document: 1 error, 1 warning."
    told = json.loads(run(file, "--json").stdout)
    assert told["files"] == [str(file)]
    assert [one["code"] for one in told["findings"]] == ["W02", "W04"]
    assert told["findings"][0]["instead"] == "and"


def test_plain_text_comes_on_the_standard_input_or_in_a_text_file(tmp_path: Path) -> None:
    done = run("-", said="Please calm down.")
    assert done.exit_code == 1
    assert "standard input:1:8: error W03" in done.output
    assert run("-", "--for", "page", said="Please calm down.").exit_code == 0
    assert run("-", "--language", "es", said="Vale, pero no.").exit_code == 1
    file = tmp_path / "words.txt"
    file.write_text("Good morning.")
    assert run(file).exit_code == 0


def test_what_is_not_to_be_judged_is_passed_over_in_a_folder_and_told_when_named() -> None:
    assert run(PLAYBOOK / "agencies/directory.json").exit_code == 1
    assert "directory" not in run(PLAYBOOK).output


@pytest.mark.parametrize(
    ("name", "told"), [("gone", "There is no "), ("empty", "There is no document (.json")]
)
def test_what_cannot_be_read_exits_with_2(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(tmp_path / name)
    assert done.exit_code == 2
    assert told in done.output


def test_a_file_that_cannot_be_opened_exits_with_2(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(tmp_path)
    (tmp_path / "inner.yaml").mkdir()
    assert run(tmp_path / "inner.yaml" / "x.yaml").exit_code == 2
