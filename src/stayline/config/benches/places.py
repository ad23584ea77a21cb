"""Where benches run: one throw-away demo centre an engine, prepared once, up when asked.

PostgreSQL is started here when its server is installed and the repository's
`tools/with_postgres.py` is beside the package; otherwise it is left out, and that is said.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Self

import stayline
from stayline.config.benches.inside import ANSWER
from stayline.config.rehearsal.centre import Centre, prepared_centre, running
from stayline.config.rehearsal.hands import RehearsalFailed

ENGINES: Final = ("sqlite", "postgresql")
CLUSTER: Final = Path(stayline.__file__).parents[2] / "tools" / "with_postgres.py"
UNWRITTEN: Final = "PYTHONDONTWRITEBYTECODE"
WRITE_THROUGH: Final = "STAYLINE_TEST_POSTGRES_FSYNC"


class Places:
    """The centres of one run. Leaving it stops and removes everything."""

    def __init__(self, wanted: Sequence[str] = ENGINES) -> None:
        """Measure on the `wanted` engines, as far as they are there."""
        self.wanted = tuple(wanted)
        self.left_out: dict[str, str] = {}
        self.prepared_in: dict[str, float] = {}
        """Seconds that the preparation of each centre took."""
        self._stack = ExitStack()
        self._prepared: dict[str, Centre] = {}
        self._inside: dict[str, Inside] = {}
        self._up: tuple[str, Centre] | None = None
        self._running = ExitStack()
        self._urls: tuple[str, str] | None = None

    def __enter__(self) -> Self:
        """Start PostgreSQL if it is wanted and there."""
        self._stack.enter_context(_as_installed())
        if "postgresql" in self.wanted:
            self._start_postgres()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the centre that is up, the cluster, and remove the folders."""
        self._running.close()
        self._stack.close()

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that are measured."""
        return tuple(one for one in self.wanted if one not in self.left_out)

    @property
    def embedded(self) -> str:
        """The engine for what needs only one: SQLite, if it is measured."""
        return self.engines[0]

    def prepared(self, engine: str) -> Centre:
        """Return the prepared centre of an engine, made the first time.

        Raises:
            RehearsalFailed: it could not be prepared.
        """
        if engine not in self._prepared:
            started = time.monotonic()
            url, owner = self._urls if engine == "postgresql" and self._urls else ("", "")
            made = self._stack.enter_context(prepared_centre(url, owner_url=owner))
            self.prepared_in[engine] = time.monotonic() - started
            self._prepared[engine] = made
        return self._prepared[engine]

    def up(self, engine: str) -> Centre:
        """Return the centre of an engine, running; a centre of another engine is stopped.

        Raises:
            RehearsalFailed: it did not start.
        """
        if self._up is None or self._up[0] != engine:
            self.down()
            self._up = engine, self._running.enter_context(running(self.prepared(engine)))
        return self._up[1]

    def down(self) -> None:
        """Stop the centre that is up, if any: what is measured in process wants to be alone."""
        self._running.close()
        self._up = None

    def inside(self, engine: str, part: str, **arguments: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Run a part of `benches.inside` in its process in the centre of an engine.

        Raises:
            RehearsalFailed: it failed; what it printed is in the text.
        """
        if engine not in self._inside:
            self._inside[engine] = Inside(self.prepared(engine).environ)
            self._stack.callback(self._inside[engine].close)
        return self._inside[engine].ask(part, arguments)

    def _start_postgres(self) -> None:
        module = _cluster_module()
        if module is None:
            self.left_out["postgresql"] = "tools/with_postgres.py is not beside this package"
            return
        # A centre writes through, so its raw limit does as well.
        before = os.environ.get(WRITE_THROUGH)
        os.environ[WRITE_THROUGH] = "on"
        try:
            cluster = self._stack.enter_context(module.cluster())
        except SystemExit as missing:
            self.left_out["postgresql"] = str(missing)
            return
        finally:
            _put_back(WRITE_THROUGH, before)
        self._urls = cluster.url(module.APPLICATION), cluster.url(module.OWNER)


class Inside:
    """One process inside a centre, which runs parts of benches as they are asked for."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Start it; what it prints besides its answers is kept for when it fails."""
        self._said = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115 - closed in `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stayline.config.benches.inside"],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def ask(self, part: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Run one part and return what it measured.

        Raises:
            RehearsalFailed: it failed; what it printed is in the text.
        """
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise RehearsalFailed("the bench's process has no pipes")
        with suppress(BrokenPipeError):  # its end is told below, with what it said
            into.write(json.dumps([part, arguments]) + "\n")
            into.flush()
        for line in out:
            if line.startswith(ANSWER):
                return json.loads(line.removeprefix(ANSWER))
        self._said.seek(0)
        raise RehearsalFailed(f"the bench of {part} failed:\n{self._said.read()[-3000:]}")

    def close(self) -> None:
        """End it: its input ends, and so does it."""
        with suppress(BrokenPipeError):
            self._process.communicate()
        self._said.close()


def _cluster_module() -> ModuleType | None:
    """Return the repository's own tool; None where only the package is installed."""
    spec = importlib.util.spec_from_file_location("stayline_bench_cluster", CLUSTER)
    if not CLUSTER.is_file() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _as_installed() -> Iterator[None]:
    """Let the processes keep compiled files as any installation does, or every start compiles."""
    before = os.environ.pop(UNWRITTEN, None)
    try:
        yield
    finally:
        _put_back(UNWRITTEN, before)


def _put_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
