"""The Django application of the room `escalation`."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    """The room `escalation`; it runs nothing at start."""

    name = "stayline.escalation"
    label = "escalation"
    default_auto_field = "django.db.models.BigAutoField"
