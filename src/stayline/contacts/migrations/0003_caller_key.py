"""A keyed hash that finds a caller's other contacts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_window_unlogged")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="caller_key",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="keyed hash of the caller's number or account: finds their earlier contacts",
                max_length=64,
            ),
            preserve_default=False,
        ),
    ]
