"""What set-up's page about readiness asks of the machine (`admin.CentrePort`)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from stayline.config.backups.noting import last_backup


class ThisCentre:
    """This installation."""

    def last_backup(self) -> datetime | None:
        """Return the moment that the newest backup holds; None when there is none."""
        return last_backup()

    def told_outside(self) -> bool:
        """Return whether an address outside is told that the watcher is well."""
        return bool(settings.STAYLINE.deadman_url)
