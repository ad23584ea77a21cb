"""The Django application that plugs the rooms together when everything is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Last in `INSTALLED_APPS`: every room is loaded when it is ready."""

    name = "stayline.config"
    label = "config"

    def ready(self) -> None:
        """Plug every port; start fails here when one is missing."""
        import stayline.config.events  # noqa: F401 - so that its kinds can be read
        from stayline.config import logs, wiring

        logs.configure()
        wiring.plug()
