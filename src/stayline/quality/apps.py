"""The Django application of the room `quality`."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """The room `quality`; it runs nothing at start."""

    name = "stayline.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
