import uuid

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER platform_installation_fixed BEFORE UPDATE ON platform_installation "
        "BEGIN SELECT RAISE(ABORT, 'the mode of an installation is never changed'); END"
    ),
    "postgresql": (
        "CREATE FUNCTION platform_installation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the mode of an installation is never changed'; END $$; "
        "CREATE TRIGGER platform_installation_fixed BEFORE UPDATE ON platform_installation "
        "FOR EACH ROW EXECUTE FUNCTION platform_installation_fixed()"
    ),
}


def write_down(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write once what this database is for, and fix it."""
    if schema_editor.connection.alias != "default":
        return
    Installation = apps.get_model("platform", "Installation")
    Installation.objects.create(
        id=1,
        installation_id=uuid.uuid4(),
        mode=settings.STAYLINE.mode,
        created_at=timezone.now(),
    )
    schema_editor.execute(TRIGGERS[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]

    operations = [migrations.RunPython(write_down, elidable=False)]
