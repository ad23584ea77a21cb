"""When leave began: what somebody owes is passed on at that moment, once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_nobody_alone"),
    ]

    operations = [
        migrations.AddField(
            model_name="absence",
            name="begun_at",
            field=models.DateTimeField(help_text="when what they owed was passed on", null=True),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("begun_at", None), ("cancelled_at", None)),
                fields=["starts_at"],
                name="people_absence_begins",
            ),
        ),
    ]
