"""The small parent of `stayline up`: starts web and worker, brings back what falls, leaves none.

It loads no Django and keeps no connection, so it has nothing to lose. A child that ends by
itself is started again after a pause that doubles from half a second to thirty; one that ran
well for a minute starts from the short pause again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from stayline.config.lifeline import PIPE
from stayline.config.listening_port import answers

SHORTEST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
RAN_WELL_SECONDS: Final = 60.0
STOP_PATIENCE_SECONDS: Final = 12.0
BEAT_SECONDS: Final = 0.1


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again_at: float = 0.0
    pause: float = SHORTEST_PAUSE

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Keeps its children running until it is told to stop."""

    children: Sequence[Child]
    environ: dict[str, str]
    say: Callable[[str], None]
    ready_url: str
    ready_line: str
    _stop: threading.Event = field(default_factory=threading.Event)
    _pipe: tuple[int, int] = (-1, -1)
    _said: bool = False

    def run(self) -> int:
        """Run until SIGTERM or SIGINT; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        self._pipe = os.pipe()
        try:
            while not self._stop.is_set():
                for child in self.children:
                    self._look_after(child)
                if not self._said:
                    self._say_when_ready()
                self._stop.wait(BEAT_SECONDS)
        finally:
            self._end_all()
            for end in self._pipe:
                os.close(end)
        return 0

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.running:
            return
        if child.process is not None:
            code = child.process.returncode
            child.process = None
            well = now - child.started > RAN_WELL_SECONDS
            child.pause = SHORTEST_PAUSE if well else min(child.pause * 2, LONGEST_PAUSE)
            child.again_at = now + child.pause
            self.say(f"{child.name} ended with {code}; starting it again in {child.pause:g} s")
        if now >= child.again_at:
            child.started = now
            child.process = self._start(child)

    def _start(self, child: Child) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent alone, which then ends them in order.
        return subprocess.Popen(  # noqa: S603 - our own command line
            list(child.command),
            env={**self.environ, PIPE: str(self._pipe[0])},
            pass_fds=[self._pipe[0]],
            start_new_session=True,
        )

    def _say_when_ready(self) -> None:
        if answers(self.ready_url):
            self._said = True
            self.say(self.ready_line)

    def _end_all(self) -> None:
        for child in self.children:
            if child.process is not None and child.running:
                child.process.terminate()
        until = time.monotonic() + STOP_PATIENCE_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
