"""Practice on the real desk."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Practice on the real desk."""

    dependencies = [
        ("learning", "0002_courses"),
        ("library", "0003_life"),
        ("people", "0010_played"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scenario_id", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "until",
                    models.DateField(help_text="the day by which it is hoped for", null=True),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                "ordering": ["-at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("person", "scenario_id"),
                        name="learning_practice_asked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scenario_id", models.CharField(max_length=60)),
                (
                    "contact_id",
                    models.UUIDField(
                        help_text="its exercise contact; that goes first", unique=True
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        help_text="which of the caller's words, the same again"
                    ),
                ),
                (
                    "state",
                    models.JSONField(help_text="where the caller stands; none of anybody's words"),
                ),
                (
                    "heard",
                    models.JSONField(
                        default=list, help_text="ids of lines the caller has taken in"
                    ),
                ),
                (
                    "cursor",
                    models.PositiveBigIntegerField(
                        default=0,
                        help_text="the last entry of the record that the caller has taken in",
                    ),
                ),
                (
                    "colleague",
                    models.JSONField(
                        default=dict, help_text="what the played colleague did, and when"
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(help_text="when the caller is asked again", null=True),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True, help_text="finished, left, or called away", max_length=12
                    ),
                ),
                (
                    "result_sealed",
                    models.BinaryField(default=bytes, help_text="what was judged, sealed"),
                ),
                (
                    "shared_at",
                    models.DateTimeField(help_text="the person shares it with trainers", null=True),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="learning.practiceasked",
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
                "ordering": ["-started_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person",),
                        name="learning_one_practice",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="learning_practice_due",
                    )
                ],
            },
        ),
    ]
