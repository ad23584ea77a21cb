"""The Django application of the room `platform`."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The room `platform`; it knows no other room."""

    name = "stayline.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"
