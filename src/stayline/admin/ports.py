"""What set-up asks of whoever runs the centre: what only the machine knows."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from stayline.platform.plugs import Slot


class CentrePort(Protocol):
    """Tells what the page about readiness cannot read from the rooms."""

    def last_backup(self) -> datetime | None:
        """Return the moment that the newest backup holds; None when there is none."""
        ...

    def told_outside(self) -> bool:
        """Return whether somebody outside hears of it when this centre falls silent."""
        ...


centre: Final[Slot[CentrePort]] = Slot("admin.CentrePort")
"""Who tells it; `config` does."""
