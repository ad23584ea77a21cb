"""The Django application of the room `privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The room `privacy`; it runs nothing at start."""

    name = "stayline.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
