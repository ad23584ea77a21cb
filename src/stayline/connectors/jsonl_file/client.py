"""Appends each message as one CloudEvents object a line."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stayline.connectors.webhook_out.wire import cloud_event
from stayline.outbox.ports import Outcome, Outgoing, Retry, Sent


@dataclass(frozen=True)
class JsonlFile:
    """`outbox.SenderPort` into a file (0600), flushed to the disk before it says *sent*.

    A message may stand there twice after a crash between the two; readers drop a repeated `id`.
    """

    path: Path
    channels: frozenset[str]
    for_exercise: bool
    reaches_outside: bool = False

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        """Append one line and return its message's id as reference."""
        del at
        line = json.dumps(cloud_event(message), ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self._append(line.encode())
        except OSError as fault:
            return Retry(f"the file cannot be written: {fault.strerror}")
        return Sent(reference=str(message.id))

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
