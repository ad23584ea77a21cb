"""Progress bars on a terminal, and silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack

import click


class Bars:
    """Begins one bar after another; the one before is finished."""

    def __init__(self, stack: ExitStack, *, quiet: bool) -> None:
        """Draw on standard error when it is a terminal, and not when `quiet`."""
        self._stack = stack
        self._quiet = quiet or not sys.stderr.isatty()

    def __call__(self, label: str, length: int) -> Callable[[int], object]:
        """Begin a bar, and return what is told how much more is done."""
        self._stack.close()
        if self._quiet:
            return lambda _: None
        bar = click.progressbar(length=length, label=label, file=sys.stderr)
        return self._stack.enter_context(bar).update
