"""`stayline protocol walk`: by a script, by lines on the standard input, and by hand."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import protocol
from stayline.config.commands.protocol._by_hand import Terminal, walk_by_hand
from stayline.config.commands.protocol._one import read_document, the_catalogue
from stayline_core.protocol.walk import Script, Told, open_script

WALKS = Path(__file__).parents[2] / "core/protocol/walks"


def run(*arguments: object, said: str | None = None) -> Result:
    return CliRunner().invoke(
        protocol.command, ["walk", *(str(one) for one in arguments)], input=said
    )


# ── by a script ──


def test_the_script_names_its_protocol_and_comes_true() -> None:
    done = run("--script", WALKS / "self-harm-nobody-comes.yaml")
    assert done.exit_code == 0
    assert done.output == (
        "Nobody comes, and everyone is called: 16 acts, 37 expectations, as expected.\n"
    )


def test_several_scripts_are_played_and_one_that_fails_is_told_with_its_line(
    tmp_path: Path,
) -> None:
    good = WALKS / "self-harm-line-lost.yaml"
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text().replace("step: opening/danger_now}", "step: calm}"))
    done = run("--script", good, "--script", bad)
    assert done.exit_code == 1
    last = len(bad.read_text().splitlines())
    assert f"{bad}:{last}:14: step is “opening/danger_now”; “calm” was expected." in done.output
    assert done.output.count("expectations, as expected.") == 1
    assert "1 not as expected." in done.output


def test_a_machine_reads_each_screen_and_each_emission_on_a_line() -> None:
    done = run("self-harm", "--json", said="next\nwait 60s\nanswer perhaps\n")
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.output.splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds[0] == "emission"
    assert kinds.count("act") == 3
    assert lines[0] == {
        "kind": "emission",
        "at_ms": 0,
        "does": "raise",
        "target": "crisis",
        "key": "ring",
    }
    screens = [line for line in lines if line["kind"] == "screen"]
    assert [(one["step"], one["at_ms"]) for one in screens[:3]] == [
        ("opening/acknowledge", 0),
        ("opening/danger_now", 0),
        ("opening/danger_now", 60_000),
    ]
    failure = lines[-1]
    assert (failure["kind"], failure["line"], failure["column"]) == ("failure", 3, 1)
    assert "“perhaps” is no answer" in failure["message"]
    refused = run("self-harm", "--json", said="next\nnext\n")
    assert '"kind": "refused", "code": "incidents.run.no_way"' in refused.output


def test_a_document_or_lines_come_on_the_standard_input() -> None:
    lines = "next\nexpect step opening/danger_now\nexpect not rung management\n"
    done = run("self-harm", said=lines)
    assert (done.exit_code, done.output) == (
        0,
        "standard input: 1 act, 2 expectations, as expected.\n",
    )
    document = (WALKS / "self-harm-line-lost.yaml").read_text()
    assert run("--script", "-", said=document).exit_code == 0
    assert run("self-harm", "--script", "-", said="next\n").exit_code == 0


def test_the_channel_and_the_beginning_can_be_chosen() -> None:
    done = run(
        "self-harm", "--channel", "chat", "--switched", "joined", said="expect help joined\n"
    )
    assert done.exit_code == 0
    done = run("self-harm", "--channel", "email", said="next\n")
    assert done.exit_code == 2
    assert done.output == "self-harm is not for email; it is for voice, chat.\n"


@pytest.mark.parametrize(
    ("arguments", "said", "told"),
    [
        (("self-ham",), "next\n", "no shipped protocol of that name. Did you mean “self-harm”?"),
        (("gone.yaml",), "next\n", "gone.yaml cannot be read: No such file or directory."),
        ((), "next\n", "Plain lines do not say of which protocol they are a walk: name it."),
        (("self-harm",), "nxt\n", "standard input:1:1: Y08: “nxt” is nothing that can happen"),
        (("self-harm",), "take calmm\n", "S02: There is no step “calmm”. Did you mean “calm”?"),
        (("--script", "gone.yaml"), "", "gone.yaml: No such file or directory."),
        (("--script", "-"), "stayline: 1\n", "Y09: The key “walk” is missing"),
        (("irate-caller", "--script", WALKS / "self-harm-line-lost.yaml"), "", "is irate-caller."),
        (("self-harm", "--playbook", "no-folder"), "", "does not exist"),
    ],
)
def test_what_cannot_be_walked_is_told_without_a_traceback(
    arguments: tuple[object, ...], said: str, told: str, tmp_path: Path
) -> None:
    done = run(*arguments, said=said)
    assert done.exit_code == 2
    assert told in done.output
    assert "Traceback" not in done.output


def test_a_protocol_that_cannot_be_run_is_told_with_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text("stayline: 1\n")
    done = run(file, said="next\n")
    assert done.exit_code == 2
    assert f"{file}:1:1: Y09:" in done.output
    assert "mend this first" in done.output
    broken = tmp_path / "playbook/forms"
    broken.mkdir(parents=True)
    (broken / "odd.json").write_text("{")
    assert (
        "Nothing was read: form odd.json"
        in run("self-harm", "--playbook", broken.parent, said="next\n").output
    )


# ── by hand, with a terminal that is given ──


class Typed(Terminal):
    """A terminal in which these lines are typed, and what it showed is kept."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.shown: list[str] = []

    def tell(self, lines: Iterable[Told]) -> None:
        self.shown += [f"{line.label} {line.text}".strip() for line in lines]

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


