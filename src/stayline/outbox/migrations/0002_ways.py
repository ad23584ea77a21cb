"""The ways out that a centre set up."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Way",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="smtp, twilio_sms, twilio_voice, apprise, webhook", max_length=16
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "channel",
                    models.CharField(
                        help_text="email, sms, voice, slack, teams, webhook: what it serves",
                        max_length=16,
                    ),
                ),
                (
                    "site_id",
                    models.UUIDField(help_text="of people's sites; null: every site", null=True),
                ),
                ("for_exercise", models.BooleanField(default=False)),
                (
                    "settings_sealed",
                    models.BinaryField(help_text="host, account, secret: sealed, bound to this id"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="which is tried first"),
                ),
                ("added_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(help_text="not used from then on", null=True)),
                ("tested_at", models.DateTimeField(null=True)),
                (
                    "test_result",
                    models.CharField(
                        blank=True, help_text="what the last test gave", max_length=300
                    ),
                ),
            ],
            options={
                "db_table": "outbox_way",
                "ordering": ("position", "added_at"),
            },
        ),
    ]
