"""What a site decides about difficult calls: approval of an ending, when a special team helps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_token_expires")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="ending_needs_approval",
            field=models.BooleanField(
                default=False,
                help_text="a supervisor approves before an agent ends a contact after warnings",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="unresolved_threshold",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text=("earlier unresolved complaints from which a special team is suggested"),
            ),
        ),
    ]
