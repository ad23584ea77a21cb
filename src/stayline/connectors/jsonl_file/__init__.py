"""Messages as lines of a file, for demos, exercises and centres without a case system."""

from stayline.connectors.jsonl_file.client import JsonlFile

__all__ = ["JsonlFile"]
