"""What was owed before there were two clocks keeps its times, and is asked for from now on."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q


def keep_times(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the times of the rows that stand into the columns that the clocks read now."""
    if schema_editor.connection.alias != "default":
        return  # the window's file holds no obligations
    rows = apps.get_model("incidents", "Obligation").objects.all()
    rows.filter(state="waiting").update(after_s=F("within_s"))
    rows.exclude(state="waiting").update(asked_due_at=F("due_at"))
    asked_for = Q(do_kind="file") | Q(do_kind="confirm", do_target="arrived")
    still = rows.filter(asked_for, state__in=("owed", "missed")).exclude(by="system")
    still.update(remind_at=F("due_at"))


class Migration(migrations.Migration):
    """Data alone, in a migration of its own: PostgreSQL indexes nothing that waits for a check."""

    dependencies: ClassVar = [("incidents", "0005_owed_times")]
    operations: ClassVar = [migrations.RunPython(keep_times, migrations.RunPython.noop)]
