"""On PostgreSQL the window's lines live in an unlogged table: fast, and empty after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("contacts_windowline", "contacts_windowkey", "contacts_windowepoch")


def unlog(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the tables out of the write-ahead log; nothing to do elsewhere."""
    del apps
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} SET UNLOGGED")


class Migration(migrations.Migration):
    """Has no way back: the lines are gone in 15 minutes anyway."""

    dependencies: ClassVar = [("contacts", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(unlog, migrations.RunPython.noop)]
