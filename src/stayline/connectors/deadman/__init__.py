"""The outside address that falls silent when the watcher does."""

from stayline.connectors.deadman.client import tell

__all__ = ["tell"]
