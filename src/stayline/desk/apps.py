"""The app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk: screens that join rooms; it has no tables."""

    name = "stayline.desk"
