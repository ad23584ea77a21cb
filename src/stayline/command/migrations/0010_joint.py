"""The tables of joint incidents, site plans and their markers."""

import uuid
from typing import ClassVar

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of joint incidents, site plans and their markers."""

    dependencies: ClassVar = [
        ("command", "0009_posts"),
        ("incidents", "0007_content_erased"),
        ("people", "0010_played"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Joined",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("joined_by", models.UUIDField()),
                (
                    "sequence",
                    models.PositiveBigIntegerField(help_text="of the entry in the lead's stream"),
                ),
                ("split_at", models.DateTimeField(null=True)),
                ("split_by", models.UUIDField(null=True)),
                (
                    "split_how",
                    models.CharField(
                        blank=True,
                        help_text="split, or moved: another incident leads since",
                        max_length=8,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_to_it",
                        to="incidents.incident",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_to",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["joined_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("split_at", None)),
                        fields=("member",),
                        name="command_joined_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lead", models.F("member")), _negated=True),
                        name="command_joined_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SitePlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(help_text="which place it shows", max_length=80)),
                (
                    "stream_id",
                    models.UUIDField(help_text="the record that the file belongs to"),
                ),
                (
                    "sequence",
                    models.PositiveBigIntegerField(help_text="of the entry that keeps its key"),
                ),
                (
                    "media_type",
                    models.CharField(
                        help_text="image/png or image/jpeg, as sniffed", max_length=20
                    ),
                ),
                ("width", models.PositiveIntegerField(help_text="pixels")),
                ("height", models.PositiveIntegerField(help_text="pixels")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.UUIDField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        help_text="empty: of the site, for every incident there",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="incidents.incident",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="people.site",
                    ),
                ),
            ],
            options={"ordering": ["-added_at", "id"]},
        ),
        migrations.CreateModel(
            name="Marker",
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
                        help_text="rendezvous, access, cordon, crew, hazard, other", max_length=12
                    ),
                ),
                (
                    "x",
                    models.PositiveSmallIntegerField(
                        help_text="thousandths from the left",
                        validators=[django.core.validators.MaxValueValidator(1000)],
                    ),
                ),
                (
                    "y",
                    models.PositiveSmallIntegerField(
                        help_text="thousandths from the top",
                        validators=[django.core.validators.MaxValueValidator(1000)],
                    ),
                ),
                (
                    "sequence",
                    models.PositiveBigIntegerField(help_text="of the entry with its label"),
                ),
                ("placed_at", models.DateTimeField()),
                ("placed_by", models.UUIDField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.UUIDField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="markers",
                        to="incidents.incident",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="markers",
                        to="command.siteplan",
                    ),
                ),
            ],
            options={
                "ordering": ["placed_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("x__lte", 1000), ("y__lte", 1000)),
                        name="command_marker_on_plan",
                    ),
                ],
            },
        ),
    ]
