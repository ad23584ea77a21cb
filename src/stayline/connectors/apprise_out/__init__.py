"""Pages to messengers such as Slack and Teams, by Apprise."""

from stayline.connectors.apprise_out.client import send

__all__ = ["send"]
