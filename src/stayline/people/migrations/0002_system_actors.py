"""The system's own named actors, the same in every installation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID, uuid5

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SYSTEM = UUID("5ca1ab1e-0000-4000-8000-000000000000")
NAMES = {
    "listener": "Stayline, the listener",
    "watcher": "Stayline, the watcher",
    "outbox": "Stayline, the outbox",
    "command_line": "Stayline, the command line",
}


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add each named actor; none of them can sign in."""
    if schema_editor.connection.alias != "default":
        return
    person = apps.get_model("people", "Person")
    for name, words in NAMES.items():
        person.objects.get_or_create(
            id=uuid5(SYSTEM, name),
            defaults={
                "pseudonym": uuid5(SYSTEM, f"pseudonym:{name}"),
                "kind": "system",
                "username": f"system:{name}",
                "name": words,
                "password": "!",
                "is_active": False,
                "created_at": datetime(2026, 1, 1, tzinfo=UTC),
            },
        )


class Migration(migrations.Migration):
    """Adds the actors; taking it back leaves them, since the log may name them."""

    dependencies: ClassVar = [("people", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(add, migrations.RunPython.noop)]
