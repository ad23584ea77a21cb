"""The Django application of the room `incidents`."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The room `incidents`; it runs nothing at start."""

    name = "stayline.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
