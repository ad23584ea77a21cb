"""Pages by email, through a centre's own mail server."""

from stayline.connectors.mail_out.client import send

__all__ = ["send"]
