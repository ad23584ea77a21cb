"""Telephony by conferences of Twilio: the line held open, people brought in, calls held back."""

from stayline.connectors.telephony_twilio.client import Centre, TwilioSender, TwilioTelephony

__all__ = ["Centre", "TwilioSender", "TwilioTelephony"]
