"""Pages by text message and by call, through Twilio, and their signed answers."""

from stayline.connectors.sms_voice.client import TwilioReplies, call, text

__all__ = ["TwilioReplies", "call", "text"]
