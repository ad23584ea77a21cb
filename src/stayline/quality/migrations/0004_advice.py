"""Advice that was not approved has a place in the queue."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One open review of an incident for its advice."""

    dependencies: ClassVar = [("quality", "0003_trends")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="review",
            name="why",
            field=models.CharField(
                choices=[
                    ("escalated", "Escalated"),
                    ("opened_in_error", "Opened in error"),
                    ("sample", "From the random sample"),
                    ("asked", "Asked for"),
                    ("advice", "Advice that was not approved"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None), ("round", None), ("why", "advice")),
                fields=("incident",),
                name="quality_advice_once",
            ),
        ),
    ]
