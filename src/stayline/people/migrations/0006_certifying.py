"""Who signs for a protocol, and in which language a person reads the desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_site_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="BCP 47: in which the desk speaks; empty: English",
                max_length=35,
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("agent", "Customer support agent"),
                    ("supervisor", "Customer support supervisor"),
                    ("lead_resolution_specialist", "Lead resolution specialist"),
                    ("manager", "Manager"),
                    ("protocol_owner", "Protocol owner"),
                    ("administrator", "Administrator"),
                    ("crisis_expert", "Crisis response expert"),
                    ("legal_reviewer", "Legal reviewer"),
                    ("ethics_reviewer", "Ethics reviewer"),
                ],
                max_length=32,
            ),
        ),
    ]
