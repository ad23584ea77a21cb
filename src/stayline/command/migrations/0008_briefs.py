"""The tables of briefs."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of briefs."""

    dependencies: ClassVar = [
        ("command", "0007_messages"),
        ("incidents", "0007_content_erased"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BriefIssue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        help_text="methane, iimarch, sbar, ics201, ics214", max_length=12
                    ),
                ),
                (
                    "about",
                    models.CharField(blank=True, help_text="the person, or empty", max_length=36),
                ),
                ("number", models.PositiveIntegerField()),
                ("period_from", models.DateTimeField(null=True)),
                ("period_to", models.DateTimeField(null=True)),
                (
                    "sequence",
                    models.PositiveBigIntegerField(help_text="the entry of the log that holds it"),
                ),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brief_issues",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["form", "about", "number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "form", "about", "number"),
                        name="command_brief_issue_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="command_brief_number"
                    ),
                ],
            },
        ),
    ]
