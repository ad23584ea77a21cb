"""The Django application of the room `learning`."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """The room `learning`; it runs nothing at start."""

    name = "stayline.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
