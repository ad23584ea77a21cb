"""What a person keeps for themselves, the anonymous pulse, and what leaders owe."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables of own plans, reminders and reflections, of the pulse, and of duties of care."""

    dependencies = [
        ("care", "0002_timeline"),
        ("people", "0009_learning_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="the items as JSON, sealed under the person's key"
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("sealed", models.BinaryField(help_text="words, days, hour, way as JSON: sealed")),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(help_text="null while it is paused", null=True)),
                (
                    "shown_at",
                    models.DateTimeField(
                        help_text="stands on the screen since; null: no", null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="care_reminder_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reflection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("sealed", models.BinaryField(help_text="prompt and words as JSON, sealed")),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PulseRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("month", models.DateField(help_text="its first day, in the site's zone")),
                ("form_digest", models.CharField(max_length=64)),
                (
                    "minimum",
                    models.PositiveSmallIntegerField(
                        help_text="smallest group of which anything shows"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(help_text="when it closes; null: closed", null=True),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "secret",
                    models.BinaryField(
                        default=bytes, help_text="makes the marks; emptied at the close"
                    ),
                ),
                ("exercise", models.BooleanField(editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="care_pulse_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "month"), name="care_pulse_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PulseCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="care.pulseround",
                    ),
                ),
                ("group", models.CharField(max_length=40)),
                ("question", models.CharField(blank=True, max_length=60)),
                ("answer", models.CharField(blank=True, max_length=60)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "group", "question", "answer"), name="care_pulse_cell"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PulseMark",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="care.pulseround",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeaderDuty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("duty", models.CharField(help_text="its name in the document", max_length=60)),
                ("document_digest", models.CharField(max_length=64)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                    ),
                ),
                (
                    "incident_id",
                    models.UUIDField(help_text="null: one that comes every month", null=True),
                ),
                ("month", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        help_text="to whom",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="by whom",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "above",
                    models.ForeignKey(
                        help_text="whose it is too since it was missed",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(help_text="owed once", max_length=160, unique=True)),
                ("owed_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("waived_at", models.DateTimeField(null=True)),
                (
                    "waived_because",
                    models.CharField(blank=True, help_text="of the list", max_length=60),
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
                ("missed_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField(editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="care_duty_due",
                    )
                ],
            },
        ),
    ]
