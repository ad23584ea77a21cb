"""Django's `migrate`, which lays an empty database out at once and migrates any other."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Step
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from stayline.config.layout import lay_out

WHOLE = ("migration_name", "plan", "fake", "fake_initial", "check_unapplied", "prune")
"""What asks for less, or other, than everything of an app or of all apps."""


class Command(Step):
    """Every call that makes a database comes through here, the test runner's as well."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's
        """Lay an empty database out; then let Django do what is left, and tell the apps."""
        if not any(options.get(name) for name in WHOLE):
            _lay_out(options["database"], options["app_label"])
        super().handle(*args, **options)


def _lay_out(alias: str, app_label: str | None) -> None:
    if app_label is None:
        lay_out(connections[alias])
        return
    leaves = MigrationLoader(None).graph.leaf_nodes(app_label)
    if leaves:  # otherwise Django says what is wrong with the name
        lay_out(connections[alias], leaves)
