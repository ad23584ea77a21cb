"""In which words a run is shown: the version of an overlay, or the protocol's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_several_threats")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="wording_digest",
            field=models.CharField(
                blank=True,
                default="",
                help_text="in which other words; empty: the protocol's own",
                max_length=64,
            ),
            preserve_default=False,
        ),
    ]
