"""What the callers of a site speak, where a contact does not say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_site_rules")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="language",
            field=models.CharField(
                blank=True,
                default="",
                help_text="BCP 47: what its callers speak; empty: the protocol's",
                max_length=35,
            ),
            preserve_default=False,
        ),
    ]
