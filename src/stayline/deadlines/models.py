"""Tables of the room: who watches, when each was last seen alive, and what nobody watched."""

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


class Finding(models.Model):
    """One open thing that the watchdog found without a deadline, or long overdue."""

    id = models.BigAutoField(primary_key=True)
    port = models.CharField(max_length=40, help_text="which kind of thing, by its port's name")
    row = models.UUIDField()
    why = models.CharField(max_length=120)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True, help_text="when what should happen was made happen")
    cleared_at = models.DateTimeField(null=True, help_text="when it was first seen well again")

    class Meta:
        """A thing is found once until it is well again."""

        db_table = "deadlines_finding"
        constraints = (
            models.UniqueConstraint(
                fields=("port", "row"),
                condition=models.Q(cleared_at=None),
                name="deadlines_found_once",
            ),
        )

    def __str__(self) -> str:
        """Return what was found and why."""
        return f"{self.port} {self.row}: {self.why}"
