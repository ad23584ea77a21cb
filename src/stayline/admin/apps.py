"""The app of set-up."""

from django.apps import AppConfig


class AdminConfig(AppConfig):
    """Set-up and the first page of a demo; it has no tables."""

    name = "stayline.admin"
