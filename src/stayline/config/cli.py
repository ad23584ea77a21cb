"""The `stayline` command. Each subcommand is one module of `stayline.config.commands`.

A module `some_name.py` offers a click command called `command`; it becomes `stayline some-name`
and is imported only when it is asked for, so that `stayline verify` does not load a web server.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from stayline import __version__
from stayline.config import commands
from stayline.config.loading import SettingsInvalid


class LazyCommands(click.Group):
    """Finds subcommands by the names of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        del ctx
        found = (module.name for module in iter_modules(commands.__path__))
        return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one subcommand; `None` when there is no such name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's
        """Run the subcommand; settings that cannot be used are listed, all of them."""
        try:
            return super().invoke(ctx)
        except SettingsInvalid as invalid:
            click.echo(str(invalid), err=True)
            sys.exit(2)


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stayline")
def main() -> None:
    """Run and look after a Stayline centre.

    Stayline is not an emergency service. Its shipped protocols are uncertified templates and
    not advice.
    """


if __name__ == "__main__":
    main()
