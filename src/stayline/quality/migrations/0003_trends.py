"""The tables of figures and complaints."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of figures and complaints."""

    dependencies: ClassVar = [
        ("quality", "0002_feedback"),
        ("incidents", "0007_content_erased"),
        ("people", "0009_learning_roles"),
        ("reports", "0003_records_and_decisions"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CountWatch",
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
                ("due_at", models.DateTimeField(db_index=True)),
                (
                    "judged",
                    models.DateField(
                        help_text="up to which Monday a rise was looked for", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.CharField(help_text="SLK-2026-000001", max_length=24, unique=True),
                ),
                ("stream_id", models.UUIDField(unique=True)),
                ("exercise", models.BooleanField(editable=False)),
                ("kind", models.CharField(help_text="query or complaint", max_length=12)),
                (
                    "topic",
                    models.CharField(help_text="what it is about, from the limits", max_length=40),
                ),
                ("form_id", models.CharField(max_length=60)),
                ("form_digest", models.CharField(max_length=64)),
                (
                    "body_sealed",
                    models.BinaryField(
                        help_text="the answers as JSON, sealed under the stream's key"
                    ),
                ),
                (
                    "on_behalf",
                    models.BooleanField(default=False, help_text="written down for a caller"),
                ),
                ("raised_by", models.UUIDField(help_text="the person, or the machine's token")),
                ("raised_at", models.DateTimeField()),
                (
                    "level",
                    models.CharField(help_text="whose authority it lies with now", max_length=40),
                ),
                (
                    "due_at",
                    models.DateTimeField(help_text="by when it is answered or goes up", null=True),
                ),
                (
                    "late_at",
                    models.DateTimeField(help_text="when its first time had passed", null=True),
                ),
                (
                    "state",
                    models.CharField(default="open", help_text="open or answered", max_length=10),
                ),
                ("remedy", models.CharField(blank=True, max_length=40)),
                (
                    "amount",
                    models.PositiveIntegerField(
                        help_text="what was given, in the smallest unit of the limits' currency",
                        null=True,
                    ),
                ),
                (
                    "upheld",
                    models.CharField(
                        blank=True, help_text="yes, partly, no, or a query", max_length=8
                    ),
                ),
                (
                    "answer_sealed",
                    models.BinaryField(default=bytes, help_text="sealed under the stream's key"),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
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
                    "raiser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.report",
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
                        help_text="whose handling: never sees it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
            },
        ),
        migrations.CreateModel(
            name="ComplaintMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("was", models.CharField(max_length=40)),
                ("now", models.CharField(max_length=40)),
                ("why", models.CharField(help_text="above, late, nobody, asked", max_length=16)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="quality.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="CountAlarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("exercise", models.BooleanField(editable=False)),
                ("kind", models.CharField(max_length=24)),
                (
                    "week",
                    models.DateField(help_text="the Monday of the week at whose end it was raised"),
                ),
                ("since", models.DateField(help_text="the Monday from which the rise began")),
                ("count", models.PositiveIntegerField(help_text="of the weeks since")),
                ("expected", models.FloatField(help_text="what would have been usual in them")),
                ("statistic", models.FloatField(help_text="of the CUSUM")),
                ("threshold", models.FloatField(help_text="what it passed")),
                ("at", models.DateTimeField()),
                (
                    "told",
                    models.PositiveIntegerField(default=0, help_text="how many messages left"),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "found",
                    models.CharField(
                        blank=True, help_text="what was found and is done", max_length=500
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
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
            name="CountedWeek",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("week", models.DateField(help_text="its Monday, in the site's zone")),
                (
                    "contacts",
                    models.PositiveIntegerField(
                        help_text="how many began: what counts are set against"
                    ),
                ),
                (
                    "incidents",
                    models.JSONField(
                        help_text="contacts with a threat, by kind: what is alarmed about"
                    ),
                ),
                ("threats", models.JSONField(help_text="every threat, by kind")),
                ("counted_at", models.DateTimeField()),
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
                "ordering": ["week"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("protocol_id", models.CharField(max_length=60)),
                ("step", models.CharField(max_length=60)),
                ("what", models.CharField(help_text="how it was departed from", max_length=40)),
                (
                    "because",
                    models.CharField(help_text="what the log shows, in words", max_length=300),
                ),
                ("exercise", models.BooleanField(editable=False)),
                ("times", models.PositiveIntegerField(help_text="in how many contacts")),
                ("since", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        default="open", help_text="open, accepted, declined", max_length=8
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "draft_id",
                    models.UUIDField(help_text="the draft in the studio it led to", null=True),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.Person",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="quality_complaint_due",
            ),
        ),
        migrations.AddIndex(
            model_name="countalarm",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["site"], name="quality_alarm_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="countalarm",
            constraint=models.UniqueConstraint(
                fields=("site", "kind", "week"), name="quality_alarm_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="countedweek",
            constraint=models.UniqueConstraint(fields=("site", "week"), name="quality_week_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("protocol_id", "step", "what", "exercise"),
                name="quality_proposal_once",
            ),
        ),
    ]
