"""The app of the studio."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Where documents are written, walked, compared, certified; it has no tables."""

    name = "stayline.studio"
