"""What the watchdog found that nobody watched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "port",
                    models.CharField(
                        help_text="which kind of thing, by its port's name", max_length=40
                    ),
                ),
                ("row", models.UUIDField()),
                ("why", models.CharField(max_length=120)),
                ("found_at", models.DateTimeField()),
                (
                    "mended_at",
                    models.DateTimeField(
                        help_text="when what should happen was made happen", null=True
                    ),
                ),
                (
                    "cleared_at",
                    models.DateTimeField(help_text="when it was first seen well again", null=True),
                ),
            ],
            options={"db_table": "deadlines_finding"},
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at", None)),
                fields=("port", "row"),
                name="deadlines_found_once",
            ),
        ),
    ]
