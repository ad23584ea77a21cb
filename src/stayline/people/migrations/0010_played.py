"""Colleagues who are played while somebody practises: nobody real, and never rung for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind of person."""

    dependencies = [
        ("people", "0009_learning_roles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("system", "System"),
                    ("played", "Played in practice"),
                ],
                default="person",
                max_length=8,
            ),
        ),
    ]
