"""The `stayline` command. Each subcommand is one module of `stayline.config.commands`.

A module `some_name.py` offers a click command called `command`; it becomes `stayline some-name`
and is imported only when it is asked for, so that `stayline verify` does not load a web server.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from stayline import __version__
from stayline.config import commands
from stayline.config.commands._lazy import LazyCommands
from stayline.config.loading import SettingsInvalid


class Commands(LazyCommands):
    """All subcommands; settings that cannot be used are listed, all of them."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's
        """Run the subcommand; settings that cannot be used are listed, all of them."""
        try:
            return super().invoke(ctx)
        except SettingsInvalid as invalid:
            click.echo(str(invalid), err=True)
            sys.exit(2)


@click.group(
    cls=Commands, package=commands, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="stayline")
def main() -> None:
    """Run and look after a Stayline centre.

    Stayline is not an emergency service. Its shipped protocols are uncertified templates and
    not advice.
    """


if __name__ == "__main__":
    main()
