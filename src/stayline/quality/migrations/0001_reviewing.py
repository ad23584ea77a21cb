"""The tables of reviewing."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of reviewing."""

    initial = True
    dependencies: ClassVar = [
        ("people", "0009_learning_roles"),
        ("contacts", "0006_demands"),
        ("incidents", "0007_content_erased"),
        ("library", "0003_life"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CalibrationRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("exercise", models.BooleanField(editable=False)),
                ("card_id", models.CharField(max_length=60)),
                ("card_digest", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
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
                    "opened_by",
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
        ),
        migrations.CreateModel(
            name="ReviewQueue",
            fields=[
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.site",
                    ),
                ),
                ("stream_id", models.UUIDField(unique=True)),
                ("exercise", models.BooleanField(editable=False)),
                (
                    "permille",
                    models.PositiveSmallIntegerField(default=20, help_text="of the rest is drawn"),
                ),
                (
                    "each",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="at least so many of each person who took contacts"
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(help_text="nothing before the week of then is looked at"),
                ),
                (
                    "look_at",
                    models.DateTimeField(db_index=True, help_text="when it is looked again"),
                ),
                (
                    "drawn_week",
                    models.DateField(help_text="the Monday for which it was drawn last", null=True),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("each__gte", 1), ("permille__gte", 1), ("permille__lte", 1000)
                        ),
                        name="quality_queue_share",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("escalated", "Escalated"),
                            ("opened_in_error", "Opened in error"),
                            ("sample", "From the random sample"),
                            ("asked", "Asked for"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "week",
                    models.DateField(help_text="the Monday of the week in whose queue it stands"),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("added_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "tell_at",
                    models.DateTimeField(
                        help_text="when it is told that it is overdue; null: it was, or it is finished",
                        null=True,
                    ),
                ),
                ("overdue_told_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField(editable=False)),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "read_at",
                    models.DateTimeField(
                        help_text="when its reviewer first read the record", null=True
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Good"),
                            ("mixed", "Mixed"),
                            ("poor", "Needs work"),
                            ("must_not", "Something happened that must not"),
                        ],
                        max_length=8,
                    ),
                ),
                ("card_id", models.CharField(max_length=60)),
                (
                    "card_digest",
                    models.CharField(
                        blank=True,
                        help_text="the version in force when it was taken",
                        max_length=64,
                    ),
                ),
                ("body", models.BinaryField(default=bytes, help_text="answers and words, sealed")),
                (
                    "body_version",
                    models.PositiveIntegerField(
                        default=0, help_text="of two saves, the later says"
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "words_gone_at",
                    models.DateTimeField(
                        help_text="their time was over; result and answers stay", null=True
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="contacts.contact",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="incidents.incident",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="quality.calibrationround",
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
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("tell_at__isnull", False)),
                        fields=["tell_at"],
                        name="quality_review_overdue",
                    ),
                    models.Index(fields=["site", "week"], name="quality_review_week"),
                    models.Index(
                        condition=models.Q(("finished_at", None)),
                        fields=["site", "due_at"],
                        name="quality_review_open",
                    ),
                    models.Index(fields=["subject", "finished_at"], name="quality_review_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", False), ("incident__isnull", False), _connector="OR"
                        ),
                        name="quality_review_of_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("round", None), ("why", "sample")),
                        fields=("contact",),
                        name="quality_sampled_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("round", None), ("why__in", ["escalated", "opened_in_error"])
                        ),
                        fields=("incident", "why"),
                        name="quality_review_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("round__isnull", False)),
                        fields=("round", "reviewer"),
                        name="quality_round_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "week",
                    models.DateField(help_text="the Monday of the week in whose queue they stand"),
                ),
                ("exercise", models.BooleanField(editable=False)),
                ("seed", models.CharField(max_length=64)),
                ("permille", models.PositiveSmallIntegerField()),
                ("each", models.PositiveSmallIntegerField()),
                (
                    "people",
                    models.PositiveIntegerField(help_text="who took contacts in the week before"),
                ),
                ("candidates", models.PositiveIntegerField()),
                ("candidates_digest", models.CharField(max_length=64)),
                ("chosen", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(fields=("site", "week"), name="quality_drawn_once")
                ],
            },
        ),
    ]
