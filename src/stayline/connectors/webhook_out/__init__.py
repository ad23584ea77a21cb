"""Messages as signed webhooks: CloudEvents in Standard Webhooks."""

from stayline.connectors.webhook_out.client import WebhookOut, post_page

__all__ = ["WebhookOut", "post_page"]
