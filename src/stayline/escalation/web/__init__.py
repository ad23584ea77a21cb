"""The one screen of this room: a page that is answered from its own link."""
