"""The legs of calls, people's lines on the telephone platform, and who speaks for it in the log."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SYSTEM = UUID("5ca1ab1e-0000-4000-8000-000000000000")


def add_telephone(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the actor that stands for the telephone platform; it cannot sign in."""
    if schema_editor.connection.alias != "default":
        return
    apps.get_model("people", "Person").objects.get_or_create(
        id=uuid5(SYSTEM, "telephone"),
        defaults={
            "pseudonym": uuid5(SYSTEM, "pseudonym:telephone"),
            "kind": "system",
            "username": "system:telephone",
            "name": "Stayline, the telephone",
            "password": "!",
            "is_active": False,
            "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_language"),
        ("people", "0007_nobody_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="call",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                (
                    "platform",
                    models.CharField(help_text="which one, such as twilio", max_length=24),
                ),
                ("conference", models.CharField(help_text="its id there", max_length=64)),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="the name by which one joins it", max_length=200
                    ),
                ),
                ("began_at", models.DateTimeField(help_text="when Stayline first heard of it")),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="when the platform said that it is over", null=True
                    ),
                ),
                (
                    "hold",
                    models.CharField(
                        blank=True,
                        help_text="keep it up whoever leaves: asked, held, failed, gone",
                        max_length=8,
                    ),
                ),
                ("hold_at", models.DateTimeField(null=True)),
                (
                    "hold_why",
                    models.CharField(blank=True, help_text="no personal data", max_length=200),
                ),
                (
                    "release",
                    models.CharField(
                        blank=True, help_text="end it: asked, done, failed", max_length=8
                    ),
                ),
                ("release_at", models.DateTimeField(null=True)),
                (
                    "release_why",
                    models.CharField(blank=True, help_text="no personal data", max_length=200),
                ),
                (
                    "agent_gone_at",
                    models.DateTimeField(
                        help_text=(
                            "since when the agent's leg is gone, as the record was last told"
                        ),
                        null=True,
                    ),
                ),
                (
                    "tell_at",
                    models.DateTimeField(
                        help_text="heard, and the record does not know yet", null=True
                    ),
                ),
                (
                    "look_at",
                    models.DateTimeField(
                        help_text="when the platform is asked how it stands", null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("tell_at__isnull", False)),
                        fields=["tell_at"],
                        name="contacts_call_untold",
                    ),
                    models.Index(
                        condition=models.Q(("look_at__isnull", False)),
                        fields=["look_at"],
                        name="contacts_call_look",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "conference"), name="contacts_conference_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handset",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="handset",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("platform", models.CharField(max_length=24)),
                (
                    "worker",
                    models.CharField(blank=True, help_text="its id on the platform", max_length=64),
                ),
                (
                    "activity",
                    models.CharField(
                        blank=True, help_text="what the platform calls it", max_length=120
                    ),
                ),
                (
                    "available",
                    models.BooleanField(help_text="whether the platform gives it calls", null=True),
                ),
                (
                    "at",
                    models.DateTimeField(help_text="the platform's time of that report", null=True),
                ),
                (
                    "back",
                    models.CharField(
                        blank=True,
                        help_text="the next call held back: asked, held, freeing, failed",
                        max_length=8,
                    ),
                ),
                ("back_at", models.DateTimeField(null=True)),
                (
                    "back_why",
                    models.CharField(blank=True, help_text="no personal data", max_length=200),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        help_text="held back for",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("back", ""), _negated=True),
                        fields=["back"],
                        name="contacts_handset_back",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "call_sid",
                    models.CharField(blank=True, help_text="its id on the platform", max_length=64),
                ),
                (
                    "role",
                    models.CharField(
                        default="other", help_text="caller, agent, receiver", max_length=8
                    ),
                ),
                (
                    "state",
                    models.CharField(help_text="asked, ringing, in, left, failed", max_length=8),
                ),
                ("why", models.CharField(blank=True, help_text="no personal data", max_length=200)),
                (
                    "sequence",
                    models.IntegerField(default=-1, help_text="of the newest report of it"),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("muted", models.BooleanField(null=True)),
                ("whispers", models.BooleanField(help_text="heard by the agent alone", null=True)),
                (
                    "ends_call",
                    models.BooleanField(help_text="the call ends when it goes", null=True),
                ),
                ("dropped", models.BooleanField(default=False)),
                (
                    "voice",
                    models.CharField(
                        blank=True,
                        help_text="what was asked of a receiver's: silent, agent, all",
                        max_length=8,
                    ),
                ),
                (
                    "voice_why",
                    models.CharField(blank=True, help_text="why it was not done", max_length=200),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legs",
                        to="contacts.call",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("call_sid", ""), _negated=True),
                        fields=("call", "call_sid"),
                        name="contacts_leg_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("role", "receiver"), ("state__in", ["asked", "ringing"])
                        ),
                        fields=("call", "person"),
                        name="contacts_brought_in_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_telephone, migrations.RunPython.noop),
    ]
