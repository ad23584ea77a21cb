"""The guide to writing a protocol: each command in it is done as it is written, in its order."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from stayline.config.commands import protocol

GUIDE = Path(__file__).parents[3] / "docs/how-to/write-a-protocol.md"
BY_HAND = "stayline protocol walk my-playbook/protocols/gas-leak.yaml"
LINE = re.compile(
    r'(?:echo "(?P<said>.*)" \| )?stayline protocol (?P<words>[^>]*)(?:> (?P<file>\S+))?'
)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


def done(line: str) -> str:
    """Do one line of the guide where one stands, and return what it printed."""
    found = LINE.fullmatch(line)
    if found is None:
        subprocess.run(["sh", "-c", line], check=True)
        return ""
    printed = CliRunner().invoke(
        protocol.command, shlex.split(found["words"]), input=found["said"] or ""
    )
    assert printed.exit_code in {0, 1}, (line, printed.output)
    if found["file"]:
        Path(found["file"]).write_text(printed.stdout)
        return ""
    return printed.output


def test_every_command_of_the_guide_works_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    for line in "".join(blocks("sh")).splitlines():
        if line == BY_HAND:
            Path("my-playbook/walks/danger-now.yaml").write_text(blocks("yaml")[0])
            continue
        said += done(line)
    screen = next(block for block in blocks("text") if block.startswith("0:00"))
    for block in blocks("text"):
        for line in block.splitlines() if block != screen else ():
            for part in line.split("…"):
                assert part.strip() in said, line
    assert Path("my-playbook/gas-leak.svg").is_file()
    assert_shown(screen)


def assert_shown(screen: str) -> None:
    """The screen of the guide is that of the skeleton, told by a machine's walk."""
    walked = CliRunner().invoke(
        protocol.command,
        ["walk", "my-playbook/protocols/gas-leak.yaml", "--json"],
        input="expect step opening/acknowledge\n",
    )
    for line in screen.splitlines():
        label, _, text = line.strip().partition("  ")
        if label in {"say", "note", "avoid"}:
            assert text in walked.output, line
        if text and len(label) == 1:
            act = text.split("  ")[0]
            assert f'"key": "{label}", "act": "{act}"' in walked.output, line
