"""What is done to the log: open a stream, append, erase one person, export."""

from stayline.ledger.actions.append import (
    Receipt,
    append_in_transaction,
    append_many_in_transaction,
)
from stayline.ledger.actions.attach import Received, Receiving, drop, sweep_attachments
from stayline.ledger.actions.erase import erase_in_transaction, erase_subject
from stayline.ledger.actions.export import Exported, export_bundle
from stayline.ledger.actions.guards import guards_lifted_in_transaction
from stayline.ledger.actions.keyring import seal_in_transaction
from stayline.ledger.actions.rights import grant_application_role
from stayline.ledger.actions.streams import (
    lock_head_in_transaction,
    open_stream_in_transaction,
)
from stayline.ledger.queries.keyring import unseal

__all__ = [
    "Exported",
    "Receipt",
    "Received",
    "Receiving",
    "append_in_transaction",
    "append_many_in_transaction",
    "drop",
    "erase_in_transaction",
    "erase_subject",
    "export_bundle",
    "grant_application_role",
    "guards_lifted_in_transaction",
    "lock_head_in_transaction",
    "open_stream_in_transaction",
    "seal_in_transaction",
    "sweep_attachments",
    "unseal",
]
