"""`stayline protocol draw`: what it writes, where, and how it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"
SMALL = """\
stayline: 1
kind: protocol
id: small
title: Small & plain
handles: [other]
level: L3
start: a
steps:
  a: {say: ["Hello."], next: b}
  b: {end: recorded}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(protocol.command, ["draw", *(str(one) for one in arguments)])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def test_one_drawing_is_printed(small: Path) -> None:
    done = run(small)
    assert done.exit_code == 0
    assert root_of(done.stdout).tag.endswith("svg")
    assert "Small &amp; plain" in done.stdout


def test_a_shipped_protocol_is_drawn_by_its_id() -> None:
    done = run("threat-in-writing")
    assert done.exit_code == 0
    assert "longest until somebody is rung" in done.stdout


def test_one_drawing_goes_into_a_file_or_a_folder(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "one.svg"
    done = run(small, "-o", file)
    assert done.exit_code == 0
    assert done.stdout.strip() == str(file)
    assert root_of(file.read_text(encoding="utf-8")).tag.endswith("svg")
    assert run(small, "-o", tmp_path / "deep").exit_code == 0
    assert {one.name for one in (tmp_path / "deep").iterdir()} == {"one.svg", "small.svg"}
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_folder_becomes_a_folder_of_drawings(small: Path, tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text("stayline: 1\nkind: ladder\n", encoding="utf-8")
    (tmp_path / "form.json").write_text("{}", encoding="utf-8")
    done = run(tmp_path, tmp_path / "form.json", "-o", tmp_path / "out", "--mermaid")
    assert done.exit_code == 0
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["small.mmd"]
    assert (tmp_path / "out/small.mmd").read_text(encoding="utf-8").startswith("---\ntitle:")


def test_several_drawings_need_a_folder(small: Path, tmp_path: Path) -> None:
    done = run(small.parent)
    assert done.exit_code == 2
    assert "name a folder" in done.stderr
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = run(small, "threat-in-writing", "-o", tmp_path / "taken")
    assert done.exit_code == 2
    assert "is a file" in done.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == ""


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_drawn(
    small: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.replace("next: b", "next: c"), encoding="utf-8")
    done = run(small, bad, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert f"{bad}:9:" in done.stderr
    assert "S02" in done.stderr
    assert "not drawn" in done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["small.svg"]


def test_steps_with_errors_are_marked(small: Path) -> None:
    text = SMALL.replace('say: ["Hello."], next', "wait_for: spoke, next")
    small.write_text(text, encoding="utf-8")
    done = run(small)
    assert done.exit_code == 0
    assert "T01" in done.stdout
    assert "sd-faulty" in done.stdout


def test_a_walk_over_an_unknown_step_is_refused(small: Path) -> None:
    done = run(small, "--highlight", "a,c")
    assert done.exit_code == 2
    assert "has no step c. It has: a, b." in done.stderr
    assert "sd-order-text" in run(small, "--highlight", "a,b").stdout


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    done = run("self-harms")
    assert done.exit_code == 2
    assert "Did you mean “self-harm”?" in done.stderr


def test_an_empty_folder_holds_no_protocol(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "there is no protocol" in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_stood_there_stays_when_writing_fails(small: Path, tmp_path: Path) -> None:
    taken = tmp_path / "out.svg"
    (taken / "inside.svg").mkdir(parents=True)
    done = run(small, "-o", taken / "inside.svg" / ".." / "inside.svg")
    assert done.exit_code == 0  # a folder is a folder, whatever its name
    blocked = tmp_path / "file"
    blocked.write_text("kept", encoding="utf-8")
    done = run(small, "-o", blocked / "drawing.svg")
    assert done.exit_code == 2
    assert blocked.read_text(encoding="utf-8") == "kept"
    assert not list(tmp_path.rglob(".*"))


def test_every_process_draws_the_same(small: Path) -> None:
    """Names are hashed anew in each process; nothing of that may show."""
    code = (
        "from pathlib import Path;"
        "from stayline_core.protocol import load;"
        "from stayline_core.protocol.draw import draw_svg;"
        f"source = Path({str(PLAYBOOK / 'protocols/threat-in-writing.yaml')!r}).read_bytes();"
        "print(draw_svg(load(source, file='x').protocol))"
    )
    drawings = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(drawings) == 1
