"""The tables of advice."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Advice that was given to a caller."""

    dependencies: ClassVar = [
        ("command", "0011_agencies"),
        ("incidents", "0007_content_erased"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AdviceGiven",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("phrase", models.CharField(blank=True, max_length=80)),
                ("edition", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("looked_by", models.UUIDField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice_given",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(phrase="", edition="") | (~Q(phrase="") & ~Q(edition="")),
                        name="command_advice_names_its_version",
                    )
                ],
            },
        ),
    ]
