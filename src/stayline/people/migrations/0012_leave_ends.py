"""When leave ended: whoever it ends for in the middle of a shift is freed at that moment, once."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Now


def mark_what_is_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave that was over before this is nothing to act on any more."""
    del schema_editor
    absences = apps.get_model("people", "Absence").objects
    absences.filter(ends_at__lte=Now()).update(ended_at=models.F("ends_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_telephone"),
    ]

    operations = [
        migrations.AddField(
            model_name="absence",
            name="ended_at",
            field=models.DateTimeField(help_text="when they were freed at its end", null=True),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("ended_at", None)),
                fields=["ends_at"],
                name="people_absence_ends",
            ),
        ),
        migrations.RunPython(mark_what_is_over, migrations.RunPython.noop),
    ]
