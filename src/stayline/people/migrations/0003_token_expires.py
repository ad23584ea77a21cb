from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_system_actors")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="expires_at",
            field=models.DateTimeField(help_text="lets nobody in from then on", null=True),
        ),
    ]
