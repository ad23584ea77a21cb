"""The tables of messages."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of messages."""

    dependencies: ClassVar = [
        ("command", "0006_deployments"),
        ("incidents", "0007_content_erased"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="counts up within its incident, copies too"
                    ),
                ),
                (
                    "to_kind",
                    models.CharField(
                        help_text="resource, person, post, agency, everyone", max_length=12
                    ),
                ),
                (
                    "to_id",
                    models.CharField(
                        blank=True, help_text="opaque; empty for everyone", max_length=80
                    ),
                ),
                (
                    "owner",
                    models.UUIDField(
                        help_text="the person whose screen asks for the answer", null=True
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        help_text="voice, radio, chat, text, email, screen", max_length=12
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        blank=True, help_text="what was suggested instead", max_length=12
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="message, deployment, hand_over, report …", max_length=40
                    ),
                ),
                ("about_id", models.CharField(blank=True, max_length=80)),
                ("exercise", models.BooleanField(default=False, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("leaving", "On its way"),
                            ("left", "Sent"),
                            ("failed", "Not sent"),
                            ("to_say", "To be said"),
                            ("said", "Said"),
                            ("shown", "On their screen"),
                        ],
                        max_length=8,
                    ),
                ),
                ("outbox_id", models.UUIDField(null=True, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.UUIDField()),
                ("settled_at", models.DateTimeField(help_text="left, said or failed", null=True)),
                (
                    "read_back",
                    models.BooleanField(
                        help_text="said back; null: not by voice, or unsaid", null=True
                    ),
                ),
                ("needs_ack", models.BooleanField(default=False)),
                ("ack_at", models.DateTimeField(null=True)),
                (
                    "ack_by",
                    models.UUIDField(help_text="who recorded it: the owner or for them", null=True),
                ),
                (
                    "ask_again_at",
                    models.DateTimeField(help_text="when an answer is missed", null=True),
                ),
                ("asked_again", models.PositiveSmallIntegerField(default=0)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="command_messages",
                        to="incidents.incident",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="command.message",
                    ),
                ),
            ],
            options={
                "ordering": ("incident", "number"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ask_again_at__isnull", False)),
                        fields=["ask_again_at"],
                        name="command_message_ask_again",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "number"), name="command_message_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SituationClock",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="situation_clock",
                        serialize=False,
                        to="incidents.incident",
                    ),
                ),
                (
                    "every_s",
                    models.PositiveIntegerField(help_text="seconds, as it was at the last report"),
                ),
                (
                    "last_at",
                    models.DateTimeField(help_text="when the last report was sent", null=True),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "remind_at",
                    models.DateTimeField(help_text="null: the incident is closed", null=True),
                ),
                (
                    "missed",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="reminders since the last"
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "incident"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="command_report_remind",
                    )
                ],
            },
        ),
    ]
