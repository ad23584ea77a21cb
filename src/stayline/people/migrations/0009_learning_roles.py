"""Who reviews and trains, and who else meets people in crisis: lobby, legal, ombudsperson."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """More roles can be given."""

    dependencies = [
        ("people", "0008_leave_begins"),
    ]

    operations = [
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
                    ("reviewer", "Quality reviewer"),
                    ("trainer", "Trainer"),
                    ("lobby", "Customer service, lobby"),
                    ("legal", "Legal staff"),
                    ("ombudsperson", "Ombudsperson"),
                ],
                max_length=32,
            ),
        ),
    ]
