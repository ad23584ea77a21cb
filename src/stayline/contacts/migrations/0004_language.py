"""What the caller speaks, where the platform knows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_caller_key")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="language",
            field=models.CharField(
                blank=True,
                default="",
                help_text="BCP 47: what the caller speaks; empty: the site's",
                max_length=35,
            ),
            preserve_default=False,
        ),
    ]
