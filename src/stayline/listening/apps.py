"""The Django application of the room `listening`."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    """The room `listening`; it runs nothing at start."""

    name = "stayline.listening"
    label = "listening"
    default_auto_field = "django.db.models.BigAutoField"
