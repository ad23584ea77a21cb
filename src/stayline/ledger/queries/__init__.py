"""What the log holds."""

from stayline.ledger.queries.keyring import unseal
from stayline.ledger.queries.streams import (
    EntryView,
    StreamKind,
    StreamView,
    entries,
    head,
    sequences_and_kinds_after,
    stream_about,
    streams,
)
from stayline.ledger.queries.verify import size, verified

__all__ = [
    "EntryView",
    "StreamKind",
    "StreamView",
    "entries",
    "head",
    "sequences_and_kinds_after",
    "size",
    "stream_about",
    "streams",
    "unseal",
    "verified",
]
