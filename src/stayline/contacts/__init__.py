"""A contact from its first ring to its last line."""
