"""The Django application of the room `command`."""

from django.apps import AppConfig


class CommandConfig(AppConfig):
    """The room `command`; it runs nothing at start."""

    name = "stayline.command"
    label = "command"
    default_auto_field = "django.db.models.BigAutoField"
