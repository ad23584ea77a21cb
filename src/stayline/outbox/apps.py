"""The Django application of the room `outbox`."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The room `outbox`; it runs nothing at start."""

    name = "stayline.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
