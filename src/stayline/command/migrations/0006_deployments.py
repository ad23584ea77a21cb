"""The tables of deployments."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of deployments."""

    dependencies: ClassVar = [
        ("command", "0005_resources"),
        ("incidents", "0007_content_erased"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Deployment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("exercise", models.BooleanField(editable=False)),
                (
                    "state",
                    models.CharField(
                        help_text="a state of stayline_core.deployment", max_length=16
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True, help_text="out of contact: how it stood before", max_length=16
                    ),
                ),
                ("method", models.CharField(help_text="the medium it was told by", max_length=16)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("due_by", models.DateTimeField(help_text="by when the response is needed")),
                (
                    "check_every_s",
                    models.PositiveIntegerField(help_text="seconds between two check-ins"),
                ),
                (
                    "next_check_due_at",
                    models.DateTimeField(
                        help_text="when it is asked for a sign of itself; empty once it has ended",
                        null=True,
                    ),
                ),
                (
                    "misses",
                    models.PositiveIntegerField(
                        default=0, help_text="check-ins missed one after another"
                    ),
                ),
                ("last_heard_at", models.DateTimeField(null=True)),
                (
                    "link_round",
                    models.PositiveIntegerField(default=0, help_text="a new link ends the old one"),
                ),
                (
                    "link_digest",
                    models.CharField(help_text="of the link's token", max_length=64, unique=True),
                ),
                (
                    "code_digest",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="of a code in a text message",
                        max_length=64,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="incidents.incident",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="command.resource",
                    ),
                ),
                (
                    "supports",
                    models.ForeignKey(
                        help_text="the deployment that this one was added to",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supported_by",
                        to="command.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "needs",
                    models.CharField(
                        help_text="information, people, equipment, action", max_length=16
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="unanswered then, supervisors are told", null=True
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="command.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="deployment",
            index=models.Index(
                condition=models.Q(("next_check_due_at__isnull", False)),
                fields=["next_check_due_at"],
                name="command_check_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("resource", "exercise"),
                name="command_deployed_once",
            ),
        ),
        migrations.AddIndex(
            model_name="deploymentrequest",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="command_request_due",
            ),
        ),
    ]
