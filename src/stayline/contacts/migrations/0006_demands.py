"""A caller may ask for an answer at once, and the time to the first one is measured (S3-4)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_calls")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="demanded_at",
            field=models.DateTimeField(
                help_text="when the caller asked for an answer at once (S3-4)", null=True
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="demanded_by",
            field=models.UUIDField(help_text="who flagged it", null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="answered_at",
            field=models.DateTimeField(
                help_text="the first response after that: its time is measured (S3-4)", null=True
            ),
        ),
    ]
