"""A group of commands that imports each of them only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import click


class LazyCommands(click.Group):
    """Finds the subcommands of a package by the names of its modules.

    A module `some_name.py` offers a click command called `command`; it becomes `some-name`.
    """

    def __init__(self, *, package: ModuleType, **settings: Any) -> None:  # noqa: ANN401 - click's
        """Prepare the group of one package; nothing of it is imported yet."""
        super().__init__(**settings)
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        del ctx
        found = (module.name for module in iter_modules(self._package.__path__))
        return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one subcommand; `None` when there is no such name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{self._package.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command
