"""Every way by which pages leave, as one sender: it opens the way and speaks by its kind."""

from stayline.connectors.pages_out.client import PagesOut

__all__ = ["PagesOut"]
