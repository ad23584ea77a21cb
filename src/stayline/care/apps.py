"""The Django application of the room `care`."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The room `care`; it runs nothing at start."""

    name = "stayline.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
