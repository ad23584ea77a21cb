"""How each way out has been, and in which order one incident's messages leave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_ways"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circuit",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="as in a message's circuit",
                        max_length=120,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=0, help_text="running")),
                (
                    "opened_at",
                    models.DateTimeField(
                        help_text="since when it is given up; null: not", null=True
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(help_text="when the next one is tried", null=True),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, help_text="no personal data", max_length=200),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={"db_table": "outbox_circuit"},
        ),
        migrations.RemoveIndex(model_name="message", name="outbox_untold"),
        migrations.AddField(
            model_name="message",
            name="circuit",
            field=models.CharField(
                blank=True,
                default="",
                help_text="the place it goes to: its channel, until a way out names one more exactly",
                max_length=120,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="destination",
            field=models.CharField(
                blank=True,
                default="",
                help_text="whom it is for, opaque: one incident's leave there in turn",
                max_length=80,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="turn",
            field=models.PositiveIntegerField(default=0, help_text="its place in that order"),
        ),
        migrations.AddField(
            model_name="message",
            name="urgent",
            field=models.BooleanField(default=False, help_text="leaves before all that is not"),
        ),
        migrations.AddField(
            model_name="message",
            name="useless_at",
            field=models.DateTimeField(help_text="from then on it is not sent any more", null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="told_at",
            field=models.DateTimeField(
                help_text="when the room above heard that it left, or was set aside", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "dead")), ("told_at", None)),
                fields=["created_at"],
                name="outbox_untold",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ("queued", "leased"))),
                fields=["incident_id", "destination", "turn"],
                name="outbox_in_turn",
            ),
        ),
    ]
