"""Messages as signed webhooks: CloudEvents in Standard Webhooks."""

from stayline.connectors.webhook_out.client import WebhookOut

__all__ = ["WebhookOut"]
