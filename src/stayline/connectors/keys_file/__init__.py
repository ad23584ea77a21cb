"""The key store of the embedded default: a master key from a file or the environment."""

from stayline.connectors.keys_file.client import FileKeys

__all__ = ["FileKeys"]
