"""A contact that is given back: its hand-over is over, and does not hold the ladder."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escalation", "0003_pages_and_guidance")]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="returned_at",
            field=models.DateTimeField(help_text="when they gave the contact back", null=True),
        ),
        migrations.AlterField(
            model_name="handover",
            name="state",
            field=models.CharField(
                default="accepted",
                help_text="accepted, joined, spoke, completed, lost, returned, relieved",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="handover", name="escalation_one_wins"),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("late", False),
                    models.Q(("state__in", ["lost", "relieved", "returned"]), _negated=True),
                ),
                fields=("ladder",),
                name="escalation_one_wins",
            ),
        ),
    ]
