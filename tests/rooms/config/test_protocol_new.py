"""`stayline protocol new`: what it writes, what it asks, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol
from stayline.config.commands.protocol import new
from stayline_core.protocol import load


def run(*arguments: object, said: str | None = None) -> Result:
    return CliRunner().invoke(
        protocol.command, ["new", *(str(one) for one in arguments)], input=said
    )


GAS = ("gas-leak", "--handles", "emergency,other", "--level", "L1", "--channels", "voice, chat")


def test_it_writes_a_protocol_that_the_checker_lets_pass(tmp_path: Path) -> None:
    file = tmp_path / "gas-leak.yaml"
    done = run(*GAS, "--title", "A smell of gas", "-o", file)
    assert (done.exit_code, done.output) == (
        0,
        f"Wrote {file}. Check it with: stayline protocol check {file}\n",
    )
    checked = CliRunner().invoke(protocol.command, ["check", str(file)])
    assert checked.exit_code == 0
    assert "no errors, no warnings" in checked.output
    read = load(file.read_bytes(), file="x").protocol
    assert read is not None
    assert (read.title, read.handles, read.channels) == (
        "A smell of gas",
        ("emergency", "other"),
        ("voice", "chat"),
    )


def test_it_is_named_after_its_id_or_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*GAS).exit_code == 0
    assert 'title: "Gas leak"' in Path("gas-leak.yaml").read_text()
    printed = run(*GAS, "-o", "-", "--schema", "https://example.org/s.json")
    assert printed.output.startswith("# yaml-language-server: $schema=https://example.org/s.json\n")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    done = run(*GAS, "-o", file)
    assert done.exit_code == 2
    assert "is there already, and nothing is written over it." in done.output
    assert file.read_text() == "mine"
    gone = run(*GAS, "-o", tmp_path / "no-folder/x.yaml")
    assert gone.exit_code == 2
    assert "was not written: No such file or directory." in gone.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Gas Leak",), "Take “gas-leak”."),
        ((), "ID is missing."),
        (("x",), "--handles is missing. What for (self_harm"),
        (("x", "--handles", "bomb"), "--level is missing."),
        (("x", "--handles", "bomb", "--level", "L1"), "--channels is missing."),
        (("x", "--handles", "bom", "--level", "L1", "--channels", "voice"), "Did you mean “bomb”?"),
        (("x", "--handles", "bomb", "--level", "L3", "--channels", "voice"), "Take L0, L1, L2."),
    ],
)
def test_what_is_missing_or_cannot_be_is_told_with_its_mend(
    arguments: tuple[str, ...], told: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.output


def test_in_a_terminal_what_is_missing_is_asked_for() -> None:
    @click.command()
    def asked() -> None:
        want = new._wanted("gas-leak", None, None, None, None, schema="s", asks=True)
        click.echo(f"{want.title}|{want.handles}|{want.level}|{want.channels}")

    done = CliRunner().invoke(asked, input="\nemergency\n\n\n")
    assert done.output.splitlines()[-1] == "Gas leak|('emergency',)|L1|('voice', 'chat')"
    manners = CliRunner().invoke(asked, input="Rude\nabusive_language\n\nchat\n")
    assert manners.output.splitlines()[-1] == "Rude|('abusive_language',)|L3|('chat',)"
