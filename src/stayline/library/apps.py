"""The Django application of the room `library`."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The room `library`; it runs nothing at start."""

    name = "stayline.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"
