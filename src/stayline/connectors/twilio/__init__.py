"""Twilio: the account, its official client, and the check that a call-back is theirs."""

from stayline.connectors.twilio.wire import Account, client, valid_signature, worth_a_retry

__all__ = ["Account", "client", "valid_signature", "worth_a_retry"]
