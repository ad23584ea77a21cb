"""The one table of the room: who watches, and when each was last seen alive."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last beat of one watcher process."""

    process = models.CharField(max_length=80, primary_key=True)
    role = models.CharField(max_length=20)
    at = models.DateTimeField(db_index=True)
    monotonic = models.FloatField(help_text="seconds of the process's own steady clock")

    class Meta:
        """Read by every page, for its newest row."""

        db_table = "deadlines_heartbeat"

    def __str__(self) -> str:
        """Return the process and its last beat."""
        return f"{self.process} {self.at.isoformat()}"
