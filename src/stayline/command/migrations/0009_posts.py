"""The tables of posts."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who holds which post of command, what was decided, what is called major."""

    dependencies: ClassVar = [
        ("command", "0008_briefs"),
        ("incidents", "0007_content_erased"),
        ("people", "0010_played"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sequence",
                    models.PositiveBigIntegerField(
                        help_text="of its entry in the incident's stream"
                    ),
                ),
                ("by", models.UUIDField()),
                (
                    "post",
                    models.CharField(blank=True, help_text="as which it was taken", max_length=40),
                ),
                ("decided_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="command.decision",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MajorIncident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("exercise", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        help_text="standby, declared, stop, stand_down, cancelled", max_length=12
                    ),
                ),
                ("since", models.DateTimeField(help_text="in this state")),
                ("declared_at", models.DateTimeField(help_text="when it was first called major")),
                (
                    "structure",
                    models.CharField(help_text="whose checklist and intervals hold", max_length=40),
                ),
                ("look_every_s", models.PositiveIntegerField()),
                ("look_due_at", models.DateTimeField(null=True)),
                ("looks_missed", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="major",
                        to="incidents.incident",
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
                "ordering": ["declared_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MajorTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("task", models.CharField(max_length=40)),
                ("done_at", models.DateTimeField()),
                ("done_by", models.UUIDField()),
                (
                    "major",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="command.majorincident",
                    ),
                ),
            ],
            options={
                "ordering": ["done_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PostDefault",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("post", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                "ordering": ["post", "id"],
            },
        ),
        migrations.CreateModel(
            name="PostHeld",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("post", models.CharField(max_length=40)),
                ("structure", models.CharField(help_text="whose post it is", max_length=40)),
                (
                    "commands",
                    models.BooleanField(default=False, help_text="its holder may send and tell"),
                ),
                ("since", models.DateTimeField(null=True)),
                ("offered_by", models.UUIDField(null=True)),
                ("offered_at", models.DateTimeField(null=True)),
                (
                    "offer_sequence",
                    models.PositiveBigIntegerField(
                        help_text="of the entry with the situation that is handed over", null=True
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="incidents.incident",
                    ),
                ),
                (
                    "offered_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts_offered",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts_held",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
            },
        ),
        migrations.CreateModel(
            name="SiteCommand",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "structure",
                    models.CharField(help_text="id of a document of kind command", max_length=40),
                ),
                ("chosen_at", models.DateTimeField()),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="command",
                        to="people.site",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="majorincident",
            index=models.Index(
                condition=models.Q(("look_due_at__isnull", False)),
                fields=["look_due_at"],
                name="command_major_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="majorincident",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("incident",),
                name="command_major_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="majortask",
            constraint=models.UniqueConstraint(
                fields=("major", "task"), name="command_major_task_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="postdefault",
            constraint=models.UniqueConstraint(
                fields=("site", "post"), name="command_post_default_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="postheld",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("incident", "post"),
                name="command_post_one_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="postheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("since__isnull", False)),
                    models.Q(
                        ("offered_to__isnull", False),
                        ("person__isnull", True),
                        ("since__isnull", True),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("person__isnull", True),
                        ("since__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="command_post_held_or_offered",
            ),
        ),
    ]
