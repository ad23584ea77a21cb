"""The last lines of a contact are found without reading all that wait (`design.md` 3.8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_demands")]

    operations = [
        migrations.AddIndex(
            model_name="windowline",
            index=models.Index(fields=["contact_id", "at", "id"], name="contacts_window_last"),
        ),
    ]
