"""The tables of agencies."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A centre's own agencies, and which of them a call was made to."""

    dependencies: ClassVar = [
        ("command", "0010_joint"),
        ("people", "0010_played"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LocalAgency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                (
                    "country",
                    models.CharField(
                        help_text="ISO 3166-1 alpha-2, of those it is for", max_length=2
                    ),
                ),
                (
                    "places",
                    models.JSONField(
                        default=list, help_text="towns, areas, post areas; empty: all of it"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                (
                    "ways",
                    models.JSONField(default=list, help_text="further ways: kind and value each"),
                ),
                (
                    "hours",
                    models.CharField(
                        blank=True, help_text="Mon-Fri 08:00-18:00; 24 hours", max_length=160
                    ),
                ),
                ("zone", models.CharField(blank=True, max_length=60)),
                ("languages", models.JSONField(default=list)),
                ("can_dispatch", models.BooleanField(null=True)),
                ("accepts_warm_transfer", models.BooleanField(null=True)),
                (
                    "procedure",
                    models.TextField(
                        blank=True, help_text="how to reach them and what they ask for"
                    ),
                ),
                ("source", models.CharField(max_length=240)),
                ("checked_on", models.DateField(null=True)),
                ("review_by", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies",
                        to="people.site",
                    ),
                ),
            ],
            options={"ordering": ["name", "id"]},
        ),
        migrations.AddConstraint(
            model_name="localagency",
            constraint=models.UniqueConstraint(
                condition=Q(ended_at=None),
                fields=["site", "kind", "name"],
                name="command_agency_once",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="local",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="command.localagency",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="told_at",
            field=models.DateTimeField(
                help_text="what they need was told in their order", null=True
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="confirmed_at",
            field=models.DateTimeField(help_text="they gave a name or a reference", null=True),
        ),
    ]
