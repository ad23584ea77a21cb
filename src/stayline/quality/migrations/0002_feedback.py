"""The tables of feedback and improvement."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of feedback and improvement."""

    dependencies: ClassVar = [
        ("quality", "0001_reviewing"),
        ("people", "0009_learning_roles"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("exercise", models.BooleanField(editable=False)),
                ("words_sealed", models.BinaryField(help_text="sealed under the person's key")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agree", "I agree"),
                            ("comment", "I want to add something"),
                            ("dispute", "I see it differently"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "answer_sealed",
                    models.BinaryField(default=bytes, help_text="sealed under the person's key"),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "given_by",
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
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="quality.review",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("decide_by", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(help_text="when it is told that it is late", null=True),
                ),
                ("told_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "The review stands"),
                            ("changed", "The review is changed"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True, help_text="what the review comes to now", max_length=8
                    ),
                ),
                (
                    "decision_sealed",
                    models.BinaryField(
                        default=bytes, help_text="the reason and the changed items, sealed"
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feedback",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispute",
                        to="quality.feedback",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("item", models.CharField(help_text="the item of the score card", max_length=40)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="the kind of contact; empty: any", max_length=24
                    ),
                ),
                ("what_sealed", models.BinaryField(help_text="what is to be done, sealed")),
                ("due", models.DateField(help_text="the last day, at the site")),
                (
                    "due_at",
                    models.DateTimeField(help_text="when it is told that it is overdue", null=True),
                ),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "source",
                    models.CharField(help_text="review:…, drill:…, complaint:…", max_length=80),
                ),
                ("exercise", models.BooleanField(editable=False)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "set_aside_at",
                    models.DateTimeField(help_text="nobody can show it any more", null=True),
                ),
                ("set_aside_by", models.UUIDField(null=True)),
                ("set_aside_sealed", models.BinaryField(default=bytes, help_text="why, sealed")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closes",
                        to="quality.review",
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
                    "owner",
                    models.ForeignKey(
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
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "id"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("booked_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("called_off_at", models.DateTimeField(null=True)),
                ("called_off_by", models.UUIDField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("held_by", models.UUIDField(help_text="who recorded it", null=True)),
                (
                    "note_sealed",
                    models.BinaryField(default=bytes, help_text="what was agreed, sealed"),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="quality.feedback",
                    ),
                ),
            ],
            options={
                "ordering": ["begins_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["person", "given_at"], name="quality_told"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="quality_dispute_due",
            ),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="quality_improvement_due",
            ),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(fields=["site", "due"], name="quality_improvement_site"),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(fields=["person"], name="quality_improvement_person"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None), ("closed_with__isnull", False), _connector="OR"
                ),
                name="quality_closed_by_a_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_off_at", None), ("held_at", None)),
                fields=("feedback",),
                name="quality_talk_ahead",
            ),
        ),
    ]
