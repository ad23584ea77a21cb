"""The Django application of the room `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`; it runs nothing at start."""

    name = "stayline.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
