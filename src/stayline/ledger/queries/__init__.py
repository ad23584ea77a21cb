"""What the log holds."""

from stayline.ledger.queries.attachments import AttachmentView, attachments, plain_blocks
from stayline.ledger.queries.guards import guards_missing, rights_too_wide
from stayline.ledger.queries.keyring import unseal
from stayline.ledger.queries.streams import (
    EntryView,
    StreamKind,
    StreamView,
    entries,
    head,
    holds_subject,
    sequences_and_kinds_after,
    stream_about,
    streams,
    streams_holding,
)
from stayline.ledger.queries.verify import (
    digest_at,
    size,
    spot_verified,
    streams_verified,
    verified,
)

__all__ = [
    "AttachmentView",
    "EntryView",
    "StreamKind",
    "StreamView",
    "attachments",
    "digest_at",
    "entries",
    "guards_missing",
    "head",
    "holds_subject",
    "plain_blocks",
    "rights_too_wide",
    "sequences_and_kinds_after",
    "size",
    "spot_verified",
    "stream_about",
    "streams",
    "streams_holding",
    "streams_verified",
    "unseal",
    "verified",
]
