"""The shapes on the wire: CloudEvents 1.0 (structured JSON) and Standard Webhooks headers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from standardwebhooks.webhooks import Webhook

from stayline.outbox.ports import Outgoing

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
SOURCE: Final = "/stayline"


def cloud_event(message: Outgoing) -> dict[str, Any]:
    """Return the message as a CloudEvent; an exercise says so in its extension `exercise`."""
    return {
        "specversion": "1.0",
        "id": str(message.id),
        "source": SOURCE,
        "type": f"stayline.{message.kind}",
        "time": message.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "exercise": message.exercise,
        "data": dict(message.payload),
    }


def body(message: Outgoing) -> bytes:
    """Return the bytes that are signed and sent."""
    return json.dumps(cloud_event(message), ensure_ascii=False, separators=(",", ":")).encode()


def headers(message: Outgoing, content: bytes, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers of Standard Webhooks: id, time and signature over both and the body."""
    message_id = f"msg_{message.id.hex}"
    signature = Webhook(secret).sign(message_id, at, content.decode())
    return {
        "content-type": CONTENT_TYPE,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
        "idempotency-key": message.key,
        "user-agent": "Stayline",
    }


def reference_in(answer: bytes) -> str:
    """Return what the receiver calls it: `reference` or `id` of a JSON object, else nothing."""
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    if not isinstance(found, dict):
        return ""
    value = found.get("reference") or found.get("id") or ""
    return str(value)[:200]
