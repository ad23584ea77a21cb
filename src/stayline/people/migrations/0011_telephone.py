"""What a telephone platform says of people: their line, and the calls they are in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables, and since when somebody's availability stands."""

    dependencies = [
        ("people", "0010_played"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="availability_at",
            field=models.DateTimeField(
                help_text="when it was last said or decided: an older word changes nothing",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="PhoneState",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="phone_state",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.CharField(help_text="which platform said so", max_length=120),
                ),
                (
                    "state",
                    models.CharField(
                        help_text="available, on_call, not_available, signed_out", max_length=16
                    ),
                ),
                ("happened_at", models.DateTimeField(help_text="the platform's time")),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PhoneLeg",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(help_text="which platform said so", max_length=24),
                ),
                ("call", models.CharField(help_text="its id on the platform", max_length=64)),
                (
                    "leg",
                    models.CharField(
                        blank=True, help_text="empty: the call itself, over", max_length=64
                    ),
                ),
                ("sequence", models.IntegerField(help_text="of the newest report of it")),
                ("up", models.BooleanField()),
                (
                    "happened_at",
                    models.DateTimeField(help_text="the platform's time of that report"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phone_legs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("up", True)),
                        fields=["person", "happened_at"],
                        name="people_leg_up",
                    ),
                    models.Index(fields=["happened_at"], name="people_leg_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "call", "leg"), name="people_leg_once"
                    )
                ],
            },
        ),
    ]
