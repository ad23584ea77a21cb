"""The tables of resources."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of resources."""

    dependencies: ClassVar = [
        ("command", "0004_assessing"),
        ("people", "0010_played"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Resource",
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
                        choices=[
                            ("person", "Person"),
                            ("team", "Team"),
                            ("vehicle", "Vehicle"),
                            ("crew", "Utility crew"),
                            ("security", "Security"),
                            ("specialist", "Specialist"),
                            ("service", "Outside service"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "call_sign",
                    models.CharField(
                        blank=True, help_text="how it is called by radio", max_length=40
                    ),
                ),
                (
                    "capabilities",
                    models.JSONField(
                        default=list, help_text="ids of capabilities in the allocation document"
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True, help_text="where it works, in words", max_length=200
                    ),
                ),
                (
                    "near",
                    models.JSONField(
                        default=list,
                        help_text="localities and sites where it is near, nearest first",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True, help_text="voice, sms, email, radio", max_length=16
                    ),
                ),
                (
                    "contact_sealed",
                    models.BinaryField(
                        default=bytes,
                        help_text=(
                            "name and address of who is reached, sealed under the master key, "
                            "bound to this"
                        ),
                    ),
                ),
                (
                    "hint",
                    models.CharField(
                        blank=True,
                        help_text="enough of the address to know it again: …4477",
                        max_length=60,
                    ),
                ),
                (
                    "hours",
                    models.JSONField(
                        default=list,
                        help_text="windows: days (0 is Monday), from, to; empty: always",
                    ),
                ),
                ("zone", models.CharField(help_text="IANA zone of its hours", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("available", "In service"),
                            ("off_duty", "Off duty"),
                            ("out_of_service", "Out of service"),
                        ],
                        default="available",
                        max_length=16,
                    ),
                ),
                ("state_because", models.CharField(blank=True, max_length=240)),
                (
                    "state_until",
                    models.DateTimeField(help_text="in service again from then on", null=True),
                ),
                ("state_at", models.DateTimeField(null=True)),
                ("state_by", models.UUIDField(null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        help_text=(
                            "whose duty and leave decide, where it is one of our own people"
                        ),
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("site", "name"),
                        name="command_resource_once",
                    )
                ],
            },
        ),
    ]
