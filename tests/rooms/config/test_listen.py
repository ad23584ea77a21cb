"""`stayline listen`: lines in, signals out, and nothing kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import listen

THREAT = "If you shut us off on Monday, I don't want to be alive any more."


def hear(text: str, *arguments: str) -> Result:
    return CliRunner().invoke(listen.command, arguments, input=text)


def signals(text: str) -> list[dict[str, object]]:
    done = hear(text, "--json")
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_signal_has_kind_form_words_reason_and_rule() -> None:
    (one,) = signals(f"Hello\n\n{THREAT}\n")
    assert (one["line"], one["who"], one["kind"]) == (3, "caller", "self_harm")
    assert one["words"] == THREAT[one["start"] : one["end"]]
    assert one["conditional"] is True
    assert one["rule"].startswith("self_harm.")
    assert one["reason"]
    assert not {"score", "risk", "probability"} & set(one)


def test_a_person_reads_it_in_two_lines() -> None:
    done = hear(f"{THREAT}\n")
    said, why = done.stdout.splitlines()
    assert said.startswith("line 1: self_harm (")
    assert "conditional" in said
    assert why.startswith("    ")
    assert why.endswith("]")


def test_ordinary_words_print_nothing_and_exit_with_0() -> None:
    done = hear("I would like to move my appointment.\n")
    assert (done.exit_code, done.output) == (0, "")


def test_the_agent_raises_nothing_and_gives_context() -> None:
    assert signals("agent: I want to kill myself\n") == []
    (one,) = signals("Agent: Are you thinking of suicide?\nCustomer: yes\n")
    assert (one["line"], one["words"]) == (2, "yes")


def test_a_word_before_a_colon_that_is_no_speaker_belongs_to_the_line() -> None:
    (one,) = signals("Listen: I want to kill myself\n")
    assert one["words"] == "I want to kill myself"
    assert one["start"] == len("Listen: ")


def test_a_speaker_without_words_is_a_line_of_its_own() -> None:
    assert signals("agent:\n") == []


def test_json_lines_name_who_speaks() -> None:
    lines = [{"text": THREAT, "who": "agent"}, {"text": THREAT}]
    (one,) = signals("\n".join(json.dumps(line) for line in lines))
    assert one["line"] == 2


@pytest.mark.parametrize("line", ["{", '{"who": "caller"}', '{"text": " "}', '{"text": 1}'])
def test_a_faulty_line_is_named_after_what_was_heard(line: str) -> None:
    done = hear(f"{THREAT}\n{line}\n")
    assert done.exit_code == 2
    assert "line 1: self_harm" in done.stdout
    assert "line 2:" in done.stderr


def test_a_file_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text(THREAT, encoding="utf-8")
    assert "self_harm" in CliRunner().invoke(listen.command, [str(file)]).stdout
    file.write_bytes(b"\xff\xfe\n")
    assert CliRunner().invoke(listen.command, [str(file)]).exit_code == 2
    assert CliRunner().invoke(listen.command, [str(tmp_path / "none")]).exit_code == 2


def test_imminent_and_reported_words_are_marked() -> None:
    done = hear("My brother says he is going to kill himself right now.\n")
    assert "imminent" in done.stdout
    assert "of somebody else" in done.stdout
