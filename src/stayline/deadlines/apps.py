"""The Django application of the room `deadlines`."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The room `deadlines`; it runs nothing at start."""

    name = "stayline.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
