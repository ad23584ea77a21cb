"""Live events: what screens hear of, the moment it is committed (`design.md` section 5).

A room calls `publish_on_commit` inside its transaction. An event names a topic and a kind and
holds nothing personal; the page fetches the fragment it is allowed to see.
"""

from stayline.platform.live.publish import (
    announce,
    announce_all,
    close_session,
    publish_on_commit,
    session_hash,
    session_topic,
)

__all__ = [
    "announce",
    "announce_all",
    "close_session",
    "publish_on_commit",
    "session_hash",
    "session_topic",
]
