"""The tables of assessing."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The tables of assessing."""

    dependencies: ClassVar = [
        ("command", "0003_outside_answers"),
        ("incidents", "0007_content_erased"),
        ("people", "0010_played"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "method",
                    models.CharField(help_text="the id of the assessment document", max_length=80),
                ),
                (
                    "edition",
                    models.CharField(help_text="the digest of that document", max_length=64),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("impact", models.CharField(help_text="high, medium, low", max_length=10)),
                ("urgency", models.CharField(help_text="immediate, soon, can_wait", max_length=10)),
                ("priority", models.PositiveSmallIntegerField()),
                (
                    "life",
                    models.BooleanField(
                        help_text="a life is at risk, or nobody can say that none is"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True, help_text="in the site's own scheme", max_length=80
                    ),
                ),
                (
                    "thresholds",
                    models.JSONField(default=list, help_text="the ids of those that were met"),
                ),
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
                        related_name="assessments",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["incident", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "number"), name="command_assessment_number_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(("priority__gte", 1), ("priority__lte", 5)),
                        name="command_assessment_priority",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeScheme",
            fields=[
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="grade_scheme",
                        serialize=False,
                        to="people.site",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(help_text="the id of a scheme of the document", max_length=80),
                ),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
        ),
    ]
