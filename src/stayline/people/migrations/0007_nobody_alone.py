"""Who works when, how people are reached, whom they must not meet, what they went through."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_certifying"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="left_at",
            field=models.DateTimeField(help_text="when they left the organisation", null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="password_by_other",
            field=models.BooleanField(
                default=False,
                help_text="somebody else chose it: asked to choose their own at sign-in",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="closed_at",
            field=models.DateTimeField(help_text="takes no new contacts from then on", null=True),
        ),
        migrations.AddField(
            model_name="site",
            name="fallback",
            field=models.ForeignKey(
                help_text="whose people are rung when nobody of this site can be",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.site",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="outside_name",
            field=models.CharField(
                blank=True,
                help_text="who is called when a ladder has nobody left to ring",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="outside_number",
            field=models.CharField(blank=True, help_text="E.164", max_length=20),
        ),
        migrations.AddField(
            model_name="site",
            name="outside_words",
            field=models.CharField(
                blank=True,
                help_text="how that is done, in a sentence for the agent",
                max_length=300,
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="evidence",
            field=models.CharField(blank=True, help_text="what shows it, in words", max_length=200),
        ),
        migrations.AddField(
            model_name="skill",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="skill",
            name="recorded_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="skill",
            name="valid_until",
            field=models.DateField(help_text="rings by it until the end of this day", null=True),
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("duty", "On duty"), ("on_call", "On call")],
                        default="duty",
                        max_length=8,
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True, help_text="empty: handed in as a file", max_length=500
                    ),
                ),
                (
                    "read_at",
                    models.DateTimeField(
                        help_text="when it was last read without a fault", null=True
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="when it is read again", null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True, help_text="why the last reading failed", max_length=300
                    ),
                ),
                (
                    "faults",
                    models.JSONField(default=list, help_text="entries that name nobody we know"),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendars",
                        to="people.site",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "other",
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
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        help_text="email, sms, voice, slack, teams, webhook (see outbox ways)",
                        max_length=16,
                    ),
                ),
                (
                    "address_sealed",
                    models.BinaryField(help_text="sealed under the master key, bound to this id"),
                ),
                (
                    "hint",
                    models.CharField(help_text="enough to know it again: …4477", max_length=40),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="which is tried first"),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "confirmed_at",
                    models.DateTimeField(help_text="when a test page was answered", null=True),
                ),
                ("tested_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "added_at"],
            },
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("incident_id", models.UUIDField()),
                ("level", models.PositiveSmallIntegerField()),
                ("exercise", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exposures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pattern",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("duty", "On duty"), ("on_call", "On call")],
                        default="duty",
                        max_length=8,
                    ),
                ),
                ("weekdays", models.JSONField(help_text="0 is Monday")),
                ("starts", models.TimeField(help_text="of the site's zone")),
                ("ends", models.TimeField(help_text="not after starts: on the next day")),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(null=True)),
                (
                    "written_until",
                    models.DateField(help_text="up to which day its shifts are written", null=True),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
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
            name="PeopleImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(help_text="of the file", max_length=200)),
                ("at", models.DateTimeField()),
                ("added", models.JSONField(default=list, help_text="ids of people that it added")),
                (
                    "before_sealed",
                    models.BinaryField(
                        default=bytes, help_text="how those whom it changed were before, sealed"
                    ),
                ),
                (
                    "changed",
                    models.JSONField(default=list, help_text="ids of people that it changed"),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("duty", "On duty"), ("on_call", "On call")],
                        default="duty",
                        max_length=8,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        default="planned", help_text="planned, on, over, cancelled", max_length=10
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        blank=True, help_text="of the entry in its calendar", max_length=300
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="people.calendar",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="people.pattern",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="people.site",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="people_absence_forward",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="calendar",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="people_calendar_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("person", "other"),
                name="people_conflict_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.UniqueConstraint(
                fields=("person", "incident_id"), name="people_exposed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["starts_at"],
                name="people_shift_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(
                condition=models.Q(("state", "on")), fields=["ends_at"], name="people_shift_ends"
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["site", "starts_at"], name="people_shift_site"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="people_shift_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("calendar__isnull", False), models.Q(("state", "cancelled"), _negated=True)
                ),
                fields=("calendar", "uid", "starts_at", "person"),
                name="people_shift_once_a_calendar",
            ),
        ),
    ]
