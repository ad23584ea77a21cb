"""Drills: what is planned, and each time it was held."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drills."""

    dependencies: ClassVar = [
        ("contacts", "0006_demands"),
        ("escalation", "0004_returned"),
        ("incidents", "0007_content_erased"),
        ("people", "0010_played"),
        ("learning", "0003_practice"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("ladder", "A whole ladder"),
                            ("site", "Everybody on duty who takes contacts over"),
                            ("person", "One person"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ladder_id", models.CharField(default="crisis", max_length=60)),
                (
                    "scenario_id",
                    models.CharField(
                        blank=True,
                        help_text="played at one person's desk; empty: a bare ring",
                        max_length=60,
                    ),
                ),
                ("announced", models.BooleanField(default=True)),
                (
                    "starts_at",
                    models.DateTimeField(help_text="the time that is planned, in this round of it"),
                ),
                (
                    "window_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="it begins anywhere in so many minutes"
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(default=0, help_text="0: once")),
                (
                    "due_at",
                    models.DateTimeField(help_text="when it begins; null: no more", null=True),
                ),
                ("waits_because", models.CharField(blank=True, max_length=120)),
                ("planned_at", models.DateTimeField()),
                ("called_off_at", models.DateTimeField(null=True)),
                (
                    "called_off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DrillRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Under way"),
                            ("answered", "Answered"),
                            ("nobody", "Nobody answered"),
                            ("done", "Played to its end"),
                            ("stopped", "Stopped"),
                            ("left_out", "Left out"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("until", models.DateTimeField(help_text="it ends by itself then")),
                ("due_at", models.DateTimeField(help_text="when it is looked at again", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("because", models.CharField(blank=True, max_length=120)),
                ("improvement_id", models.UUIDField(help_text="what was made of it", null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        help_text="the scripted contact, where there is one",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="learning.drill",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "ladder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="escalation.ladder",
                    ),
                ),
            ],
            options={
                "ordering": ["-began_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="drill",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="learning_drill_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("target", "person")),
                    models.Q(models.Q(("target", "person"), _negated=True), ("person", None)),
                    _connector="OR",
                ),
                name="learning_drill_names_its_person",
            ),
        ),
        migrations.AddIndex(
            model_name="drillround",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="learning_drill_round_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="drillround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("drill",),
                name="learning_drill_once",
            ),
        ),
    ]
