"""Demo centres for tests: prepared once a process, then copied, with a database of their own.

Preparing a centre runs every migration, which takes longer than most of what a test then does.
The copy is what `stayline prepare-demo` made, byte for byte; only its place is another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from stayline.config.rehearsal.centre import Centre, prepared_centre, running
from tests.plugins.engines import Database, empty_database


class Centres:
    """Gives out copies of one prepared centre on one engine."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._kept: tuple[Database, Centre] | None = None
        self._open = ExitStack()

    @contextmanager
    def prepared(self, folder: Path) -> Iterator[Centre]:
        """A centre that is prepared and not started, in an empty folder; gone at the end."""
        database, kept = self._prepared_once()
        data = folder / "data"
        shutil.copytree(kept.data, data)
        with empty_database(self._engine, folder, like=database) as own:
            environ = {
                **kept.environ,
                "STAYLINE_DATA_DIR": str(data),
                "STAYLINE_DATABASE_URL": own.url,
            }
            if own.owner_url:
                environ["STAYLINE_OWNER_DATABASE_URL"] = own.owner_url
            yield replace(kept, data=data, environ=environ)

    @contextmanager
    def running(self, folder: Path) -> Iterator[Centre]:
        """A centre that is up, in an empty folder; stopped and gone at the end."""
        with self.prepared(folder) as made, running(made) as up:
            yield up

    def close(self) -> None:
        """Let go of what was kept."""
        self._open.close()

    def _prepared_once(self) -> tuple[Database, Centre]:
        if self._kept is None:
            database = self._open.enter_context(empty_database(self._engine, self._folder))
            centre = self._open.enter_context(
                prepared_centre(database.url, owner_url=database.owner_url)
            )
            self._kept = database, centre
        return self._kept


@pytest.fixture(scope="session")
def centres(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centres]:
    """Copies of a prepared demo centre on this run's engine."""
    made = Centres(engine, tmp_path_factory.mktemp("kept"))
    yield made
    made.close()
