"""Run the migrations, as the owner of the tables where there is one, on both SQLite files."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from stayline.config.databases import WINDOW_ALIAS, databases
from stayline.config.options import Settings
from stayline.ledger.actions import grant_application_role
from stayline.platform.models import Installation


def mode_fault(options: Settings) -> str:
    """Return why this database is not for this mode; empty when it is, or is still new."""
    connection = connections[DEFAULT_DB_ALIAS]
    if "platform_installation" not in connection.introspection.table_names():
        return ""
    row = Installation.objects.first()
    if row is None or row.mode == options.mode:
        return ""
    return f"This database was made for {row.mode} and stays so; STAYLINE_MODE is {options.mode}."


def migrate(options: Settings) -> None:
    """Apply every migration.

    With `STAYLINE_OWNER_DATABASE_URL` the connection is the owner's for the time being, and the
    application's role is then given what it needs, and no more.
    """
    if options.owner_database_url:
        owner = databases(options, as_owner=True)[DEFAULT_DB_ALIAS]
        connection = connections[DEFAULT_DB_ALIAS]
        connection.close()
        connection.settings_dict.update(owner)
    call_command("migrate", database=DEFAULT_DB_ALIAS, verbosity=0, interactive=False)
    if WINDOW_ALIAS in settings.DATABASES:
        call_command("migrate", "contacts", database=WINDOW_ALIAS, verbosity=0, interactive=False)
    if options.owner_database_url:
        role = urlsplit(options.database).username or ""
        grant_application_role(connections[DEFAULT_DB_ALIAS], unquote(role))
