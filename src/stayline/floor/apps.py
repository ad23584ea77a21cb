"""The app of the floor."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    """The floor: screens that join rooms; it has no tables."""

    name = "stayline.floor"
