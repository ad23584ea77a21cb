"""The Django application of the room `reports`."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room `reports`; it runs nothing at start."""

    name = "stayline.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
