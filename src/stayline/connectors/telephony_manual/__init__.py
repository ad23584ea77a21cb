"""Telephony without a platform: a person does it on their phone and confirms."""

from stayline.connectors.telephony_manual.client import ManualTelephony

__all__ = ["ManualTelephony"]
