# Written by Django, in the migration that was kept for courses.

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Courses and what was learnt."""

    dependencies = [
        ("learning", "0001_initial"),
        ("library", "0003_life"),
        ("people", "0009_learning_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseStanding",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrainerCredential",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "credential",
                    models.CharField(
                        choices=[
                            ("psychologist", "Clinical or forensic psychologist"),
                            ("threat_manager", "Certified threat manager"),
                            ("safeguarding_lead", "Safeguarding lead"),
                            ("emergency_planner", "Emergency planner"),
                            ("other", "Another crisis response credential"),
                            ("trainer", "Trainer or instructor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("teaches", models.CharField(max_length=200)),
                ("issuer", models.CharField(max_length=150)),
                ("number", models.CharField(max_length=80)),
                ("expires_on", models.DateField(help_text="the last day")),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["expires_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="CourseAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course_id", models.CharField(max_length=80)),
                ("because", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("due", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["person", "course_id"], name="learning_asked_of")],
            },
        ),
        migrations.CreateModel(
            name="CourseAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course_id", models.CharField(max_length=80)),
                (
                    "answers_sealed",
                    models.BinaryField(
                        help_text="what was chosen and how many were right, under the person's own key"
                    ),
                ),
                ("passed", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "valid_until",
                    models.DateField(help_text="the last day; null: no last day", null=True),
                ),
                (
                    "told_us",
                    models.BooleanField(
                        default=False,
                        help_text="feedback on the course was given after it; not which",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
                "indexes": [models.Index(fields=["person", "course_id"], name="learning_taken_by")],
            },
        ),
        migrations.CreateModel(
            name="CourseExpert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course_id", models.CharField(max_length=80)),
                (
                    "what",
                    models.CharField(
                        choices=[("made", "Made"), ("reviewed", "Reviewed")], max_length=8
                    ),
                ),
                (
                    "credential",
                    models.JSONField(help_text="kind, issuer, number, expires_on, as they stood"),
                ),
                ("at", models.DateTimeField()),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.expert",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "expert", "what"), name="learning_expert_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseFeedback",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course_id", models.CharField(max_length=80)),
                ("week", models.DateField()),
                ("clear", models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")),
                ("useful", models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")),
                ("ready", models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")),
                (
                    "comment_sealed",
                    models.BinaryField(help_text="in their own words; empty: nothing"),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["course_id"], name="learning_feedback_on")],
            },
        ),
        migrations.CreateModel(
            name="CourseNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course_id", models.CharField(max_length=80)),
                (
                    "says",
                    models.CharField(
                        choices=[
                            ("new", "Is yours to learn"),
                            ("soon", "Runs out soon"),
                            ("late", "Is late"),
                            ("lapsed", "Has run out"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "course_id", "says", "due"), name="learning_told_once"
                    )
                ],
            },
        ),
    ]