def by_hand(*lines: str, name: str = "self-harm") -> Typed:
    read = read_document(name).protocol
    assert read is not None
    script = Script(read.id, (), channel="voice")
    terminal = Typed(*lines)
    stage = open_script(read, script, catalogue=the_catalogue(None))
    walk_by_hand(stage, script, terminal, name=name)
    return terminal


def test_a_key_a_bare_answer_and_words_do_the_same_as_a_script() -> None:
    shown = by_hand("1", "no", "answer no", "q").text
    assert "safety.in_danger_now: no." in shown
    assert "Listen (calm)" in shown
    assert "Left." not in shown
    assert by_hand().text.endswith("Left.")


def test_what_is_said_in_words_is_asked_for() -> None:
    shown = by_hand("3", "1", "12 Linden Row", "q").text
    assert "What was said?" in shown
    assert "safety.location: 12 Linden Row." in shown
    assert "Why?" in by_hand("2", "they are crying", "q").text
    assert "answer needs what was said" in by_hand("3", "1", "", "q").text
    assert "skip needs a reason" in by_hand("2", "", "q").text


def test_the_world_is_played_and_time_passes() -> None:
    shown = by_hand("1", "w", "h", "x", "u", "?", "", "zzz", "nonsense", "next", "q").text
    assert "The clock of opening/danger_now runs out." in shown
    assert "1:00 · L1 · line open · a colleague has accepted" in shown
    assert "LINE LOST" in shown
    assert "Taken back: line lost." in shown
    assert "threat grows    the danger is greater" in shown
    assert "“zzz” is nothing that can happen" in shown
    assert "refused This step goes on by an answer" in shown


def test_one_act_after_another_is_taken_back_and_then_there_is_nothing() -> None:
    shown = by_hand("1", "undo", "u", "q").text
    assert "Taken back: next." in shown
    assert "There is nothing to take back." in shown


def test_a_walk_by_hand_is_saved_as_a_script_that_comes_true(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    shown = by_hand(
        "1",
        "yes",
        "12 Linden Row",
        "1",
        "12 Linden Row",
        "d",
        "w",
        f"save {file}",
        f"s {file}",
        "save",
        "q",
    ).text
    assert f"Saved as {file}." in shown
    assert f"stayline protocol walk self-harm --script {file}" in shown
    assert "was not written: File exists." in shown
    assert "Where to? Write: save FILE." in shown
    text = file.read_text()
    assert '  - answer: "12 Linden Row"\n' in text
    assert "expect: {step: help_now, level: L0" in text
    assert run("--script", file).exit_code == 0


# ── by hand, in a real terminal ──


class Session:
    """The command in a pseudo-terminal of its own; ended by its id, whatever happens."""

    def __init__(self, *arguments: str, columns: int = 80, **environment: str) -> None:
        self.master, slave = pty.openpty()
        command = [sys.executable, "-m", "stayline.config.cli", "protocol", "walk", *arguments]
        # Tests that run in the background ignore interrupts, and so would what they start.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm", **environment},
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        os.close(slave)
        self.text = ""

    def read_until(self, wanted: str, seconds: float = 60.0) -> str:
        until = time.monotonic() + seconds
        while wanted not in self.text and time.monotonic() < until:
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready and not self._more():
                break
        assert wanted in self.text, self.text[-2000:]
        return self.text

    def _more(self) -> bool:
        try:
            part = os.read(self.master, 65_536)
        except OSError:  # the other side is gone
            return False
        self.text += part.decode("utf-8", "replace")
        return bool(part)

    def type(self, keys: str) -> None:
        self.text = ""
        os.write(self.master, keys.encode())

    def interrupt(self, wanted: str) -> None:
        """Interrupt it until it says so.

        The prompt stands a moment before anything is waited for, and what comes in that moment is
        noticed with the next key only: a person presses again.
        """
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            with suppress(AssertionError):
                self.read_until(wanted, 3)
                return
        self.read_until(wanted, 3)

    def left_with(self) -> int:
        while self._more():
            pass
        return self.process.wait(timeout=90)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def test_in_a_real_terminal_it_is_walked_and_left_by_an_interrupt() -> None:
    with closing(Session("self-harm", columns=30, NO_COLOR="1")) as session:
        shown = session.read_until("> ")
        assert "Thank you for telling me." in " ".join(shown.split())
        assert "\x1b[" not in shown
        assert max(len(line) for line in shown.replace("\r", "").split("\n")) <= 30
        session.type("1\n")
        assert "opening/danger_now" in session.read_until("> ")
        session.interrupt("Left.")
        assert session.left_with() == 0
        assert "Traceback" not in session.text


def test_in_a_real_terminal_the_end_of_the_input_leaves_and_a_name_is_needed() -> None:
    with closing(Session("self-harm")) as session:
        assert "\x1b[" in session.read_until("> ")
        session.type("\x04")
        session.read_until("Left.")
        assert session.left_with() == 0
    with closing(Session()) as nameless:
        nameless.read_until("Which protocol?")
        assert nameless.left_with() == 2
