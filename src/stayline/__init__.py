"""Stayline: the system a contact centre runs for its worst contacts."""

__version__ = "0.1.0"
